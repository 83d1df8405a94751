//! Every bit counts.

use std::io::{Cursor, Write};

use age::x25519::Identity;
use proptest::prelude::*;

use super::*;
use crate::domain::ids::MunicipalityId;

fn label() -> Label {
    Label {
        made_at: Timestamp::UNIX_EPOCH,
        program: "0.1.0".to_owned(),
        left_out: vec!["drafts".to_owned()],
        heads: vec![Head::new(MunicipalityId(uuid::Uuid::nil()), 3, &[7; 32])],
    }
}

fn written(archive: &[u8], recipients: &Recipients) -> Vec<u8> {
    let mut file = Vec::new();
    let wrote: io::Result<()> = recipients.write(&mut file, |to| {
        let mut to = begin(to, &label())?;
        to.write_all(archive)?;
        to.finish().map(drop)
    });
    wrote.unwrap();
    file
}

fn read(file: &[u8], identities: &Identities) -> Result<Vec<u8>, Fault> {
    let mut opened = open(Cursor::new(file), identities)?;
    assert_eq!(opened.label, Some(label()));
    let mut bytes = Vec::new();
    opened.archive.read_to_end(&mut bytes).map_err(fault)?;
    Ok(bytes)
}

/// A key and for whom it opens.
fn pair() -> (Identities, String) {
    use age::secrecy::ExposeSecret;
    let identity = Identity::generate();
    let mut identities = Identities::default();
    let file = format!("# made\n{}\n", identity.to_string().expose_secret());
    identities.read(&file).unwrap();
    (identities, identity.to_public().to_string())
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(archive in prop::collection::vec(any::<u8>(), 0..200_000)) {
        let file = written(&archive, &Recipients::default());
        prop_assert_eq!(read(&file, &Identities::default()).unwrap(), archive);
    }
}

#[test]
fn no_bit_can_change_and_no_byte_come_or_go() {
    let nobody = Identities::default();
    let (key, recipient) = pair();
    let recipients = Recipients::parse([recipient.as_str()]).unwrap();
    let archive: Vec<u8> = (0..2_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    for (file, identities) in [
        (written(&archive, &Recipients::default()), &nobody),
        (written(&archive, &recipients), &key),
    ] {
        assert!(verify(Cursor::new(&file), identities).unwrap().is_some());
        for at in 0..file.len() {
            let mut changed = file.clone();
            changed[at] ^= 1 << (at % 8);
            assert!(
                verify(Cursor::new(&changed), identities).is_err(),
                "byte {at}"
            );
            assert!(
                verify(Cursor::new(&file[..at]), identities).is_err(),
                "cut at {at}"
            );
        }
        let longer = [&file[..], b"\0"].concat();
        assert!(verify(Cursor::new(&longer), identities).is_err());
        let twice = [&file[..], &file[..]].concat();
        assert!(verify(Cursor::new(&twice), identities).is_err());
    }
}

#[test]
fn only_a_recipient_opens_what_is_encrypted() {
    let ((one, first), (two, second), (stranger, _)) = (pair(), pair(), pair());
    let both = Recipients::parse([first.as_str(), second.as_str()]).unwrap();
    let file = written(b"secret", &both);
    assert!(!file.windows(6).any(|part| part == b"secret"));
    assert_eq!(read(&file, &one).unwrap(), b"secret");
    assert_eq!(read(&file, &two).unwrap(), b"secret");
    assert!(matches!(read(&file, &stranger), Err(Fault::WrongIdentity)));
    assert!(matches!(
        read(&file, &Identities::default()),
        Err(Fault::Locked)
    ));
}

#[test]
fn what_is_no_key_is_said_and_never_repeated_when_it_is_secret() {
    use age::secrecy::ExposeSecret;
    let secret = Identity::generate().to_string().expose_secret().to_owned();
    let said = Recipients::parse([secret.as_str()])
        .err()
        .unwrap()
        .to_string();
    assert!(
        said.contains("public half") && !said.contains(&secret),
        "{said}"
    );
    let said = Recipients::parse(["age1nobody"]).err().unwrap().to_string();
    assert!(said.contains("age1nobody"), "{said}");
    for file in ["", "# only a remark\n", "AGE-SECRET-KEY-1WRONG", "password"] {
        let said = Identities::default().read(file).unwrap_err().to_string();
        assert!(
            !said.contains("WRONG") && !said.contains("password"),
            "{said}"
        );
    }
}

#[test]
fn what_pg_dump_wrote_alone_is_told_apart() {
    let bare = open(Cursor::new(b"PGDMP\x01\x0e"), &Identities::default());
    assert!(bare.unwrap().label.is_none());
    for foreign in [&b""[..], b"hello", b"kocho-backup 2\n{}\n"] {
        let opened = open(Cursor::new(foreign), &Identities::default());
        assert!(matches!(opened, Err(Fault::Foreign)));
    }
}
