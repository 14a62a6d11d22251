//! UNECE Recommendation 20: the codes of our units.

/// The code of a UCUM unit; nothing where no code says it.
pub(super) fn code(ucum: &str) -> Option<&'static str> {
    Some(match ucum {
        "V" => "VLT",
        "A.h" => "AMH",
        "W" => "WTT",
        "kW.h" => "KWH",
        "Ohm" => "OHM",
        "Cel" => "CEL",
        "kg" => "KGM",
        "g" => "GRM",
        "%" => "P1",
        "a" => "ANN",
        "mo" => "MON",
        "min" => "MIN",
        "{cycle}" | "{event}" | "{cell}" => "C62",
        // Reciprocal hour: current by capacity, and power by energy.
        "/h" | "W/W.h" => "H10",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use credentials::battery::attributes::table;

    use super::*;

    #[test]
    fn every_unit_of_the_table_has_a_code_but_two() {
        let mut without: Vec<&str> = table()
            .iter()
            .filter_map(|row| row.unit)
            .filter(|unit| code(unit).is_none())
            .collect();
        without.sort_unstable();
        without.dedup();
        assert_eq!(without, ["%/mo", "kg/kW.h"]);
    }
}
