//! RFC 8785 as its author publishes it: input, output, output in hexadecimal.

use credentials::canon::jcs;
use credentials::json::{Node, parse};

use crate::{find, read, unhex};

#[test]
fn every_published_input_has_the_published_canonical_form() {
    let Some(folder) = find("jcs", "jcs") else {
        return;
    };
    let entries = std::fs::read_dir(folder.join("input")).unwrap();
    let paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    assert!(!paths.is_empty());
    for path in paths {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let input = read(folder.join(format!("input/{name}.json")));
        let expected = unhex(&read(folder.join(format!("outhex/{name}.txt"))));
        assert_eq!(
            read(folder.join(format!("output/{name}.json"))).as_bytes(),
            expected,
            "{name}"
        );
        assert_eq!(
            jcs::to_vec(&parse(input.as_bytes()).unwrap()),
            expected,
            "{name}"
        );
        assert_eq!(
            jcs::to_vec(&Node::parse(input.as_bytes()).unwrap()),
            expected,
            "{name}"
        );
        assert_eq!(
            jcs::to_vec(&parse(&expected).unwrap()),
            expected,
            "{name}, a second time"
        );
    }
}
