//! What the domain says, in the reader's language: its sentences that have values in them, and those that come as text.
//!
//! Their English is the domain's own. The catalogs have them by the codes that the domain has for them, which do not change.

use domain::{
    client_keys::{JwkError, JwksError, LONGEST_KID, MOST_KEYS},
    decision::{Condition, Grounds},
    explanation::{Outcome, RefreshExplanation},
    lifetime::{self, Lifetime, LifetimeError},
    passkey::MOST_PASSKEYS,
    policy::{PolicyValue, TokenPolicy, ValueError, ValueKind},
    problem::Problem,
    role::BuiltInRole,
    signing_key::PUBLICATION,
    workspace_template::TemplateSetting,
};
use fluent_bundle::FluentValue as Value;
use serde::Serialize;
use serde_json::Value as Json;

use super::{
    catalog::Arguments,
    shown::{said, sentence, word},
};
use crate::{
    api::{Language, language},
    t,
};

/// What a role is called that was deleted.
const DELETED_ROLE: &str = "Deleted role";

/// Returns what is wrong with a value, in a sentence.
pub fn problem(problem: &Problem) -> String {
    let (code, arguments) = message(problem);
    sentence(&format!("words-problem-{code}"), arguments, || problem.sentence())
}

/// Returns the end of the identifier of a problem's message, and its arguments.
pub(super) fn message(problem: &Problem) -> (String, Arguments) {
    match *problem {
        Problem::TooManyPasskeys => with("too-many-passkeys", [("most", MOST_PASSKEYS.into())]),
        Problem::TooManyAttempts { seconds } => with("too-many-attempts", [("wait", duration(seconds).into())]),
        Problem::OtherVersion { version: 0 } => with("other-version-none", []),
        Problem::OtherVersion { version } => with("other-version", [("version", version.to_string().into())]),
        Problem::TooMany { most } => with("too-many", [("most", most.into())]),
        Problem::TooLong { most } => with("too-long", [("most", most.into())]),
        Problem::Lifetime(LifetimeError::OutOfBounds { min, max }) => out_of_bounds(min, max, ""),
        Problem::Lifetime(LifetimeError::OutOfBoundsOrZero { min, max }) => out_of_bounds(min, max, "-or-zero"),
        Problem::RedirectUri { line, problem: of_line } => {
            let told = self::problem(&Problem::SingleRedirectUri(of_line));
            with("redirect-uri", [("line", (u64::from(line) + 1).into()), ("problem", told.into())])
        }
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
        Problem::KeyTooRecent { seconds } if seconds > PUBLICATION => with("key-too-recent-by-clock", [("wait", duration(seconds).into())]),
        Problem::KeyTooRecent { seconds } => with("key-too-recent", [("wait", duration(seconds).into())]),
        Problem::KeyRevoked { at } => with("key-revoked", [("at", at.to_string().into())]),
        Problem::PolicyOfClients { violation, count, first: _ } => {
            let told = self::problem(&Problem::Policy(violation));
            with("policy-of-clients", [("count", count.into()), ("violation", told.into())])
        }
        // A test holds that none of the others has a value in it.
        ref other => (code(other), Vec::new()),
    }
}

fn with<const N: usize>(code: &str, arguments: [(&'static str, Value<'static>); N]) -> (String, Arguments) {
    (code.to_owned(), arguments.into())
}

/// Bounds within a sentence. 0 seconds is no duration that anybody would choose.
fn out_of_bounds(min: i64, max: i64, or_zero: &str) -> (String, Arguments) {
    let max = ("max", duration(max).into());
    if min == 0 {
        with(&format!("lifetime-at-most{or_zero}"), [max])
    } else {
        with(&format!("lifetime-between{or_zero}"), [("min", duration(min).into()), max])
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

/// Returns a duration of so many seconds in words: `1 year, 6 months`.
pub fn duration(seconds: i64) -> String {
    let in_words = |(count, unit)| match unit {
        "year" => t!("words-duration-year", count = count),
        "month" => t!("words-duration-month", count = count),
        "day" => t!("words-duration-day", count = count),
        "hour" => t!("words-duration-hour", count = count),
        "minute" => t!("words-duration-minute", count = count),
        _ => t!("words-duration-second", count = count),
    };
    lifetime::in_units(seconds).into_iter().map(in_words).collect::<Vec<_>>().join(", ")
}

/// Returns a lifetime in words.
pub fn lifetime<const MIN: i64, const MAX: i64>(lifetime: Lifetime<MIN, MAX>) -> String {
    duration(lifetime.as_seconds())
}

/// Returns the bounds of a lifetime in words, as [`Lifetime::BOUNDS`] has them: `1 minute to 10 years`.
pub fn bounds((shortest, longest): (i64, i64)) -> String {
    let most = duration(longest);
    if shortest == 0 { t!("words-bounds-most", longest = most) } else { t!("words-bounds", shortest = duration(shortest), longest = most) }
}

/// Returns what may be typed as a value of a workspace's policy.
pub fn hint(value: &PolicyValue) -> String {
    bounded(value.hint_text, value).replace("{default}", &value.typed(&TokenPolicy::default()))
}

/// Returns what may be typed as a value of a client's own policy.
pub fn own_hint(value: &PolicyValue) -> String {
    bounded(value.own_hint_text, value)
}

fn bounded(hint: &'static str, value: &PolicyValue) -> String {
    word(hint).replace("{bounds}", &value.bounds.map(bounds).unwrap_or_default())
}

/// Returns a value of a policy in words: `30 days`, `Always`, `On`.
pub fn value(value: &PolicyValue, policy: &TokenPolicy) -> String {
    let typed = value.typed(policy);
    match value.zero {
        Some([words, _]) if typed == "0" => word(words).to_owned(),
        _ => typed_value(value.kind, typed),
    }
}

/// Returns a value of a policy in words, as they stand within a sentence.
pub fn value_within(value: &PolicyValue, policy: &TokenPolicy) -> String {
    match language() {
        Language::English => value.words(policy).to_lowercase(),
        // Nouns keep their capital letters.
        Language::German => meaning(value, &value.typed(policy)).unwrap_or_default(),
    }
}

/// Returns what a text means as a value of a policy: typed `720h`, it means `30 days`.
///
/// # Errors
/// The reason why it is no such value.
pub fn meaning(value: &PolicyValue, text: &str) -> Result<String, ValueError> {
    let mut policy = TokenPolicy::default();
    value.set(&mut policy, text)?;
    let typed = value.typed(&policy);
    Ok(match value.zero {
        Some([_, meaning]) if typed == "0" => word(meaning).to_owned(),
        _ => typed_value(value.kind, typed),
    })
}

/// Returns in words what was typed or chosen.
fn typed_value(kind: ValueKind, typed: String) -> String {
    match kind {
        ValueKind::Duration => lifetime::parse_seconds(&typed).map(duration).unwrap_or(typed),
        ValueKind::Number => typed,
        ValueKind::Switch => word(if typed == "true" { "On" } else { "Off" }).to_owned(),
        ValueKind::Choice(choices) => match choices().into_iter().find(|(name, _)| *name == typed) {
            Some((_, label)) => word(label).to_owned(),
            None => typed,
        },
    }
}

/// Returns a setting of a template with its value.
pub fn template_setting(TemplateSetting { label, value }: &TemplateSetting) -> String {
    let known = said(value);
    let told = match lifetime::parse_seconds(value) {
        Ok(seconds) => duration(seconds),
        Err(_) if known == *value => value.split(", ").map(said).collect::<Vec<_>>().join(", "),
        Err(_) => known,
    };
    format!("{}: {told}", said(label))
}

/// Returns the outcome of an authorization request in a sentence.
pub fn outcome(outcome: &Outcome) -> String {
    let (code, arguments) = match outcome {
        Outcome::RefreshToken { grounds: Grounds::OfflineAccess } => with("refresh-token", []),
        Outcome::RefreshToken { grounds: Grounds::LoginSession } => with("refresh-token-of-session", []),
        Outcome::NoRefreshToken { conditions } => with("no-refresh-token", [("failures", clauses(conditions).into())]),
        Outcome::Refused(refused) => {
            with("refused", [("error", refused.error.clone().into()), ("description", said(&refused.description).into())])
        }
        Outcome::Unanswerable(refused) => with("unanswerable", [("description", said(&refused.description).into())]),
        Outcome::UserInactive => with("user-inactive", []),
    };
    sentence(&format!("words-outcome-{code}"), arguments, || outcome.sentence())
}

/// Returns the outcome of a refresh in a sentence.
pub fn refresh_outcome(explanation: &RefreshExplanation) -> String {
    let (code, arguments) = match &explanation.refused {
        None => with("tokens", []),
        Some(refused) => with("refused", [("error", refused.error.clone().into()), ("description", said(&refused.description).into())]),
    };
    sentence(&format!("words-refresh-{code}"), arguments, || explanation.sentence())
}

/// Returns the conditions that fail as one sentence.
pub fn failures(conditions: &[Condition]) -> String {
    let sentence = format!("{}.", clauses(conditions));
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn clauses(conditions: &[Condition]) -> String {
    conditions.iter().map(|condition| word(condition.failure())).collect::<Vec<_>>().join(", ")
}

/// Returns a browser and its system, as [`domain::browser::describe`] has them: `Firefox on Windows`.
pub fn browser(described: &str) -> String {
    match described.split_once(" on ") {
        Some((browser, system)) => t!("words-browser", browser = browser.to_owned(), system = system.to_owned()),
        None => described.to_owned(),
    }
}

/// Returns what something is called that was deleted, or else its own name.
pub fn gone(name: String) -> String {
    if name == "something deleted" || name == DELETED_ROLE { said(&name) } else { name }
}

/// Returns a role with where it is held, as it comes: `Auditor of Acme`. Roles of somebody's own are called the same in all languages.
pub fn role_at(words: &str) -> String {
    let is_known = |role: &str| role == DELETED_ROLE || BuiltInRole::ALL.iter().any(|known| known.label() == role);
    match words.split_once(" of ") {
        Some((role, place)) if is_known(role) => {
            let place = if place == "the installation" { said(place) } else { gone(place.to_owned()) };
            t!("words-role-at", role = said(role), place = place)
        }
        _ => words.to_owned(),
    }
}
