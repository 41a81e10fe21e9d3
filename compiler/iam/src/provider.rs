//! Identity providers as principals.

/// The identity providers that a trust policy names by their host. Every other OIDC provider is an object of IAM and is
/// named by its ARN (IAM User Guide, "AWS JSON policy elements: Principal", web identity federation).
pub const BUILT_IN_PROVIDERS: &[&str] =
    &["accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com", "www.amazon.com"];
