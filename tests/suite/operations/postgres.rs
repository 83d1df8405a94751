//! The private PostgreSQL: it survives what happens to the program, and never outlives it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::process::Signal;

use super::installation::{Installation, signal, wait};

#[test]
fn ctrl_c_and_sigterm_leave_no_process_behind() {
    let town = Installation::new();
    for how in [Signal::INT, Signal::TERM] {
        let serving = town.serve();
        assert!(!town.servers().is_empty());
        assert!(serving.stop(how));
        assert_eq!(town.servers(), Vec::<u32>::new());
    }
}

#[test]
fn data_survives_a_killed_program_and_the_server_ends_with_it() {
    let town = Installation::new();
    let mut serving = town.serve();
    town.found_town("sunagawa");
    serving.child.kill().unwrap();
    town.wait_until_no_server();
    let again = town.serve();
    assert!(again.is_ready());
    assert_eq!(town.towns(), "sunagawa");
}

#[test]
fn a_second_start_does_not_wait_for_the_first_to_be_quite_dead() {
    let town = Installation::new();
    let mut serving = town.serve();
    town.found_town("sunagawa");
    serving.child.kill().unwrap();
    serving.child.wait().unwrap();
    let again = town.serve();
    assert_eq!(town.towns(), "sunagawa");
    assert!(again.is_ready());
}

#[test]
fn a_killed_server_is_started_again_while_the_program_serves() {
    let town = Installation::new();
    let serving = town.serve();
    town.found_town("sunagawa");
    let killed = town.postmaster();
    for pid in town.servers() {
        signal(pid, Signal::KILL);
    }
    wait("the server to come back", || {
        fs::read_to_string(town.data().join("postmaster.pid"))
            .is_ok_and(|note| note.contains("ready") && !note.starts_with(&format!("{killed}\n")))
    });
    wait("readiness", || serving.is_ready());
    assert_eq!(town.towns(), "sunagawa");
}

#[test]
fn a_server_left_behind_is_replaced() {
    let town = Installation::new();
    town.succeeded(&["migrate"]);
    let sockets = town.root();
    let started = town
        .as_owner(&bin().join("pg_ctl"))
        .args(["start", "-s", "-w", "-l", "/dev/null", "-D"])
        .arg(town.data())
        .arg("-o")
        .arg(format!("-c listen_addresses= -k {}", sockets.display()))
        .status()
        .unwrap();
    assert!(started.success());
    let left = town.postmaster();
    town.found_town("sunagawa");
    let serving = town.serve();
    assert!(serving.is_ready());
    assert_eq!(town.towns(), "sunagawa");
    assert_ne!(town.postmaster(), left);
    drop(serving);
    town.wait_until_no_server();
}

#[test]
fn a_stale_note_that_names_a_stranger_does_not_stop_the_start() {
    let town = Installation::new();
    town.succeeded(&["migrate"]);
    let mut stranger = town
        .as_owner(Path::new("/usr/bin/sleep"))
        .arg("600")
        .spawn()
        .unwrap();
    let note = format!(
        "{}\n{}\n1700000000\n5432\n{}\n\n 12345 67890\nready\n",
        stranger.id(),
        town.data().display(),
        town.root().display()
    );
    fs::write(town.data().join("postmaster.pid"), note).unwrap();
    let serving = town.serve();
    assert!(serving.is_ready());
    assert!(
        stranger.try_wait().unwrap().is_none(),
        "the stranger was killed"
    );
    stranger.kill().unwrap();
    stranger.wait().unwrap();
}

#[test]
fn a_stale_note_that_names_a_dead_child_nobody_buried_does_not_stop_the_start() {
    let town = Installation::new();
    town.succeeded(&["migrate"]);
    let mut zombie = town.as_owner(Path::new("/usr/bin/true")).spawn().unwrap();
    let note = format!("{}\n{}\n", zombie.id(), town.data().display());
    fs::write(town.data().join("postmaster.pid"), note).unwrap();
    let serving = town.serve();
    assert!(serving.is_ready());
    zombie.wait().unwrap();
}

#[test]
fn a_half_made_data_directory_is_made_again() {
    let town = Installation::new();
    town.succeeded(&["migrate"]);
    fs::rename(town.data(), town.root().join("data.new")).unwrap();
    town.succeeded(&["migrate"]);
    assert!(town.data().join("PG_VERSION").exists());
    assert!(!town.root().join("data.new").exists());
}

#[test]
fn two_programs_share_one_server_and_the_survivor_takes_over() {
    let town = Installation::new();
    let mut first = town.serve();
    let second = town.serve();
    assert_eq!(town.succeeded(&["migrate"]), "nothing to migrate\n");
    town.found_town("sunagawa");
    let before = town.postmaster();
    first.child.kill().unwrap();
    first.child.wait().unwrap();
    wait("another server", || {
        fs::read_to_string(town.data().join("postmaster.pid"))
            .is_ok_and(|note| note.contains("ready") && !note.starts_with(&format!("{before}\n")))
    });
    wait("readiness", || second.is_ready());
    assert_eq!(town.towns(), "sunagawa");
    assert!(second.stop(Signal::TERM));
    assert_eq!(town.servers(), Vec::<u32>::new());
}

#[test]
fn a_path_too_long_for_a_socket_is_worked_around_and_said() {
    let long = ["a-rather-long-name-for-a-directory"; 4].join("/");
    let town = Installation::below(&long, 0o755);
    let serving = town.serve();
    assert!(serving.is_ready());
    let said = fs::read_to_string(town.path(&format!("stderr.{}", serving.port))).unwrap();
    assert!(said.contains("the socket would be too long"), "{said}");
    assert!(town.data().starts_with(&town.directory));
    let sockets = said
        .lines()
        .find_map(|line| line.split_once("; it is in "))
        .unwrap()
        .1;
    drop(serving);
    town.wait_until_no_server();
    fs::remove_dir(sockets).unwrap();
}

/// Only root can hand the server to another user; everybody else finds it in `var`.
#[test]
fn where_the_servers_user_cannot_reach_the_checkout_the_data_is_elsewhere_and_said() {
    let town = Installation::below("", 0o700);
    let serving = town.serve();
    assert!(serving.is_ready());
    town.found_town("sunagawa");
    if !rustix::process::geteuid().is_root() {
        assert!(town.data().starts_with(&town.directory));
        return;
    }
    assert!(town.root().starts_with("/var/lib/kocho"));
    let said = fs::read_to_string(town.path(&format!("stderr.{}", serving.port))).unwrap();
    assert!(said.contains(&town.root().display().to_string()), "{said}");
    drop(serving);
    let _again = town.serve();
    assert_eq!(town.towns(), "sunagawa");
}

#[test]
fn the_server_answers_on_its_socket_only_and_never_as_root() {
    let town = Installation::new();
    let _serving = town.serve();
    assert_eq!(town.sql("show listen_addresses"), "");
    assert_eq!(town.sql("show data_checksums"), "on");
    let status = fs::read_to_string(format!("/proc/{}/status", town.postmaster())).unwrap();
    let uids = status
        .lines()
        .find(|line| line.starts_with("Uid:"))
        .unwrap();
    assert!(!uids.contains("\t0"), "{uids}");
}

#[test]
fn two_starts_at_the_same_moment_make_one_database() {
    let town = Installation::new();
    let mut both: Vec<_> = (0..2)
        .map(|_| town.command(&["migrate"]).spawn().unwrap())
        .collect();
    for one in &mut both {
        assert!(one.wait().unwrap().success());
    }
    town.wait_until_no_server();
}

fn bin() -> PathBuf {
    let told = Command::new("pg_config").arg("--bindir").output().unwrap();
    PathBuf::from(String::from_utf8(told.stdout).unwrap().trim())
}
