use domain::{
    client::ClientSettings,
    in_force,
    lifetime::{AccessTokenTtl, AuthorizationCodeTtl, IdTokenTtl, Lifetime, LifetimeError, RefreshTokenTtl},
    policy::{Effective, LimitRule, Origin, Rotation},
    settings::tokens::{TokenSettings, TokenTtls},
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::typed::TypedTokenPolicy;
use crate::{
    components::{InForce, OwnValue},
    form::Form,
    pages::auth_server::{read_idle, read_window},
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Choice, Section, Select},
};

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
    let typed = TypedTokenPolicy::of(&client);
    let (in_force, of_workspace) = (in_force::ttls(&workspace, &client), workspace.ttls);
    let refresh_ttl = |ttl: Option<RefreshTokenTtl>| ttl.map_or_else(|| "No refresh tokens".to_owned(), Lifetime::words);
    view! {
        <Section title="Token Time to Live Settings" lead="Each is the workspace's, and changes with it, or this client's own.">
            <OwnValue form field="access_token_ttl" label="Access token TTL" own=typed.access_token_ttl
                workspace=of_workspace.access_token_ttl.words() hint=format!("{}.", AccessTokenTtl::bounds())
                read=|text| AccessTokenTtl::parse(text).map(Lifetime::words) in_force=in_force.access_token_ttl.words()/>
            <OwnValue form field="refresh_token_ttl" label="Refresh token TTL" own=typed.refresh_token_ttl
                workspace=refresh_ttl(of_workspace.refresh_token_ttl).to_lowercase()
                hint=format!("{}, or 0 for no refresh tokens.", RefreshTokenTtl::bounds())
                read=read_refresh_token_ttl in_force=refresh_ttl(in_force.refresh_token_ttl)/>
            <OwnValue form field="id_token_ttl" label="ID token TTL" own=typed.id_token_ttl
                workspace=of_workspace.id_token_ttl.words() hint=format!("{}.", IdTokenTtl::bounds())
                read=|text| IdTokenTtl::parse(text).map(Lifetime::words) in_force=in_force.id_token_ttl.words()/>
            <OwnValue form field="authorization_code_ttl" label="Authorization code TTL" own=typed.authorization_code_ttl
                workspace=of_workspace.authorization_code_ttl.words() hint=format!("{}.", AuthorizationCodeTtl::bounds())
                read=|text| AuthorizationCodeTtl::parse(text).map(Lifetime::words) in_force=in_force.authorization_code_ttl.words()/>
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
    path: WorkspacePath,
    /// What the workspace has.
    workspace: TokenSettings,
    /// What the client has.
    client: ClientSettings,
) -> impl IntoView {
    let typed = TypedTokenPolicy::of(&client);
    let (own, default) = (in_force::effective_policy(&workspace, &client), workspace.refresh);
    let rotations = Rotation::ALL.map(|rotation| Choice::new(rotation.name(), rotation.label()));
    let rules = LimitRule::ALL.map(|rule| Choice::new(rule.name(), rule.label()));
    view! {
        <Section title="Refresh-token policy" lead="Each value is the workspace's, and changes with it, or this client's own.">
            <p class="field-links"><A href=path.token_settings()>"The workspace's policy"</A></p>
            <Chosen form field="rotation" label="Rotation" typed=typed.rotation default=default.rotation.label() choices=rotations.into()
                hint="A public client's refresh tokens rotate or are bound to a key (RFC 9700)."
                value=own.rotation.value.label().to_owned() origin=own.rotation.origin/>
            <OwnValue form field="retry_window" label="Retry window" own=typed.retry_window workspace=default.retry_window.words()
                hint="Up to 5 minutes; 0 turns it off." read=read_window in_force=own.retry_window.value.words()/>
            <Switched form field="retry_until_first_use" label="Until first use" typed=typed.retry_until_first_use
                default=default.retry_until_first_use own=own.retry_until_first_use
                hint="Beyond the window, too: the previous token works until the new one is used (FAPI 2.0)."/>
            <OwnValue form field="refresh_token_idle_ttl" label="Idle lifetime" own=typed.refresh_token_idle_ttl
                workspace=idle(default.refresh_token_idle_ttl).to_lowercase() hint="At most the Refresh token TTL, or 0 for none."
                read=read_idle in_force=idle(own.refresh_token_idle_ttl.value)/>
            <OwnValue form field="family_limit" label="Refresh tokens per user and client" own=typed.family_limit
                workspace=limit(default.family_limit).to_lowercase() hint="1 to 1,000, or 0 for no limit."
                in_force=limit(own.family_limit.value)/>
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
    Choice::new("", format!("Use workspace setting ({default})"))
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
