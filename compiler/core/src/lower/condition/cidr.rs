//! Address ranges.

use std::net::IpAddr;

/// The addresses of a range, both ends included; IPv4 and IPv6 are separate lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Range {
    pub(super) v6: bool,
    pub(super) first: u128,
    pub(super) last: u128,
}

/// Reads `address` or `address/prefix`. Host bits are ignored.
pub(super) fn read(text: &str) -> Option<Range> {
    let (address, prefix) = match text.split_once('/') {
        Some((address, prefix)) => (address, Some(prefix.parse::<u32>().ok()?)),
        None => (text, None),
    };
    let (v6, bits, width) = match address.parse().ok()? {
        IpAddr::V4(address) => (false, u128::from(address.to_bits()), 32_u32),
        IpAddr::V6(address) => (true, address.to_bits(), 128),
    };
    let free = width.checked_sub(prefix.unwrap_or(width))?;
    let hosts = if free == 128 { u128::MAX } else { (1 << free) - 1 };
    Some(Range { v6, first: bits & !hosts, last: bits | hosts })
}

/// The whole line of one version of the protocol.
pub(super) fn line(v6: bool) -> Range {
    Range { v6, first: 0, last: if v6 { u128::MAX } else { u128::from(u32::MAX) } }
}

/// Whether a range holds IPv6 addresses that stand for IPv4 ones. AWS does not say which of the two they are.
pub(super) fn has_mapped(range: Range) -> bool {
    let mapped = 0xffff_0000_0000_u128..=0xffff_ffff_ffff;
    range.v6 && range.first <= *mapped.end() && range.last >= *mapped.start()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_by_address() {
        assert_eq!(read("10.1.2.3/8"), read("10.0.0.0/8"));
        assert_eq!(read("10.1.2.3"), read("10.1.2.3/32"));
        assert_eq!(read("2001:db8::/32"), read("2001:0db8:0:0::1/32"));
        assert_eq!(read("::/0"), Some(line(true)));
        assert_eq!(read("0.0.0.0/0"), Some(line(false)));
        for text in ["", "10.0.0.0/33", "10.0.0/8", "x/8"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
