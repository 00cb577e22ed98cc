//! What the standards ask: docs/clauses.toml.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct List {
    pub(crate) clause: Vec<Clause>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Clause {
    pub(crate) number: u16,
    pub(crate) standard: String,
    pub(crate) section: String,
    pub(crate) says: String,
    /// What is not built yet, and without which the clause does not hold, or not in full.
    pub(crate) waits: Option<String>,
    /// Why it does not concern this server.
    pub(crate) not_applicable: Option<String>,
}

#[cfg(test)]
impl Clause {
    /// A clause with a number and nothing else.
    pub(crate) const fn numbered(number: u16) -> Self {
        Self { number, standard: String::new(), section: String::new(), says: String::new(), waits: None, not_applicable: None }
    }
}
