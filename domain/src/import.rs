//! What is taken over from another server, and what of its files is not.

mod reason;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, Serializer, ser::SerializeSeq as _};

pub use self::reason::Reason;
use crate::name::on_a_line;

/// A place in one of the files that are imported.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// Which file, counted from 0 in the order in which they were named.
    pub file: usize,
    /// Where in it: a JSON pointer (RFC 6901).
    pub pointer: String,
}

/// Something that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Where it is.
    #[serde(flatten)]
    pub at: Place,
    /// What it is, or what it belongs to: the name of a client, a user or a scope. Never a secret.
    pub name: String,
}

/// What was left out for one reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Omissions {
    /// How many things.
    pub count: u64,
    /// The first of them.
    pub first: Vec<LeftOut>,
}

/// What of the files was not carried over, by the reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportReport(BTreeMap<Reason, Omissions>);

impl ImportReport {
    /// How many places are told of what was left out for one reason. There can be one for each user.
    pub const MOST_PLACES: usize = 100;

    /// Notes that something was left out.
    pub fn leave_out(&mut self, reason: Reason, at: Place, name: &str) {
        let omissions = self.0.entry(reason).or_default();
        omissions.count += 1;
        if omissions.first.len() < Self::MOST_PLACES {
            omissions.first.push(LeftOut { at, name: on_a_line(name) });
        }
    }

    /// Returns what was left out, reason by reason.
    pub fn iter(&self) -> impl Iterator<Item = (Reason, &Omissions)> {
        self.0.iter().map(|(reason, omissions)| (*reason, omissions))
    }

    /// Returns how many things were left out for a reason.
    pub fn count(&self, reason: Reason) -> u64 {
        self.0.get(&reason).map_or(0, |omissions| omissions.count)
    }
}

impl Serialize for ImportReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Group<'a> {
            reason: &'static str,
            sentence: String,
            count: u64,
            places: &'a [LeftOut],
        }
        let mut groups = serializer.serialize_seq(Some(self.0.len()))?;
        for (reason, omissions) in self.iter() {
            let group = Group { reason: reason.code(), sentence: reason.to_string(), count: omissions.count, places: &omissions.first };
            groups.serialize_element(&group)?;
        }
        groups.end()
    }
}

/// Which server the files come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Keycloak: the export of a realm.
    Keycloak,
    /// Auth0: what its Management API and its export of users write.
    Auth0,
}

impl Source {
    /// What it is called.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Keycloak => "Keycloak",
            Self::Auth0 => "Auth0",
        }
    }

    /// The name in audit lines, and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Keycloak => "keycloak",
            Self::Auth0 => "auth0",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_thousands_the_first_hundred_are_told_and_all_are_counted() {
        let mut report = ImportReport::default();
        for index in 0..5000 {
            let at = Place { file: 0, pointer: format!("/users/{index}") };
            report.leave_out(Reason::UserThere, at, "ann");
        }
        let (reason, omissions) = report.iter().next().unwrap();
        assert_eq!((reason, omissions.count, omissions.first.len()), (Reason::UserThere, 5000, 100));
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(json[0]["reason"], "user_there");
        assert_eq!(json[0]["places"][1], serde_json::json!({ "file": 0, "pointer": "/users/1", "name": "ann" }));
    }

    #[test]
    fn a_name_stays_on_its_line_and_says_nothing_to_a_terminal() {
        let mut report = ImportReport::default();
        report.leave_out(Reason::UserThere, Place { file: 0, pointer: String::new() }, "a\nUsers added: 9\u{1b}[2J é");
        assert_eq!(report.iter().next().unwrap().1.first[0].name, "a\\nUsers added: 9\\u{1b}[2J é");
    }

    #[test]
    fn each_reason_has_a_code_of_its_own_and_a_sentence() {
        let codes: std::collections::BTreeSet<_> = Reason::ALL.iter().map(|reason| reason.code()).collect();
        assert_eq!(codes.len(), Reason::ALL.len());
        assert!(Reason::ALL.iter().all(|reason| reason.to_string().ends_with('.')));
    }
}
