use super::*;
use crate::battery::accreditation::Role;
use crate::battery::category::Category;
use crate::battery::statement::Statement;
use crate::problem::Coded;

fn issuer() -> TrustedIssuer {
    TrustedIssuer {
        name: Some("Hydromet".to_owned()),
        roles: vec![Role::Recycler, Role::WasteOperator],
        scope: vec![Category::Ev],
        from: Some("2027-01-01T00:00:00Z".parse().unwrap()),
        until: Some("2029-01-01T00:00:00Z".parse().unwrap()),
        suspended: Some("2028-01-01T00:00:00Z".parse().unwrap()),
        withdrawn: Some("2028-02-01T00:00:00Z".parse().unwrap()),
        ..TrustedIssuer::new("did:web:hydromet.example".parse().unwrap())
    }
}

fn signed() -> SignedTrustList {
    SignedTrustList {
        statement: Statement {
            valid_until: Some("2027-04-01T00:00:00Z".parse().unwrap()),
            ..Statement::new(
                "urn:uuid:7b2c5c1e-3d83-4a4f-9d0a-0f6f5a2f1c3d",
                "did:web:authority.example".parse().unwrap(),
                "2027-03-01T00:00:00Z".parse().unwrap(),
            )
        },
        list: "did:web:authority.example#operators".to_owned(),
        sequence: 7,
        operators: TrustList {
            issuers: vec![issuer()],
        },
    }
}

#[test]
fn an_entry_reads_back_with_all_it_says() {
    let file = json!({"issuers": TrustList { issuers: vec![issuer()] }.to_value()});
    let read = TrustList::parse(file.to_string().as_bytes()).unwrap();
    assert_eq!(read.issuers, [issuer()]);
    let plain = r#"{"issuers":[{"did":"did:web:a.example"}]}"#;
    let read = TrustList::parse(plain.as_bytes()).unwrap();
    let anything = TrustedIssuer::new("did:web:a.example".parse().unwrap());
    assert_eq!(read.issuers, [anything]);
}

#[test]
fn a_signed_list_reads_back_and_holds_until_its_renewal() {
    let credential = signed().build().unwrap();
    assert_eq!(
        credential["type"],
        json!(["VerifiableCredential", "TrustList"])
    );
    let read = SignedTrustList::read(&credential).unwrap();
    assert_eq!(read, signed());
    assert_eq!(read.next_due().unwrap().to_string(), "2027-04-01T00:00:00Z");
}

#[test]
fn a_wrong_trust_list_says_where() {
    for (file, code, pointer) in [
        ("[", "json.truncated", "/0"),
        ("{}", "trust.file_malformed", "/issuers"),
        (
            r#"{"issuers":[{}]}"#,
            "trust.file_malformed",
            "/issuers/0/did",
        ),
        (r#"{"issuers":[7]}"#, "trust.file_malformed", "/issuers/0"),
        (
            r#"{"issuers":[{"did":"x"}]}"#,
            "trust.file_malformed",
            "/issuers/0/did",
        ),
        (
            r#"{"issuers":[{"did":"did:a:b","roles":[]}]}"#,
            "trust.file_malformed",
            "/issuers/0/roles",
        ),
        (
            r#"{"issuers":[{"did":"did:a:b","roles":["king"]}]}"#,
            "trust.file_malformed",
            "/issuers/0/roles/0",
        ),
        (
            r#"{"issuers":[{"did":"did:a:b","scope":["sli"]}]}"#,
            "trust.file_malformed",
            "/issuers/0/scope/0",
        ),
        (
            r#"{"issuers":[{"did":"did:a:b","from":"2026"}]}"#,
            "trust.file_malformed",
            "/issuers/0/from",
        ),
        (
            r#"{"issuers":[{"did":"did:a:b","withdrawnSinse":"2026-01-01T00:00:00Z"}]}"#,
            "trust.file_malformed",
            "/issuers/0/withdrawnSinse",
        ),
        (
            r#"{"issuers":[],"issuers":[]}"#,
            "json.duplicate_key",
            "/issuers",
        ),
    ] {
        let error = TrustList::parse(file.as_bytes()).unwrap_err();
        let found = error.pointer().unwrap_or_default();
        assert_eq!((error.code(), found.as_str()), (code, pointer), "{file}");
    }
}

#[test]
fn a_signed_list_is_numbered_has_an_end_and_gives_everybody_a_role() {
    for (place, value, code) in [
        ("/type", json!(["VerifiableCredential"]), "statement.type"),
        (
            "/credentialSubject/sequence",
            json!(0),
            "statement.member_malformed",
        ),
        (
            "/credentialSubject/sequence",
            json!(1_u64 << 53),
            "statement.member_malformed",
        ),
        (
            "/credentialSubject/sequence",
            json!("7"),
            "statement.member_malformed",
        ),
        (
            "/credentialSubject/id",
            json!(7),
            "statement.member_malformed",
        ),
        (
            "/credentialSubject/issuers",
            json!({}),
            "trust.file_malformed",
        ),
    ] {
        let mut credential = signed().build().unwrap();
        *credential.pointer_mut(place).unwrap() = value;
        let error = SignedTrustList::read(&credential).unwrap_err();
        assert_eq!(error.code(), code, "{place}");
        assert_eq!(error.pointer().as_deref(), Some(place));
    }
    let mut endless = signed();
    endless.statement.valid_until = None;
    assert_eq!(endless.build(), Err(TrustListError::NoEnd));
    let mut anything = signed();
    anything.operators.issuers[0].roles.clear();
    let error = anything.build().unwrap_err();
    assert_eq!(
        error.pointer().as_deref(),
        Some("/credentialSubject/issuers/0/roles")
    );
}
