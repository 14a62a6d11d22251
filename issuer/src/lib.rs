//! Making, keeping and publishing battery passport credentials.
