//! What the domain says, in the reader's language.

use domain::{
    audit::ActorKind,
    authorization_details::DetailsType,
    decision::Condition,
    explanation::{Outcome, RefreshExplanation},
    lifetime::Lifetime,
    policy::{PolicyValue, TokenPolicy, ValueError},
    problem::Problem,
    role::RoleRef,
    service::{Service, ServiceScope},
    workspace_template::TemplateSetting,
};
use translation::Language;

use crate::api::language;

/// Returns a word or sentence of ours, which is English where it comes from.
pub fn word(english: &'static str) -> &'static str {
    language().word(english)
}

/// The same of one that comes as text. It is for what we say; where people may have typed it, there is [`said_if_ours`].
pub fn said(english: &str) -> String {
    language().said(english)
}

/// Returns a text that may be ours, and any other as it is.
pub fn said_if_ours(text: &str) -> String {
    language().said_if_ours(text)
}

/// Returns what is wrong with a value, in a sentence.
pub fn problem(problem: &Problem) -> String {
    language().problem(problem)
}

/// Returns a duration of so many seconds in words: `1 year, 6 months`.
pub fn duration(seconds: i64) -> String {
    language().duration(seconds)
}

/// Returns a lifetime in words.
pub fn lifetime<const MIN: i64, const MAX: i64>(lifetime: Lifetime<MIN, MAX>) -> String {
    language().lifetime(lifetime)
}

/// Returns the bounds of a lifetime in words, as [`Lifetime::BOUNDS`] has them: `1 minute to 10 years`.
pub fn bounds(bounds: (i64, i64)) -> String {
    language().bounds(bounds)
}

/// Returns what may be typed as a value of a workspace's policy.
pub fn hint(value: &PolicyValue) -> String {
    language().hint(value)
}

/// Returns what may be typed as a value of a client's own policy.
pub fn own_hint(value: &PolicyValue) -> String {
    language().own_hint(value)
}

/// Returns a value of a policy in words: `30 days`, `Always`, `On`.
pub fn value(value: &PolicyValue, policy: &TokenPolicy) -> String {
    language().value(value, policy)
}

/// Returns a value of a policy in words, as they stand within a sentence.
pub fn value_within(value: &PolicyValue, policy: &TokenPolicy) -> String {
    language().value_within(value, policy)
}

/// Returns what a text means as a value of a policy: typed `720h`, it means `30 days`.
///
/// # Errors
/// The reason why it is no such value.
pub fn meaning(value: &PolicyValue, text: &str) -> Result<String, ValueError> {
    language().meaning(value, text)
}

/// Returns a setting of a template with its value.
pub fn template_setting(setting: &TemplateSetting) -> String {
    language().template_setting(setting)
}

/// Returns the outcome of an authorization request in a sentence.
pub fn outcome(outcome: &Outcome) -> String {
    language().outcome(outcome)
}

/// Returns the outcome of a refresh in a sentence.
pub fn refresh_outcome(explanation: &RefreshExplanation) -> String {
    language().refresh_outcome(explanation)
}

/// Returns the conditions that fail as one sentence.
pub fn failures(conditions: &[Condition]) -> String {
    language().failures(conditions)
}

/// Returns why a receiver has not answered as it should, as it was kept.
pub fn fetch_failure(kept: &str) -> String {
    language().fetch_failure(kept)
}

/// A part of a sentence as it stands by itself, with a capital.
pub fn as_heading(part: &str) -> String {
    let mut letters = part.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Returns a browser and its system: `Firefox on Windows`.
pub fn browser(described: &str) -> String {
    language().browser(described)
}

/// Returns what something is called that was deleted, or else its own name.
pub fn gone(name: String) -> String {
    language().gone(name)
}

/// Returns what a level is called.
pub fn level(name: String) -> String {
    language().level(name)
}

/// Returns what a role is called. `name` is its own name, or the English one.
pub fn role_name(role: RoleRef, name: String) -> String {
    language().role_name(role, name)
}

/// Returns a role by its name, as the log has it.
pub fn role(name: &str) -> String {
    language().role(name)
}

/// Returns a role with where it is held, as it comes: `Auditor of Acme`.
pub fn role_at(words: &str) -> String {
    language().role_at(words)
}

/// Returns what is told of whoever did something: names are as they are, and what has none is in the reader's language.
pub fn actor(kind: ActorKind, name: String) -> String {
    match kind {
        ActorKind::CommandLine | ActorKind::Server => said(&name),
        ActorKind::Administrator | ActorKind::User | ActorKind::Client => name,
    }
}

/// Returns what is named by a user, maybe after a client.
pub fn of_user(named: &str) -> String {
    language().of_user(named)
}

/// Returns what a service is called.
pub fn service(service: &Service) -> String {
    language().service(service.kind, service.name.as_str())
}

/// Returns what a scope is called.
pub fn scope_name(scope: &ServiceScope) -> String {
    language().of_scope(scope.scope.as_str(), scope.display_name.as_str())
}

/// Returns what users are told of a scope when they are asked, who read the language that the reader does.
pub fn consent_text(scope: &ServiceScope) -> String {
    let language = language();
    language.of_scope(scope.scope.as_str(), scope.told(language == Language::German))
}

/// Returns what users read above an element of authorization details, who read the language that the reader does.
pub fn details_title(kind: &DetailsType) -> String {
    kind.title_for(language() == Language::German).to_owned()
}
