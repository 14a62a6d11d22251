//! A camera for tests: photographs a flat picture at an angle, out of focus, in shadow, with noise.

use std::io::Cursor;

use image::{GrayImage, ImageFormat, Luma, imageops};

/// How the picture is taken. The sheet fills most of a frame of 1600 by 1200 pixels at distance 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Photo {
    /// Degrees the upper edge leans away.
    pub tilt: f64,
    /// Degrees the right edge leans away.
    pub pan: f64,
    /// Degrees the camera is turned.
    pub roll: f64,
    /// Sigma of the blur, pixels.
    pub blur: f32,
    /// How much darker the left edge is than the right, 0 to 1.
    pub shadow: f64,
    /// Half width of the noise, levels.
    pub noise: f64,
    /// Times the distance at which the sheet fills the frame.
    pub distance: f64,
}

impl Default for Photo {
    fn default() -> Self {
        Self {
            tilt: 0.0,
            pan: 0.0,
            roll: 0.0,
            blur: 0.0,
            shadow: 0.0,
            noise: 0.0,
            distance: 1.0,
        }
    }
}

const WIDTH: u32 = 1600;
const HEIGHT: u32 = 1200;

impl Photo {
    /// The photograph as JPEG.
    pub fn of(&self, sheet: &GrayImage) -> Vec<u8> {
        let mut photo = GrayImage::from_fn(WIDTH, HEIGHT, |x, y| {
            self.ray(sheet, f64::from(x), f64::from(y))
        });
        if self.blur > 0.0 {
            photo = imageops::blur(&photo, self.blur);
        }
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        for (x, _, pixel) in photo.enumerate_pixels_mut() {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let random = (state >> 11) as f64 / (1_u64 << 53) as f64;
            let light = 1.0 - self.shadow * (1.0 - f64::from(x) / f64::from(WIDTH));
            let level = f64::from(pixel.0[0]) * light + (random * 2.0 - 1.0) * self.noise;
            pixel.0[0] = level.clamp(0.0, 255.0) as u8;
        }
        let mut jpeg = Vec::new();
        photo
            .write_to(&mut Cursor::new(&mut jpeg), ImageFormat::Jpeg)
            .unwrap();
        jpeg
    }

    /// What the camera sees along one ray: the sheet, or the grey table it lies on.
    fn ray(&self, sheet: &GrayImage, x: f64, y: f64) -> Luma<u8> {
        const FOCAL: f64 = 1.6;
        let (sheet_width, sheet_height) = (f64::from(sheet.width()), f64::from(sheet.height()));
        // The frame's height is 1 at the focal plane; the sheet's longer side is 0.85 of it.
        let (x, y) = ((x - 800.0) / 1200.0, (y - 600.0) / 1200.0);
        let (sin, cos) = self.roll.to_radians().sin_cos();
        let (x, y) = (x * cos + y * sin, y * cos - x * sin);
        let (tilt, pan) = (self.tilt.to_radians(), self.pan.to_radians());
        // Sheet axes in camera space; the sheet's centre lies on the axis.
        let u = [pan.cos(), 0.0, pan.sin()];
        let v = [tilt.sin() * pan.sin(), tilt.cos(), -tilt.sin() * pan.cos()];
        let normal = [
            u[1] * v[2] - u[2] * v[1],
            u[2] * v[0] - u[0] * v[2],
            u[0] * v[1] - u[1] * v[0],
        ];
        let centre = [0.0, 0.0, FOCAL * self.distance];
        let dot = |a: [f64; 3], b: [f64; 3]| a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
        let along = [x, y, FOCAL];
        let reach = dot(normal, centre) / dot(normal, along);
        let hit = [
            along[0] * reach,
            along[1] * reach,
            along[2] * reach - centre[2],
        ];
        let scale = sheet_width.max(sheet_height) / 0.85;
        let (across, down) = (
            dot(hit, u) * scale + sheet_width / 2.0,
            dot(hit, v) * scale + sheet_height / 2.0,
        );
        let inside = reach > 0.0 && across >= 0.0 && down >= 0.0;
        let seen = inside
            .then(|| imageops::interpolate_bilinear(sheet, across as f32, down as f32))
            .flatten();
        seen.map_or(Luma([150]), |pixel| {
            Luma([30 + (f64::from(pixel.0[0]) * 0.8) as u8])
        })
    }
}

/// Pictures side by side on white paper.
pub(super) fn paste(pictures: &[GrayImage]) -> GrayImage {
    let width = pictures
        .iter()
        .map(|picture| picture.width() + 40)
        .sum::<u32>();
    let height = pictures
        .iter()
        .map(|picture| picture.height())
        .max()
        .unwrap()
        + 40;
    let mut sheet = GrayImage::from_pixel(width, height, Luma([255]));
    let mut left = 20;
    for picture in pictures {
        imageops::overlay(&mut sheet, picture, left, 20);
        left += i64::from(picture.width()) + 40;
    }
    sheet
}
