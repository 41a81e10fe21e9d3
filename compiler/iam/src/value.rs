//! The values that condition operators compare: numbers, dates, addresses, ARNs and patterns, read exactly.

mod address;
mod arn;
mod decimal;
mod instant;
mod pattern;
mod variable;

pub use address::{Network, parse_network};
pub use arn::{Arn, ArnPattern, split_pattern};
pub use decimal::{Decimal, parse_decimal};
pub use instant::{Instant, parse_instant};
pub use pattern::{Glob, Pattern, Piece, Stretch};
pub use variable::{Part, parse_variables};

/// Reads `true` or `false` in any case.
pub fn parse_bool(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// Reads base64 with the standard alphabet and padding.
pub fn parse_binary(text: &str) -> Option<Vec<u8>> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(text).ok()
}
