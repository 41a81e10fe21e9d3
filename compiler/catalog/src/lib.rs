//! What AWS has.
