//! QR codes, as drawings that every page can show: a square of so many units, and the path of what is dark in it.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode as Encoded, types::QrError};

/// How many units stay light around the code (ISO/IEC 18004: four).
const MARGIN: usize = 4;

/// A QR code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrCode {
    /// How many units it is wide and high, with the light margin.
    pub size: usize,
    /// What is dark: the `d` of an SVG path.
    pub path: String,
}

/// Draws a text.
pub(crate) fn qr_code(text: &str) -> Result<QrCode, QrError> {
    let encoded = Encoded::with_error_correction_level(text, EcLevel::M)?;
    let width = encoded.width();
    let mut path = String::new();
    for (y, row) in encoded.to_colors().chunks(width).enumerate() {
        let mut x = MARGIN;
        for run in row.chunk_by(|one, next| one == next) {
            if run.first() == Some(&Color::Dark) {
                // Writing to a text does not fail.
                let _ = write!(path, "M{x} {}h{}v1h-{}z", y + MARGIN, run.len(), run.len());
            }
            x += run.len();
        }
    }
    Ok(QrCode { size: width + 2 * MARGIN, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corners_that_a_camera_looks_for_are_where_they_belong() {
        let QrCode { size, path } = qr_code("otpauth://totp/Regrant:ann?secret=GEZDGNBV").unwrap();
        // A corner is seven units wide, and begins and ends with seven dark ones.
        let (near, far) = (MARGIN, size - MARGIN - 7);
        for (x, y) in [(near, near), (far, near), (near, far)] {
            for y in [y, y + 6] {
                assert!(path.contains(&format!("M{x} {y}h7v1h-7z")), "{x} {y}");
            }
        }
        assert!(qr_code(&"x".repeat(10_000)).is_err());
    }
}
