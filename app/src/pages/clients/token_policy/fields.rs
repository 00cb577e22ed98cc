use domain::{
    client::ClientSettings,
    lifetime::{AccessTokenTtl, AuthorizationCodeTtl, IdTokenTtl, Lifetime, LifetimeError, RefreshTokenTtl},
    policy::{self, Effective, LimitRule, Origin, Rotation},
    settings::tokens::{TokenSettings, TokenTtls},
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::typed::TypedTokenPolicy;
use crate::{
    components::DurationField,
    form::Form,
    pages::auth_server::{read_idle, read_window},
    paths::Place,
    ui::{Badge, Checkbox, CheckboxGroup, Choice, Section, Select, TextField, Tone},
};

/// What is in force, and where it comes from.
#[component]
fn InForce(
    /// The value, in words.
    value: String,
    /// Where it is changed.
    origin: Origin,
) -> impl IntoView {
    let (tone, origin) = match origin {
        Origin::Workspace => (Tone::Neutral, "Workspace"),
        Origin::Client => (Tone::Info, "Client"),
    };
    view! { <p class="in-force">"In force: "<strong>{value}</strong>" "<Badge tone>{origin}</Badge></p> }.into_any()
}

/// *Token Time to Live Settings*: the client's own, or the workspace's.
#[component]
pub fn OwnLifetimes(
    /// The form.
    form: Form,
    /// What the workspace has.
    workspace: TokenSettings,
    /// What the client has.
    client: ClientSettings,
) -> impl IntoView {
    let typed = TypedTokenPolicy::of(&workspace, &client);
    let origin = if client.token_ttls.is_some() { Origin::Client } else { Origin::Workspace };
    let (in_force, of_workspace) = (policy::ttls_in_force(&workspace, &client), workspace.ttls);
    let refresh_ttl = |ttl: Option<RefreshTokenTtl>| ttl.map_or_else(|| "No refresh tokens".to_owned(), Lifetime::words);
    let hint = |bounds: String, workspace: String| format!("{bounds}. The workspace has {}.", workspace.to_lowercase());
    view! {
        <Section
            title="Token Time to Live Settings"
            lead="Lifetimes of this client's own. While it does not use them, the workspace's are in force."
        >
            <CheckboxGroup label="Lifetimes">
                <Checkbox
                    name=form.name("use_custom_token_ttls")
                    checked=form.is_ticked("use_custom_token_ttls", "true", typed.use_custom_token_ttls)
                    label="Use specific token time-to-live"
                    hint="All four of them: what the workspace changes later does not reach this client."
                    in_force=form.ticked_in_force("use_custom_token_ttls", "true", typed.use_custom_token_ttls)
                />
            </CheckboxGroup>
            <div class="policy-field">
                <DurationField
                    input=form.field("access_token_ttl", typed.access_token_ttl)
                    label="Access token TTL"
                    hint=hint(AccessTokenTtl::bounds(), of_workspace.access_token_ttl.words())
                    read=|text| AccessTokenTtl::parse(text).map(Lifetime::words)
                />
                <InForce value=in_force.access_token_ttl.words() origin/>
            </div>
            <div class="policy-field">
                <DurationField
                    input=form.field("refresh_token_ttl", typed.refresh_token_ttl)
                    label="Refresh token TTL"
                    hint=hint(format!("{}, or 0 for no refresh tokens", RefreshTokenTtl::bounds()), refresh_ttl(of_workspace.refresh_token_ttl))
                    read=read_refresh_token_ttl
                />
                <InForce value=refresh_ttl(in_force.refresh_token_ttl) origin/>
            </div>
            <div class="policy-field">
                <DurationField
                    input=form.field("id_token_ttl", typed.id_token_ttl)
                    label="ID token TTL"
                    hint=hint(IdTokenTtl::bounds(), of_workspace.id_token_ttl.words())
                    read=|text| IdTokenTtl::parse(text).map(Lifetime::words)
                />
                <InForce value=in_force.id_token_ttl.words() origin/>
            </div>
            <div class="policy-field">
                <DurationField
                    input=form.field("authorization_code_ttl", typed.authorization_code_ttl)
                    label="Authorization code TTL"
                    hint=hint(AuthorizationCodeTtl::bounds(), of_workspace.authorization_code_ttl.words())
                    read=|text| AuthorizationCodeTtl::parse(text).map(Lifetime::words)
                />
                <InForce value=in_force.authorization_code_ttl.words() origin/>
            </div>
        </Section>
    }
    .into_any()
}

fn read_refresh_token_ttl(text: &str) -> Result<String, LifetimeError> {
    TokenTtls::parse_refresh_token_ttl(text).map(|ttl| ttl.map_or_else(|| "no refresh tokens".to_owned(), Lifetime::words))
}

/// The refresh-token policy, value by value: the client's own, or the workspace's.
#[component]
pub fn OwnPolicy(
    /// The form.
    form: Form,
    /// The workspace.
    place: Place,
    /// What the workspace has.
    workspace: TokenSettings,
    /// What the client has.
    client: ClientSettings,
) -> impl IntoView {
    let typed = TypedTokenPolicy::of(&workspace, &client);
    let (own, default) = (policy::effective(&workspace, &client), workspace.refresh);
    let rotations = Rotation::ALL.map(|rotation| Choice::new(rotation.name(), rotation.label()));
    let rules = LimitRule::ALL.map(|rule| Choice::new(rule.name(), rule.label()));
    view! {
        <Section title="Refresh-token policy" lead="What is left empty is as the workspace has it, and changes with it.">
            <p class="field-links"><A href=place.token_settings()>"The workspace's policy"</A></p>
            <Chosen form field="rotation" label="Rotation" typed=typed.rotation default=default.rotation.label() choices=rotations.into()
                hint="A public client's refresh tokens rotate or are bound to a key (RFC 9700)."
                value=own.rotation.value.label().to_owned() origin=own.rotation.origin/>
            <Lasting form field="retry_window" label="Retry window" typed=typed.retry_window default=default.retry_window.words() read=read_window
                value=own.retry_window.value.words() origin=own.retry_window.origin/>
            <Switched form field="retry_until_first_use" label="Until first use" typed=typed.retry_until_first_use
                default=default.retry_until_first_use own=own.retry_until_first_use
                hint="Beyond the window, too: the previous token works until the new one is used (FAPI 2.0)."/>
            <Lasting form field="refresh_token_idle_ttl" label="Idle lifetime" typed=typed.refresh_token_idle_ttl
                default=idle(default.refresh_token_idle_ttl) read=read_idle
                value=idle(own.refresh_token_idle_ttl.value) origin=own.refresh_token_idle_ttl.origin/>
            <Counted form field="family_limit" label="Refresh tokens per user and client" typed=typed.family_limit
                default=limit(default.family_limit) value=limit(own.family_limit.value) origin=own.family_limit.origin/>
            <Chosen form field="family_limit_rule" label="When a sign-in would be one too many" typed=typed.family_limit_rule
                default=default.family_limit_rule.label() choices=rules.into() hint=""
                value=own.family_limit_rule.value.label().to_owned() origin=own.family_limit_rule.origin/>
            <Switched form field="without_offline_access" label="Issue refresh tokens without offline access" typed=typed.without_offline_access
                default=default.without_offline_access own=own.without_offline_access
                hint="They are bound to the login session and end with it."/>
            <Switched form field="end_on_password_change" label="End on password change" typed=typed.end_on_password_change
                default=default.end_on_password_change own=own.end_on_password_change hint=""/>
            <Switched form field="end_on_logout" label="End on sign-out" typed=typed.end_on_logout
                default=default.end_on_logout own=own.end_on_logout
                hint="New refresh tokens end when the user signs out, though they were issued on offline access."/>
        </Section>
    }
    .into_any()
}

fn idle(idle: domain::lifetime::IdleTtl) -> String {
    if idle.as_seconds() == 0 { "None".to_owned() } else { idle.words() }
}

fn limit(limit: domain::policy::FamilyLimit) -> String {
    limit.most().map_or_else(|| "No limit".to_owned(), |most| most.to_string())
}

fn inherited(default: &str) -> Choice {
    Choice::new("", format!("As the workspace has it ({})", default.to_lowercase()))
}

/// One value out of several.
#[component]
fn Chosen(
    form: Form,
    field: &'static str,
    label: &'static str,
    hint: &'static str,
    typed: String,
    default: &'static str,
    choices: Vec<Choice>,
    value: String,
    origin: Origin,
) -> impl IntoView {
    let choices = std::iter::once(inherited(default)).chain(choices).collect();
    view! {
        <div class="policy-field">
            <Select input=form.field(field, typed) label hint choices/>
            <InForce value origin/>
        </div>
    }
    .into_any()
}

/// Something that is on or off.
#[component]
fn Switched(
    form: Form,
    field: &'static str,
    label: &'static str,
    hint: &'static str,
    typed: String,
    default: bool,
    own: Effective<bool>,
) -> impl IntoView {
    let word = |on: bool| if on { "On" } else { "Off" };
    let choices = vec![Choice::new("true", "On"), Choice::new("false", "Off")];
    view! { <Chosen form field label hint typed default=word(default) choices value=word(own.value).to_owned() origin=own.origin/> }
        .into_any()
}

/// A duration.
#[component]
fn Lasting(
    form: Form,
    field: &'static str,
    label: &'static str,
    typed: String,
    default: String,
    read: fn(&str) -> Result<String, LifetimeError>,
    value: String,
    origin: Origin,
) -> impl IntoView {
    let hint = format!("Empty: as the workspace has it ({}).", default.to_lowercase());
    view! {
        <div class="policy-field">
            <DurationField input=form.field(field, typed) label hint read optional=true/>
            <InForce value origin/>
        </div>
    }
    .into_any()
}

/// A number.
#[component]
fn Counted(
    form: Form,
    field: &'static str,
    label: &'static str,
    typed: String,
    default: String,
    value: String,
    origin: Origin,
) -> impl IntoView {
    let hint = format!("Empty: as the workspace has it ({}).", default.to_lowercase());
    view! {
        <div class="policy-field">
            <TextField input=form.field(field, typed) label hint kind="number" short=true optional=true/>
            <InForce value origin/>
        </div>
    }
    .into_any()
}
