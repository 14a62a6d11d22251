//! RFC 8785 as its author publishes it: input, output, output in hexadecimal.

use credentials::canon::jcs;
use credentials::json::{Node, parse};

use crate::{find, read, unhex};

#[test]
fn every_published_input_has_the_published_canonical_form() {
    let Some(folder) = find("jcs", "jcs") else {
        return;
    };
    for name in [
        "arrays",
        "french",
        "structures",
        "unicode",
        "values",
        "weird",
    ] {
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
