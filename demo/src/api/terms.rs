//! What the API asks for and takes.

/// What one has to be allowed to see orders.
pub const SCOPE: &str = "orders:read";

/// What may sign: never `none`, and nothing that the same key makes and checks.
pub(super) const ALGORITHMS: [&str; 5] = ["ES256", "ES384", "EdDSA", "PS256", "RS256"];
