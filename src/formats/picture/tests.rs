//! Pictures taken in: nothing of places and people stays, nothing of the picture goes, and no file is believed.

use proptest::prelude::*;

use super::PictureFault::{Damaged, Format as NoPicture, Moving, TooLarge, TooManyPixels, Turned};
use super::*;

const MAP: &[u8] = include_bytes!("../../../tests/data/questionnaires/map.png");
const PHOTOGRAPH: &[u8] = include_bytes!("../../../tests/data/questionnaires/photograph.jpg");
const DRAWING: &[u8] = include_bytes!("../../../tests/data/questionnaires/drawing.webp");
const SAMPLES: [(&[u8], Format, (u16, u16)); 3] = [
    (MAP, Format::Png, (480, 300)),
    (PHOTOGRAPH, Format::Jpeg, (320, 200)),
    (DRAWING, Format::Webp, (240, 150)),
];

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn taken(bytes: &[u8]) -> Image {
    take_in(bytes).unwrap()
}

/// A TIFF header with an orientation, as EXIF has it.
fn exif(is_big: bool, orientation: u8) -> Vec<u8> {
    match is_big {
        true => [
            &b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"[..],
            &[orientation, 0, 0],
        ]
        .concat(),
        false => [
            &b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"[..],
            &[orientation, 0, 0, 0],
        ]
        .concat(),
    }
}

fn png_chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let named = [&name[..], content].concat();
    let size = u32::try_from(content.len()).unwrap();
    [
        &size.to_be_bytes()[..],
        &named,
        &crc32fast::hash(&named).to_be_bytes(),
    ]
    .concat()
}

/// The same PNG with something behind its header.
fn png_with(chunk: &[u8]) -> Vec<u8> {
    let map = taken(MAP).bytes;
    let (header, rest) = map.split_at(8 + 25);
    [header, chunk, rest].concat()
}

/// The same PNG with another header.
fn png_of(width: u32, height: u32) -> Vec<u8> {
    let map = taken(MAP).bytes;
    let header = [
        &width.to_be_bytes()[..],
        &height.to_be_bytes(),
        &map[24..29],
    ]
    .concat();
    [&map[..8], &png_chunk(b"IHDR", &header), &map[8 + 25..]].concat()
}

/// Tables that fill so many bytes: segments that are kept.
fn tables(mut bytes: usize) -> Vec<u8> {
    let mut all = Vec::new();
    while bytes > 0 {
        let size = bytes.min(60_000);
        all.extend_from_slice(b"\xff\xdb");
        all.extend_from_slice(&u16::try_from(size - 2).unwrap().to_be_bytes());
        all.resize(all.len() + size - 4, 0);
        bytes -= size;
    }
    all
}

/// The same JPEG with a segment at its beginning.
fn jpeg_with(marker: u8, content: &[u8]) -> Vec<u8> {
    let photograph = taken(PHOTOGRAPH).bytes;
    let size = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [
        &photograph[..2],
        &[0xff, marker],
        &size,
        content,
        &photograph[2..],
    ]
    .concat()
}

fn webp_chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let size = u32::try_from(content.len()).unwrap();
    let mut chunk = [&name[..], &size.to_le_bytes(), content].concat();
    chunk.resize(chunk.len().next_multiple_of(2), 0);
    chunk
}

fn webp_file(inside: &[u8]) -> Vec<u8> {
    let size = u32::try_from(inside.len() + 4).unwrap();
    [b"RIFF", &size.to_le_bytes()[..], b"WEBP", inside].concat()
}

/// The same WebP with a chunk at its end.
fn webp_with(chunk: &[u8]) -> Vec<u8> {
    webp_file(&[&taken(DRAWING).bytes[12..], chunk].concat())
}

#[test]
fn what_says_where_and_by_whom_is_taken_out_and_the_picture_stays() {
    for (bytes, format, sides) in SAMPLES {
        let said: [&[u8]; 3] = [b"43.4944N", b"Telephone", b"xmpmeta"];
        assert!(
            said.iter().all(|said| has(bytes, said)),
            "{format:?} says nothing"
        );
        let image = taken(bytes);
        assert_eq!((image.format, (image.width, image.height)), (format, sides));
        for said in [&said[..], &[b"Yamada", b"Exif", b"Author", b"taken by"]].concat() {
            assert!(
                !has(&image.bytes, said),
                "{format:?}: {}",
                said.escape_ascii()
            );
        }
        assert_eq!(
            take_in(&image.bytes),
            Ok(image),
            "it is taken in again as it is"
        );
    }
    // What draws it is there to the byte.
    let pixels = |bytes: &[u8]| {
        let at = bytes.windows(4).position(|name| name == b"IDAT").unwrap();
        bytes[at - 4..].to_vec()
    };
    assert_eq!(pixels(&taken(MAP).bytes), pixels(MAP));
    assert!(has(&taken(MAP).bytes, b"PLTE") && has(&taken(MAP).bytes, b"tRNS"));
    let photograph = taken(PHOTOGRAPH).bytes;
    let tables = PHOTOGRAPH
        .windows(2)
        .position(|marker| marker == b"\xff\xdb")
        .unwrap();
    assert!(photograph.ends_with(&PHOTOGRAPH[tables..]));
    for part in [&b"JFIF\0"[..], b"ICC_PROFILE\0"] {
        assert!(has(&photograph, part));
    }
    for part in [b"VP8X", b"ICCP", b"ALPH", b"VP8 "] {
        assert!(has(&taken(DRAWING).bytes, part));
    }
}

#[test]
fn a_picture_that_only_its_exif_turns_is_refused() {
    for is_big in [true, false] {
        for orientation in 0..=9 {
            let exif = exif(is_big, orientation);
            let named = [b"Exif\0\0", &exif[..]].concat();
            for turned in [
                png_with(&png_chunk(b"eXIf", &exif)),
                jpeg_with(0xe1, &named),
                webp_with(&webp_chunk(b"EXIF", &exif)),
                webp_with(&webp_chunk(b"EXIF", &named)),
            ] {
                let read = take_in(&turned).map(|image| has(&image.bytes, &exif));
                let expected = match orientation {
                    2..=8 => Err(Turned),
                    _ => Ok(false),
                };
                assert_eq!(read, expected, "{orientation}");
            }
        }
    }
    // What cannot be read turns nothing.
    let beyond = b"MM\0*\xff\xff\xff\xff";
    let endless = [b"MM\0*\0\0\0\x08\xff\xff", &[0; 11][..]].concat();
    for unreadable in [&b""[..], b"MM", beyond, &endless, b"XX\0*\0\0\0\x08"] {
        let exif = [b"Exif\0\0", unreadable].concat();
        assert!(take_in(&jpeg_with(0xe1, &exif)).is_ok());
    }
}

#[test]
fn a_file_is_what_its_bytes_say() {
    for other in [
        &b""[..],
        b"\xef\xbb\xbf<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
        b"GIF89a\x01\0\x01\0",
        b"BM",
        b"%PDF-1.7",
        b"<!doctype html>",
        b"\x89PNG",
        b"\xff\xd8",
        b"RIFF\x10\0\0\0WAVE",
        b"\0\0\0\x20ftypavif",
    ] {
        assert_eq!(take_in(other), Err(NoPicture), "{}", other.escape_ascii());
    }
}

#[test]
fn a_picture_is_small_as_it_comes_and_as_it_is_kept() {
    let large = [MAP, &vec![0; PICTURE_BYTES + 1 - MAP.len()]].concat();
    assert_eq!(take_in(&large), Err(TooLarge));
    assert_eq!(taken(&large[..PICTURE_BYTES]), taken(MAP));
    // Of a header that is too short, what is missing is filled up.
    let photograph = taken(PHOTOGRAPH).bytes;
    let short = [
        &photograph[..2],
        b"\xff\xe0\0\x0eJFIF\0\x01\x01\0\0\x01\0\x01",
        &photograph[20..],
    ]
    .concat();
    assert_eq!(taken(&short).bytes, photograph);
    let (start, end) = short.split_at(18);
    let filled = [start, &tables(PICTURE_BYTES - short.len()), end].concat();
    assert_eq!(
        (filled.len(), take_in(&filled)),
        (PICTURE_BYTES, Err(TooLarge))
    );
}

#[test]
fn what_is_hidden_in_a_picture_is_not_given_out() {
    let page = b"<script>alert(document.domain)</script>PK\x03\x04";
    for (bytes, format, _) in SAMPLES {
        let clean = taken(bytes);
        let longer = [bytes, page].concat();
        assert_eq!(taken(&longer), clean, "{format:?}: behind its end");
    }
    let mut thumbnail = b"JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01".to_vec();
    thumbnail.extend_from_slice(page);
    for hidden in [
        png_with(&png_chunk(b"tEXt", page)),
        png_with(&png_chunk(b"fdAT", page)),
        png_with(&png_chunk(b"acTL", page)),
        jpeg_with(0xfe, page),
        jpeg_with(0xe0, &thumbnail),
        jpeg_with(0xe2, &[b"MPF\0", &page[..]].concat()),
        jpeg_with(0xef, page),
        jpeg_with(0xee, &[b"Adobe\0\x64\0\0\0\0\x01", &page[..]].concat()),
        webp_with(&webp_chunk(b"XMP ", page)),
        webp_with(&webp_chunk(b"JUNK", page)),
    ] {
        assert!(has(&hidden, page));
        assert!(!has(&taken(&hidden).bytes, b"script"));
    }
}

#[test]
fn what_is_cut_off_is_refused_wherever_it_is_cut() {
    for (bytes, format, _) in SAMPLES {
        let clean = taken(bytes).bytes;
        for end in 0..clean.len() {
            let read = take_in(&clean[..end]);
            assert!(
                matches!(read, Err(Damaged | NoPicture)),
                "{format:?} of {end} bytes"
            );
        }
    }
}

#[test]
fn a_lie_about_a_size_is_refused() {
    let most = u32::from(PICTURE_SIDE);
    assert!(take_in(&png_of(most, most)).is_ok());
    for (width, height, fault) in [
        (
            1 << 31,
            1,
            TooManyPixels {
                width: 1 << 31,
                height: 1,
            },
        ),
        (
            480,
            most + 1,
            TooManyPixels {
                width: 480,
                height: 4_001,
            },
        ),
        (0, 300, Damaged),
        (480, 0, Damaged),
    ] {
        assert_eq!(take_in(&png_of(width, height)), Err(fault));
    }
}

#[test]
fn what_its_beginning_does_not_keep_is_damaged() {
    let map = taken(MAP).bytes;
    let damaged_png = [
        // A length beyond the file, a checksum that is wrong, a chunk that only its maker knows, a second header.
        [&map[..33], b"\xff\xff\xff\xffIDAT", &map[41..]].concat(),
        [&map[..29], b"\0\0\0\0", &map[33..]].concat(),
        png_with(&png_chunk(b"CgBI", b"")),
        png_with(&map[8..33]),
        // No pixels; an end that holds something.
        [&map[..33], &png_chunk(b"IEND", b"")[..]].concat(),
        [&map[..map.len() - 12], &png_chunk(b"IEND", b"<p>")].concat(),
    ];
    let photograph = taken(PHOTOGRAPH).bytes;
    let damaged_jpeg = [
        [&photograph[..2], b"\xff\xe1\0\0", &photograph[2..]].concat(),
        [&photograph[..2], b"\xff\xe1\0\x01", &photograph[2..]].concat(),
        [&photograph[..2], b"\xff\xe1\xff\xff", &photograph[2..]].concat(),
        [&photograph[..20], b"\0\0", &photograph[20..]].concat(),
        [&photograph[..2], &photograph[..]].concat(),
        jpeg_with(0xe0, b"JFIF\0"),
        b"\xff\xd8\xff\xd9".to_vec(),
    ];
    for damaged in damaged_png.into_iter().chain(damaged_jpeg) {
        assert_eq!(take_in(&damaged), Err(Damaged));
    }
}

#[test]
fn a_webp_shows_one_image_as_large_as_it_says() {
    let drawing = taken(DRAWING).bytes;
    let frame = [&drawing[..24], &[0xff, 0, 0, 0xff, 0, 0], &drawing[30..]].concat();
    assert_eq!(
        take_in(&frame),
        Err(Damaged),
        "the frame is larger than the image"
    );
    let moving = [&drawing[..20], &[drawing[20] | 2], &drawing[21..]].concat();
    assert_eq!(take_in(&moving), Err(Moving));
    assert_eq!(take_in(&webp_with(&webp_chunk(b"ANMF", b""))), Err(Moving));
    let at = drawing.windows(4).position(|name| name == b"VP8 ").unwrap();
    let simple = webp_file(&drawing[at..]);
    assert_eq!(taken(&simple).bytes, simple, "the simple form stays simple");
    let twice = taken(&webp_with(&drawing[at..]));
    assert_eq!(twice.bytes, drawing, "a second image is left out");
    for damaged in [
        webp_file(b""),
        webp_file(&webp_chunk(b"ICCP", b"")),
        webp_file(&webp_chunk(b"VP8X", &[0; 9])),
        webp_file(&webp_chunk(b"VP8X", &[0; 10])),
        webp_file(&webp_chunk(b"VP8 ", b"")),
        [b"RIFF\xff\xff\xff\xff", &drawing[8..]].concat(),
        [b"RIFF\x02\0\0\0", &drawing[8..]].concat(),
    ] {
        assert_eq!(take_in(&damaged), Err(Damaged));
    }
}

/// What is given out is what it says, and is taken in again as it is.
fn assert_settled(bytes: &[u8]) {
    if let Ok(image) = take_in(bytes) {
        assert!(
            (1..=PICTURE_SIDE).contains(&image.width) && (1..=PICTURE_SIDE).contains(&image.height)
        );
        assert!(image.bytes.len() <= PICTURE_BYTES);
        assert_eq!(take_in(&image.bytes), Ok(image));
    }
}

proptest! {
    #[test]
    fn no_bytes_bring_it_down(
        start in 0usize..4,
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
    ) {
        let starts: [&[u8]; 4] = [b"", &MAP[..33], b"\xff\xd8\xff\xe0", b"RIFF\x80\0\0\0WEBPVP8X"];
        assert_settled(&[starts[start], &bytes].concat());
    }

    #[test]
    fn no_change_of_a_picture_brings_it_down(
        sample in 0usize..3,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = SAMPLES[sample].0.to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        assert_settled(&bytes);
        assert_settled(&bytes[..cut.index(bytes.len())]);
    }
}
