//! Processes that issue are killed at any moment: nothing that was reported is lost, and no status index is given twice.

#![allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::collections::HashMap;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use credentials::battery::EventDraft;
use credentials::keys::Algorithm;
use issuer::store::StatusSlot;
use issuer::{Issuer, NewIssuer, sample};
use jiff::Timestamp;

/// Names the data folder, in a process that is to be killed.
const FOLDER: &str = "ISSUE_UNTIL_KILLED_IN";

#[test]
fn nothing_reported_is_lost_and_no_index_repeats_when_issuing_processes_are_killed() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        issue_until_killed(Path::new(&folder));
    }
    let place = tempfile::tempdir().unwrap();
    let new = NewIssuer {
        name: "Voltcell".into(),
        did: "key".parse().unwrap(),
        algorithm: Algorithm::Ed25519,
        base_url: None,
        roles: Vec::new(),
    };
    Issuer::init(place.path(), new, None, Timestamp::now()).unwrap();

    let mut reported: HashMap<String, StatusSlot> = HashMap::new();
    for round in 0..6 {
        let mut running = [start(place.path()), start(place.path())];
        std::thread::sleep(Duration::from_millis(400 + 37 * round));
        for child in &mut running {
            // SIGKILL on Unix: nothing is flushed or closed.
            child.kill().unwrap();
        }
        for mut child in running {
            let mut text = String::new();
            child
                .stdout
                .take()
                .unwrap()
                .read_to_string(&mut text)
                .unwrap();
            child.wait().unwrap();
            // The last line may be cut off.
            let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
            for line in whole
                .lines()
                .filter_map(|line| line.strip_prefix("issued "))
            {
                let mut parts = line.split(' ');
                let mut next = || parts.next().unwrap().to_owned();
                let (id, group, index) = (next(), next(), next());
                let slot = StatusSlot {
                    group: group.parse().unwrap(),
                    index: index.parse().unwrap(),
                };
                assert!(reported.insert(id, slot).is_none());
            }
        }
    }

    let issuer = Issuer::open(place.path()).unwrap();
    for (id, slot) in &reported {
        let kept = issuer.store().credential(id).unwrap().unwrap();
        assert_eq!(kept.status, Some(*slot), "{id}");
    }
    let all = issuer.store().page(None, usize::MAX).unwrap();
    let mut slots: Vec<_> = all.iter().filter_map(|kept| kept.status).collect();
    let count = slots.len();
    slots.sort_by_key(|slot| (slot.group, slot.index));
    slots.dedup();
    assert_eq!(slots.len(), count);
    println!("{count} kept, {} of them reported", reported.len());
    assert!(reported.len() > 20, "{} reported", reported.len());
}

fn start(folder: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--nocapture"])
        .arg("nothing_reported_is_lost_and_no_index_repeats_when_issuing_processes_are_killed")
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

fn issue_until_killed(folder: &Path) -> ! {
    let issuer = Issuer::open(folder).unwrap();
    issuer.unlock(None).unwrap();
    let draft = EventDraft::from_file(&sample::soh_event()).unwrap();
    loop {
        // The sample's event may lie ahead of the clock.
        let now = Timestamp::now().max(draft.time);
        let prepared = issuer.prepare_event(&draft, None, now).unwrap();
        let issued = issuer.issue(prepared, now).unwrap();
        let id = &issued.reference.id;
        let slot = issuer
            .store()
            .credential(id)
            .unwrap()
            .unwrap()
            .status
            .unwrap();
        let mut stdout = std::io::stdout().lock();
        writeln!(stdout, "issued {id} {} {}", slot.group, slot.index).unwrap();
        stdout.flush().unwrap();
    }
}
