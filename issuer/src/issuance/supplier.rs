//! Suppliers' declarations: preparing one, and taking those of others up into a passport.

use credentials::battery::composite::{
    Declaration, Own, SUPPLIER_DECLARATION, Sources, Supplier, bind,
};
use credentials::battery::{Act, Statement};
use credentials::secured::Secured;
use credentials::{Problem, Suite};
use jiff::Timestamp;
use serde_json::Value;
use verifier::{Check, CheckName, CheckStatus, Environment, Policy, Report};

use super::attestation::Attestation;
use super::{Prepared, new_id};
use crate::{Error, Issuer};

/// A declaration of a part that is wanted.
#[derive(Debug, Clone)]
pub struct DeclarationOrder {
    /// The part's `id`, and what is said of it.
    pub content: Value,
    /// When it stops to hold, where it does.
    pub valid_until: Option<Timestamp>,
}

/// Suppliers' declarations for a passport.
#[derive(Debug, Clone, Default)]
pub struct Composition {
    /// Each with its proof verified, see [`accept`].
    pub suppliers: Vec<Supplier>,
    /// Whether what they leave open of a total is the issuer's own share.
    pub own_rest: bool,
}

impl Issuer {
    /// Checks that this may be signed as declaration of a part, and takes a status index for it. Without a suite, the
    /// one in which this issuer signs status lists.
    pub fn prepare_declaration(
        &self,
        order: DeclarationOrder,
        suite: Option<Suite>,
        now: Timestamp,
    ) -> Result<Prepared, Error> {
        self.may(Act::SupplierDeclaration)?;
        if let Some(end) = order.valid_until.filter(|end| *end <= now) {
            return Err(Error::Ended(end));
        }
        let mut statement = Statement::new(new_id(), self.did().clone(), now);
        statement.issuer_name = Some(self.identity().name.clone());
        statement.valid_until = order.valid_until;
        let declaration = Declaration::new(statement, &order.content)?;
        let findings = declaration.lint();
        if !findings.is_compliant() {
            return Err(Error::NotCompliant(Box::new(findings)));
        }
        let about = declaration.part["id"].as_str().unwrap_or_default();
        let attestation = Attestation {
            about: about.to_owned(),
            serial: None,
            title: SUPPLIER_DECLARATION,
            suite,
        };
        let prepared = self.prepare_attestation(attestation, |status| {
            let mut declaration = declaration.clone();
            declaration.statement.status = status;
            Ok(declaration.build())
        })?;
        Ok(Prepared {
            findings,
            ..prepared
        })
    }

    /// Binds declarations to the content of a passport. Without any, what its version before had bound is carried over,
    /// as far as it still adds up.
    pub(super) fn compose(
        &self,
        subject: &mut Value,
        composition: &Composition,
        earlier: Option<&Value>,
    ) -> Result<(), Error> {
        let own = Own {
            did: self.did().clone(),
            name: Some(self.identity().name.clone()),
            rest: composition.own_rest,
        };
        if !composition.suppliers.is_empty() {
            bind(subject, &composition.suppliers, &own, &mut rand::rng())?;
            return Ok(());
        }
        let before = earlier.map(|earlier| &earlier["credentialSubject"]["sources"]);
        if let Some(before) = before.filter(|before| before.is_object())
            && subject.get("sources").is_none()
        {
            subject["sources"] = before.clone();
        }
        Sources::read(subject)?;
        Ok(())
    }
}

/// Takes a supplier's declaration whose proof holds and which is neither ended nor revoked. What could not be learned of
/// its status is told beside it.
pub fn accept(
    bytes: &[u8],
    environment: &Environment,
    now: Timestamp,
) -> Result<(Supplier, Option<Problem>), Error> {
    let secured = Secured::parse(bytes).map_err(Problem::from)?;
    let declaration = Declaration::read(&secured.credential())?;
    let report = verifier::verify(bytes, &Policy::at(now), environment);
    let doubt = doubt(&report)?;
    let supplier = Supplier {
        reference: secured.reference().map_err(Problem::from)?,
        declaration,
    };
    Ok((supplier, doubt))
}

/// Whether nothing speaks against a credential; what its status lists say may be out of reach.
fn doubt(report: &Report) -> Result<Option<Problem>, Error> {
    let proven = [CheckName::Proof, CheckName::IssuerKey].map(|name| report.check(name));
    let mut doubt = None;
    for check in report.failures() {
        let problem = check.problem();
        if check.name != CheckName::Status || ENDED.contains(&problem.code) {
            return Err(Error::Unproven(problem));
        }
        doubt = Some(problem);
    }
    let holds = |check: &Check| matches!(check.status, CheckStatus::Pass | CheckStatus::Warning);
    if !proven.into_iter().all(|check| check.is_some_and(holds)) {
        let unproven = Problem::new("verify.incomplete", "the proof could not be checked");
        return Err(Error::Unproven(unproven));
    }
    Ok(doubt)
}

const ENDED: [&str; 2] = ["status.revoked", "status.suspended"];

#[cfg(test)]
mod tests {
    use credentials::battery::composite::SUPPLIER_DECLARATION;
    use credentials::model::has_type;
    use credentials::problem::Coded;
    use serde_json::json;
    use verifier::environment::Bundle;

    use super::super::Issued;
    use super::*;
    use crate::issuance::PassportOrder;
    use crate::issuance::tests::{Scene, now, scene};
    use crate::sample;

    const STAGE: &str = "/carbonFootprint/carbonFootprintPerLifecycleStage/0/carbonFootprint";

    /// Both sources of the sample's cathode powder, declared by one issuer.
    fn declared(scene: &Scene) -> Vec<Supplier> {
        sample::cathodes()
            .into_iter()
            .map(|content| supplier(scene, content))
            .collect()
    }

    fn issued(scene: &Scene, content: Value) -> Issued {
        let order = DeclarationOrder {
            content,
            valid_until: None,
        };
        let issuer = &scene.issuer;
        let prepared = issuer.prepare_declaration(order, None, now()).unwrap();
        issuer.issue(prepared, now()).unwrap()
    }

    fn supplier(scene: &Scene, content: Value) -> Supplier {
        let issued = issued(scene, content);
        Supplier {
            reference: issued.reference,
            declaration: Declaration::read(&issued.secured.credential()).unwrap(),
        }
    }

    fn order(subject: Value, suppliers: Vec<Supplier>) -> PassportOrder {
        PassportOrder {
            composition: Composition {
                suppliers,
                own_rest: false,
            },
            ..PassportOrder::new(subject)
        }
    }

    #[test]
    fn the_sample_s_totals_are_made_of_what_both_sources_declare() {
        let scene = scene();
        let issued = scene.passport(order(sample::ev_passport(), declared(&scene)));
        let credential = issued.secured.credential();
        let sources = Sources::read(&credential["credentialSubject"]).unwrap();
        assert_eq!(sources.totals.len(), 7);
        assert!(sources.totals.iter().all(|total| total.shares == 2));
        let ids: Vec<_> = sources
            .statements
            .iter()
            .filter_map(|one| one.declaration.as_ref())
            .collect();
        assert_eq!(ids.len(), sources.statements.len());
    }

    #[test]
    fn a_correction_carries_the_sources_over_as_long_as_they_add_up() {
        let scene = scene();
        let suppliers = declared(&scene);
        scene.passport(order(sample::ev_passport(), suppliers.clone()));
        let correction = |subject: Value, suppliers| PassportOrder {
            supersede: true,
            ..order(subject, suppliers)
        };
        let mut other_mass = sample::ev_passport();
        other_mass["generalProductInformation"]["batteryMass"] = json!(479);
        let issued = scene.passport(correction(other_mass.clone(), Vec::new()));
        let subject = &issued.secured.credential()["credentialSubject"];
        assert_eq!(Sources::read(subject).unwrap().totals.len(), 7);

        let mut other_footprint = other_mass;
        *other_footprint.pointer_mut(STAGE).unwrap() = json!(0.062);
        let refused = |order| {
            scene
                .issuer
                .prepare_passport(order, now())
                .unwrap_err()
                .code()
        };
        let carried = correction(other_footprint.clone(), Vec::new());
        assert_eq!(refused(carried), "composition.total");
        let again = correction(other_footprint.clone(), suppliers);
        assert_eq!(refused(again), "composition.open");
        // An empty group says that nobody else stands for anything.
        other_footprint["sources"] = json!({});
        let issued = scene.passport(correction(other_footprint, Vec::new()));
        assert!(
            Sources::read(&issued.secured.credential()["credentialSubject"])
                .unwrap()
                .is_empty()
        );
    }

    #[test]
    fn sources_that_somebody_writes_by_hand_have_to_hold() {
        let scene = scene();
        let issued = scene.passport(order(sample::ev_passport(), declared(&scene)));
        let sources = issued.secured.credential()["credentialSubject"]["sources"].clone();
        let mut other = sample::ev_passport();
        let id = "https://id.voltcell.example/01/09506000134352/21/VC77-0001235";
        for place in ["/id", "/generalProductInformation/productIdentifier"] {
            *other.pointer_mut(place).unwrap() = json!(id);
        }
        other["sources"] = sources;
        let refused = scene
            .issuer
            .prepare_passport(order(other.clone(), Vec::new()), now());
        assert_eq!(refused.unwrap_err().code(), "composition.commitments");
        // Declarations take their place.
        scene.passport(order(other, declared(&scene)));
    }

    #[test]
    fn a_declaration_is_linted_signed_as_a_whole_and_can_be_revoked() {
        let mut scene = scene();
        let prepare = |scene: &Scene, content: Value, suite| {
            let order = DeclarationOrder {
                content,
                valid_until: None,
            };
            scene.issuer.prepare_declaration(order, suite, now())
        };
        let [content, _] = sample::cathodes();
        let issued = prepare(&scene, content.clone(), Some(Suite::VcJwt)).unwrap();
        let issued = scene.issuer.issue(issued, now()).unwrap();
        assert!(has_type(&issued.secured.credential(), SUPPLIER_DECLARATION));
        let stood = scene
            .issuer
            .stand(&issued.reference.id, crate::Verb::Revoke)
            .unwrap();
        assert!(stood.standing.revoked);

        let refused =
            |content: &Value, suite| prepare(&scene, content.clone(), suite).unwrap_err().code();
        assert_eq!(
            refused(&content, Some(Suite::SdJwt)),
            "issuer.selective_suite"
        );
        let mut wrong = content.clone();
        *wrong.pointer_mut(STAGE).unwrap() = json!("0.036 kg");
        assert_eq!(refused(&wrong, None), "composition.amount");
        *wrong.pointer_mut(STAGE).unwrap() = json!(5000);
        assert_eq!(refused(&wrong, None), "range.impossible");
        let over = DeclarationOrder {
            content: content.clone(),
            valid_until: Some(now()),
        };
        let over = scene.issuer.prepare_declaration(over, None, now());
        assert_eq!(over.unwrap_err().code(), "issuer.ended");
        scene
            .issuer
            .set_roles(vec![credentials::battery::Role::Workshop])
            .unwrap();
        assert_eq!(
            prepare(&scene, content, None).unwrap_err().code(),
            "issuer.role"
        );
    }

    #[test]
    fn only_a_declaration_that_its_issuer_signed_is_taken_up() {
        let scene = scene();
        let [content, _] = sample::cathodes();
        let issued = issued(&scene, content);
        let mut world = Bundle::default();
        world.add_document(
            scene.issuer.did().clone(),
            now(),
            scene.issuer.did_document().unwrap(),
        );
        let environment = world.environment();
        let take = |text: &str| accept(text.as_bytes(), &environment, now());
        let (supplier, doubt) = take(&issued.secured.to_text()).unwrap();
        assert_eq!(supplier.reference, issued.reference);
        // Its status list is out of reach, which is told.
        assert_eq!(doubt.unwrap().code, "status.list_unavailable");
        let changed = issued.secured.to_text().replace("0.036", "0.016");
        assert_eq!(
            take(&changed).unwrap_err().code(),
            "proof.signature_invalid"
        );
        let passport = scene.passport(PassportOrder::new(sample::ev_passport()));
        assert_eq!(
            take(&passport.secured.to_text()).unwrap_err().code(),
            "statement.type"
        );
    }
}
