//! QR codes as SVG: for a picture that a phone takes of a page, on a screen or on paper.
//!
//! Dark on white whatever the theme is: programs that read codes want it so. Its size is the style sheet's.

use std::fmt::Write as _;

use qrcode::types::QrError;
use qrcode::{Color, EcLevel, QrCode};

use super::ruby::escape;

/// White around the code, in its squares: the standard asks for four.
const MARGIN: usize = 4;

/// Draws a text as a QR code; `title` says to the ear what it is for. A sixth of it may be dirt or a fold.
///
/// # Errors
/// When the text is longer than a code can be (2,331 bytes).
pub fn svg(text: &str, title: &str) -> Result<String, QrError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
    let side = code.width() + 2 * MARGIN;
    let mut out = String::with_capacity(8_000);
    let _ = write!(
        out,
        r#"<svg class="qr" role="img" viewBox="0 0 {side} {side}" shape-rendering="crispEdges"><title>"#
    );
    escape(title, &mut out);
    let _ = write!(
        out,
        r##"</title><rect width="{side}" height="{side}" fill="#fff"/><path fill="#000" d=""##
    );
    for (y, row) in code.to_colors().chunks(code.width()).enumerate() {
        for (x, length) in runs(row) {
            let (x, y) = (x + MARGIN, y + MARGIN);
            let _ = write!(out, "M{x} {y}h{length}v1h-{length}z");
        }
    }
    out.push_str(r#""/></svg>"#);
    Ok(out)
}

/// Where dark squares of a row begin, and how many follow each other.
fn runs(row: &[Color]) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut at = 0;
    for same in row.chunk_by(|one, next| one == next) {
        if same.first() == Some(&Color::Dark) {
            runs.push((at, same.len()));
        }
        at += same.len();
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes the picture apart as a browser would paint it, four pixels a square, and reads it as a phone would.
    fn read(svg: &str) -> String {
        let side = svg.split("viewBox=\"0 0 ").nth(1).unwrap();
        let side: usize = side.split(' ').next().unwrap().parse().unwrap();
        let path = svg
            .split(" d=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let mut dark = vec![false; side * side];
        for run in path.split('M').skip(1) {
            let numbers = run.split(|c: char| !c.is_ascii_digit());
            let numbers: Vec<usize> = numbers.filter_map(|number| number.parse().ok()).collect();
            let [x, y, length, ..] = numbers[..] else {
                panic!("{run}")
            };
            dark[y * side + x..y * side + x + length].fill(true);
        }
        let pixel = |x: usize, y: usize| if dark[y / 4 * side + x / 4] { 0 } else { 255 };
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(4 * side, 4 * side, pixel);
        let grids = picture.detect_grids();
        assert_eq!(grids.len(), 1);
        grids[0].decode().unwrap().1
    }

    #[test]
    fn what_is_drawn_can_be_read() {
        let town = "%E7%A0%82%E5%B7%9D%E5%B8%82";
        let address = format!(
            "otpauth://totp/{town}:tanaka%40sunagawa.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer={town}"
        );
        for text in [
            "1",
            "https://kocho.example.jp/staff/set-up",
            &address,
            &"あ".repeat(300),
        ] {
            assert_eq!(read(&svg(text, "x").unwrap()), text);
        }
        assert!(svg(&"a".repeat(3_000), "x").is_err());
    }

    /// A rule of the pages: no style in an attribute. And the title is only words.
    #[test]
    fn the_picture_has_no_style_and_its_title_is_words() {
        let svg = svg("1", "<b>「鍵」").unwrap();
        assert!(svg.contains("<title>&lt;b&gt;「鍵」</title>"), "{svg}");
        assert!(!svg.contains("style") && svg.contains(r#"role="img""#));
    }
}
