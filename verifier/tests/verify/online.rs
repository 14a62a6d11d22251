//! Over a network: fetched once, kept, and used again where there is none.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use did_resolver::guard::{self, Client};
use verifier::environment::Online;
use verifier::{CheckName, CheckStatus, Report};

use crate::world::{List, World, now, policy, refused, status_of, verified};

/// A host on this machine that serves the lists of a world, and counts how often it is asked.
fn host(revoked: bool) -> (World, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let mut world = World::publishing_at(&base);
    if revoked {
        world.publish(List::Revocation, Some(1));
    }
    let lists = world.bundle.clone().environment().lists;
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let request = lines.next().unwrap().unwrap();
            let path = request.split(' ').nth(1).unwrap();
            while lines.next().is_some_and(|line| !line.unwrap().is_empty()) {}
            counter.fetch_add(1, Ordering::SeqCst);
            let url = format!("{base}{path}").parse().unwrap();
            let answer = match lists.fetch(&url) {
                Ok(list) => [
                    format!(
                        "HTTP/1.1 200 OK\r\ncontent-type: application/vc\r\ncontent-length: {}\r\n\
                         cache-control: max-age=60\r\nconnection: close\r\n\r\n",
                        list.bytes.len()
                    )
                    .into_bytes(),
                    list.bytes,
                ]
                .concat(),
                Err(_) => {
                    b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                        .to_vec()
                }
            };
            stream.write_all(&answer).unwrap();
        }
    });
    (world, asked)
}

fn run(passport: &str, folder: &std::path::Path, loopback: bool, offline: bool) -> Report {
    let client = Arc::new(Client::new(guard::Policy {
        loopback,
        offline,
        ..guard::Policy::default()
    }));
    let folder = folder.to_owned();
    let environment = Online::new(client, move || Ok(folder.clone()), now()).environment();
    verifier::verify(passport.as_bytes(), &policy(), &environment)
}

#[test]
fn a_list_is_fetched_once_and_serves_offline_too() {
    let (world, asked) = host(false);
    let passport = world.sd_jwt().to_string();
    let cache = tempfile::tempdir().unwrap();
    verified(&run(&passport, cache.path(), true, false));
    assert_eq!(asked.load(Ordering::SeqCst), 3);
    verified(&run(&passport, cache.path(), true, false));
    verified(&run(&passport, cache.path(), true, true));
    assert_eq!(asked.load(Ordering::SeqCst), 3, "asked again though fresh");
}

#[test]
fn what_was_revoked_over_there_is_revoked_here() {
    let (world, _) = host(true);
    let passport = world.sd_jwt().to_string();
    let cache = tempfile::tempdir().unwrap();
    for offline in [false, true] {
        let report = run(&passport, cache.path(), true, offline);
        refused(
            &report,
            CheckName::Status,
            "status.revoked",
            Some("/credentialStatus/0"),
        );
    }
}

#[test]
fn a_credential_cannot_send_the_verifier_to_this_machine() {
    let (world, asked) = host(false);
    let passport = world.sd_jwt().to_string();
    let cache = tempfile::tempdir().unwrap();
    let report = run(&passport, cache.path(), false, false);
    refused(
        &report,
        CheckName::Status,
        "status.list_unavailable",
        Some("/credentialStatus/0"),
    );
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

#[test]
fn a_forged_credential_makes_nobody_fetch_anything() {
    let (world, asked) = host(false);
    let forged = crate::world::Party::new(9).secure(
        &world.passport(),
        credentials::suite::Suite::SdJwt,
        None,
    );
    let cache = tempfile::tempdir().unwrap();
    let report = run(&forged.to_text(), cache.path(), true, false);
    assert_eq!(status_of(&report, CheckName::Status), CheckStatus::Skipped);
    assert_eq!(asked.load(Ordering::SeqCst), 0);
    assert_eq!(
        std::fs::read_dir(cache.path()).unwrap().count(),
        0,
        "the cache was opened"
    );
}
