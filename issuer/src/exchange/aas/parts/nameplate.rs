//! Part 1: who made the battery, when, which one it is, and what is marked on it.

use super::super::template::{Element, Form, Part, collection, file, list, property, texts};

/// A concept of this part's aspect model.
macro_rules! samm {
    ($name:literal) => {
        concat!(
            "urn:samm:io.admin-shell.idta.batterypass.digital_nameplate:1.0.0#",
            $name
        )
    };
}

macro_rules! at {
    ($path:literal) => {
        concat!("/generalProductInformation", $path)
    };
}

pub(super) static PART: Part = Part {
    number: 1,
    id_short: "BatteryNameplate",
    template: "https://admin-shell.io/idta-02035-1",
    version: ("1", "0"),
    ids: &[
        "https://admin-shell.io/idta/digitalbatterypassport/nameplate/1/0/Nameplate",
        aspect!("digital_nameplate:3.0.0"),
        aspect!("batterypass.digital_nameplate:1.0.0"),
        "https://admin-shell.io/idta/nameplate/3/0/Nameplate",
    ],
    elements: &[
        property(
            "URIOfTheProduct",
            "xs:anyURI",
            &[
                "0112/2///61987#ABN590#002",
                "0173-1#02-ABH173#003",
                aspect!("digital_nameplate:3.0.0#uriOfTheProduct"),
            ],
        )
        .to(at!("/productIdentifier"))
        .form(Form::Identifier),
        texts(
            "ManufacturerName",
            &[
                "0112/2///61987#ABA565#009",
                "0173-1#02-AAO677#004",
                aspect!("digital_nameplate:3.0.0#manufacturerName"),
            ],
        )
        .to(at!("/manufacturerInformation/contactName")),
        collection(
            "AddressInformation",
            &[
                "https://admin-shell.io/zvei/nameplate/1/0/ContactInformations/AddressInformation",
                "https://admin-shell.io/smt-dropin/smt-dropin-use/1/0",
                "0112/2///61360_7#AAS002#001",
                "0173-1#02-AAQ837#008/0173-1#01-ADR448#008",
                aspect!("digital_nameplate:3.0.0#addressInformation"),
            ],
            ADDRESS_INFORMATION,
        ),
        property(
            "SerialNumber",
            "xs:string",
            &[
                "0112/2///61987#ABA951#009",
                "0173-1#02-AAM556#004",
                aspect!("digital_nameplate:3.0.0#serialNumber"),
            ],
        )
        .form(Form::Serial),
        property(
            "DateOfManufacture",
            "xs:date",
            &[
                "0112/2///61987#ABB757#007",
                "0173-1#02-AAR972#004",
                aspect!("digital_nameplate:3.0.0#dateOfManufacture"),
            ],
        )
        .to(at!("/manufacturingDate")),
        property(
            "DateOfPuttingIntoService",
            "xs:date",
            &[samm!("dateOfPuttingIntoService")],
        )
        .to(at!("/puttingIntoService")),
        property(
            "UniqueFacilityIdentifier",
            "xs:string",
            &[
                "https://admin-shell.io/idta/nameplate/3/0/UniqueFacilityIdentifier",
                aspect!("digital_nameplate:3.0.0#uniqueFacilityIdentifier"),
                "0173-1#02-AAV646#003",
            ],
        )
        .to(at!("/manufacturingPlace/facilityIdentifier")),
        property(
            "LifeCycleStage",
            "xs:string",
            &["0173-1#02-ABL841#001", samm!("batteryStatus")],
        )
        .to(at!("/batteryStatus"))
        .form(Form::Words(STATUSES)),
        property(
            "OperatorIdentifier",
            "xs:string",
            &[samm!("operatorIdentifier")],
        )
        .to(at!("/operatorInformation/identifier")),
        property(
            "ManufacturerIdentifier",
            "xs:string",
            &[aspect!(
                "batterypass.technical_data:1.0.0#manufacturerIdentifier"
            )],
        )
        .to(at!("/manufacturerInformation/identifier")),
        list(
            "Markings",
            &[
                "0112/2///61360_7#AAS006",
                "0173-1#02-ABI563#003/0173-1#01-AHF849#003",
                aspect!("digital_nameplate:3.0.0#markings"),
            ],
            &collection(
                "Markings",
                &[
                    "0112/2///61360_7#AAS009#001",
                    "0173-1#02-ABI564#003/0173-1#01-AHF850#003",
                    aspect!("shared:3.1.0#Marking"),
                ],
                MARKING,
            )
            .each("/labels/labels"),
        ),
        list(
            "EUDeclarationOfConformity",
            &[samm!("euDeclarationOfConformity"), "0173-1#02-ABA889#003"],
            &property(
                "DocumentIdentifier",
                "xs:string",
                &[aspect!("handover_documentation:2.0.0#DocumentIdentifier")],
            )
            .to("/labels/declarationOfConformity")
            .form(Form::Document),
        ),
        list(
            "ResultsOfTestReportsProvingCompliance",
            &[
                samm!("resultsOfTestReportsProvingCompliance"),
                "0173-1#02-ABA705#003",
            ],
            &property(
                "DocumentIdentifier",
                "xs:string",
                &[aspect!("handover_documentation:2.0.0#DocumentIdentifier")],
            )
            .to("/labels/resultOfTestReport")
            .form(Form::Document),
        ),
    ],
};

const MARKING: &[Element] = &[
    property(
        "MarkingName",
        "xs:string",
        &[
            "0112/2///61987#ABA231#009",
            "0173-1#02-ABI190#003",
            aspect!("shared:3.1.0#markingName"),
        ],
    )
    .to("/labels/labels/*/labelingSubject")
    .form(Form::Words(SUBJECTS)),
    property(
        "DesignationOfCertificateOrApproval",
        "xs:string",
        &[
            "0112/2///61987#ABH783#003",
            "0173-1#02-ABI975#002",
            aspect!("shared:3.1.0#designationOfCertificateOrApproval"),
        ],
    ),
    property(
        "IssueDate",
        "xs:date",
        &[
            "0112/2///61987#ABO097#001",
            "0173-1#02-ABL774#001",
            aspect!("shared:3.1.0#issueDate"),
        ],
    ),
    property(
        "ExpiryDate",
        "xs:date",
        &[
            "0112/2///61987#ABH830#002",
            "0173-1#02-ABL775#001",
            aspect!("shared:3.1.0#expiryDate"),
        ],
    ),
    file(
        "MarkingFile",
        &[
            "0112/2///61987#ABO100#002",
            "0173-1#02-ABI191#003",
            aspect!("shared:3.1.0#markingFile"),
        ],
    )
    .to("/labels/labels/*/labelingSymbol"),
    property(
        "MarkingAdditionalText",
        "xs:string",
        &[
            "0112/2///61987#ABB146#007",
            "0173-1#02-ABI192#003",
            aspect!("shared:3.1.0#markingAdditionalText"),
        ],
    )
    .to("/labels/labels/*/labelingMeaning")
    .form(Form::Languages),
];

const ADDRESS_INFORMATION: &[Element] = &[
    texts("Street", &["0173-1#02-AAO128#002"])
        .to(at!("/manufacturerInformation/postalAddress/streetAddress"))
        .form(Form::Joined(0)),
    texts("Zipcode", &["0173-1#02-AAO129#002"])
        .to(at!("/manufacturerInformation/postalAddress/postalCode")),
    texts("CityTown", &["0173-1#02-AAO132#002"])
        .to(at!("/manufacturerInformation/postalAddress/streetAddress"))
        .form(Form::Joined(1)),
    texts("NationalCode", &["0173-1#02-AAO134#002"])
        .to(at!("/manufacturerInformation/postalAddress/addressCountry")),
    collection(
        "Email",
        &["0173-1#02-AAQ836#005"],
        &[
            property("EmailAddress", "xs:string", &["0173-1#02-AAO198#002"])
                .to(at!("/manufacturerInformation/emailAddress")),
        ],
    ),
    property(
        "AddressOfAdditionalLink",
        "xs:string",
        &["0173-1#02-AAQ326#002"],
    )
    .to(at!("/manufacturerInformation/webAddress")),
];

/// The stages of life, as the template, its concept description and ECLASS write them.
const STATUSES: &[(&[&str], &str)] = &[
    (&["original", "0173-1#07-ACC020#001"], "Original"),
    (&["repurposed", "0173-1#07-ACC021#001"], "Repurposed"),
    (&["re-used", "reused", "0173-1#07-ACC022#001"], "Reused"),
    (
        &["remanufactured", "0173-1#07-ACC023#001"],
        "Remanufactured",
    ),
    (&["waste", "0173-1#07-ACC024#001"], "Waste"),
];

/// The names that the template gives to markings.
const SUBJECTS: &[(&[&str], &str)] = &[
    (&["Separate collection symbol"], "SeparateCollection"),
    (&["Symbols for cadmium and lead"], "HazardousMaterial"),
    (&["Carbon footprint label"], "CarbonFootPrint"),
    (&["Extinguishing agent"], "ExtinguishingAgent"),
];
