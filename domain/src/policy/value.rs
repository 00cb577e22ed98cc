//! The values of a token policy, each described once: its type and default, and its words, which every page shows alike.

use serde::{Deserialize, Deserializer, Serialize};

use super::{FamilyLimit, LimitRule, RetryWindow, Rotation, ValueError, ValueKind, typed::Typed};
use crate::{
    lifetime::{self, AccessTokenTtl, AuthorizationCodeTtl, IdTokenTtl, IdleTtl, LifetimeError, RefreshTokenTtl, constant},
    wire::{sent::Sent, types::object},
};

/// The origin of a value in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The workspace's default.
    Workspace,
    /// The client's own.
    Client,
}

impl Origin {
    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Workspace => "workspace",
            Self::Client => "client",
        }
    }
}

/// A value in force and its origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effective<T> {
    /// The value.
    pub value: T,
    /// Where it is changed.
    pub origin: Origin,
}

impl<T: Copy> Effective<T> {
    fn of(default: T, own: Option<T>) -> Self {
        own.map_or(Self { value: default, origin: Origin::Workspace }, |value| Self { value, origin: Origin::Client })
    }
}

/// All that a workspace decides about the life of its tokens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TokenPolicy {
    /// The lifetimes.
    pub ttls: TokenTtls,
    /// The refresh-token policy.
    pub refresh: RefreshPolicy,
}

/// What a client has of its own in place of its workspace's [`TokenPolicy`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TokenPolicyOverrides {
    /// The lifetimes.
    pub ttls: TtlOverrides,
    /// The refresh-token policy.
    pub refresh: RefreshOverrides,
}

impl TokenPolicyOverrides {
    /// Returns what is in force in a workspace with this policy.
    pub fn in_force(&self, workspace: &TokenPolicy) -> TokenPolicy {
        TokenPolicy {
            ttls: EffectiveTtls::of(&workspace.ttls, &self.ttls).values(),
            refresh: EffectivePolicy::of(&workspace.refresh, &self.refresh).values(),
        }
    }
}

/// The part of a page that a value belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicySection {
    /// How long tokens live.
    Lifetimes,
    /// Whether refresh tokens are replaced, and how far a lost answer is forgiven.
    Rotation,
    /// How many refresh tokens there may be.
    Limits,
    /// Which requests get a refresh token.
    Issue,
    /// What refresh tokens end with, beside their time.
    Ends,
}

/// One value of a [`TokenPolicy`], as an administrator sees it.
#[derive(Debug)]
pub struct PolicyValue {
    /// The name on the wire.
    pub name: &'static str,
    /// The label.
    pub label: &'static str,
    /// The part of a workspace's page that it belongs to.
    pub section: PolicySection,
    /// The value that it stands behind there, where that is not the one before it.
    pub after: Option<&'static str>,
    /// The control by which it is typed or chosen.
    pub kind: ValueKind,
    /// What may be typed for a workspace. `{bounds}` and `{default}` stand for those of the value.
    pub hint_text: &'static str,
    /// What may be typed for a client, in the same way.
    pub own_hint_text: &'static str,
    /// What 0 is called, in force and as it is typed, where it stands for nothing of what is counted.
    pub zero: Option<[&'static str; 2]>,
    /// The bounds of a duration, in seconds.
    pub bounds: Option<(i64, i64)>,
    typed: fn(&TokenPolicy) -> String,
    words: fn(&TokenPolicy) -> String,
    set: fn(&mut TokenPolicy, &str) -> Result<(), ValueError>,
    own: fn(&TokenPolicyOverrides) -> Option<String>,
    set_own: fn(&mut TokenPolicyOverrides, Option<&str>) -> Result<(), ValueError>,
}

impl PolicyValue {
    /// Returns all values: the lifetimes, then the refresh-token policy.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        TokenTtls::VALUES.iter().chain(RefreshPolicy::VALUES)
    }

    /// Returns the values of a section, in the order of its page.
    pub fn of(section: PolicySection) -> Vec<&'static Self> {
        let mut values: Vec<&Self> = Vec::new();
        for value in Self::all().filter(|value| value.section == section) {
            let behind = values.iter().position(|before| Some(before.name) == value.after);
            values.insert(behind.map_or(values.len(), |index| index + 1), value);
        }
        values
    }

    /// Returns what may be typed for a workspace.
    pub fn hint(&self) -> String {
        self.hint_text.replace("{bounds}", &self.bounds_words()).replace("{default}", &self.typed(&TokenPolicy::default()))
    }

    /// Returns what may be typed for a client.
    pub fn own_hint(&self) -> String {
        self.own_hint_text.replace("{bounds}", &self.bounds_words())
    }

    fn bounds_words(&self) -> String {
        self.bounds.map(lifetime::bounds).unwrap_or_default()
    }

    /// Returns the value as it is typed: `30d`, `always`, `true`.
    pub fn typed(&self, policy: &TokenPolicy) -> String {
        (self.typed)(policy)
    }

    /// Returns the value in words: `30 days`, `Always`, `On`.
    pub fn words(&self, policy: &TokenPolicy) -> String {
        match self.zero {
            Some([words, _]) if self.typed(policy) == "0" => words.to_owned(),
            _ => (self.words)(policy),
        }
    }

    /// Reads a text and returns what it means: typed `720h`, it means `30 days`.
    ///
    /// # Errors
    /// The reason why it is no such value.
    pub fn meaning(&self, text: &str) -> Result<String, ValueError> {
        let mut policy = TokenPolicy::default();
        self.set(&mut policy, text)?;
        Ok(match self.zero {
            Some([_, meaning]) if self.typed(&policy) == "0" => meaning.to_owned(),
            _ => (self.words)(&policy),
        })
    }

    /// Reads a text into a workspace's policy.
    ///
    /// # Errors
    /// The reason why it is no such value; the policy stays as it is.
    pub fn set(&self, policy: &mut TokenPolicy, text: &str) -> Result<(), ValueError> {
        (self.set)(policy, text)
    }

    /// Returns the client's own value as it is typed.
    pub fn own(&self, overrides: &TokenPolicyOverrides) -> Option<String> {
        (self.own)(overrides)
    }

    /// Reads a text into a client's own policy; an empty one removes the value.
    ///
    /// # Errors
    /// The reason why it is no such value; the policy stays as it is.
    pub fn set_own(&self, overrides: &mut TokenPolicyOverrides, text: &str) -> Result<(), ValueError> {
        let text = text.trim();
        (self.set_own)(overrides, (!text.is_empty()).then_some(text))
    }
}

/// Declares a part of [`TokenPolicy`]: its structs for a workspace, for a client's own values, for those in force and for those that are sent,
/// and the descriptions of its values.
///
/// `{bounds}` and `{default}` in a hint are those of the value. `zero` is what 0 is called, in force and as it is typed.
macro_rules! policy {
    (
        $part:ident;
        $(#[$policy_doc:meta])* $Policy:ident;
        $(#[$overrides_doc:meta])* $Overrides:ident;
        $(#[$effective_doc:meta])* $Effective:ident;
        $(#[doc = $sent_doc:literal])* $Sent:ident;
        $(
            $(#[doc = $doc:literal])*
            $field:ident: $kind:ty $([$($read:meta)*])? = $default:expr, $section:ident $(after $after:literal)?,
            label $label:literal,
            hint $hint:literal,
            own $own_hint:literal
            $(, zero $zero:literal $meaning:literal)?;
        )*
    ) => {
        $(#[$policy_doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct $Policy { $($(#[doc = $doc])* pub $field: $kind,)* }

        impl Default for $Policy {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        $(#[$overrides_doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct $Overrides {
            $($(#[doc = $doc])* #[serde(skip_serializing_if = "Option::is_none" $(, $($read)*)?)] pub $field: Option<$kind>,)*
        }

        $(#[$effective_doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $Effective { $($(#[doc = $doc])* pub $field: Effective<$kind>,)* }

        impl $Effective {
            /// Returns what is in force for a client with these overrides, in a workspace with this policy.
            pub fn of(workspace: &$Policy, own: &$Overrides) -> Self {
                Self { $($field: Effective::of(workspace.$field, own.$field),)* }
            }

            /// Returns the values alone.
            pub const fn values(&self) -> $Policy {
                $Policy { $($field: self.$field.value,)* }
            }
        }

        $(#[doc = $sent_doc])*
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $Sent {
            $($(#[doc = $doc])* #[serde(skip_serializing_if = "Option::is_none")] pub $field: Option<Sent<$kind>>,)*
        }

        object!($Sent, true, &[$($sent_doc),*], &[], &[]; $([$($doc),*] $field: Option<Sent<$kind>>,)*);

        impl $Sent {
            /// Returns all values of a workspace.
            pub fn of(policy: &$Policy) -> Self {
                Self { $($field: Some(Sent::of(&policy.$field)),)* }
            }

            /// Returns a client's own values.
            pub fn of_own(own: &$Overrides) -> Self {
                Self { $($field: own.$field.as_ref().map(Sent::of),)* }
            }

            /// Reads the values of a workspace; the default of each that was not sent. Notes by its name each that is none.
            pub fn read(&self, mut note: impl FnMut(&'static str, ValueError)) -> $Policy {
                let own = self.read_own(&mut note);
                $Effective::of(&$Policy::default(), &own).values()
            }

            /// Reads a client's own values. Notes by its name each that is none.
            pub fn read_own(&self, mut note: impl FnMut(&'static str, ValueError)) -> $Overrides {
                $Overrides {
                    $($field: self.$field.as_ref().and_then(|sent| sent.read().map_err(|error| note(stringify!($field), error)).ok()),)*
                }
            }
        }

        impl $Policy {
            /// The descriptions of its values.
            pub const VALUES: &'static [PolicyValue] = &[$(PolicyValue {
                name: stringify!($field),
                label: $label,
                section: PolicySection::$section,
                after: optional!($($after)?),
                kind: <$kind as Typed>::KIND,
                hint_text: $hint,
                own_hint_text: $own_hint,
                zero: optional!($([$zero, $meaning])?),
                bounds: <$kind as Typed>::LIMITS,
                typed: |policy| Typed::typed(policy.$part.$field),
                words: |policy| Typed::words(policy.$part.$field),
                set: |policy, text| {
                    policy.$part.$field = Typed::read(text)?;
                    Ok(())
                },
                own: |own| own.$part.$field.map(Typed::typed),
                set_own: |own, text| {
                    own.$part.$field = text.map(Typed::read).transpose()?;
                    Ok(())
                },
            },)*];
        }
    };
}

macro_rules! optional {
    () => {
        None
    };
    ($value:expr) => {
        Some($value)
    };
}

policy! {
    ttls;

    /// The lifetimes of a workspace's tokens. The names are those on the wire.
    TokenTtls;

    /// The lifetimes of a client's own, each in place of its workspace's.
    TtlOverrides;

    /// A client's lifetimes in force.
    EffectiveTtls;

    /// How long tokens live. Durations are written as `720h0m0s`, and read as `30d`, too.
    SentTtls;

    /// *Access token TTL*.
    access_token_ttl: AccessTokenTtl = constant(3600), Lifetimes,
        label "Access token TTL",
        hint "{bounds}; {default} by default. Keep it short: an access token outlives its revocation wherever it is not introspected.",
        own "{bounds}.";

    /// *Refresh token TTL*: the absolute lifetime of a family; none, which is written as 0, where no refresh tokens are issued.
    refresh_token_ttl: Option<RefreshTokenTtl> [deserialize_with = "there"] = Some(constant(720 * 3600)), Lifetimes,
        label "Refresh token TTL",
        hint "{bounds}, or 0 for no refresh tokens; {default} by default. Counted from the sign-in: rotation does not extend it.",
        own "{bounds}, or 0 for no refresh tokens.",
        zero "No refresh tokens" "no refresh tokens";

    /// *ID token TTL*.
    id_token_ttl: IdTokenTtl = constant(3600), Lifetimes,
        label "ID token TTL",
        hint "{bounds}; {default} by default.",
        own "{bounds}.";

    /// *Authorization code TTL*.
    authorization_code_ttl: AuthorizationCodeTtl = constant(600), Lifetimes,
        label "Authorization code TTL",
        hint "{bounds}; {default} by default. A client exchanges its code at once, so a minute is plenty.",
        own "{bounds}.";
}

policy! {
    refresh;

    /// A workspace's refresh-token policy. The names are those on the wire.
    RefreshPolicy;

    /// What a client has of its own in place of its workspace's policy.
    RefreshOverrides;

    /// A client's refresh-token policy in force.
    EffectivePolicy;

    /// How refresh tokens rotate and end.
    SentPolicy;

    /// The clients whose refresh tokens are replaced at each use.
    rotation: Rotation = Rotation::Always, Rotation,
        label "Rotation",
        hint "A public client's refresh tokens rotate or are bound to a key (RFC 9700).",
        own "A public client's refresh tokens rotate or are bound to a key (RFC 9700).";

    /// How long a replaced refresh token still gets its successor, and how long a new one is not replaced again.
    retry_window: RetryWindow = constant(30), Rotation,
        label "Retry window",
        hint "{bounds}, or 0 for none; {default} by default. For this long after a rotation the previous token gets the new one, and the new one is not replaced again. With 0, a lost answer or two refreshes at once end the login.",
        own "Up to 5 minutes; 0 turns it off.",
        zero "0 seconds" "no retry window";

    /// Whether the previous token works beyond the window, until the new one is used. For clients that authenticate or whose tokens are
    /// bound to a key.
    retry_until_first_use: bool = false, Rotation,
        label "Until first use",
        hint "Beyond the window, too: the previous token works until the new one is used, as FAPI 2.0 asks. For clients that authenticate or whose tokens are bound to a key.",
        own "Beyond the window, too: the previous token works until the new one is used (FAPI 2.0).";

    /// How long a family lives without being used; 0 for no limit.
    refresh_token_idle_ttl: IdleTtl = constant(0), Lifetimes after "refresh_token_ttl",
        label "Idle lifetime",
        hint "At most the Refresh token TTL, or 0 for none; {default} by default. A refresh token ends when unused for this long.",
        own "At most the Refresh token TTL, or 0 for none.",
        zero "None" "no idle limit";

    /// How many families one user may have at one client.
    family_limit: FamilyLimit = FamilyLimit::default(), Limits,
        label "Refresh tokens per user and client",
        hint "1 to 1,000, or 0 for no limit.",
        own "1 to 1,000, or 0 for no limit.",
        zero "No limit" "no limit";

    /// What happens when the limit is reached.
    family_limit_rule: LimitRule = LimitRule::EvictOldest, Limits,
        label "When the limit is reached",
        hint "The user is signed in either way. The limit is checked when a refresh token is issued; a lower limit ends none that exist.",
        own "";

    /// Whether a refresh token is issued without `offline_access`, too. It is then bound to the login session and ends with it.
    without_offline_access: bool = false, Issue,
        label "Issue refresh tokens without offline access",
        hint "A client that did not ask for offline_access, or did not get it, gets a refresh token that is bound to the login session and ends with it.",
        own "They are bound to the login session and end with it.";

    /// Whether a family ends when its user's password is changed.
    end_on_password_change: bool = true, Ends,
        label "End on password change",
        hint "When the user's password is changed, their refresh tokens end. Those bound to a login session always end with it.",
        own "";

    /// Whether a family with `offline_access` ends when its user signs out.
    end_on_logout: bool = false, Ends,
        label "End on sign-out",
        hint "New refresh tokens end when the user signs out, even those issued for offline access.",
        own "New refresh tokens end when the user signs out, even those issued for offline access.";
}

impl TokenTtls {
    /// Reads *Refresh token TTL* as it is typed: a duration, or `0` for no refresh tokens at all.
    pub fn parse_refresh_token_ttl(text: &str) -> Result<Option<RefreshTokenTtl>, LifetimeError> {
        RefreshTokenTtl::parse_or_none(text)
    }
}

impl TtlOverrides {
    /// Reads them as they were written before each stood for itself, too: all four, or `null`.
    pub(crate) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.unwrap_or_default())
    }
}

impl From<TokenTtls> for TtlOverrides {
    fn from(ttls: TokenTtls) -> Self {
        Self {
            access_token_ttl: Some(ttls.access_token_ttl),
            refresh_token_ttl: Some(ttls.refresh_token_ttl),
            id_token_ttl: Some(ttls.id_token_ttl),
            authorization_code_ttl: Some(ttls.authorization_code_ttl),
        }
    }
}

/// Reads a value that is there, though it may be `null`.
#[expect(clippy::option_option, reason = "a lifetime of a client's own may be that there is none")]
fn there<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_reads_back_as_it_is_typed_and_as_it_is_offered() {
        for value in PolicyValue::all() {
            let default = TokenPolicy::default();
            let mut policy = default;
            let typed = value.typed(&default);
            assert_eq!(value.set(&mut policy, &typed), Ok(()), "{}", value.name);
            assert_eq!(policy, default);
            let mut own = TokenPolicyOverrides::default();
            assert_eq!(value.set_own(&mut own, &typed), Ok(()));
            assert_eq!(value.own(&own), Some(typed));
            assert_eq!(value.set_own(&mut own, " "), Ok(()));
            assert_eq!(own, TokenPolicyOverrides::default());
            if let ValueKind::Choice(choices) = value.kind {
                assert!(choices().iter().all(|(name, _)| value.set(&mut policy, name).is_ok()));
            }
            assert!(!value.hint().contains('{') && !value.own_hint().contains('{'));
        }
    }

    #[test]
    fn every_value_stands_in_one_section_in_the_order_of_its_page() {
        use PolicySection as S;
        let names = |section| PolicyValue::of(section).into_iter().map(|value| value.name).collect::<Vec<_>>();
        let lifetimes = ["access_token_ttl", "refresh_token_ttl", "refresh_token_idle_ttl", "id_token_ttl", "authorization_code_ttl"];
        assert_eq!(names(S::Lifetimes), lifetimes);
        let all: usize = [S::Lifetimes, S::Rotation, S::Limits, S::Issue, S::Ends].into_iter().map(|section| names(section).len()).sum();
        assert_eq!(all, PolicyValue::all().count());
    }

    #[test]
    fn nothing_of_what_is_counted_has_a_name_of_its_own() {
        let value = |name: &str| PolicyValue::all().find(|value| value.name == name).unwrap();
        let idle = value("refresh_token_idle_ttl");
        assert_eq!(idle.words(&TokenPolicy::default()), "None");
        assert_eq!(idle.meaning("0s").unwrap(), "no idle limit");
        assert_eq!(value("refresh_token_ttl").meaning("720h").unwrap(), "30 days");
        assert_eq!(value("refresh_token_ttl").meaning("0").unwrap(), "no refresh tokens");
        assert_eq!(value("family_limit").words(&TokenPolicy::default()), "No limit");
        assert!(value("access_token_ttl").hint().starts_with("1 minute to 1 day; 1h by default. Keep it short: "));
    }
}
