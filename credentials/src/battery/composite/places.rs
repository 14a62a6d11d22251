//! Pointers into a passport's content that several files here need.

pub(super) const FOOTPRINT: &str = "/carbonFootprint/batteryCarbonFootprint";
pub(super) const ABSOLUTE: &str = "/carbonFootprint/absoluteCarbonFootprint";
pub(super) const STAGES: &str = "/carbonFootprint/carbonFootprintPerLifecycleStage";
pub(super) const RECYCLED: &str = "/circularity/recycledContent";
pub(super) const RENEWABLE: &str = "/circularity/renewableContent";
pub(super) const DUE_DILIGENCE: &str = "/supplyChainDueDiligence/";
pub(super) const CRITICAL: &str = "/materialComposition/criticalRawMaterials";
pub(super) const MATERIALS: &str = "/materialComposition/batteryMaterials";
pub(super) const TOTALS: &str = "/sources/totals";
pub(super) const STATEMENTS: &str = "/sources/statements";
