//! QR codes: written as SVG, PNG or terminal text, read from pictures, also from photographs taken at an angle.

mod corners;
mod read;
mod threshold;
mod write;

pub use read::{ReadError, read_picture};
pub use write::{Correction, QrCode, TooLarge};

#[cfg(test)]
mod photo;
