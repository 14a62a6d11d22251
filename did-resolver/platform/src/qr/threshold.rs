//! Greyscale pictures and the ways to make them black and white.

use image::GrayImage;
use image::imageops::{self, FilterType};

/// A greyscale picture scaled so that its longer side has this many pixels.
pub(super) fn scaled(picture: &GrayImage, longer: u32) -> GrayImage {
    let (width, height) = picture.dimensions();
    let side = width.max(height).max(1);
    if side == longer {
        return picture.clone();
    }
    let size = |edge: u32| {
        let edge = u64::from(edge) * u64::from(longer) / u64::from(side);
        u32::try_from(edge).unwrap_or(u32::MAX).max(1)
    };
    imageops::resize(picture, size(width), size(height), FilterType::Triangle)
}

/// Dark where a pixel is darker than the mean of the square around it, so that shadows and gradients do not matter.
pub(super) fn local(picture: &GrayImage, window: usize) -> Vec<bool> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let sums = summed(picture);
    let sum = |x: usize, y: usize| sums[y * (width + 1) + x];
    let half = (window / 2).max(1);
    let mut dark = Vec::with_capacity(width * height);
    for (y, row) in picture.as_raw().chunks_exact(width.max(1)).enumerate() {
        let (top, bottom) = (y.saturating_sub(half), (y + half + 1).min(height));
        for (x, pixel) in row.iter().enumerate() {
            let (left, right) = (x.saturating_sub(half), (x + half + 1).min(width));
            let area = ((right - left) * (bottom - top)) as u64;
            let inside = sum(right, bottom) + sum(left, top) - sum(left, bottom) - sum(right, top);
            // A little below the mean, so that even paper stays white.
            dark.push((u64::from(*pixel) + BIAS) * area < inside);
        }
    }
    dark
}

/// Dark below the one level that splits the picture's brightness best (Otsu).
pub(super) fn global(picture: &GrayImage) -> Vec<bool> {
    let mut counts = [0_u64; 256];
    for pixel in picture.as_raw() {
        counts[usize::from(*pixel)] += 1;
    }
    let total: u64 = counts.iter().sum();
    let weighted: u64 = (0..).zip(counts).map(|(level, count)| level * count).sum();
    let (mut below, mut below_weighted, mut best, mut level) = (0_u64, 0_u64, 0.0, 128);
    for (candidate, count) in (0_u64..).zip(counts) {
        below += count;
        below_weighted += candidate * count;
        let above = total - below;
        if below == 0 || above == 0 {
            continue;
        }
        let distance = below_weighted as f64 / below as f64
            - (weighted - below_weighted) as f64 / above as f64;
        let spread = below as f64 * above as f64 * distance * distance;
        if spread > best {
            (best, level) = (spread, candidate);
        }
    }
    picture
        .as_raw()
        .iter()
        .map(|pixel| u64::from(*pixel) <= level)
        .collect()
}

/// Makes edges steeper again that a lens or a hand has blurred.
pub(super) fn sharpened(picture: &GrayImage) -> GrayImage {
    imageops::unsharpen(picture, 2.0, 1)
}

/// Sums over the rectangle from the origin, one row and one column larger than the picture.
fn summed(picture: &GrayImage) -> Vec<u64> {
    let width = picture.width() as usize;
    let stride = width + 1;
    let mut sums = vec![0; stride * (picture.height() as usize + 1)];
    for (y, row) in picture.as_raw().chunks_exact(width.max(1)).enumerate() {
        let mut across = 0;
        for (x, pixel) in row.iter().enumerate() {
            across += u64::from(*pixel);
            sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + across;
        }
    }
    sums
}

const BIAS: u64 = 7;
