//! Pictures by the command: taken in with their questionnaire, given out by the server, in every backup.

use std::fs;

use super::installation::Installation;

const FILES: [&str; 4] = ["pictures.yaml", "map.png", "photograph.jpg", "drawing.webp"];
const KEPT: &str = "select string_agg(concat_ws(' ', encode(hash, 'hex'), format, width, height, md5(content)), ',' order by hash) \
                    from pictures";

/// A place with the questionnaire and its pictures.
fn place() -> Installation {
    let town = Installation::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/questionnaires");
    fs::create_dir(town.path("asked")).unwrap();
    for file in FILES {
        fs::copy(format!("{folder}/{file}"), town.path("asked").join(file)).unwrap();
    }
    town
}

#[test]
fn pictures_are_taken_in_given_out_and_backed_up() {
    let town = place();
    let serving = town.serve();
    town.found_town("sunagawa");
    // By a path, and from the folder itself.
    let said = town.succeeded(&["import", "questionnaire", "asked/pictures.yaml"]);
    assert!(said.contains("version "), "{said}");
    let (kept, files) = (town.sql(KEPT), town.sql("select count(*) from pictures"));
    assert_eq!(files, "3");
    let png = town.sql("select encode(hash, 'hex') from pictures where format = 'png'");
    let picture = serving.get(&format!("/sunagawa/pictures/{png}"));
    assert!(picture.starts_with("HTTP/1.1 200"), "{picture}");
    assert!(picture.contains("image/png"));
    for said in ["43.4944N", "Yamada"] {
        let told = town.sql(&format!(
            "select count(*) from pictures where position('{said}'::bytea in content) > 0"
        ));
        assert_eq!(told, "0", "{said}");
    }
    town.succeeded(&["backup", "all.dump"]);
    drop(serving);
    let other = Installation::new();
    fs::create_dir(other.path("var")).unwrap();
    fs::copy(town.path("var/secret"), other.path("var/secret")).unwrap();
    other.succeeded(&["restore", town.path("all.dump").to_str().unwrap()]);
    let serving = other.serve();
    assert_eq!(other.sql(KEPT), kept);
    let again = serving.get(&format!("/sunagawa/pictures/{png}"));
    assert!(again.starts_with("HTTP/1.1 200"), "{again}");
}

#[test]
fn a_picture_that_is_not_taken_is_told_before_anything_is_stored() {
    let town = place();
    let check = ["import", "questionnaire", "--check", "pictures.yaml"];
    let mut here = town.command(&check);
    here.current_dir(town.path("asked"));
    assert!(
        here.output().unwrap().status.success(),
        "from the folder itself"
    );
    let check = ["import", "questionnaire", "--check", "asked/pictures.yaml"];
    fs::remove_file(town.path("asked/map.png")).unwrap();
    fs::write(town.path("asked/photograph.jpg"), vec![0; 200_001]).unwrap();
    fs::write(town.path("asked/drawing.webp"), "<svg/>").unwrap();
    let said = town.refused(&check);
    assert!(said.contains("3 faults in asked/pictures.yaml"), "{said}");
    for (fault, place) in [
        ("there is no file “map.png”", "asked/pictures.yaml:20:17 "),
        (
            "larger than 200000 bytes",
            "sections[1].questions[0].picture.file",
        ),
        ("PNG, JPEG or WebP", "sections[1].questions[1].picture.file"),
    ] {
        let line = said.lines().find(|line| line.contains(fault));
        assert!(
            line.is_some_and(|line| line.contains(place)),
            "{fault}: {said}"
        );
    }
    // A folder of that name is no picture.
    fs::create_dir(town.path("asked/map.png")).unwrap();
    assert!(town.refused(&check).contains("“map.png” cannot be read"));
}
