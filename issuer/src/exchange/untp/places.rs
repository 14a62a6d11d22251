//! Where the values of a passport stand in the UNTP vocabulary, where one value becomes one.

/// The classes of conformity that a claim is about.
pub(super) const COMPLIANCE: &str = "governance.compliance";
pub(super) const EMISSIONS: &str = "environment.emissions";
pub(super) const TRANSPARENCY: &str = "governance.transparency";
pub(super) const DESIGN: &str = "circularity.design";
pub(super) const CONTENT: &str = "circularity.content";

/// A claim: what it is called in its address, what it is about, and which values it gathers.
pub(super) struct Claim {
    pub name: &'static str,
    pub description: &'static str,
    pub topic: &'static str,
    /// Where its measured values are, all that begin so.
    pub measured: &'static [&'static str],
    /// The document that is its evidence.
    pub evidence: Option<&'static str>,
}

/// The claims of a battery passport, each by Regulation (EU) 2023/1542.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        name: "declaration-of-conformity",
        description: "EU declaration of conformity, Art. 18",
        topic: COMPLIANCE,
        measured: &[],
        evidence: Some("/labels/declarationOfConformity"),
    },
    Claim {
        name: "test-reports",
        description: "Results of test reports that prove compliance, Art. 6 to 10 and 12 to 14",
        topic: COMPLIANCE,
        measured: &[],
        evidence: Some("/labels/resultOfTestReport"),
    },
    Claim {
        name: "carbon-footprint",
        description: "Carbon footprint over the life cycle, Art. 7 and Annex II",
        topic: EMISSIONS,
        measured: &["/carbonFootprint/"],
        evidence: Some("/carbonFootprint/carbonFootprintStudy"),
    },
    Claim {
        name: "due-diligence",
        description: "Assurance of supply chain due diligence, Art. 48",
        topic: TRANSPARENCY,
        measured: &["/supplyChainDueDiligence/"],
        evidence: Some("/supplyChainDueDiligence/thirdPartyAssurances"),
    },
    Claim {
        name: "renewable-content",
        description: "Share of renewable content, Annex XIII 1(f)",
        topic: CONTENT,
        measured: &["/circularity/renewableContent"],
        evidence: None,
    },
    Claim {
        name: "performance-and-durability",
        description: "Electrochemical performance and durability, Art. 10 and Annex IV",
        topic: DESIGN,
        measured: &[
            "/performanceAndDurability/batteryTechnicalProperties/",
            "/generalProductInformation/warrantyPeriod",
        ],
        evidence: Some(
            "/performanceAndDurability/batteryTechnicalProperties/lifetimeReferenceTest",
        ),
    },
    Claim {
        name: "condition",
        description: "State of health and use of this battery, Art. 14 and Annex VII",
        topic: DESIGN,
        measured: &["/performanceAndDurability/batteryCondition/"],
        evidence: None,
    },
];
