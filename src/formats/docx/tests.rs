//! That what is written is XML, is a Word file, and says what it was given.

use std::io::{Cursor, Read as _};

use proptest::prelude::*;
use quick_xml::events::Event;

use super::*;
use crate::formats::sheet;

fn row(cells: &[&str]) -> Vec<Cell> {
    cells.iter().map(|text| (*text).to_owned().into()).collect()
}

/// The parts of a file, each read to its end as XML.
fn parts(file: &[u8]) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let names: Vec<String> = zip
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    let read = |name: String| {
        let mut part = String::new();
        zip.by_name(&name)
            .unwrap()
            .read_to_string(&mut part)
            .unwrap();
        let mut reader = quick_xml::Reader::from_str(&part);
        let mut open = 0;
        loop {
            match reader.read_event().unwrap() {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(open, 0, "{name}");
        (name, part)
    };
    names.into_iter().map(read).collect()
}

fn document(text: &str) -> Vec<u8> {
    let mut document = Document::new(Paper::Across, text);
    document.paragraph(Style::Title, text);
    document.rule();
    document.table(&Table {
        widths: vec![2, 1, 1],
        heads: vec![row(&["新", "旧", ""])],
        rows: vec![vec![
            Cell {
                runs: vec![
                    Run {
                        text: text.to_owned(),
                        is_marked: true,
                    },
                    "後".to_owned().into(),
                ],
                columns: 2,
            },
            text.to_owned().into(),
        ]],
    });
    document.file().unwrap()
}

#[test]
fn every_part_is_xml_and_named_in_the_list() {
    let parts = parts(&document("市《し》の<b>&\"調査\"\n二行目"));
    let (_, types) = parts
        .iter()
        .find(|(name, _)| name == "[Content_Types].xml")
        .unwrap();
    for (name, _) in &parts {
        let is_named = types.contains(&format!("\"/{name}\"")) || name.ends_with(".rels");
        assert!(is_named || name == "[Content_Types].xml", "{name}");
    }
    let (_, word) = parts
        .iter()
        .find(|(name, _)| name == "word/document.xml")
        .unwrap();
    assert!(word.contains(r#"w:orient="landscape""#));
    assert!(word.contains(r#"<w:gridSpan w:val="2"/>"#));
    assert!(word.contains(r#"<w:u w:val="single"/>"#));
    assert!(word.contains("&lt;b&gt;&amp;&quot;調査&quot;</w:t><w:br/>"));
}

#[test]
fn the_same_document_is_the_same_file() {
    assert_eq!(document("調査"), document("調査"));
}

proptest! {
    /// Whatever is written is XML; control characters never come through, and what is no control does.
    #[test]
    fn whatever_is_written_is_xml(text in any::<String>(), kept in "[ぁ-ん一-龥a-z<>&\"']{1,20}") {
        let file = document(&format!("{kept}{text}"));
        for (_, part) in parts(&file) {
            prop_assert!(part.chars().all(|c| !c.is_control() || c == '\n'));
        }
        let lines = sheet::text(&file).unwrap().lines;
        prop_assert!(lines[0].text.starts_with(&kept), "{:?}", lines[0]);
    }
}
