//! Finding and reading QR codes in a picture.
//!
//! One pass over a sharp, straight picture suffices; a photograph needs the right size, the right threshold or the
//! right rotation, so the passes go from the likely to the desperate and stop once everything found was read.

use std::cell::Cell;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use credentials::problem::Coded;
use image::{GrayImage, ImageReader, Limits, Luma};
use rqrr::PreparedImage;

use super::corners::corners;
use super::threshold::{global, local, scaled, sharpened};

/// What the QR codes in a PNG or JPEG picture say, each once, in the order they were found; at least one.
pub fn read_picture(picture: &[u8]) -> Result<Vec<Vec<u8>>, ReadError> {
    let picture = open(picture)?;
    let mut found = Found::default();
    for pass in PASSES {
        // A damaged code beside one that was read is worth a few passes, not all of them.
        if !found.texts.is_empty() && (found.all_read || pass.desperate) {
            break;
        }
        found.all_read = true;
        pass.run(&picture, &mut found);
    }
    if found.texts.is_empty() {
        return Err(if found.seen {
            ReadError::Unreadable
        } else {
            ReadError::NoCode
        });
    }
    Ok(found.texts)
}

/// Why a picture gave nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Not a PNG or JPEG picture, damaged, or larger than 64 megapixels.
    #[error("not a readable PNG or JPEG picture: {0}")]
    NotAPicture(String),
    /// Nothing in it looks like a QR code.
    #[error("there is no QR code in the picture")]
    NoCode,
    /// A QR code was found but not deciphered.
    #[error("the QR code in the picture is too blurred, dirty or small to be read")]
    Unreadable,
}

impl Coded for ReadError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAPicture(_) => "qr.not_a_picture",
            Self::NoCode => "qr.no_code",
            Self::Unreadable => "qr.unreadable",
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::NotAPicture(_) => None,
            Self::NoCode | Self::Unreadable => Some(
                "photograph the whole code, closer, sharper and with a light margin around it"
                    .into(),
            ),
        }
    }
}

#[derive(Default)]
struct Found {
    texts: Vec<Vec<u8>>,
    seen: bool,
    all_read: bool,
}

/// One way to look at the picture.
#[derive(Clone, Copy)]
struct Pass {
    /// Pixels of the longer side. Only a desperate pass enlarges the picture, at most threefold.
    longer: u32,
    threshold: Threshold,
    /// Degrees.
    turned: f32,
    sharpen: bool,
    desperate: bool,
}

#[derive(Clone, Copy)]
enum Threshold {
    Global,
    /// The window is this part of the longer side.
    Local(u32),
}

const fn pass(longer: u32, threshold: Threshold) -> Pass {
    Pass {
        longer,
        threshold,
        turned: 0.0,
        sharpen: false,
        desperate: false,
    }
}

const fn desperate(longer: u32, threshold: Threshold, turned: f32, sharpen: bool) -> Pass {
    Pass {
        longer,
        threshold,
        turned,
        sharpen,
        desperate: true,
    }
}

const PASSES: [Pass; 20] = [
    pass(1200, Threshold::Local(8)),
    pass(1200, Threshold::Global),
    pass(2000, Threshold::Local(16)),
    pass(800, Threshold::Local(6)),
    pass(1600, Threshold::Local(24)),
    desperate(2400, Threshold::Local(30), 0.0, false),
    desperate(1200, Threshold::Local(12), 0.0, true),
    desperate(2000, Threshold::Local(20), 0.0, true),
    desperate(500, Threshold::Local(5), 0.0, false),
    desperate(1200, Threshold::Local(10), 45.0, false),
    desperate(1200, Threshold::Local(10), 22.0, false),
    desperate(1200, Threshold::Local(10), 67.0, false),
    desperate(1800, Threshold::Local(16), 45.0, false),
    desperate(1800, Threshold::Local(16), 22.0, true),
    desperate(1800, Threshold::Local(16), 67.0, true),
    desperate(1800, Threshold::Global, 0.0, true),
    desperate(3000, Threshold::Local(40), 0.0, false),
    desperate(3000, Threshold::Local(30), 0.0, true),
    desperate(1000, Threshold::Local(40), 0.0, false),
    desperate(700, Threshold::Local(24), 0.0, true),
];

impl Pass {
    fn run(&self, picture: &GrayImage, found: &mut Found) {
        let enlarge = if self.desperate { 3 } else { 1 };
        let longest = picture
            .width()
            .max(picture.height())
            .saturating_mul(enlarge);
        let mut picture = scaled(picture, self.longer.min(longest));
        if self.turned != 0.0 {
            picture = turned(&picture, self.turned);
        }
        if self.sharpen {
            picture = sharpened(&picture);
        }
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let dark = match self.threshold {
            Threshold::Global => global(&picture),
            Threshold::Local(part) => local(&picture, width.max(height) / part as usize),
        };
        read_dark(width, height, &dark, found);
    }
}

fn read_dark(width: usize, height: usize, dark: &[bool], found: &mut Found) {
    if corners(width, dark) > MOST_CORNERS {
        found.all_read = false;
        return;
    }
    let read = quietly(|| {
        let mut prepared =
            PreparedImage::prepare_from_bitmap(width, height, |x, y| dark[y * width + x]);
        let decode = |grid: &rqrr::Grid<_>| {
            let mut text = Vec::new();
            grid.decode_to(&mut text).ok().map(|_| text)
        };
        prepared
            .detect_grids()
            .iter()
            .map(decode)
            .collect::<Vec<_>>()
    });
    for text in read.unwrap_or_default() {
        found.seen = true;
        match text {
            None => found.all_read = false,
            Some(text) if !found.texts.contains(&text) => found.texts.push(text),
            Some(_) => {}
        }
    }
    found.all_read &= found.seen;
}

/// The picture turned about its centre on white ground.
fn turned(picture: &GrayImage, degrees: f32) -> GrayImage {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let (new_width, new_height) = (
        (width * cos.abs() + height * sin.abs()).ceil(),
        (width * sin.abs() + height * cos.abs()).ceil(),
    );
    GrayImage::from_fn(new_width as u32, new_height as u32, |x, y| {
        let (x, y) = (x as f32 - new_width / 2.0, y as f32 - new_height / 2.0);
        let (x, y) = (
            x * cos + y * sin + width / 2.0,
            y * cos - x * sin + height / 2.0,
        );
        image::imageops::interpolate_bilinear(picture, x, y).unwrap_or(Luma([255]))
    })
}

fn open(bytes: &[u8]) -> Result<GrayImage, ReadError> {
    let not_a_picture = |error: image::ImageError| ReadError::NotAPicture(error.to_string());
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|error| ReadError::NotAPicture(error.to_string()))?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    let picture = reader.decode().map_err(not_a_picture)?;
    Ok(over_white(&picture))
}

/// Transparent parts count as white paper.
fn over_white(picture: &image::DynamicImage) -> GrayImage {
    if !picture.color().has_alpha() {
        return picture.to_luma8();
    }
    let with_alpha = picture.to_luma_alpha8();
    GrayImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [level, alpha] = with_alpha.get_pixel(x, y).0.map(u16::from);
        let blended = (level * alpha + 255 * (255 - alpha)) / 255;
        Luma([u8::try_from(blended).unwrap_or(u8::MAX)])
    })
}

/// The reading crate asserts on some pictures that only look like codes; for us that is "nothing found".
fn quietly<T>(work: impl FnOnce() -> T) -> Option<T> {
    thread_local!(static QUIET: Cell<bool> = const { Cell::new(false) });
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !QUIET.get() {
                before(panic);
            }
        }));
    });
    QUIET.set(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    QUIET.set(false);
    done.ok()
}

/// Three to a code. The reading crate tries them in all combinations, so that a small picture of some hundred of them
/// would take minutes; a photograph has a few that are none.
const MOST_CORNERS: usize = 48;
const MAX_SIDE: u32 = 12_000;
const MAX_MEMORY: u64 = 256 << 20;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::qr::photo::{Photo, paste};
    use crate::qr::{Correction, QrCode};

    const LINK: &[u8] = b"https://id.cells.example/01/09506000134352/21/EV-2026-000417";

    fn code(data: &[u8], correction: Correction) -> GrayImage {
        let png = QrCode::encode(data, correction).unwrap().to_png(8).unwrap();
        open(&png).unwrap()
    }

    /// The pattern in three corners of every code.
    fn finder() -> GrayImage {
        GrayImage::from_fn(7, 7, |x, y| {
            let ring = x.abs_diff(3).max(y.abs_diff(3));
            Luma([if ring == 2 { 255 } else { 0 }])
        })
    }

    fn png(picture: &GrayImage) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture
            .write_to(&mut bytes, image::ImageFormat::Png)
            .unwrap();
        bytes.into_inner()
    }

    /// A presentation by value: what base64url in lower and upper case looks like.
    fn by_value(length: usize) -> Vec<u8> {
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        (0..length)
            .map(|n| alphabet[(n * 37 + n * n / 7) % alphabet.len()])
            .collect()
    }

    #[test]
    fn a_label_photographed_at_an_angle_is_read() {
        let label = code(LINK, Correction::Quartile);
        let sharp = Photo::default();
        for (name, photo) in [
            ("straight", sharp),
            (
                "tilted 30 degrees",
                Photo {
                    tilt: 30.0,
                    ..sharp
                },
            ),
            (
                "tilted 50 degrees",
                Photo {
                    tilt: 50.0,
                    ..sharp
                },
            ),
            ("tilted sideways 45 degrees", Photo { pan: 45.0, ..sharp }),
            (
                "turned 13 degrees",
                Photo {
                    roll: 13.0,
                    ..sharp
                },
            ),
            (
                "turned 45 degrees",
                Photo {
                    roll: 45.0,
                    ..sharp
                },
            ),
            (
                "upside down",
                Photo {
                    roll: 180.0,
                    ..sharp
                },
            ),
            ("blurred", Photo { blur: 2.5, ..sharp }),
            (
                "in half shadow",
                Photo {
                    shadow: 0.75,
                    ..sharp
                },
            ),
            (
                "noisy",
                Photo {
                    noise: 40.0,
                    ..sharp
                },
            ),
            (
                "small",
                Photo {
                    distance: 2.4,
                    ..sharp
                },
            ),
            (
                "all at once",
                Photo {
                    tilt: 30.0,
                    pan: 20.0,
                    roll: 25.0,
                    blur: 1.5,
                    shadow: 0.5,
                    noise: 15.0,
                    distance: 1.2,
                },
            ),
        ] {
            let picture = photo.of(&label);
            assert_eq!(
                read_picture(&picture).as_deref(),
                Ok(&[LINK.to_vec()][..]),
                "{name}"
            );
        }
    }

    #[test]
    fn a_presentation_by_value_is_read_at_an_angle() {
        for (length, photo) in [
            (
                600,
                Photo {
                    tilt: 25.0,
                    roll: 8.0,
                    blur: 1.0,
                    shadow: 0.4,
                    noise: 8.0,
                    ..Photo::default()
                },
            ),
            (
                1200,
                Photo {
                    tilt: 15.0,
                    pan: 10.0,
                    roll: 4.0,
                    noise: 8.0,
                    ..Photo::default()
                },
            ),
            (
                2300,
                Photo {
                    tilt: 8.0,
                    roll: 3.0,
                    ..Photo::default()
                },
            ),
        ] {
            let data = by_value(length);
            let picture = photo.of(&code(&data, Correction::Low));
            assert_eq!(
                read_picture(&picture).as_deref(),
                Ok(&[data][..]),
                "{length} bytes"
            );
        }
    }

    #[test]
    fn two_codes_in_one_picture_are_both_read() {
        let picture = paste(&[
            code(LINK, Correction::Medium),
            code(b"SECOND", Correction::High),
        ]);
        let mut texts = read_picture(
            &Photo {
                roll: 5.0,
                tilt: 10.0,
                ..Photo::default()
            }
            .of(&picture),
        )
        .unwrap();
        texts.sort();
        assert_eq!(texts, [b"SECOND".to_vec(), LINK.to_vec()]);
    }

    #[test]
    fn a_picture_without_a_code_and_a_file_that_is_no_picture_are_told_apart() {
        let blank = Photo::default().of(&GrayImage::from_pixel(300, 300, Luma([230])));
        assert_eq!(read_picture(&blank), Err(ReadError::NoCode));
        assert!(matches!(
            read_picture(b"GIF89a..."),
            Err(ReadError::NotAPicture(_))
        ));
        assert!(matches!(read_picture(b""), Err(ReadError::NotAPicture(_))));
    }

    #[test]
    fn a_picture_of_nothing_but_corners_is_given_up() {
        let mut sheet = GrayImage::from_pixel(320, 320, Luma([255]));
        for (column, row) in (0..32).flat_map(|x| (0..32).map(move |y| (x, y))) {
            for (x, y, pixel) in finder().enumerate_pixels() {
                sheet.put_pixel(column * 10 + x, row * 10 + y, *pixel);
            }
        }
        let dark: Vec<bool> = sheet.pixels().map(|pixel| pixel.0[0] < 128).collect();
        assert_eq!(corners(320, &dark), 32 * 32);
        assert_eq!(read_picture(&png(&sheet)), Err(ReadError::NoCode));
    }

    #[test]
    fn a_code_with_a_hole_beyond_its_correction_is_unreadable() {
        let mut label = code(LINK, Correction::Low);
        let (width, height) = label.dimensions();
        for y in height / 2..height * 3 / 4 {
            for x in width / 3..width * 2 / 3 {
                label.put_pixel(x, y, Luma([255]));
            }
        }
        assert_eq!(
            read_picture(&Photo::default().of(&label)),
            Err(ReadError::Unreadable)
        );
    }
}
