//! The messages of the protocols that carry credentials, both ends of one message in one file, so that the wallet
//! never needs the issuer's code. Nothing here opens a connection or keeps a session.

pub mod oid4vci;
