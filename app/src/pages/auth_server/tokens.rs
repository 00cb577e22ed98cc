use domain::{
    lifetime::{AccessTokenTtl, AuthorizationCodeTtl, IdTokenTtl, Lifetime, RefreshTokenTtl},
    policy::{RetryWindow, Rotation},
    problem::Problem,
    settings::tokens::{AccessTokenFormat, TokenSettings, TokenTtls},
    workspace::Workspace,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::typed::TypedTokenSettings;
use crate::{
    api::ApiError,
    components::{DurationField, loaded},
    done::DoneNotice,
    form::{Form, FormNotice, PlaceFields, SaveRow},
    pages::settings::load_workspace,
    paths::{Place, use_place},
    ui::{Checkbox, CheckboxGroup, Choice, Page, Radio, RadioGroup, Section, Select, TextField},
};
#[cfg(feature = "ssr")]
use crate::{
    api::{Keep, desk, done},
    done::Done,
};

/// Saves lifetimes, format and rotation.
#[server]
pub async fn set_token_settings(place: Place, version: i64, typed: TypedTokenSettings) -> Result<(), ApiError> {
    let settings = typed.parse().keep(&typed)?;
    let saved = desk()?.set_token_settings(&place.tenant, &place.workspace, version, settings).await.keep(&typed)?;
    done(&place.token_settings(), Done::Saved(saved.version));
    Ok(())
}

/// Auth Server › Tokens.
#[component]
pub fn TokenSettingsPage() -> impl IntoView {
    let place = use_place();
    let action = ServerAction::<SetTokenSettings>::new();
    let form = Form::of(action).within("typed");
    let workspace = Resource::new(move || (place.get(), form.reload()), |(place, _)| async move { load_workspace(place?).await });
    loaded(workspace, move |workspace: Workspace| {
        let Ok(place) = place.get_untracked() else { return ().into_any() };
        view! {
            <Page title="Tokens" lead="How long tokens live, how they are written, and how refresh tokens are kept safe.">
                <DoneNotice version=workspace.version failed=form.failed()/>
                <FormNotice form/>
                <ActionForm action>
                    <PlaceFields place=place.clone() version=workspace.version/>
                    <Lifetimes form settings=workspace.tokens.clone()/>
                    <RotationFields form place settings=workspace.tokens.clone()/>
                    <KeyBinding form settings=workspace.tokens/>
                    <SaveRow form/>
                </ActionForm>
            </Page>
        }
        .into_any()
    })
}

#[component]
fn Lifetimes(form: Form, settings: TokenSettings) -> impl IntoView {
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
            <RadioGroup label="Access token format" problem=form.problem("access_token_format")>{formats}</RadioGroup>
        </Section>
    }
    .into_any()
}

#[component]
fn RotationFields(form: Form, place: Place, settings: TokenSettings) -> impl IntoView {
    let typed = TypedTokenSettings::of(&settings);
    let default = TypedTokenSettings::of(&TokenSettings::default());
    let choices = Rotation::ALL.into_iter().map(|rotation| Choice::new(rotation.name(), rotation.label())).collect();
    let unprotected = move || {
        let client = form.failure().with(|failure| {
            failure.as_ref()?.problems().iter().find_map(|at| match &at.problem {
                Problem::PolicyOfClients { first, .. } => Some(*first),
                _ => None,
            })
        });
        client.map(|client| view! { <p class="field-links"><A href=place.client_oauth(client)>"Go to a client that may not have this policy"</A></p> })
    };
    view! {
        <Section
            title="Rotation"
            lead="Each use of a refresh token replaces it. When an old one comes back, somebody has copied it, and everything that came from that sign-in is ended."
        >
            <Select
                input=form.field("rotation", typed.rotation)
                label="Rotation"
                hint="Public clients must rotate (RFC 9700). A client can have a rotation of its own."
                choices
            />
            {unprotected}
            <DurationField
                input=form.field("retry_window", typed.retry_window)
                label="Retry window"
                hint=format!("{}; {} by default. For this long a client that lost the answer may ask again with the previous token.", RetryWindow::bounds(), default.retry_window)
                read=|text| RetryWindow::parse(text).map(|window| if window.as_seconds() == 0 { "no retries".to_owned() } else { window.words() })
            />
            <TextField
                input=form.field("retry_count", typed.retry_count)
                label="Retry count"
                hint=format!("0 to 10; {} by default. How often it may ask again within the window.", default.retry_count)
                kind="number"
                short=true
            />
        </Section>
    }
    .into_any()
}

#[component]
fn KeyBinding(form: Form, settings: TokenSettings) -> impl IntoView {
    view! {
        <Section
            title="Key binding"
            lead="A client that proves possession of a key (DPoP) gets tokens that are of no use without it. A client that must do so has the switch under its OAuth."
        >
            <CheckboxGroup label="Proofs of possession">
                <Checkbox
                    name=form.name("dpop_nonce_required")
                    checked=form.is_ticked("dpop_nonce_required", "true", settings.dpop_nonce_required)
                    label="Require a nonce"
                    hint="A proof must carry a value of this server's, no more than ten minutes old, so that none can be made in advance. The client's first request is answered with the value, and sent again."
                />
            </CheckboxGroup>
        </Section>
    }
    .into_any()
}
