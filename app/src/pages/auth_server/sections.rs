use domain::{
    lifetime::{AccessTokenTtl, AuthorizationCodeTtl, IdTokenTtl, IdleTtl, Lifetime, RefreshTokenTtl},
    policy::{LimitRule, RefreshPolicy, RetryWindow, Rotation},
    settings::tokens::{AccessTokenFormat, TokenSettings, TokenTtls},
    signing::{SigningAlgorithm, SigningSettings},
};
use leptos::prelude::*;

use super::typed::TypedTokenSettings;
use crate::{
    components::DurationField,
    form::Form,
    ui::{Checkbox, CheckboxGroup, Choice, Radio, RadioGroup, Section, Select, TextField},
};

/// How long tokens live, and how access tokens are written.
#[component]
pub fn Lifetimes(
    /// The form.
    form: Form,
    /// What is in force.
    settings: TokenSettings,
) -> impl IntoView {
    let typed = TypedTokenSettings::of(&settings);
    let default = TypedTokenSettings::of(&TokenSettings::default());
    let format = typed.access_token_format.clone();
    let formats = AccessTokenFormat::ALL
        .into_iter()
        .map(|choice| {
            view! {
                <Radio
                    name=form.name("access_token_format")
                    value=choice.name()
                    checked=form.is_ticked("access_token_format", choice.name(), choice.name() == format)
                    label=choice.label()
                    hint=choice.description()
                />
            }
        })
        .collect_view();
    view! {
        <Section title="Time to Live Settings" lead="Type durations as you say them: 30d, 720h, 1y 6mo. A month is 30 days, a year 365.">
            <DurationField
                input=form.field("access_token_ttl", typed.access_token_ttl)
                label="Access token TTL"
                hint=format!("{}; {} by default. Keep it short: an access token outlives its revocation wherever it is not introspected.", AccessTokenTtl::bounds(), default.access_token_ttl)
                read=|text| AccessTokenTtl::parse(text).map(Lifetime::words)
            />
            <DurationField
                input=form.field("refresh_token_ttl", typed.refresh_token_ttl)
                label="Refresh token TTL"
                hint=format!("{}, or 0 for no refresh tokens; {} by default. Counted from the sign-in: rotation does not extend it.", RefreshTokenTtl::bounds(), default.refresh_token_ttl)
                read=|text| TokenTtls::parse_refresh_token_ttl(text).map(|ttl| ttl.map_or_else(|| "no refresh tokens".to_owned(), Lifetime::words))
            />
            <DurationField
                input=form.field("refresh_token_idle_ttl", typed.refresh_token_idle_ttl)
                label="Idle lifetime"
                hint=format!("At most the Refresh token TTL, or 0 for none; {} by default. A refresh token that is not used for so long ends.", default.refresh_token_idle_ttl)
                read=read_idle
            />
            <DurationField
                input=form.field("id_token_ttl", typed.id_token_ttl)
                label="ID token TTL"
                hint=format!("{}; {} by default.", IdTokenTtl::bounds(), default.id_token_ttl)
                read=|text| IdTokenTtl::parse(text).map(Lifetime::words)
            />
            <DurationField
                input=form.field("authorization_code_ttl", typed.authorization_code_ttl)
                label="Authorization code TTL"
                hint=format!("{}; {} by default. A client exchanges its code at once, so a minute is plenty.", AuthorizationCodeTtl::bounds(), default.authorization_code_ttl)
                read=|text| AuthorizationCodeTtl::parse(text).map(Lifetime::words)
            />
            <RadioGroup label="Access token format" mark=form.mark("access_token_format")>{formats}</RadioGroup>
        </Section>
    }
    .into_any()
}

/// What tokens are signed by.
#[component]
pub fn Signing(
    /// The form.
    form: Form,
    /// What is in force.
    signing: SigningSettings,
) -> impl IntoView {
    let choices = || SigningAlgorithm::ALL.into_iter().map(|choice| Choice::new(choice.name(), choice.name())).collect::<Vec<_>>();
    let allowed = SigningAlgorithm::ALL
        .into_iter()
        .map(|choice| {
            view! {
                <Checkbox
                    name=format!("{}[]", form.name("signing_algorithms"))
                    value=choice.name()
                    checked=form.is_ticked("signing_algorithms", choice.name(), signing.signing_algorithms.contains(&choice))
                    label=choice.name()
                    hint=choice.description()
                />
            }
        })
        .collect_view();
    view! {
        <Section title="Signing" lead="Each algorithm has a key of its own. It is published before the first token is signed by it.">
            <Select
                input=form.field("id_token_signed_response_alg", signing.id_token_signed_response_alg.name())
                label="ID tokens are signed by"
                hint="RS256 is what a client expects that was told nothing else. With another one, clients that were set up for RS256 refuse the sign-in."
                choices=choices()
            />
            <Select
                input=form.field("access_token_signing_alg", signing.access_token_signing_alg.name())
                label="Access tokens are signed by"
                hint="ES256 is some twenty times cheaper to sign than RS256. An API that checks tokens itself must know the algorithm."
                choices=choices()
            />
            <CheckboxGroup label="Allowed algorithms" hint="Those that a client may have as its own." mark=form.mark("signing_algorithms")>
                {allowed}
            </CheckboxGroup>
        </Section>
    }
    .into_any()
}

/// Whether refresh tokens are replaced, and how far a lost answer is forgiven.
#[component]
pub fn RotationFields(
    /// The form.
    form: Form,
    /// What is in force.
    policy: RefreshPolicy,
) -> impl IntoView {
    let default = RefreshPolicy::default();
    let choices = Rotation::ALL.into_iter().map(|rotation| Choice::new(rotation.name(), rotation.label())).collect();
    view! {
        <Section
            title="Rotation"
            lead="A refresh token is replaced when it is used, at most once in a retry window. An old token that comes back later was copied: everything that came from that sign-in is revoked."
        >
            <Select
                input=form.field("rotation", policy.rotation.name())
                label="Rotation"
                hint="A public client's refresh tokens rotate or are bound to a key (RFC 9700)."
                choices
            />
            <DurationField
                input=form.field("retry_window", policy.retry_window.short())
                label="Retry window"
                hint=format!("{}, or 0 for none; {} by default. For this long after a rotation the previous token gets the new one, and the new one is not replaced again. With 0, a lost answer or two refreshes at once end the login.", RetryWindow::bounds(), default.retry_window)
                read=read_window
            />
            <CheckboxGroup label="Previous token" mark=form.mark("retry_until_first_use")>
                <Checkbox
                    name=form.name("retry_until_first_use")
                    checked=form.is_ticked("retry_until_first_use", "true", policy.retry_until_first_use)
                    label="Until first use"
                    hint="Beyond the window, too: the previous token works until the new one is used, as FAPI 2.0 asks. For clients that authenticate or whose tokens are bound to a key."
                />
            </CheckboxGroup>
        </Section>
    }
    .into_any()
}

/// How many families there may be.
#[component]
pub fn Limits(
    /// The form.
    form: Form,
    /// What is in force.
    policy: RefreshPolicy,
) -> impl IntoView {
    let choices = LimitRule::ALL.into_iter().map(|rule| Choice::new(rule.name(), rule.label())).collect();
    view! {
        <Section title="Limits" lead="A user has a refresh token for each sign-in to a client: one for each of their devices.">
            <TextField
                input=form.field("family_limit", u16::from(policy.family_limit).to_string())
                label="Refresh tokens per user and client"
                hint="1 to 1,000, or 0 for no limit."
                kind="number"
                short=true
            />
            <Select
                input=form.field("family_limit_rule", policy.family_limit_rule.name())
                label="When a sign-in would be one too many"
                hint="The sign-in itself goes on in any case. It looks at the limit when its refresh token is issued; those that live are not counted again."
                choices
            />
        </Section>
    }
    .into_any()
}

/// What refresh tokens begin and end with.
#[component]
pub fn Ends(
    /// The form.
    form: Form,
    /// What is in force.
    policy: RefreshPolicy,
) -> impl IntoView {
    let switches = [
        (
            "without_offline_access",
            policy.without_offline_access,
            "Issue refresh tokens without offline access",
            "A client that did not ask for offline_access, or was not let have it, gets a refresh token that is bound to the login session and ends with it.",
        ),
        (
            "end_on_password_change",
            policy.end_on_password_change,
            "End on password change",
            "When the user's password is set anew, their refresh tokens end. Those bound to a login session end with it in any case.",
        ),
        (
            "end_on_logout",
            policy.end_on_logout,
            "End on sign-out",
            "New refresh tokens end when the user signs out, though they were issued on offline access.",
        ),
    ];
    let boxes = switches
        .into_iter()
        .map(|(field, on, label, hint)| {
            view! {
                <Checkbox
                    name=form.name(field)
                    checked=form.is_ticked(field, "true", on)
                    label
                    hint
                />
            }
        })
        .collect_view();
    view! {
        <Section title="Ends with" lead="What a refresh token ends with, beside its time.">
            <CheckboxGroup label="Sessions and passwords">{boxes}</CheckboxGroup>
        </Section>
    }
    .into_any()
}

/// What proofs of possession must carry.
#[component]
pub fn KeyBinding(
    /// The form.
    form: Form,
    /// What is in force.
    settings: TokenSettings,
) -> impl IntoView {
    let required = settings.dpop_nonce_required;
    view! {
        <Section
            title="Key binding"
            lead="A client that proves possession of a key (DPoP) gets tokens that are of no use without it. A client that must do so has the switch under its OAuth."
        >
            <CheckboxGroup label="Proofs of possession">
                <Checkbox
                    name=form.name("dpop_nonce_required")
                    checked=form.is_ticked("dpop_nonce_required", "true", required)
                    label="Require a nonce"
                    hint="A proof must carry a value of this server's, no more than ten minutes old, so that none can be made in advance. The client's first request is answered with the value, and sent again."
                />
            </CheckboxGroup>
        </Section>
    }
    .into_any()
}

/// An idle lifetime in words.
pub fn read_idle(text: &str) -> Result<String, domain::lifetime::LifetimeError> {
    IdleTtl::parse(text).map(|idle| if idle.as_seconds() == 0 { "never ends for not being used".to_owned() } else { idle.words() })
}

/// A retry window in words.
pub fn read_window(text: &str) -> Result<String, domain::lifetime::LifetimeError> {
    RetryWindow::parse(text).map(|window| if window.as_seconds() == 0 { "no retry window".to_owned() } else { window.words() })
}
