//! What a credential says: Verifiable Credentials Data Model 2.0 (W3C Recommendation, 15 May 2025).

pub mod date_time;
