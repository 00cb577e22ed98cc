use serde::{Deserialize, Serialize};

/// Where a sign-in leads to. What proves who signs in is not in it: it never comes back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedNext {
    /// The page that was asked for.
    #[serde(default)]
    pub next: String,
}
