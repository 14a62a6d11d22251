//! Tables of any shape.

use proptest::prelude::*;

use super::*;

fn row() -> impl Strategy<Value = Vec<String>> {
    let cell = proptest::sample::select(vec![
        "",
        "478",
        "4,5",
        "1.234",
        "x",
        " ev ",
        "07.05.2026",
        "2026-05",
        "150 kW",
        "ja",
        "\"q",
        "a;b",
        "line\nend",
        "\u{feff}",
        "-",
    ]);
    proptest::collection::vec(cell.prop_map(str::to_owned), 5)
}

proptest! {
    #[test]
    fn no_bytes_break_the_readers(bytes in proptest::collection::vec(any::<u8>(), 0..200), zip in any::<bool>()) {
        let mut bytes = bytes;
        if zip {
            bytes.splice(0..0, *b"PK\x03\x04");
        }
        let _ = template(memory("a.csv", bytes.clone()));
        let mapping = Mapping::parse("mapping.toml", MAPPING).unwrap();
        if let Ok(mut table) = Table::open(memory("a.csv", bytes), None, &mapping, &Options::default()) {
            while table.next_outcome().is_some() {}
        }
    }

    #[test]
    fn no_text_breaks_the_mapping(text in "\\PC{0,80}") {
        let _ = Mapping::parse("mapping.toml", &text);
        let _ = Mapping::parse("mapping.toml", &format!("[columns]\n\"A\" = {{ to = \"/generalProductInformation/batteryMass\", {text} }}"));
    }

    #[test]
    fn of_every_row_every_cell_stands_once_or_the_row_is_told(rows in proptest::collection::vec(row(), 1..12)) {
        let mut text = "Serial;Mass;Made;Kind;Note\n".to_owned();
        for (index, row) in rows.iter().enumerate() {
            let cells: Vec<String> = row.iter().enumerate()
                .map(|(column, cell)| if column == 0 { format!("S{index}") } else { format!("\"{}\"", cell.replace('"', "\"\"")) })
                .collect();
            text.push_str(&cells.join(";"));
            text.push('\n');
        }
        let outcomes = outcomes(MAPPING, text, None);
        prop_assert_eq!(outcomes.len(), rows.len());
        for outcome in &outcomes {
            match &outcome.result {
                Ok(imported) => {
                    let mut places: Vec<String> = imported.report.fields.iter()
                        .map(|field| field.place.to_string()).collect();
                    prop_assert_eq!(places.len(), 6);
                    places.dedup();
                    prop_assert_eq!(places.len(), 6);
                }
                Err(faults) => prop_assert!(!faults.is_empty()),
            }
        }
    }
}
