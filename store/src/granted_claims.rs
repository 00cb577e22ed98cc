//! The claims that a client gets by themselves, as they are stored.

use engine::granted_claims::GrantedClaims;

use crate::{Error, column::Column as In};

/// Returns the JSON that is stored; none where there are none.
pub(crate) fn written(claims: &GrantedClaims) -> Option<String> {
    // Names alone, which can always be written.
    (!claims.is_empty()).then(|| serde_json::to_string(claims).unwrap_or_default())
}

/// Reads the column `claims` of a table.
pub(crate) fn read(table: &'static str, stored: Option<&str>) -> Result<GrantedClaims, Error> {
    match stored {
        Some(json) => In(table, "claims").parse(serde_json::from_str(json)),
        None => Ok(GrantedClaims::default()),
    }
}
