//! What in a text points to a person, a vehicle, a device or a place. Shapes alone are weak: where an identifier has a
//! check digit, it is computed; where it has none, the words around it have to say what it is.

/// Something that identifies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trace {
    /// Vehicle identification number (ISO 3779).
    Vin,
    /// Registration number of a vehicle.
    Plate,
    /// IMEI of a modem (3GPP TS 23.003).
    Imei,
    /// Coordinates of a place.
    Place,
    /// E-mail address or telephone number.
    Contact,
    /// Name of a natural person.
    Person,
    /// A digest that nobody salted.
    BareHash,
}

/// What stands in free text.
pub(super) fn in_text(text: &str) -> Option<Trace> {
    // A hostile text is not worth more than any that people write.
    let text: String = text.chars().take(MAX_CHARS).collect();
    let text = text.as_str();
    let found = [
        (tokens(text).any(is_vin), Trace::Vin),
        (has_imei(text), Trace::Imei),
        (has_place(text), Trace::Place),
        (has_email(text) || has_phone(text), Trace::Contact),
        (has_plate(text), Trace::Plate),
        (has_person(text), Trace::Person),
        (tokens(text).any(is_bare_hash), Trace::BareHash),
    ];
    found
        .into_iter()
        .find(|(is, _)| *is)
        .map(|(_, trace)| trace)
}

/// What stands in an identifier or a link, which are made of codes that resemble others: only what a check digit or a
/// scheme makes sure.
pub(super) fn in_code(code: &str) -> Option<Trace> {
    let code: String = code.chars().take(MAX_CHARS).collect();
    let code = code.as_str();
    if tokens(code).any(|token| is_vin(token) && has_vin_check_digit(token)) {
        return Some(Trace::Vin);
    }
    (has_geo_uri(code) || has_coordinates(code)).then_some(Trace::Place)
}

/// What the name of a member promises.
pub(super) fn in_name(name: &str) -> Option<Trace> {
    let words = words(name);
    let has = |word: &str| words.iter().any(|known| known == word);
    let both = |first: &str, second: &str| has(first) && has(second);
    let found = [
        (
            has("vin") || both("vehicle", "identification") || both("vehicle", "id"),
            Trace::Vin,
        ),
        (has("imei") || has("imsi") || has("iccid"), Trace::Imei),
        (
            has("kennzeichen")
                || (has("plate") && (has("license") || has("licence") || has("number")))
                || both("vehicle", "registration"),
            Trace::Plate,
        ),
        (
            has("latitude")
                || has("longitude")
                || has("gps")
                || has("coordinates")
                || both("geo", "location"),
            Trace::Place,
        ),
        (
            has("driver") || both("owner", "name") || both("customer", "name"),
            Trace::Person,
        ),
    ];
    found
        .into_iter()
        .find(|(is, _)| *is)
        .map(|(_, trace)| trace)
}

/// Runs of ASCII letters and digits.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|token| !token.is_empty())
}

/// 17 characters without I, O and Q, in letters and digits. A manufacturer outside North America need not give the check
/// digit, but ends with four digits (ISO 3779 section 4.5).
fn is_vin(token: &str) -> bool {
    let bytes = token.as_bytes();
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    bytes.len() == 17
        && bytes.iter().all(|byte| vin_value(*byte).is_some())
        // Serial numbers are mostly digits; a VIN names maker and model first.
        && (5..=14).contains(&digits)
        && bytes[..3].iter().any(u8::is_ascii_uppercase)
        && bytes[13..].iter().all(u8::is_ascii_digit)
}

fn has_vin_check_digit(token: &str) -> bool {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let values = token.bytes().map(|byte| vin_value(byte).unwrap_or(0));
    let sum: u32 = values
        .zip(WEIGHTS)
        .map(|(value, weight)| value * weight)
        .sum();
    let expected = match sum % 11 {
        10 => b'X',
        // Below ten, so it fits.
        digit => b'0' + digit as u8,
    };
    token.as_bytes().get(8) == Some(&expected)
}

/// 49 CFR 565.15, table III.
fn vin_value(byte: u8) -> Option<u32> {
    Some(match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        b'A'..=b'H' => u32::from(byte - b'A') + 1,
        b'J'..=b'N' => u32::from(byte - b'J') + 1,
        b'P' => 7,
        b'R' => 9,
        b'S'..=b'Z' => u32::from(byte - b'S') + 2,
        _ => return None,
    })
}

/// Fifteen digits, the last by Luhn.
fn has_imei(text: &str) -> bool {
    let is_imei = |digits: &str| {
        digits.len() == 15 && digits.bytes().all(|byte| byte.is_ascii_digit()) && is_luhn(digits)
    };
    // As phones print it: 49-015420-323751-8.
    let joined = |text: &str| {
        text.split(|c: char| !(c.is_ascii_digit() || c == '-'))
            .any(|run| run.matches('-').count() == 3 && is_imei(&run.replace('-', "")))
    };
    tokens(text).any(is_imei) || joined(text)
}

fn is_luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| {
            let digit = u32::from(byte - b'0') * if at % 2 == 1 { 2 } else { 1 };
            if digit > 9 { digit - 9 } else { digit }
        })
        .sum();
    sum.is_multiple_of(10)
}

fn has_place(text: &str) -> bool {
    has_geo_uri(text) || has_coordinates(text) || has_degrees(text)
}

/// RFC 5870.
fn has_geo_uri(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.match_indices("geo:").any(|(at, scheme)| {
        lower[at + scheme.len()..].starts_with(|c: char| c.is_ascii_digit() || c == '-')
    })
}

/// Two decimal numbers side by side, each to four places or more (some ten metres), that can be latitude and longitude.
fn has_coordinates(text: &str) -> bool {
    let numbers: Vec<(usize, usize, f64)> = decimals(text);
    numbers.windows(2).any(|pair| {
        let [(_, end, latitude), (start, _, longitude)] = [pair[0], pair[1]];
        let between = &text[end..start];
        let beside = between.len() <= 12 && !between.contains(['.', ';', '\n']) || between == ";";
        let on_earth = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        // 0.3333, 0.6667 are shares.
        let away = latitude.abs() >= 1.0 || longitude.abs() >= 1.0;
        beside && on_earth && away
    })
}

/// Numbers with four decimal places or more, with where they begin and end.
fn decimals(text: &str) -> Vec<(usize, usize, f64)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && (bytes[at].is_ascii_digit() || bytes[at] == b'.') {
            at += 1;
        }
        let number = text[start..at].trim_end_matches('.');
        if let Some((_, places)) = number.split_once('.')
            && places.len() >= 4
            && let Ok(value) = number.parse()
        {
            found.push((start, start + number.len(), value));
        }
    }
    found
}

/// 48°12′30″N.
fn has_degrees(text: &str) -> bool {
    text.match_indices('°').any(|(at, degree)| {
        let before = text[..at].ends_with(|c: char| c.is_ascii_digit());
        let after = text[at + degree.len()..].trim_start();
        let minutes: String = after.chars().take_while(char::is_ascii_digit).collect();
        let mark = after[minutes.len()..].trim_start();
        before && !minutes.is_empty() && mark.starts_with(['\'', '′', '’'])
    })
}

fn has_email(text: &str) -> bool {
    text.match_indices('@').any(|(at, _)| {
        let is_part = |c: char| c.is_alphanumeric() || "._%+-".contains(c);
        let local = text[..at].ends_with(is_part);
        let domain: String = text[at + 1..].chars().take_while(|c| is_part(*c)).collect();
        let top = domain.trim_end_matches('.').rsplit_once('.');
        local
            && top.is_some_and(|(name, top)| {
                !name.is_empty() && top.len() >= 2 && top.chars().all(char::is_alphabetic)
            })
    })
}

/// ITU-T E.164: `+` and eight to fifteen digits, as people group them.
fn has_phone(text: &str) -> bool {
    let grouped = |after: &str| {
        let mut digits = 0;
        let mut gap = 0;
        for c in after.chars() {
            match c {
                '0'..='9' => {
                    digits += 1;
                    gap = 0;
                }
                ' ' | '-' | '/' | '(' | ')' if gap < 2 => gap += 1,
                _ => break,
            }
        }
        (8..=15).contains(&digits)
    };
    let is_first = |at: usize| !text[..at].ends_with(char::is_alphanumeric);
    text.match_indices('+').any(|(at, _)| {
        is_first(at)
            && text[at + 1..].starts_with(|c| ('1'..='9').contains(&c))
            && grouped(&text[at + 1..])
    }) || text
        .match_indices("tel:")
        .any(|(at, scheme)| grouped(text[at + scheme.len()..].trim_start_matches(['+', ' '])))
}

/// Every country has its own shape, and part numbers have them all: so a word has to say that one follows.
fn has_plate(text: &str) -> bool {
    let lower = text.to_lowercase();
    // Lower case may have another length; then the words that follow cannot be found by their place.
    if lower.len() != text.len() {
        return false;
    }
    PLATE_WORDS.iter().any(|word| {
        lower.match_indices(word).any(|(at, word)| {
            let after: String = text[at + word.len()..].chars().take(24).collect();
            let codes: Vec<&str> = tokens(&after)
                .skip_while(|token| !is_code(token))
                .take_while(is_code)
                .collect();
            let joined = codes.concat();
            let has = |is: fn(&u8) -> bool| joined.as_bytes().iter().any(is);
            (4..=9).contains(&joined.len())
                && has(u8::is_ascii_digit)
                && has(u8::is_ascii_uppercase)
        })
    })
}

fn is_code(token: &&str) -> bool {
    token.len() <= 8
        && token
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

const PLATE_WORDS: [&str; 9] = [
    "licence plate",
    "license plate",
    "number plate",
    "kennzeichen",
    "immatriculation",
    "matrícula",
    "targa",
    "registration no",
    "reg. no",
];

/// A form of address, or a part that people play, with a name after it.
fn has_person(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let is_name = |word: &&str| {
        let word = bare(word);
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && word.chars().count() >= 2
            && letters.all(|c| c.is_lowercase() || c == '-' || c == '\'' || c.is_uppercase())
            && word.chars().any(char::is_lowercase)
    };
    words.iter().enumerate().any(|(at, word)| {
        let names = words[at + 1..]
            .iter()
            .take_while(|word| is_name(word))
            .count();
        if TITLES.contains(word) {
            return names >= 1;
        }
        // "driver: Jane Doe"; one capital alone may be any noun.
        word.ends_with(':') && PARTS.contains(&bare(word).to_lowercase().as_str()) && names >= 2
    })
}

const TITLES: [&str; 9] = [
    "Mr", "Mr.", "Mrs", "Mrs.", "Ms.", "Herr", "Herrn", "Frau", "Madame",
];

const PARTS: [&str; 8] = [
    "driver",
    "owner",
    "customer",
    "keeper",
    "fahrer",
    "halter",
    "kunde",
    "conducteur",
];

/// Hex digests of 160 bits and more: who has one, tries all VINs and plates until it fits.
fn is_bare_hash(token: &str) -> bool {
    [40, 64, 96, 128].contains(&token.len())
        && token.bytes().all(|byte| byte.is_ascii_hexdigit())
        && token.bytes().any(|byte| byte.is_ascii_digit())
        && token.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// `licensePlateNumber` and `license_plate_number` as words.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut last_lower = false;
    for c in name.chars().take(MAX_CHARS) {
        let begins = !c.is_alphanumeric() || (c.is_uppercase() && last_lower);
        if begins {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut()
            && c.is_alphanumeric()
        {
            word.extend(c.to_lowercase());
        }
        last_lower = c.is_lowercase() || c.is_ascii_digit();
    }
    words.retain(|word| !word.is_empty());
    words
}

const MAX_CHARS: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_identifies_is_found_in_free_text() {
        use Trace::{BareHash, Contact, Imei, Person, Place, Plate, Vin};
        for (text, trace) in [
            // The check digit of 49 CFR 565 fits.
            ("taken out of 1M8GDM9AXKP042788", Vin),
            // A European VIN has none.
            ("vehicle WVWZZZ1KZAW123456, crash", Vin),
            ("IMEI 490154203237518", Imei),
            ("modem 49-015420-323751-8", Imei),
            ("geo:48.2010,16.3695", Place),
            ("deep discharge at 48.20849, 16.37208", Place),
            ("lat 52.5200 lon 13.4050", Place),
            ("48°12'30\"N 16°22'19\"E", Place),
            ("call jane.doe@mail.example for the keys", Contact),
            ("call +49 30 901820-0", Contact),
            ("tel:+33-1-40-20-50-50", Contact),
            ("licence plate AB12 CDE", Plate),
            ("Kennzeichen: M-AB 1234", Plate),
            ("collected by Mr. Doe", Person),
            ("driver: Jane Doe", Person),
            ("Fahrer: Max Mustermann, Unfall", Person),
            (
                "sha256 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
                BareHash,
            ),
        ] {
            assert_eq!(in_text(text), Some(trace), "{text}");
        }
    }

    #[test]
    fn what_identifies_nobody_is_left_alone() {
        for text in [
            "",
            "full charge and discharge at 0.33 C, 25 °C",
            "Nickel 0.3333, Cobalt 0.3333, Manganese 0.3334",
            "between -20 °C and +45 °C",
            "+10 +20 +30 +40",
            "Lithium hexafluorophosphate (21324-40-3)",
            "DIN EN 62660-1:2018, section 7.5",
            "module 12345678901234567",
            "part BP-100-XY, batch 2026-11-02",
            "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
            "registration number REACH 01-2119",
            "the driver of the fan was replaced",
            "Owner manual: see page 12",
            "customer: replaced Module",
            "GTIN 09506000134352",
            "Frauenhofer",
            "490154203237519",
            "10:00:00.0000, 11:00:00.0000",
        ] {
            assert_eq!(in_text(text), None, "{text}");
        }
    }

    #[test]
    fn an_identifier_is_suspected_only_on_good_grounds() {
        assert_eq!(
            in_code("https://a.example/21/1M8GDM9AXKP042788"),
            Some(Trace::Vin)
        );
        assert_eq!(
            in_code("https://maps.example/?q=48.20849,16.37208"),
            Some(Trace::Place)
        );
        for code in [
            "https://a.example/21/WVWZZZ1KZAW123456",
            "https://a.example/2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
            "BP-100-XY",
        ] {
            assert_eq!(in_code(code), None, "{code}");
        }
    }

    #[test]
    fn a_name_tells_what_it_promises() {
        for (name, trace) in [
            ("vin", Some(Trace::Vin)),
            ("vehicleIdentificationNumber", Some(Trace::Vin)),
            ("license_plate", Some(Trace::Plate)),
            ("lastKnownGpsPosition", Some(Trace::Place)),
            ("driverName", Some(Trace::Person)),
            ("modemIMEI", Some(Trace::Imei)),
            ("viniferous", None),
            ("plateThickness", None),
            ("batteryMass", None),
            ("ownership", None),
        ] {
            assert_eq!(in_name(name), trace, "{name}");
        }
    }
}
