//! Which name was meant.

/// The longest name that is compared; names of AWS are shorter.
const LONGEST: usize = 200;
/// How alike two names must be, of 1.
const ALIKE: f64 = 0.7;

/// The known name nearest to what was written, if one is near.
pub(crate) fn closest<'n>(written: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    if written.len() > LONGEST {
        return None;
    }
    let written = written.to_ascii_lowercase();
    let rated = known.map(|name| {
        let lower = name.to_ascii_lowercase();
        (strsim::normalized_damerau_levenshtein(&written, &lower), written.starts_with(&lower), name)
    });
    let best = rated.reduce(|best, next| if next.0 > best.0 { next } else { best });
    // A short name with one character too many is less alike, and still meant.
    let best = best.filter(|(likeness, begins, _)| *likeness >= ALIKE || (*begins && *likeness > 0.6));
    best.map(|(.., name)| name)
}
