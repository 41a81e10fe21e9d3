//! Any condition to IAM's form, with exactly its meaning.
