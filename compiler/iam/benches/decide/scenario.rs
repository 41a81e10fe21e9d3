//! The scenario of the benchmarks of decisions: a policy of eleven statements, further layers, and sixteen requests, of
//! which half are allowed. `cargo xtask bench` gives the same to the peers.

use serde_json::Value;

const IDENTITY: &str = include_str!("identity.json");
const LAYERS: &str = include_str!("layers.json");
const REQUESTS: &str = include_str!("requests.jsonl");

/// Which policies have a say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// One identity policy.
    Identity,
    /// Three levels of SCPs, a boundary and the policy of the resource besides.
    Layers,
}

/// The cases, each as one JSON text.
pub(crate) fn cases(extent: Extent) -> Result<Vec<String>, serde_json::Error> {
    let identity: Value = serde_json::from_str(IDENTITY)?;
    let mut policies = match extent {
        Extent::Identity => serde_json::Map::new(),
        Extent::Layers => serde_json::from_str(LAYERS)?,
    };
    policies.insert("identityPolicies".to_owned(), Value::Array(vec![identity]));
    let case = |(index, line): (usize, &str)| {
        let mut case = serde_json::Map::new();
        case.insert("id".to_owned(), index.into());
        case.insert("request".to_owned(), serde_json::from_str(line)?);
        case.extend(policies.clone());
        Ok(Value::Object(case).to_string())
    };
    REQUESTS.lines().enumerate().map(case).collect()
}
