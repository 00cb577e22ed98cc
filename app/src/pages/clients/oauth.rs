use domain::{
    client::{ClientType, TokenEndpointAuthMethod},
    client_keys::{ClientAlgorithm, MOST_KEYS},
    grant_type::GrantType,
    id::ClientId,
    problem::Problem,
    signing::SigningAlgorithm,
    view::ClientView,
};
use leptos::prelude::*;

use super::{
    frame::{ClientFrame, change_client, client_target, load_client, pause_question, use_client},
    grants::GrantTypes,
    typed::TypedOauth,
};
use crate::{
    api::ApiError,
    components::{Suspends, load_at, loaded},
    form::{Form, FormAction, Opened, SavedNotice, Sent, SettingsForm, Shown},
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Checkbox, CheckboxGroup, Choice, Indexed, Input, Link, Mark, Notice, Section, Select, TextArea, TextField, Tone},
};

/// Saves a client's OAuth settings.
#[server]
pub async fn set_client_oauth(
    path: WorkspacePath,
    client: ClientId,
    version: i64,
    typed: TypedOauth,
    #[server(default)] opened: Opened,
    #[server(default)] pausing: bool,
) -> Result<(), ApiError> {
    let sent = Sent { typed: typed.with_added(), version, opened };
    change_client(&path, client, &path.client_oauth(client), sent, TypedOauth::of, TypedOauth::parse, pausing).await
}

crate::form::needs!(SetClientOauth: SetClient);

/// A client's OAuth settings.
#[component]
pub fn ClientOauthPage() -> impl IntoView {
    let client = use_client();
    let save = FormAction::<SetClientOauth>::typed();
    let form = save.form;
    let loading = load_at(client, |(path, id)| load_client(path, id));
    loaded(loading, move |((path, id), loaded)| {
        let view = loaded.view.clone();
        let has_users = view.client.settings.client_type.has_users();
        let confidential = view.client.settings.client_type.is_confidential();
        let question = pause_question(form, &path, id, path.client_oauth(id), |settings| {
            settings.grant_types.remove(&GrantType::RefreshToken);
        });
        view! {
            <ClientFrame path=path.clone() loaded tab="OAuth">
                <Indexed>
                    <SettingsForm
                        action=save
                        target=client_target(&path, id)
                        version=view.client.version
                        shown=Shown::of(&TypedOauth::of(&view.client.settings))
                        saved=SavedNotice::Above
                    >
                        {question}
                        <Grants form path=path.clone() view=view.clone()/>
                        {has_users.then(|| view! { <Addresses form view=view.clone()/> })}
                        <Authentication form view=view.clone()/>
                        {confidential.then(|| view! { <Keys form view=view.clone()/> })}
                        <Signing form view=view.clone()/>
                        {has_users.then(|| view! { <Users form view/> })}
                        <PolicyLink form path client=id/>
                    </SettingsForm>
                </Indexed>
            </ClientFrame>
        }
    })
}

#[component]
fn Grants(form: Form, path: WorkspacePath, view: ClientView) -> impl IntoView {
    const REFRESH: &str = GrantType::RefreshToken.name();
    let settings = &view.client.settings;
    let single_page = settings.client_type == ClientType::SinglePage;
    let ticks = form.ticks("grant_types", settings.grant_types.iter().map(|grant| grant.name()));
    let waiting = format!("select[name='{}'] option[value='{REFRESH}']:checked", form.name("add_grant_type"));
    let (refreshes, refreshing) = (ticks.is_on(REFRESH), format!("{}, {waiting}", ticks.ticked(REFRESH)));
    let live = view.live_families;
    view! {
        <Section title="Grants" lead="How this client gets tokens.">
            <GrantTypes form ticks path view/>
            <Suspends count=live on=refreshes switched=refreshing.clone() switch=REFRESH/>
            {single_page.then(|| view! {
                <div data-while=refreshing hidden=!refreshes>
                    <Notice tone=Tone::Warning>
                        <strong>"Keep refresh tokens out of local storage."</strong>
                        " What runs in a browser can be read by any script that gets into the page. Hold them in memory, and leave rotation on: "
                        "then a stolen token is found out as soon as both sides use it."
                    </Notice>
                </div>
            })}
        </Section>
    }
    .into_any()
}

#[component]
fn Addresses(form: Form, view: ClientView) -> impl IntoView {
    let typed = TypedOauth::of(&view.client.settings);
    view! {
        <Section title="Addresses" lead="One per line. They are compared character by character; only the port of a loopback address may differ.">
            <TextArea
                input=each_problem(form, "redirect_uris", typed.redirect_uris)
                label="Redirect URIs"
                hint="Where a user comes back to after signing in, such as https://app.example.com/callback. Required with the authorization_code grant."
                conditional=true
                mono=true
            />
            <TextArea
                input=each_problem(form, "post_logout_redirect_uris", typed.post_logout_redirect_uris)
                label="Post-logout redirect URIs"
                hint="Where a user may be sent after signing out."
                optional=true
                mono=true
                rows=2
            />
        </Section>
    }
    .into_any()
}

/// A field of several lines, with the problem of each.
fn each_problem(form: Form, field: &'static str, current: String) -> Input {
    let failure = form.failure();
    let problems = failure.as_ref().map(ApiError::problems).unwrap_or_default();
    let sentences: Vec<_> = problems.iter().filter(|at| at.field == field).map(|at| at.problem.sentence()).collect();
    let problem = (!sentences.is_empty()).then(|| sentences.join(" "));
    let input = form.field(field, current);
    Input { mark: Mark { problem, ..input.mark }, ..input }
}

#[component]
fn Authentication(form: Form, view: ClientView) -> impl IntoView {
    let settings = view.client.settings;
    let fitting = TokenEndpointAuthMethod::ALL.into_iter().filter(|method| {
        let public = *method == TokenEndpointAuthMethod::None;
        match settings.client_type {
            ClientType::ServerSideWeb => true,
            ClientType::Service => !public,
            ClientType::SinglePage | ClientType::MobileDesktop => public,
        }
    });
    let choices = fitting.map(|method| Choice::new(method.name(), method.name())).collect::<Vec<_>>();
    let hint = match settings.client_type {
        ClientType::ServerSideWeb => {
            "How it proves who it is at the token endpoint. With private_key_jwt it signs by a key whose public half is below. With none it has no secret, and must use PKCE."
        }
        ClientType::Service => {
            "How it proves who it is at the token endpoint. With private_key_jwt it signs by a key whose public half is below."
        }
        ClientType::SinglePage | ClientType::MobileDesktop => "A client of this type cannot keep a secret; PKCE protects it.",
    };
    view! {
        <Section title="Authentication">
            <Select
                input=form.field("token_endpoint_auth_method", settings.token_endpoint_auth_method.name())
                label="Token endpoint authentication method"
                hint
                choices
            />
            {settings.client_type.is_confidential().then(|| view! {
                <CheckboxGroup label="Where the secret is accepted">
                    <Checkbox
                        tick=form.tick("require_registered_auth_method", settings.require_registered_auth_method)
                        label="Accept this method only"
                        hint="For secrets. Otherwise the secret is accepted in either the Authorization header or the form, never in both."
                    />
                </CheckboxGroup>
            })}
            <CheckboxGroup label="Proof of possession">
                <Checkbox
                    tick=form.tick("dpop_bound_access_tokens", settings.dpop_bound_access_tokens)
                    label="DPoP-bound access tokens"
                    hint="It gets only tokens that are bound to its key: a request without a proof is refused (RFC 9449)."
                />
            </CheckboxGroup>
        </Section>
    }
    .into_any()
}

/// The keys that it authenticates by.
#[component]
fn Keys(form: Form, view: ClientView) -> impl IntoView {
    let typed = TypedOauth::of(&view.client.settings);
    let any = std::iter::once(Choice::new("", "Any that its keys are for"));
    let choices: Vec<_> =
        any.chain(ClientAlgorithm::ALL.into_iter().map(|algorithm| Choice::new(algorithm.name(), algorithm.name()))).collect();
    view! {
        <Section
            title="Client keys"
            lead="Used with private_key_jwt: the client signs a JWT for each request, and keeps its private key to itself. Give its public keys or
                their address, not both."
        >
            <TextArea
                input=form.field("jwks", typed.jwks)
                label="Public keys"
                hint=format!(
                    "A JSON Web Key Set with up to {MOST_KEYS} keys, such as {{\"keys\": [{{\"kty\": \"EC\", …}}]}}. While a key is replaced, have both here."
                )
                optional=true
                mono=true
                rows=6
            />
            <TextField
                input=form.field("jwks_uri", typed.jwks_uri)
                label="Address of the public keys"
                hint="Where the client publishes them, such as https://app.example.com/jwks.json. They are read when they are needed, and again when a key is not known."
                optional=true
                mono=true
            />
            <Select
                input=form.field("token_endpoint_auth_signing_alg", typed.token_endpoint_auth_signing_alg)
                label="Assertions are signed by"
                hint="The one algorithm that is accepted of this client."
                choices
            />
        </Section>
    }
    .into_any()
}

#[component]
fn Signing(form: Form, view: ClientView) -> impl IntoView {
    let (own, workspace) = (view.client.settings.signing, view.workspace.tokens.signing);
    let algorithms = workspace.signing_algorithms;
    let choices = move |inherited: SigningAlgorithm| {
        let allowed = algorithms.iter().map(|algorithm| Choice::new(algorithm.name(), algorithm.name()));
        std::iter::once(Choice::new("", format!("Workspace ({inherited})"))).chain(allowed).collect::<Vec<_>>()
    };
    let id_token_choices = choices(workspace.id_token_signed_response_alg);
    let value = |algorithm: Option<SigningAlgorithm>| algorithm.map_or("", SigningAlgorithm::name);
    let id_tokens = view.client.settings.client_type.has_users().then(|| {
        view! {
            <Select
                input=form.field("id_token_signed_response_alg", value(own.id_token_signed_response_alg))
                label="ID tokens are signed by"
                hint="The algorithm that the client's library is configured for; RS256 by default."
                choices=id_token_choices
            />
        }
    });
    view! {
        <Section title="Signing" lead="The algorithms that sign its tokens.">
            {id_tokens}
            <Select
                input=form.field("access_token_signing_alg", value(own.access_token_signing_alg))
                label="Access tokens are signed by"
                hint="What the APIs that check them know. ES256 is about 20 times cheaper to sign than RS256."
                choices=choices(workspace.access_token_signing_alg)
            />
        </Section>
    }
    .into_any()
}

#[component]
fn Users(form: Form, view: ClientView) -> impl IntoView {
    view! {
        <Section title="Users" lead="How users sign in to this client.">
            <CheckboxGroup label="Consent">
                <Checkbox
                    tick=form.tick("trusted", view.client.settings.trusted)
                    label="Trusted"
                    hint="An application of your own: users are not asked for consent."
                />
            </CheckboxGroup>
        </Section>
    }
    .into_any()
}

/// Links to the client's lifetimes and policy, and says so where they forbid what was typed.
#[component]
fn PolicyLink(form: Form, path: WorkspacePath, client: ClientId) -> impl IntoView {
    let failure = form.failure();
    let problems = failure.as_ref().map(ApiError::problems).unwrap_or_default();
    let forbidden =
        problems.iter().find(|at| matches!(at.problem, Problem::Policy(_)) && at.field != "grant_types").map(|at| at.problem.sentence());
    view! {
        <Section title="Token policy" lead="Lifetimes, rotation and limits of this client's own, and what is in force for it.">
            {forbidden.map(|sentence| view! { <Notice tone=Tone::Bad>{sentence}</Notice> })}
            <p><Link href=path.client_token_policy(client)>"Change the token policy"</Link></p>
        </Section>
    }
    .into_any()
}
