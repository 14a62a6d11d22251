//! Part 7: how the battery is taken apart, repaired and recycled.

use super::super::template::{Element, Form, Part, collection, list, property, texts};

/// A concept of this part's aspect model.
macro_rules! samm {
    ($name:literal) => {
        concat!(
            "urn:samm:io.admin-shell.idta.batterypass.circularity:1.0.0#",
            $name
        )
    };
}

macro_rules! at {
    ($path:literal) => {
        concat!("/circularity", $path)
    };
}

pub(super) static PART: Part = Part {
    number: 7,
    id_short: "Circularity",
    template: "https://admin-shell.io/idta-02035-7",
    version: ("1", "0"),
    ids: &[samm!("Circularity")],
    elements: &[
        list(
            "DismantlingAndRemovalInformation",
            &[samm!("dismantlingAndRemovalInformation")],
            &property(
                "DocumentIdentifier",
                "xs:string",
                &[aspect!("handover_documentation:2.0.0#DocumentIdentifier")],
            )
            .to(at!("/dismantlingAndRemovalInformation/*/documentURL"))
            .each(at!("/dismantlingAndRemovalInformation"))
            .form(Form::Document),
        ),
        list(
            "SparePartSources",
            &[samm!("sparePartSources")],
            &collection(
                "SparePartSupplier",
                &[samm!("SparePartSupplier")],
                SPARE_PART_SUPPLIER,
            )
            .each(at!("/sparePartSources")),
        ),
        list(
            "RecycledContentInformation",
            &[samm!("recycledContent")],
            &collection(
                "RecycledContent",
                &[samm!("RecycledContent")],
                RECYCLED_CONTENT,
            )
            .each(at!("/recycledContent")),
        ),
        collection(
            "SafetyMeasures",
            &[samm!("safetyMeasures")],
            SAFETY_MEASURES,
        ),
        collection(
            "EndOfLifeInformation",
            &[samm!("endOfLifeInformation")],
            END_OF_LIFE_INFORMATION,
        ),
        property(
            "RenewableContent",
            "xs:float",
            &[samm!("renewableContent"), "urn:irdi:0173-1#02-ABL867#001"],
        )
        .to(at!("/renewableContent"))
        .unit("%"),
    ],
};

const END_OF_LIFE_INFORMATION: &[Element] = &[
    list(
        "WastePrevention",
        &[samm!("wastePrevention"), "urn:irdi:0173-1#02-ABL855#001"],
        &property(
            "DocumentIdentifier",
            "xs:string",
            &[aspect!("handover_documentation:2.0.0#DocumentIdentifier")],
        )
        .to(at!("/endOfLifeInformation/wastePrevention"))
        .form(Form::Document),
    ),
    list(
        "SeparateCollection",
        &[samm!("separateCollection"), "urn:irdi:0173-1#02-ABL854#001"],
        &property(
            "DocumentIdentifier",
            "xs:string",
            &[aspect!("handover_documentation:2.0.0#DocumentIdentifier")],
        )
        .to(at!("/endOfLifeInformation/separateCollection"))
        .form(Form::Document),
    ),
    list(
        "InformationOnCollection",
        &[
            samm!("informationOnCollection"),
            "urn:irdi:0173-1#02-ABL856#001",
        ],
        &property(
            "DocumentIdentifier",
            "xs:string",
            &[aspect!("handover_documentation:2.0.0#DocumentIdentifier")],
        )
        .to(at!("/endOfLifeInformation/informationOnCollection"))
        .form(Form::Document),
    ),
];

const SAFETY_MEASURES: &[Element] = &[
    list(
        "SafetyInstructions",
        &[samm!("safetyInstructions")],
        &property(
            "DocumentIdentifier",
            "xs:string",
            &[aspect!("handover_documentation:2.0.0#DocumentIdentifier")],
        )
        .to(at!("/safetyMeasures/safetyInstructions"))
        .form(Form::Document),
    ),
    list(
        "ExtinguishingAgents",
        &[samm!("extinguishingAgents")],
        &property(
            "ExtinguishingAgent",
            "xs:string",
            &[samm!("ExtinguishingAgent")],
        )
        .to(at!("/safetyMeasures/extinguishingAgent/*"))
        .each(at!("/safetyMeasures/extinguishingAgent")),
    ),
];

const RECYCLED_CONTENT: &[Element] = &[
    property("PreConsumerShare", "xs:float", &[samm!("preConsumerShare")])
        .to(at!("/recycledContent/*/preConsumerShare"))
        .unit("%"),
    property(
        "RecycledMaterial",
        "xs:string",
        &[samm!("recycledMaterial")],
    )
    .to(at!("/recycledContent/*/recycledMaterial")),
    property(
        "PostConsumerShare",
        "xs:float",
        &[samm!("postConsumerShare")],
    )
    .to(at!("/recycledContent/*/postConsumerShare"))
    .unit("%"),
];

const SPARE_PART_SUPPLIER: &[Element] = &[
    texts(
        "NameOfSupplier",
        &[
            aspect!("contact_information:1.0.0#company"),
            "urn:irdi:0173-1#02-AAW001#001",
        ],
    )
    .to(at!("/sparePartSources/*/nameOfSupplier")),
    collection(
        "AddressOfSupplier",
        &[
            samm!("addressOfSupplier"),
            "https://schema.org/PostalAddress",
        ],
        ADDRESS_OF_SUPPLIER,
    ),
    collection(
        "EmailAddressOfSupplier",
        &[
            aspect!("contact_information:1.0.0#email"),
            "urn:irdi:0173-1#02-AAQ836#005",
        ],
        EMAIL_ADDRESS_OF_SUPPLIER,
    ),
    property(
        "SupplierWebAddress",
        "xs:string",
        &[
            aspect!("contact_information:1.0.0#addressOfAdditionalLink"),
            "urn:irdi:0173-1#02-AAQ326#002",
        ],
    )
    .to(at!("/sparePartSources/*/supplierWebAddress")),
    list(
        "Components",
        &[samm!("components")],
        &collection("Component", &[samm!("Component")], COMPONENT)
            .each(at!("/sparePartSources/*/components")),
    ),
];

const COMPONENT: &[Element] = &[
    property("PartName", "xs:string", &[samm!("partName")])
        .to(at!("/sparePartSources/*/components/*/partName")),
    property("PartNumber", "xs:string", &[samm!("partNumber")])
        .to(at!("/sparePartSources/*/components/*/partNumber")),
];

const EMAIL_ADDRESS_OF_SUPPLIER: &[Element] = &[
    property(
        "EmailAddress",
        "xs:string",
        &[
            aspect!("contact_information:1.0.0#emailAddress"),
            "urn:irdi:0173-1#02-AAO198#002",
        ],
    )
    .to(at!("/sparePartSources/*/emailAddressOfSupplier")),
    texts(
        "PublicKey",
        &[
            aspect!("contact_information:1.0.0#publicKey"),
            "urn:irdi:0173-1#02-AAO200#002",
        ],
    ),
    property(
        "TypeOfEmailAddress",
        "xs:string",
        &[
            aspect!("contact_information:1.0.0#typeOfEmailAddress"),
            "urn:irdi:0173-1#02-AAO199#003",
        ],
    ),
    texts(
        "TypeOfPublicKey",
        &[
            aspect!("contact_information:1.0.0#typeOfPublicKey"),
            "urn:irdi:0173-1#02-AAO201#002",
        ],
    ),
];

const ADDRESS_OF_SUPPLIER: &[Element] = &[
    texts(
        "NationalCode",
        &[
            aspect!("contact_information:1.0.0#nationalCode"),
            "urn:irdi:0173-1#02-AAO134#002",
        ],
    )
    .to(at!("/sparePartSources/*/addressOfSupplier/addressCountry")),
    texts(
        "PostalCode",
        &[
            aspect!("contact_information:1.0.0#postalCode"),
            "https://schema.org/postalCode",
            "urn:irdi:0173-1#02-AAO129#002",
        ],
    )
    .to(at!("/sparePartSources/*/addressOfSupplier/postalCode")),
    texts(
        "Street",
        &[
            aspect!("contact_information:1.0.0#street"),
            "https://schema.org/streetAddress",
            "urn:irdi:0173-1#02-AAO128#002",
        ],
    )
    .to(at!("/sparePartSources/*/addressOfSupplier/streetAddress")),
];
