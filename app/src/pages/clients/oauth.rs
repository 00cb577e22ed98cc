use domain::{
    client::{ClientSettings, ClientType, TokenEndpointAuthMethod},
    client_certificate::{MutualTls, SubjectKind},
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
    t, t_view,
    text::problem,
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
            <ClientFrame path=path.clone() loaded tab=t!("clients-tab-oauth") settings=true>
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
                        {has_users.then(|| view! { <Requests form path=path.clone() view=view.clone()/> })}
                        <Authentication form view=view.clone()/>
                        {confidential.then(|| view! { <Keys form view=view.clone()/> })}
                        {(confidential && has_certificates(&view)).then(|| view! { <Certificates form view=view.clone()/> })}
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
        <Section title=t!("clients-oauth-grants") lead=t!("clients-oauth-grants-lead")>
            <GrantTypes form ticks path view/>
            <Suspends count=live on=refreshes switched=refreshing.clone() switch=REFRESH/>
            {single_page.then(|| view! {
                <div data-while=refreshing hidden=!refreshes>
                    <Notice tone=Tone::Warning>
                        <strong>{t!("clients-oauth-storage")}</strong>
                        " "
                        {t!("clients-oauth-storage-more")}
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
        <Section title=t!("clients-oauth-addresses") lead=t!("clients-oauth-addresses-lead")>
            <TextArea
                input=each_problem(form, "redirect_uris", typed.redirect_uris)
                label=t!("clients-oauth-redirect-uris")
                hint=t!("clients-oauth-redirect-uris-hint")
                conditional=true
                mono=true
            />
            <TextArea
                input=each_problem(form, "post_logout_redirect_uris", typed.post_logout_redirect_uris)
                label=t!("clients-oauth-logout-uris")
                hint=t!("clients-oauth-logout-uris-hint")
                optional=true
                mono=true
                rows=2
            />
        </Section>
    }
    .into_any()
}

/// How its authorization requests come.
#[component]
fn Requests(form: Form, path: WorkspacePath, view: ClientView) -> impl IntoView {
    // What the workspace requires of each client, this one does not have to.
    let by_workspace = view.workspace.authorization.require_pushed_authorization_requests.then(|| {
        view! {
            <p class="quiet">
                {t!("clients-oauth-pushed-by-workspace")}
                " "
                <Link href=path.authorization()>{t!("clients-oauth-pushed-settings")}</Link>
            </p>
        }
    });
    view! {
        <Section title=t!("clients-oauth-requests") lead=t!("clients-oauth-requests-lead")>
            <CheckboxGroup label=t!("clients-oauth-pushed-group")>
                <Checkbox
                    tick=form.tick("require_pushed_authorization_requests", view.client.settings.require_pushed_authorization_requests)
                    label=t!("clients-oauth-pushed")
                    hint=t!("clients-oauth-pushed-hint")
                />
            </CheckboxGroup>
            {by_workspace}
        </Section>
    }
    .into_any()
}

/// A field of several lines, with the problem of each.
fn each_problem(form: Form, field: &'static str, current: String) -> Input {
    let failure = form.failure();
    let problems = failure.as_ref().map(ApiError::problems).unwrap_or_default();
    let sentences: Vec<_> = problems.iter().filter(|at| at.field == field).map(|at| problem(&at.problem)).collect();
    let problem = (!sentences.is_empty()).then(|| sentences.join(" "));
    let input = form.field(field, current);
    Input { mark: Mark { problem, ..input.mark }, ..input }
}

/// Whether certificates have anything to do with this client: they can be presented here, or it has settings for them.
fn has_certificates(view: &ClientView) -> bool {
    let settings = &view.client.settings;
    view.mutual_tls.is_some() || settings.needs_certificate() || settings.tls_client_auth_subject.is_some()
}

/// Whether a client of this type can authenticate so. Certificates are offered where they can be presented, and to a client that has one.
fn is_fitting(view: &ClientView, method: TokenEndpointAuthMethod) -> bool {
    let ClientSettings { client_type, token_endpoint_auth_method: current, .. } = view.client.settings;
    let public = method == TokenEndpointAuthMethod::None;
    let of_type = match client_type {
        ClientType::ServerSideWeb => true,
        ClientType::Service => !public,
        ClientType::SinglePage | ClientType::MobileDesktop => public,
    };
    let offered = || view.mutual_tls.as_ref().is_some_and(|mutual_tls| mutual_tls.offers(method));
    of_type && (!method.uses_certificate() || method == current || offered())
}

#[component]
fn Authentication(form: Form, view: ClientView) -> impl IntoView {
    let certificates = has_certificates(&view);
    let fitting = TokenEndpointAuthMethod::ALL.into_iter().filter(|method| is_fitting(&view, *method));
    let choices = fitting.map(|method| Choice::new(method.name(), method.name())).collect::<Vec<_>>();
    let settings = view.client.settings;
    let hint = match settings.client_type {
        ClientType::ServerSideWeb => {
            t!("clients-oauth-auth-hint-web")
        }
        ClientType::Service => {
            t!("clients-oauth-auth-hint-service")
        }
        ClientType::SinglePage | ClientType::MobileDesktop => t!("clients-oauth-auth-hint-public"),
    };
    view! {
        <Section title=t!("clients-oauth-auth")>
            <Select
                input=form.field("token_endpoint_auth_method", settings.token_endpoint_auth_method.name())
                label=t!("clients-oauth-auth-method")
                hint
                choices
            />
            {settings.client_type.is_confidential().then(|| view! {
                <CheckboxGroup label=t!("clients-oauth-auth-where")>
                    <Checkbox
                        tick=form.tick("require_registered_auth_method", settings.require_registered_auth_method)
                        label=t!("clients-oauth-auth-only")
                        hint=t!("clients-oauth-auth-only-hint")
                    />
                </CheckboxGroup>
            })}
            <CheckboxGroup label=t!("clients-oauth-possession")>
                <Checkbox
                    tick=form.tick("dpop_bound_access_tokens", settings.dpop_bound_access_tokens)
                    label=t!("clients-oauth-dpop")
                    hint=t!("clients-oauth-dpop-hint")
                />
                {certificates.then(|| view! {
                    <Checkbox
                        tick=form.tick("tls_client_certificate_bound_access_tokens", settings.tls_client_certificate_bound_access_tokens)
                        label=t!("clients-oauth-bound-to-certificate")
                        hint=t!("clients-oauth-bound-to-certificate-hint")
                    />
                })}
            </CheckboxGroup>
        </Section>
    }
    .into_any()
}

/// The keys that it authenticates by.
#[component]
fn Keys(form: Form, view: ClientView) -> impl IntoView {
    let typed = TypedOauth::of(&view.client.settings);
    let any = std::iter::once(Choice::new("", t!("clients-oauth-keys-any")));
    let choices: Vec<_> =
        any.chain(ClientAlgorithm::ALL.into_iter().map(|algorithm| Choice::new(algorithm.name(), algorithm.name()))).collect();
    view! {
        <Section
            title=t!("clients-oauth-keys")
            lead=t!("clients-oauth-keys-lead")
        >
            <TextArea
                input=form.field("jwks", typed.jwks)
                label=t!("clients-oauth-jwks")
                hint=t!("clients-oauth-jwks-hint", count = MOST_KEYS)
                optional=true
                mono=true
                rows=6
            />
            <TextField
                input=form.field("jwks_uri", typed.jwks_uri)
                label=t!("clients-oauth-jwks-uri")
                hint=t!("clients-oauth-jwks-uri-hint")
                optional=true
                mono=true
            />
            <Select
                input=form.field("token_endpoint_auth_signing_alg", typed.token_endpoint_auth_signing_alg)
                label=t!("clients-oauth-assertions")
                hint=t!("clients-oauth-assertions-hint")
                choices
            />
        </Section>
    }
    .into_any()
}

/// The subject of the certificate that it authenticates by, and where it presents it.
#[component]
fn Certificates(form: Form, view: ClientView) -> impl IntoView {
    let typed = TypedOauth::of(&view.client.settings);
    let choices = SubjectKind::ALL.map(|kind| {
        let label = match kind {
            SubjectKind::DistinguishedName => t!("clients-oauth-subject-dn"),
            SubjectKind::HostName => t!("clients-oauth-subject-dns"),
            SubjectKind::Uri => t!("clients-oauth-subject-uri"),
            SubjectKind::IpAddress => t!("clients-oauth-subject-ip"),
            SubjectKind::Email => t!("clients-oauth-subject-email"),
        };
        Choice::new(kind.name(), label)
    });
    let place = match view.mutual_tls {
        Some(MutualTls { address: Some(address), .. }) => {
            t_view!("clients-oauth-certificates-address", address = view! { <code>{address}</code> })
        }
        Some(MutualTls { address: None, .. }) => t!("clients-oauth-certificates-here").into_any(),
        None => view! { <Notice tone=Tone::Warning>{t!("clients-oauth-certificates-unavailable")}</Notice> }.into_any(),
    };
    view! {
        <Section title=t!("clients-oauth-certificates") lead=t!("clients-oauth-certificates-lead")>
            <div>{place}</div>
            <Select
                input=form.field("tls_client_auth_subject_kind", typed.tls_client_auth_subject_kind)
                label=t!("clients-oauth-subject-kind")
                hint=t!("clients-oauth-subject-kind-hint")
                choices=choices.to_vec()
            />
            <TextField
                input=form.field("tls_client_auth_subject", typed.tls_client_auth_subject)
                label=t!("clients-oauth-subject")
                hint=t!("clients-oauth-subject-hint")
                optional=true
                mono=true
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
        let inherited = Choice::new("", t!("clients-oauth-inherited", algorithm = inherited.name()));
        std::iter::once(inherited).chain(allowed).collect::<Vec<_>>()
    };
    let id_token_choices = choices(workspace.id_token_signed_response_alg);
    let value = |algorithm: Option<SigningAlgorithm>| algorithm.map_or("", SigningAlgorithm::name);
    let id_tokens = view.client.settings.client_type.has_users().then(|| {
        view! {
            <Select
                input=form.field("id_token_signed_response_alg", value(own.id_token_signed_response_alg))
                label=t!("clients-oauth-id-tokens")
                hint=t!("clients-oauth-id-tokens-hint")
                choices=id_token_choices
            />
        }
    });
    view! {
        <Section title=t!("clients-oauth-signing") lead=t!("clients-oauth-signing-lead")>
            {id_tokens}
            <Select
                input=form.field("access_token_signing_alg", value(own.access_token_signing_alg))
                label=t!("clients-oauth-access-tokens")
                hint=t!("clients-oauth-access-tokens-hint")
                choices=choices(workspace.access_token_signing_alg)
            />
        </Section>
    }
    .into_any()
}

#[component]
fn Users(form: Form, view: ClientView) -> impl IntoView {
    view! {
        <Section title=t!("clients-oauth-users") lead=t!("clients-oauth-users-lead")>
            <CheckboxGroup label=t!("clients-oauth-consent")>
                <Checkbox
                    tick=form.tick("trusted", view.client.settings.trusted)
                    label=t!("clients-oauth-trusted")
                    hint=t!("clients-oauth-trusted-hint")
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
        problems.iter().find(|at| matches!(at.problem, Problem::Policy(_)) && at.field != "grant_types").map(|at| problem(&at.problem));
    view! {
        <Section title=t!("clients-oauth-policy") lead=t!("clients-oauth-policy-lead")>
            {forbidden.map(|sentence| view! { <Notice tone=Tone::Bad>{sentence}</Notice> })}
            <p><Link href=path.client_token_policy(client)>{t!("clients-oauth-policy-change")}</Link></p>
        </Section>
    }
    .into_any()
}
