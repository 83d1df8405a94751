//! Word files, made for tests: as Word writes them, and as it never would.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;

use super::*;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const SPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main""#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

/// A Word file while it is made.
#[derive(Default)]
pub(super) struct Docx {
    body: String,
    numbering: String,
    styles: String,
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A run of text.
pub(super) fn run(text: &str) -> String {
    format!(
        r#"<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>"#,
        escaped(text)
    )
}

impl Docx {
    pub fn paragraph(&mut self, text: &str) {
        // As Word does it, a paragraph is cut into runs wherever somebody typed.
        let (first, second) =
            text.split_at(text.char_indices().nth(3).map_or(text.len(), |(at, _)| at));
        self.body += &format!("<w:p>{}{}</w:p>", run(first), run(second));
    }

    pub fn raw(&mut self, xml: &str) {
        self.body += xml;
    }

    /// An empty cell behind a heading is one with it.
    pub fn table(&mut self, rows: &[Vec<String>]) {
        self.body += "<w:tbl><w:tblPr/>";
        for row in rows {
            self.body += "<w:tr>";
            let mut cells = row.iter().enumerate().peekable();
            while let Some((at, cell)) = cells.next() {
                let mut span = 1;
                while at > 0
                    && !cell.is_empty()
                    && cells.next_if(|(_, next)| next.is_empty()).is_some()
                {
                    span += 1;
                }
                let span = format!(r#"<w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>"#);
                self.body += &format!("<w:tc>{span}<w:p>{}</w:p></w:tc>", run(cell));
            }
            self.body += "</w:tr>";
        }
        self.body += "</w:tbl>";
    }

    pub fn numbered(&mut self, numbering: &str, styles: &str) {
        self.numbering = format!("{HEAD}<w:numbering {SPACES}>{numbering}</w:numbering>");
        self.styles = format!("{HEAD}<w:styles {SPACES}>{styles}</w:styles>");
    }

    pub fn file(&self) -> Vec<u8> {
        let document = format!(
            "{HEAD}<w:document {SPACES}><w:body>{}</w:body></w:document>",
            self.body
        );
        let parts = [
            ("[Content_Types].xml", "<Types/>"),
            ("_rels/.rels", RELATIONS),
            ("word/document.xml", &document),
            ("word/numbering.xml", &self.numbering),
            ("word/styles.xml", &self.styles),
        ];
        let filled = parts.into_iter().filter(|(_, part)| !part.is_empty());
        archive(
            &filled
                .map(|(name, part)| (name, part.as_bytes()))
                .collect::<Vec<_>>(),
        )
    }
}

/// An archive of parts.
pub(super) fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, part) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(part).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A Word file with only this in its body.
pub(super) fn of_body(xml: &str) -> Vec<u8> {
    let mut docx = Docx::default();
    docx.raw(xml);
    docx.file()
}

fn lines(file: &[u8]) -> Vec<String> {
    text(file)
        .unwrap()
        .lines
        .into_iter()
        .map(|line| line.text)
        .collect()
}

#[test]
fn numbers_of_lists_are_counted() {
    let level = |at: usize, format: &str, pattern: &str| {
        format!(
            r#"<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{pattern}"/></w:lvl>"#
        )
    };
    let questions = level(0, "decimalFullWidth", "問%1") + &level(1, "decimal", "問%1-%2");
    let options = level(0, "decimal", "%1.");
    let over = r#"<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>"#;
    let numbering = format!(
        r#"<w:abstractNum w:abstractNumId="0">{questions}</w:abstractNum><w:abstractNum w:abstractNumId="1">{options}</w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
        <w:num w:numId="3"><w:abstractNumId w:val="1"/>{over}</w:num>"#
    );
    let styles = r#"<w:style w:styleId="Q"><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>"#;
    let listed = |list: u8, level: u8, text: &str| {
        let list =
            format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>"#);
        format!("<w:p><w:pPr>{list}</w:pPr>{}</w:p>", run(text))
    };
    let mut docx = Docx::default();
    docx.numbered(&numbering, styles);
    docx.raw(&format!(
        r#"<w:p><w:pPr><w:pStyle w:val="Q"/></w:pPr>{}</w:p>"#,
        run("住みやすいですか。")
    ));
    docx.raw(&(listed(2, 0, "はい") + &listed(2, 0, "いいえ")));
    docx.raw(&listed(1, 1, "なぜですか。"));
    docx.raw(&(listed(3, 0, "便利") + &listed(3, 0, "静か")));
    docx.raw(&listed(1, 0, "関心がありますか。"));
    let file = docx.file();
    assert_eq!(
        lines(&file),
        [
            "問１ 住みやすいですか。",
            "1. はい",
            "2. いいえ",
            "問１-1 なぜですか。",
            "1. 便利",
            "2. 静か",
            "問２ 関心がありますか。"
        ]
    );
    let draft = guess(&text(&file).unwrap().lines, code("a")).draft;
    let codes: Vec<&str> = draft
        .questions()
        .map(|question| question.code.as_str())
        .collect();
    assert_eq!(codes, ["q1", "q1_1", "q2"]);
}

#[test]
fn what_is_no_text_of_the_sheet_is_passed_over() {
    let body = r#"<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="1"/></w:tabs></w:pPr>
        <w:r><w:t>問1</w:t><w:tab/><w:t>住&#x307F;</w:t><w:br/><w:t>A&amp;B</w:t></w:r>
        <w:del><w:r><w:delText>消えた</w:delText></w:r></w:del><w:ins><w:r><w:t>足した</w:t></w:r></w:ins>
        <w:moveFrom><w:r><w:t>移った</w:t></w:r></w:moveFrom><w:r><w:instrText>PAGE</w:instrText></w:r>
        <w:r><w:ruby><w:rt><w:r><w:t>かんじ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢字</w:t></w:r></w:rubyBase></w:ruby></w:r>
        <w:r><w:drawing><a:blip/></w:drawing><w:sym w:char="F0A8"/></w:r></w:p>
        <w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>箱の中</w:t></w:r></w:p></w:txbxContent></mc:Choice>
        <mc:Fallback><w:txbxContent><w:p><w:r><w:t>箱の中</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>
        <w:r><w:t>箱の外</w:t></w:r></w:p>"#;
    let file = of_body(body);
    assert_eq!(
        lines(&file),
        ["問1\t住み", "A&B足した漢字", "箱の中", "箱の外"]
    );
    let sheet = text(&file).unwrap();
    assert_eq!(
        (sheet.passed_over.pictures, sheet.passed_over.symbols),
        (1, 1)
    );
    let places: Vec<Where> = sheet.lines.iter().map(|line| line.place).collect();
    let paragraph = Where::Paragraph;
    assert_eq!(
        places,
        [paragraph(1), paragraph(1), paragraph(3), paragraph(2)]
    );
}

#[test]
fn cells_have_their_places_and_tables_in_cells_are_text_of_the_cell() {
    let cell = |span: usize, text: &str| {
        format!(
            r#"<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p>{}</w:p></w:tc>"#,
            run(text)
        )
    };
    let inner = format!(
        "<w:tc><w:tbl><w:tr>{}{}</w:tr></w:tbl><w:p/></w:tc>",
        cell(1, "内1"),
        cell(1, "内2")
    );
    let first = format!("<w:tr>{}{}</w:tr>", cell(2, "左"), cell(1, "右"));
    let second = format!("<w:tr>{}{inner}{}</w:tr>", cell(1, "a"), cell(1, "b"));
    let file = of_body(&format!("<w:tbl>{first}{second}</w:tbl>"));
    let cell = |row, column| Where::Cell {
        table: 1,
        row,
        column,
    };
    let sheet = text(&file).unwrap();
    let places: Vec<(&str, Where)> = sheet
        .lines
        .iter()
        .map(|line| (line.text.as_str(), line.place))
        .collect();
    assert_eq!(
        places,
        [
            ("左", cell(1, 1)),
            ("右", cell(1, 3)),
            ("a", cell(2, 1)),
            ("内1", cell(2, 2)),
            ("内2", cell(2, 2)),
            ("b", cell(2, 3))
        ]
    );
}

#[test]
fn macros_and_margins_are_counted() {
    let document = format!(
        "<w:document {SPACES}><w:body><w:p>{}</w:p></w:body></w:document>",
        run("問1")
    );
    let file = archive(&[
        ("word/document.xml", document.as_bytes()),
        ("word/vbaProject.bin", b"x"),
        ("word/header1.xml", b"x"),
        ("word/embeddings/book.xlsx", b"x"),
    ]);
    let passed_over = text(&file).unwrap().passed_over;
    assert!(passed_over.macros);
    assert_eq!((passed_over.margins, passed_over.embedded), (1, 1));
}
