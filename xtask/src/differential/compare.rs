//! Both answers to a scenario, side by side.

use serde_json::Value;

use super::engine::Decision;
use super::known;

/// What came of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    Agreed,
    /// They disagree, by classes that are known; each of them is needed.
    Known(Vec<usize>),
    /// They disagree, or agree where a class says that they do not.
    Unknown {
        /// What Whit decides if it plays the other engine.
        played: Decision,
    },
}

/// Compares the other engine's decision with Whit's.
pub(super) fn compare(scenario: &Value, ours: Decision, theirs: Decision) -> Result<Verdict, String> {
    let mut classes = known::applying(scenario);
    if classes.is_empty() {
        return Ok(if ours == theirs { Verdict::Agreed } else { Verdict::Unknown { played: ours } });
    }
    let played = known::played(scenario, &classes)?;
    if played != theirs {
        return Ok(Verdict::Unknown { played });
    }
    if ours == theirs {
        return Ok(Verdict::Agreed);
    }
    // What is left when each that is not needed is out.
    for class in classes.clone() {
        let without: Vec<usize> = classes.iter().copied().filter(|other| *other != class).collect();
        if known::played(scenario, &without)? == theirs {
            classes = without;
        }
    }
    Ok(Verdict::Known(classes))
}
