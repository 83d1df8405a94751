//! Files out: what is read of one of ours is written as the same file again, and what others cannot say is told.

use kocho::domain::role::Role;

use super::sources::{NEW, assert_told, draft, sent};
use crate::support::door::{EVERYTHING, TestApp};

#[actix_web::test]
async fn a_file_of_ours_read_again_is_the_same_file() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let version = app.town.freeze(EVERYTHING).await;
    let list = staff.get("/staff/questionnaires?lang=ja").await;
    let files = format!("/staff/questionnaires/{version}/files");
    assert!(
        list.links().contains(&format!("{files}?lang=ja")),
        "{:?}",
        list.links()
    );
    let page = staff.get(&format!("{files}?lang=ja")).await;
    let told = [
        "第1版",
        "XLSForm（.xlsx）",
        "この形式では表せないものが",
        "表せません",
        "すべて書き出せます",
    ];
    assert_told(&page, &told);
    for (format, ending) in [("yaml", "yaml"), ("json", "json")] {
        let file = staff.get(&format!("{files}/{format}")).await;
        let name = file.header("content-disposition").unwrap().to_owned();
        assert!(
            name.starts_with(&format!("attachment; filename=\"everything-v1.{ending}\"")),
            "{name}"
        );
        assert_eq!(file.header("cache-control"), Some("no-store"));
        let page = sent(&staff, "a.txt", file.html().as_bytes()).await;
        assert_told(
            &page,
            &["この調査システムの調査票ファイル", "すべて取り込みました"],
        );
        let at = draft(&page);
        let again = staff.get(&format!("{at}/files/{format}")).await;
        assert_eq!(again.html(), file.html(), "{format}");
        let name = again.header("content-disposition").unwrap();
        assert!(name.contains("filename=\"everything-r0."), "{name}");
    }
    for format in ["surveyjs", "xlsform"] {
        let file = staff.get(&format!("{files}/{format}")).await;
        assert_eq!(file.status.as_u16(), 200, "{format}");
        let name = file.header("content-disposition").unwrap();
        assert!(name.contains(&format!("everything-v1-{format}.")), "{name}");
    }
    for nothing in ["pdf", "yam", "yaml.exe"] {
        let reply = staff.get(&format!("{files}/{nothing}")).await;
        assert_eq!(reply.status.as_u16(), 404, "{nothing}");
    }
    let other = app.neighbour(Role::Administrator).await;
    for path in [files.clone(), format!("{files}/yaml")] {
        assert_eq!(other.get(&path).await.status.as_u16(), 404, "{path}");
    }
    // A draft with nothing in it comes back too.
    let empty = staff
        .upload(NEW, &[("_go", "empty"), ("title", "白紙")], None)
        .await;
    let at = empty
        .location()
        .unwrap()
        .split('?')
        .next()
        .unwrap()
        .to_owned();
    let file = staff.get(&format!("{at}/files/yaml")).await;
    let page = sent(&staff, "", file.html().as_bytes()).await;
    let again = staff.get(&format!("{}/files/yaml", draft(&page))).await;
    assert_eq!(again.html(), file.html());
}
