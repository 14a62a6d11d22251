//! Texts that were changed, cut or are something else.

use super::*;
use crate::problem::Coded;

fn refused(text: &str) -> (&'static str, Option<String>) {
    match SdJwt::parse(text).and_then(|read| read.verify(issuer().public())) {
        Ok(()) => panic!("accepted: {text}"),
        Err(error) => (error.code(), error.pointer()),
    }
}

#[test]
fn a_claim_that_must_always_be_shown_is_refused_where_it_can_be_withheld() {
    let list = r#"["salt","credentialStatus",[]]"#;
    let holder = r#"["salt","cnf",{}]"#;
    let issuer = r#"["salt","issuer","did:example:a"]"#;
    let id = r#"["salt","id","did:example:a"]"#;
    let entry = r#"["salt",{"type":"BitstringStatusListEntry"}]"#;
    let top = |json: &str| format!(r#"{{"_sd":["{}"]}}"#, digest(json));
    let element = format!(r#"{{"credentialStatus":[{{"...":"{}"}}]}}"#, digest(entry));
    for (payload, disclosures, place) in [
        (top(list), &[list][..], "/credentialStatus"),
        (top(holder), &[holder], "/cnf"),
        (top(issuer), &[issuer], "/issuer"),
        (format!(r#"{{"issuer":{}}}"#, top(id)), &[id], "/issuer/id"),
        (element.clone(), &[entry], "/credentialStatus/0"),
        // What is taken out of a list leaves no gap that the signature would show.
        (element, &[], "/credentialStatus/0"),
    ] {
        let error = SdJwt::parse(&signed(&payload, disclosures)).unwrap_err();
        let found = (error.code(), error.pointer());
        assert_eq!(
            found,
            ("sd_jwt.always_shown", Some(place.into())),
            "{payload}"
        );
        assert!(error.hint().is_some());
    }
    // The issuer's name, and what a credential says otherwise, may be withheld.
    let name = r#"["salt","name","Acme"]"#;
    for payload in [top(name), format!(r#"{{"issuer":{}}}"#, top(name))] {
        SdJwt::parse(&signed(&payload, &[name])).unwrap();
    }
}

#[test]
fn a_changed_character_anywhere_is_refused() {
    let text = issued(&claims(), &DISCLOSABLE).to_string();
    for at in 0..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(bytes).unwrap();
        refused(&changed);
    }
}

#[test]
fn each_changed_part_has_its_own_code() {
    let sd_jwt = issued(&claims(), &DISCLOSABLE);
    let (token, rest) = sd_jwt.as_str().split_once('~').unwrap();
    let parts: Vec<&str> = token.split('.').collect();
    let payload = String::from_utf8(BASE64URL.decode(parts[1]).unwrap()).unwrap();
    let payload = BASE64URL.encode(payload.replace("did:example:battery", "did:example:baTtery"));
    assert_eq!(
        refused(&format!("{}.{payload}.{}~{rest}", parts[0], parts[2])).0,
        "sd_jwt.signature_invalid"
    );
    let mut signature = BASE64URL.decode(parts[2]).unwrap();
    signature[10] ^= 1;
    let signature = BASE64URL.encode(signature);
    assert_eq!(
        refused(&format!("{}.{}.{signature}~{rest}", parts[0], parts[1])).0,
        "sd_jwt.signature_invalid"
    );
    let disclosure = sd_jwt.disclosed()[0].text;
    let mut json = BASE64URL.decode(disclosure).unwrap();
    json[4] ^= 1;
    let changed = sd_jwt.as_str().replace(disclosure, &BASE64URL.encode(json));
    assert_eq!(refused(&changed).0, "sd_jwt.disclosure_unreferenced");
}

#[test]
fn another_key_than_the_issuers_is_refused() {
    let sd_jwt = issued(&claims(), &DISCLOSABLE);
    let other = key(Algorithm::Ed25519, 9);
    let error = sd_jwt.verify(other.public()).unwrap_err();
    assert_eq!(error.code(), "sd_jwt.signature_invalid");
    let error = sd_jwt.verify(holder().public()).unwrap_err();
    assert_eq!(
        (error.code(), error.pointer()),
        ("jose.alg_mismatch", Some("/alg".into()))
    );
}

#[test]
fn a_token_that_is_not_signed_is_refused() {
    let header = BASE64URL.encode(r#"{"alg":"none","typ":"vc+sd-jwt"}"#);
    let text = format!("{header}.{}.~", BASE64URL.encode("{}"));
    assert_eq!(refused(&text), ("jose.alg_none", Some("/alg".into())));
}

#[test]
fn what_is_no_sd_jwt_is_refused() {
    let token = issued(&json!({"a": 1}), &[]).issuer_jwt().to_owned();
    for (text, code) in [
        (String::new(), "sd_jwt.not_sd_jwt"),
        (token.clone(), "sd_jwt.not_sd_jwt"),
        ("~".into(), "jose.parts"),
        (format!("{token}~~"), "json.truncated"),
        (format!("{token}~\n"), "jose.parts"),
        (format!(" {token}~"), "jose.base64url"),
        (format!("{token}~WyJh"), "jose.parts"),
        (format!("{token}~WyJh=~"), "sd_jwt.disclosure_malformed"),
        (
            format!("{token}~{}~", disclosure("{}")),
            "sd_jwt.disclosure_malformed",
        ),
        (
            format!("{token}~{}~", disclosure(r#"["salt"]"#)),
            "sd_jwt.disclosure_malformed",
        ),
        (
            format!("{token}~{}~", disclosure(r#"["salt","a",1,2]"#)),
            "sd_jwt.disclosure_malformed",
        ),
        (
            format!("{token}~{}~", disclosure(r#"[1,"a",1]"#)),
            "sd_jwt.disclosure_malformed",
        ),
        (
            format!("{token}~{}~", disclosure(r#"["salt",1,1]"#)),
            "sd_jwt.disclosure_malformed",
        ),
        (
            format!("{token}~{}~", disclosure(r#"["salt","a",1"#)),
            "json.truncated",
        ),
        (
            format!("{token}~{}~", disclosure(r#"["salt","a",{"x":1,"x":2}]"#)),
            "json.duplicate_key",
        ),
        (signed(r#"{"a":1,"a":2}"#, &[]), "json.duplicate_key"),
        (signed("[]", &[]), "sd_jwt.not_an_object"),
        (signed("{", &[]), "json.truncated"),
    ] {
        assert_eq!(refused(&text).0, code, "{text}");
    }
}

#[test]
fn a_token_of_another_type_is_refused() {
    for (typ, accepted) in [
        ("vc+sd-jwt", true),
        ("application/vc+sd-jwt", true),
        ("dc+sd-jwt", true),
        ("kb+jwt", false),
        ("vc+jwt", false),
        ("JWT", false),
    ] {
        let header = Header {
            typ: Some(typ.into()),
            ..Header::new(Algorithm::Ed25519)
        };
        let text = jose::sign(&header, br#"{"vct":"urn:a"}"#, &issuer()).unwrap() + "~";
        let code = SdJwt::parse(&text).err().map(|error| error.code());
        assert_eq!(code, (!accepted).then_some("sd_jwt.typ"), "{typ}");
    }
}

#[test]
fn a_token_without_the_type_of_a_credential_cannot_withhold_its_status_either() {
    let list = r#"["salt","credentialStatus",[]]"#;
    let payload = format!(r#"{{"_sd":["{}"]}}"#, digest(list));
    for typ in [None, Some("sd-jwt"), Some("example+sd-jwt")] {
        let header = Header {
            typ: typ.map(str::to_owned),
            ..Header::new(Algorithm::Ed25519)
        };
        let token = jose::sign(&header, payload.as_bytes(), &issuer()).unwrap();
        let error = SdJwt::parse(&format!("{token}~{}~", disclosure(list))).unwrap_err();
        assert_eq!(error.code(), "sd_jwt.always_shown", "{typ:?}");
    }
}

#[test]
fn a_header_that_names_no_verification_method_says_so() {
    for (kid, code) in [(None, "sd_jwt.kid_missing"), (Some("key-1"), "sd_jwt.kid")] {
        let header = Header {
            kid: kid.map(Into::into),
            ..Header::new(Algorithm::Ed25519)
        };
        let text = jose::sign(&header, b"{}", &issuer()).unwrap() + "~";
        let error = SdJwt::parse(&text)
            .unwrap()
            .verification_method()
            .unwrap_err();
        assert_eq!((error.code(), error.pointer()), (code, Some("/kid".into())));
    }
}

#[test]
fn the_token_has_its_own_times() {
    let now = now();
    let second = now.as_second();
    for (payload, code) in [
        (json!({}), None),
        (json!({"nbf": second, "exp": second + 1}), None),
        (
            json!({"nbf": second + 1}),
            Some(("sd_jwt.not_yet_valid", "/nbf")),
        ),
        (json!({"exp": second}), Some(("sd_jwt.expired", "/exp"))),
        (json!({"exp": "soon"}), Some(("sd_jwt.time", "/exp"))),
    ] {
        let read = SdJwt::parse(&signed(&payload.to_string(), &[])).unwrap();
        let found = read.check_time(now).err();
        let found = found.map(|error| (error.code(), error.pointer().unwrap()));
        assert_eq!(
            found,
            code.map(|(code, pointer)| (code, pointer.into())),
            "{payload}"
        );
    }
}
