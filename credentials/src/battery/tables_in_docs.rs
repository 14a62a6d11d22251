//! Pages of `docs/` in which one part is written from a table.

/// Holds the part of a page between the mark that names the table's file and the end mark to what the table gives; with
/// `WRITE_DOCS=1` writes it.
pub(super) fn hold(page: &str, table: &str, part: &str) {
    let path = format!("{}/../docs/{page}", env!("CARGO_MANIFEST_DIR"));
    let begin = format!("<!-- from {table} -->");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(&begin).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let right = format!("{before}{begin}\n{part}{END}{after}");
    if std::env::var_os("WRITE_DOCS").is_some() {
        std::fs::write(path, &right).unwrap();
        return;
    }
    assert_eq!(text, right, "run this test with WRITE_DOCS=1");
}

const END: &str = "<!-- to here -->";
