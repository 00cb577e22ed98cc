//! What the domain says with values in it, in a reader's language.
//!
//! Its English is the domain's own, where the domain has it. The catalogs have it by the codes that the domain has for it, which do not change.

use domain::{
    decision::{Condition, Grounds},
    explanation::{Outcome, RefreshExplanation},
    family::{BETWEEN, DELETED_USER},
    fetch_failure::FetchFailure,
    lifetime::{self, Lifetime},
    policy::{PolicyValue, TokenPolicy, ValueError, ValueKind},
    role::{BuiltInRole, RoleRef},
    service::{self, ServiceKind},
    workspace_template::TemplateSetting,
};
use fluent_bundle::FluentValue as Value;

use crate::{
    catalog::{Arguments, Catalogs},
    language::Language,
    missing,
};

/// What is said with values in it.
pub(crate) static TEXTS: Catalogs = crate::catalogs!("words");

/// What a role is called that was deleted.
const DELETED_ROLE: &str = "Deleted role";
/// What is said in place of the name of a level that was deleted.
const DELETED_LEVEL: &str = "something deleted";
/// What the level of the whole installation is called.
const INSTALLATION: &str = "the installation";

/// Returns an identifier, or its end, with arguments.
pub(crate) fn with<const N: usize>(code: &str, arguments: [(&'static str, Value<'static>); N]) -> (String, Arguments) {
    (code.to_owned(), arguments.into())
}

impl Language {
    /// Returns the text of an identifier that is made from a code; in English what the domain says itself.
    pub(crate) fn sentence(self, id: &str, arguments: Arguments, english: impl FnOnce() -> String) -> String {
        if self == Self::English {
            return english();
        }
        TEXTS.find(self, id, arguments).unwrap_or_else(|| {
            missing::note(id);
            english()
        })
    }

    /// Returns a duration of so many seconds in words: `1 year, 6 months`.
    pub fn duration(self, seconds: i64) -> String {
        let in_words = |(count, unit): (i64, &str)| {
            let id = match unit {
                "year" => "words-duration-year",
                "month" => "words-duration-month",
                "day" => "words-duration-day",
                "hour" => "words-duration-hour",
                "minute" => "words-duration-minute",
                _ => "words-duration-second",
            };
            TEXTS.format(self, id, vec![("count", Value::from(count))])
        };
        lifetime::in_units(seconds).into_iter().map(in_words).collect::<Vec<_>>().join(", ")
    }

    /// Returns a lifetime in words.
    pub fn lifetime<const MIN: i64, const MAX: i64>(self, lifetime: Lifetime<MIN, MAX>) -> String {
        self.duration(lifetime.as_seconds())
    }

    /// Returns the bounds of a lifetime in words, as [`Lifetime::BOUNDS`] has them: `1 minute to 10 years`.
    pub fn bounds(self, (shortest, longest): (i64, i64)) -> String {
        let longest = Value::from(self.duration(longest));
        if shortest == 0 {
            TEXTS.format(self, "words-bounds-most", vec![("longest", longest)])
        } else {
            TEXTS.format(self, "words-bounds", vec![("shortest", self.duration(shortest).into()), ("longest", longest)])
        }
    }

    /// Returns what may be typed as a value of a workspace's policy.
    pub fn hint(self, value: &PolicyValue) -> String {
        self.bounded(value.hint_text, value).replace("{default}", &value.typed(&TokenPolicy::default()))
    }

    /// Returns what may be typed as a value of a client's own policy.
    pub fn own_hint(self, value: &PolicyValue) -> String {
        self.bounded(value.own_hint_text, value)
    }

    fn bounded(self, hint: &'static str, value: &PolicyValue) -> String {
        self.word(hint).replace("{bounds}", &value.bounds.map(|bounds| self.bounds(bounds)).unwrap_or_default())
    }

    /// Returns a value of a policy in words: `30 days`, `Always`, `On`.
    pub fn value(self, value: &PolicyValue, policy: &TokenPolicy) -> String {
        let typed = value.typed(policy);
        match value.zero {
            Some([words, _]) if typed == "0" => self.word(words).to_owned(),
            _ => self.typed_value(value.kind, typed),
        }
    }

    /// Returns a value of a policy in words, as they stand within a sentence.
    pub fn value_within(self, value: &PolicyValue, policy: &TokenPolicy) -> String {
        match self {
            Self::English => value.words(policy).to_lowercase(),
            // Nouns keep their capital letters.
            Self::German => self.meaning(value, &value.typed(policy)).unwrap_or_default(),
        }
    }

    /// Returns what a text means as a value of a policy: typed `720h`, it means `30 days`.
    ///
    /// # Errors
    /// The reason why it is no such value.
    pub fn meaning(self, value: &PolicyValue, text: &str) -> Result<String, ValueError> {
        let mut policy = TokenPolicy::default();
        value.set(&mut policy, text)?;
        let typed = value.typed(&policy);
        Ok(match value.zero {
            Some([_, meaning]) if typed == "0" => self.word(meaning).to_owned(),
            _ => self.typed_value(value.kind, typed),
        })
    }

    /// Returns in words what was typed or chosen.
    fn typed_value(self, kind: ValueKind, typed: String) -> String {
        match kind {
            ValueKind::Duration => lifetime::parse_seconds(&typed).map(|seconds| self.duration(seconds)).unwrap_or(typed),
            ValueKind::Number => typed,
            ValueKind::Switch => self.word(if typed == "true" { "On" } else { "Off" }).to_owned(),
            ValueKind::Choice(choices) => match choices().into_iter().find(|(name, _)| *name == typed) {
                Some((_, label)) => self.word(label).to_owned(),
                None => typed,
            },
        }
    }

    /// Returns a setting of a template with its value.
    pub fn template_setting(self, TemplateSetting { label, value }: &TemplateSetting) -> String {
        let known = self.said_if_ours(value);
        let told = match lifetime::parse_seconds(value) {
            Ok(seconds) => self.duration(seconds),
            Err(_) if known == *value => value.split(", ").map(|part| self.said_if_ours(part)).collect::<Vec<_>>().join(", "),
            Err(_) => known,
        };
        format!("{}: {told}", self.said(label))
    }

    /// Returns the outcome of an authorization request in a sentence.
    pub fn outcome(self, outcome: &Outcome) -> String {
        let (code, arguments) = match outcome {
            Outcome::RefreshToken { grounds: Grounds::OfflineAccess } => with("refresh-token", []),
            Outcome::RefreshToken { grounds: Grounds::LoginSession } => with("refresh-token-of-session", []),
            Outcome::NoRefreshToken { conditions } => with("no-refresh-token", [("failures", self.clauses(conditions).into())]),
            Outcome::AccessToken => with("access-token", []),
            Outcome::Refused(refused) => {
                let told = refused.placed(&self.said(&refused.description));
                with("refused", [("error", refused.error.clone().into()), ("description", told.into())])
            }
            Outcome::Unanswerable(refused) => with("unanswerable", [("description", self.said(&refused.description).into())]),
            Outcome::UserInactive => with("user-inactive", []),
        };
        self.sentence(&format!("words-outcome-{code}"), arguments, || outcome.sentence())
    }

    /// Returns the outcome of a refresh in a sentence.
    pub fn refresh_outcome(self, explanation: &RefreshExplanation) -> String {
        let (code, arguments) = match &explanation.refused {
            None => with("tokens", []),
            Some(refused) => {
                let told = refused.placed(&self.said(&refused.description));
                with("refused", [("error", refused.error.clone().into()), ("description", told.into())])
            }
        };
        self.sentence(&format!("words-refresh-{code}"), arguments, || explanation.sentence())
    }

    /// Returns the conditions that fail as one sentence.
    pub fn failures(self, conditions: &[Condition]) -> String {
        let sentence = format!("{}.", self.clauses(conditions));
        let mut letters = sentence.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
    }

    fn clauses(self, conditions: &[Condition]) -> String {
        conditions.iter().map(|condition| self.word(condition.failure())).collect::<Vec<_>>().join(", ")
    }

    /// Returns why somebody else's server has not answered as it should, as it was kept. A reason of the operating system in it stays as it is.
    pub fn fetch_failure(self, kept: &str) -> String {
        let Some(failure) = FetchFailure::read(kept) else { return self.said(kept) };
        let arguments = match &failure {
            FetchFailure::Status(status) => vec![("status", status.to_string().into())],
            FetchFailure::Private(address) => vec![("address", address.to_string().into())],
            FetchFailure::Unresolved(cause) | FetchFailure::Unreachable(cause) | FetchFailure::Unreadable(cause) => {
                vec![("cause", cause.clone().into())]
            }
            _ => Vec::new(),
        };
        self.sentence(&format!("words-fetch-{}", failure.code().replace('_', "-")), arguments, || kept.to_owned())
    }

    /// Returns a browser and its system, as [`domain::browser::describe`] has them: `Firefox on Windows`.
    pub fn browser(self, described: &str) -> String {
        // A session that an assertion began has no browser, but an issuer, which is an address.
        if described.starts_with("https://") || described.starts_with("http://") {
            return TEXTS.format(self, "words-assertion", vec![("issuer", described.to_owned().into())]);
        }
        match described.split_once(" on ") {
            Some((browser, system)) => {
                TEXTS.format(self, "words-browser", vec![("browser", browser.to_owned().into()), ("system", system.to_owned().into())])
            }
            None => described.to_owned(),
        }
    }

    /// Returns what something is called that was deleted, or else its own name.
    pub fn gone(self, name: String) -> String {
        if name == DELETED_LEVEL || name == DELETED_ROLE { self.said(&name) } else { name }
    }

    /// Returns what a level is called: the installation, something deleted, or its own name.
    pub fn level(self, name: String) -> String {
        if name == INSTALLATION { self.said(&name) } else { self.gone(name) }
    }

    /// Returns what a role is called. `name` is its own name, or the English one.
    pub fn role_name(self, role: RoleRef, name: String) -> String {
        match role {
            RoleRef::BuiltIn(role) => self.word(role.label()).to_owned(),
            RoleRef::Own(_) => self.gone(name),
        }
    }

    /// Returns a role by its name, as the log has it: a built-in one by its code, and one of somebody's own as it is called in all languages.
    pub fn role(self, name: &str) -> String {
        match BuiltInRole::ALL.iter().find(|role| role.name() == name) {
            Some(role) => self.word(role.label()).to_owned(),
            None => self.gone(name.to_owned()),
        }
    }

    /// Returns a role with where it is held, as it comes: `Auditor of Acme`, or as the log has it, `auditor of Acme`. Roles of somebody's own are
    /// called the same in all languages.
    pub fn role_at(self, words: &str) -> String {
        let label = |role: &str| {
            let known = BuiltInRole::ALL.iter().find(|known| known.label() == role || known.name() == role).map(|known| known.label());
            known.or((role == DELETED_ROLE).then_some(DELETED_ROLE))
        };
        // A role of somebody's own may have such a word in its name, and so may a place: what is known tells.
        match words.split_once(" of ").map(|(role, place)| (label(role), place)) {
            Some((Some(role), place)) => self.held_at(self.word(role), place),
            _ => match words.strip_suffix(INSTALLATION).and_then(|role| role.strip_suffix(" of ")) {
                Some(own) => self.held_at(own, INSTALLATION),
                None => words.to_owned(),
            },
        }
    }

    fn held_at(self, role: &str, place: &str) -> String {
        let place = self.level(place.to_owned());
        TEXTS.format(self, "words-role-at", vec![("role", role.to_owned().into()), ("place", place.into())])
    }

    /// Returns what is named by a user, maybe after a client, as the log and searches have it: of a user who was deleted it is a word of ours.
    pub fn of_user(self, named: &str) -> String {
        let (client, user) = match named.rsplit_once(BETWEEN) {
            Some((client, user)) => (format!("{client}{BETWEEN}"), user),
            None => (String::new(), named),
        };
        match user.strip_prefix(DELETED_USER) {
            Some(rest) => format!("{client}{}{rest}", self.word(DELETED_USER)),
            None => named.to_owned(),
        }
    }

    /// Returns what a service is called: those that every workspace has, in the reader's language, as long as they are called as they come.
    pub fn service(self, kind: ServiceKind, name: &str) -> String {
        let known = service::defaults().iter().any(|(of, default, _)| *of == kind && *default == name);
        if known { self.said(name) } else { name.to_owned() }
    }

    /// Returns the name or the consent text of a scope: of those that every workspace has, in the reader's language, as long as it is as it comes.
    /// What people have typed of theirs stays as it is.
    pub fn of_scope(self, scope: &str, text: &str) -> String {
        let defaults = service::defaults();
        let mut scopes = defaults.iter().flat_map(|(_, _, scopes)| scopes).filter(|known| known.scope.as_str() == scope);
        let known = scopes.any(|known| known.display_name.as_str() == text || known.description.as_str() == text);
        if known { self.said(text) } else { text.to_owned() }
    }
}
