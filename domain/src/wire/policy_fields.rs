//! Where the values of a token policy are in what is sent.

use crate::policy::{PolicyValue, RefreshPolicy, TokenTtls};

/// Returns the JSON pointer of a value of a token policy by its name; none for what is no such value.
pub(super) fn policy_pointer(field: &str) -> Option<String> {
    let is_among = |values: &[PolicyValue]| values.iter().any(|value| value.name == field);
    let within = match () {
        () if is_among(TokenTtls::VALUES) => "token_ttls",
        () if is_among(RefreshPolicy::VALUES) => "refresh_token_policy",
        () => return None,
    };
    Some(format!("/{within}/{field}"))
}
