//! What every binary needs from the machine, in one room: the command line and its exit codes ([`cli`]), what a
//! person reads ([`ui`]), bytes in and out ([`input`], [`output`]), files that
//! stand for web addresses ([`folder`], [`documents`]) or for suppliers' word ([`suppliers`]), secrets ([`passphrase`], [`sealed`]), QR codes ([`qr`]), the
//! database file ([`sqlite`]), services ([`serve`]) and logs ([`log`]).
//!
//! Nothing here knows what a credential is.

pub mod cli;
pub mod documents;
pub mod folder;
pub mod input;
pub mod log;
pub mod output;
pub mod passphrase;
pub mod qr;
pub mod sealed;
pub mod serve;
pub mod sqlite;
pub mod suppliers;
pub mod text;
pub mod ui;

pub use cli::{Exit, Failure, Global, OrFail, Program};
pub use passphrase::Passphrase;
pub use ui::Ui;
