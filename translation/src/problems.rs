//! What is wrong with a value, in a reader's language. The catalogs have each problem by the code that the domain has for it, which does not
//! change.

use domain::{
    client_keys::{JwkError, JwksError, LONGEST_KID, MOST_KEYS},
    lifetime::LifetimeError,
    passkey::MOST_PASSKEYS,
    problem::Problem,
    signing_key::PUBLICATION,
};
use fluent_bundle::FluentValue as Value;
use serde::Serialize;
use serde_json::Value as Json;

use crate::{catalog::Arguments, language::Language, sentences::with};

impl Language {
    /// Returns what is wrong with a value, in a sentence.
    pub fn problem(self, problem: &Problem) -> String {
        let (code, arguments) = self.message(problem);
        self.sentence(&format!("words-problem-{code}"), arguments, || problem.sentence())
    }

    /// Returns the end of the identifier of a problem's message, and its arguments.
    pub(crate) fn message(self, problem: &Problem) -> (String, Arguments) {
        match *problem {
            Problem::TooManyPasskeys => with("too-many-passkeys", [("most", MOST_PASSKEYS.into())]),
            Problem::TooManyAttempts { seconds } => with("too-many-attempts", [("wait", self.duration(seconds).into())]),
            Problem::OtherVersion { version: 0 } => with("other-version-none", []),
            Problem::OtherVersion { version } => with("other-version", [("version", version.to_string().into())]),
            Problem::TooMany { most } => with("too-many", [("most", most.into())]),
            Problem::TooLong { most } => with("too-long", [("most", most.into())]),
            Problem::Lifetime(LifetimeError::OutOfBounds { min, max }) => self.out_of_bounds(min, max, ""),
            Problem::Lifetime(LifetimeError::OutOfBoundsOrZero { min, max }) => self.out_of_bounds(min, max, "-or-zero"),
            Problem::RedirectUri { line, problem: of_line } => {
                let told = self.problem(&Problem::SingleRedirectUri(of_line));
                with("redirect-uri", [("line", (u64::from(line) + 1).into()), ("problem", told.into())])
            }
            Problem::ClaimMappingLine { line, problem: of_line } => {
                let told = self.problem(&Problem::ClaimMapping(of_line));
                with("redirect-uri", [("line", (u64::from(line) + 1).into()), ("problem", told.into())])
            }
            Problem::DocumentMember { member, problem: of_member } => {
                with(&format!("document-member-{}", code(&of_member)), [("member", member.name().into())])
            }
            Problem::DetailsSchemaLine { line, problem: of_line } => {
                let told = self.problem(&Problem::DetailsSchema(of_line));
                with("redirect-uri", [("line", line.into()), ("problem", told.into())])
            }
            Problem::DetailsSchemaOfType { place, problem: of_type } => {
                let told = self.problem(&Problem::DetailsSchema(of_type));
                with("details-schema-of-type", [("place", (u64::from(place) + 1).into()), ("problem", told.into())])
            }
            Problem::ClientAtLine { line } => with("client-at-line", [("line", (u64::from(line) + 1).into())]),
            Problem::ResourceAtLine { line } => with("resource-at-line", [("line", (u64::from(line) + 1).into())]),
            Problem::UnknownScopeAtLine { line } => with("unknown-scope-at-line", [("line", (u64::from(line) + 1).into())]),
            Problem::UnknownResourceAtLine { line } => with("unknown-resource-at-line", [("line", (u64::from(line) + 1).into())]),
            Problem::Jwks(JwksError::TooMany) => with("jwks-too-many", [("most", MOST_KEYS.into())]),
            Problem::Jwks(JwksError::Key { place, problem: JwkError::Kid }) => {
                with("jwks-key-kid", [("place", (u64::from(place) + 1).into()), ("most", LONGEST_KID.into())])
            }
            Problem::Jwks(JwksError::Key { place, problem: of_key }) => {
                with(&format!("jwks-key-{}", code(&of_key)), [("place", (u64::from(place) + 1).into())])
            }
            Problem::AlgorithmInUse { count } => with("algorithm-in-use", [("count", count.into())]),
            Problem::RoleOfApiClients { count } => with("role-of-api-clients", [("count", count.into())]),
            Problem::ExportOf(source) => with("export-of", [("server", source.label().into()), ("command", source.name().into())]),
            Problem::KeyTooRecent { seconds } => {
                let id = if seconds > PUBLICATION { "key-too-recent-by-clock" } else { "key-too-recent" };
                with(id, [("wait", self.duration(seconds).into())])
            }
            Problem::KeyRevoked { at } => with("key-revoked", [("at", at.to_string().into())]),
            Problem::PolicyOfClients { violation, count, first: _ } => {
                let told = self.problem(&Problem::Policy(violation));
                with("policy-of-clients", [("count", count.into()), ("violation", told.into())])
            }
            // A test holds that none of the others has a value in it.
            ref other => (code(other), Vec::new()),
        }
    }

    /// Bounds within a sentence. 0 seconds is no duration that anybody would choose.
    fn out_of_bounds(self, min: i64, max: i64, or_zero: &str) -> (String, Arguments) {
        let max: (&'static str, Value<'static>) = ("max", self.duration(max).into());
        if min == 0 {
            with(&format!("lifetime-at-most{or_zero}"), [max])
        } else {
            with(&format!("lifetime-between{or_zero}"), [("min", self.duration(min).into()), max])
        }
    }
}

/// Returns the stable code of a value of an enumeration, and behind it the code of the one that it holds.
fn code(value: &impl Serialize) -> String {
    fn read(value: &Json) -> String {
        match value {
            Json::String(code) => code.replace('_', "-"),
            Json::Object(outer) => {
                outer.iter().next().map(|(code, inner)| format!("{}-{}", code.replace('_', "-"), read(inner))).unwrap_or_default()
            }
            _ => String::new(),
        }
    }
    serde_json::to_value(value).as_ref().map(read).unwrap_or_default()
}
