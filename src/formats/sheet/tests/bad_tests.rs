//! Files that are none, and files that mean harm.

use proptest::prelude::*;

use super::word_tests::{archive, of_body, run};
use super::*;

fn document(xml: &str) -> Vec<u8> {
    archive(&[("word/document.xml", xml.as_bytes())])
}

const OPEN: &str = r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#;

#[test]
fn a_file_is_refused_for_what_it_is() {
    let encrypted: Vec<u8> = "EncryptedPackage".bytes().flat_map(|b| [b, 0]).collect();
    let compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    let old = [&compound[..], &[0; 100]].concat();
    let locked = [&compound[..], &[0; 100], &encrypted].concat();
    for (bytes, expected) in [
        (Vec::new(), Refused::Empty),
        ("　 \r\n\t".as_bytes().to_vec(), Refused::Empty),
        (of_body("<w:p/>"), Refused::Empty),
        (vec![b'a'; FILE_BYTES + 1], Refused::TooLarge),
        (b"%PDF-1.7\n".to_vec(), Refused::Is(What::Pdf)),
        (b"\x89PNG\r\n\x1a\n".to_vec(), Refused::Is(What::Picture)),
        (b"{\\rtf1 a}".to_vec(), Refused::Is(What::RichText)),
        (old, Refused::Is(What::OldWord)),
        (locked, Refused::Locked),
        (b"a\0b".to_vec(), Refused::Is(What::Unknown)),
        (b"PK\x03\x04cut off".to_vec(), Refused::Damaged),
        (
            archive(&[("xl/workbook.xml", b"<a/>")]),
            Refused::Is(What::Spreadsheet),
        ),
        (
            archive(&[("ppt/presentation.xml", b"<a/>")]),
            Refused::Is(What::Slides),
        ),
        (
            archive(&[("mimetype", b"application/vnd.oasis.opendocument.text")]),
            Refused::Is(What::OpenDocument),
        ),
        (archive(&[("photo.png", b"x")]), Refused::Is(What::Archive)),
        (
            "問1\n"
                .as_bytes()
                .iter()
                .copied()
                .chain(*b"\xff\xff\n\n\x81\n")
                .collect(),
            Refused::Letters(vec![2, 4]),
        ),
        ("a\n".repeat(LINES + 1).into_bytes(), Refused::TooManyLines),
    ] {
        assert_eq!(text(&bytes), Err(expected));
    }
}

#[test]
fn letters_are_read_as_they_are_written() {
    let sheet = "問１　①髙い〜";
    let utf16 = |to: fn(u16) -> [u8; 2], mark: [u8; 2]| -> Vec<u8> {
        mark.into_iter()
            .chain(sheet.encode_utf16().flat_map(to))
            .collect()
    };
    let cp932 = encoding_rs::SHIFT_JIS
        .encode("問１　①髙い～")
        .0
        .into_owned();
    for bytes in [
        sheet.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", sheet.as_bytes()].concat(),
        utf16(u16::to_le_bytes, [0xff, 0xfe]),
        utf16(u16::to_be_bytes, [0xfe, 0xff]),
        cp932,
    ] {
        let lines = text(&bytes).unwrap().lines;
        assert_eq!(lines[0].text.replace('～', "〜"), sheet);
    }
    let lines = text("a\u{1b}[1m\u{202e}b\u{7}\u{feff}葛\u{e0100}\r\n".as_bytes())
        .unwrap()
        .lines;
    assert_eq!(lines[0].text, "a[1mb葛\u{e0100}");
}

#[test]
fn bombs_are_stopped() {
    let fault = |xml: &str| match text(&document(xml)) {
        Err(Refused::Xml { fault, place }) => (fault, place),
        other => panic!("{other:?}"),
    };
    let entities = format!(r#"<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]>{OPEN}&c;"#);
    assert_eq!(fault(&entities).0, XmlFault::DocumentType);
    let named = format!("{OPEN}\n<w:p><w:r><w:t>&unheard;</w:t></w:r></w:p></w:body></w:document>");
    let (found, place) = fault(&named);
    assert_eq!(found, XmlFault::Entity("unheard".to_owned()));
    assert_eq!(
        (place.part.as_str(), place.line, place.element.as_str()),
        ("word/document.xml", 2, "t")
    );
    assert_eq!(
        fault(&(OPEN.to_owned() + &"<w:p>".repeat(1_000_000))).0,
        XmlFault::TooDeep
    );
    assert_eq!(fault(&format!("{OPEN}<w:p></w:r>")).0, XmlFault::Malformed);
    assert_eq!(fault(OPEN).0, XmlFault::Malformed);
    let large = format!("{OPEN}{}", " ".repeat(UNPACKED_BYTES));
    assert_eq!(text(&document(&large)), Err(Refused::Unpacked));
    assert!(document(&large).len() < 100_000);
    let letters = archive(&[("word/document.xml", b"<a>\xff</a>")]);
    assert!(matches!(
        text(&letters),
        Err(Refused::Xml {
            fault: XmlFault::NotUtf8,
            ..
        })
    ));
    let many = of_body(&format!("<w:p>{}</w:p>", run("a")).repeat(LINES + 1));
    assert_eq!(text(&many), Err(Refused::TooManyLines));
}

#[test]
fn controls_do_not_come_in_by_their_numbers() {
    let file = of_body("<w:p><w:r><w:t>a&#1;&#x202e;&#27;b</w:t></w:r></w:p>");
    assert_eq!(text(&file).unwrap().lines[0].text, "ab");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A damaged file is refused or read, and nothing else happens.
    #[test]
    fn a_damaged_file_does_no_harm(at in 0.0..1.0_f64, byte: u8, cut: bool) {
        let mut file = of_body(&format!("<w:p>{}</w:p>", run("問1 住みやすいですか。")).repeat(3));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a short file")]
        let at = (at * (file.len() as f64)) as usize;
        if cut {
            file.truncate(at);
        } else {
            file[at] = byte;
        }
        if let Ok(sheet) = text(&file) {
            let _ = guess(&sheet.lines, code("a"));
        }
    }

    #[test]
    fn any_bytes_are_refused_or_read(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(sheet) = text(&bytes) {
            let _ = guess(&sheet.lines, code("a"));
        }
    }
}
