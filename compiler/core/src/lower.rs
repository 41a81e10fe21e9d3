//! From typed documents to IAM policies.

pub mod condition;
pub mod fit;
