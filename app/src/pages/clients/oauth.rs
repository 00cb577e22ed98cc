use domain::{
    client::ClientType, grant_type::GrantType, id::ClientId, in_force, problem::Problem, signing::SigningAlgorithm, view::ClientView,
};
use leptos::prelude::*;

use super::{
    authentication::{Authentication, Certificates, Keys, shows_certificates},
    document::document_rules,
    exchanged::{ExchangeNames, resolved, unless_unknown},
    exchanges::Exchanges,
    frame::{ClientFrame, LoadedClient, change_client, client_target, load_client, pause_question, use_client},
    grants::GrantTypes,
    logouts::{Deliveries, Logouts},
    subjects::Subjects,
    typed::TypedOauth,
};
use crate::{
    api::ApiError,
    components::{Suspends, load_at, loaded},
    form::{Form, FormAction, Opened, SavedNotice, Sent, SettingsForm, Shown},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    text::problem,
    ui::{Checkbox, CheckboxGroup, Choice, Fold, Indexed, Input, Link, Mark, Notice, Section, Select, TextArea, Tone},
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
    let (typed, unknown) = resolved(&path, client, typed.with_added()).await?;
    let sent = Sent { typed, version, opened };
    let read = |typed: &TypedOauth, settings| unless_unknown(unknown, typed.parse(settings));
    change_client(&path, client, &path.client_oauth(client), sent, TypedOauth::of, read, pausing).await
}

crate::form::needs!(SetClientOauth: SetClient);

/// Loads a client with what its settings are shown with.
async fn load_oauth(path: WorkspacePath, id: ClientId) -> Result<(LoadedClient, ExchangeNames), ApiError> {
    let loaded = load_client(path.clone(), id).await?;
    let names = ExchangeNames::load(&path, &loaded.view.client.settings).await?;
    Ok((loaded, names))
}

/// A client's OAuth settings.
#[component]
pub fn ClientOauthPage() -> impl IntoView {
    let client = use_client();
    let save = FormAction::<SetClientOauth>::typed();
    let form = save.form;
    let loading = load_at(client, |(path, id)| load_oauth(path, id));
    loaded(loading, move |((path, id), (loaded, names))| {
        let view = loaded.view.clone();
        let has_users = view.client.settings.client_type.has_users();
        let is_told = view.client.settings.backchannel_logout_uri.is_some();
        let told = (path.clone(), view.clone());
        let question = pause_question(form, &path, id, path.client_oauth(id), |settings| {
            settings.grant_types.remove(&GrantType::RefreshToken);
        });
        view! {
            <ClientFrame path=path.clone() loaded tab=t!("clients-tab-oauth") settings=true>
                <Indexed>
                    <SettingsForm
                        action=save.read_only(document_rules(&view.client))
                        target=client_target(&path, id)
                        version=view.client.version
                        shown=Shown::of(&TypedOauth::of(&view.client.settings))
                        saved=SavedNotice::Above
                    >
                        {question}
                        <Grants form path=path.clone() view=view.clone() names/>
                        {has_users.then(|| view! { <Addresses form view=view.clone()/> })}
                        {has_users.then(|| view! { <Logouts form view=view.clone()/> })}
                        {has_users.then(|| view! { <Requests form path=path.clone() view=view.clone()/> })}
                        <Authentication form view=view.clone()/>
                        <Keys form view=view.clone()/>
                        {shows_certificates(&view).then(|| view! { <Certificates form view=view.clone()/> })}
                        <Signing form view=view.clone()/>
                        {has_users.then(|| view! { <Subjects form view=view.clone()/> })}
                        {has_users.then(|| view! { <Users form view/> })}
                        <PolicyLink form path client=id/>
                    </SettingsForm>
                    {is_told.then(|| view! { <Deliveries path=told.0 view=told.1/> })}
                </Indexed>
            </ClientFrame>
        }
    })
}

#[component]
fn Grants(form: Form, path: WorkspacePath, view: ClientView, names: ExchangeNames) -> impl IntoView {
    const REFRESH: &str = GrantType::RefreshToken.name();
    let settings = &view.client.settings;
    let single_page = settings.client_type == ClientType::SinglePage;
    let ticks = form.ticks("grant_types", settings.grant_types.iter().map(|grant| grant.name()));
    let waiting = format!("select[name='{}'] option[value='{REFRESH}']:checked", form.name("add_grant_type"));
    let (refreshes, refreshing) = (ticks.is_on(REFRESH), format!("{}, {waiting}", ticks.ticked(REFRESH)));
    let live = view.live_families;
    let may_exchange = settings.client_type.may_have(GrantType::TokenExchange);
    let exchanges = may_exchange.then(|| view! { <Exchanges form ticks=ticks.clone() view=view.clone() names/> });
    view! {
        <Section title=t!("clients-oauth-grants") lead=t!("clients-oauth-grants-lead")>
            <GrantTypes form ticks path view/>
            {exchanges}
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
    let (workspace, own) = (view.workspace.authorization, view.client.settings);
    // What the workspace requires of each client, this one does not have to.
    let by_workspace = move |required: bool, words: &'static str| {
        let href = path.authorization();
        required.then(|| {
            view! {
                <p class="quiet">
                    {words}
                    " "
                    <Link href>{t!("clients-oauth-pushed-settings")}</Link>
                </p>
            }
        })
    };
    let pushed = own.require_pushed_authorization_requests || workspace.require_pushed_authorization_requests;
    let signed = own.require_signed_request_object || workspace.require_signed_request_object;
    let required = [pushed.then(|| t!("clients-oauth-requests-now-pushed")), signed.then(|| t!("clients-oauth-requests-now-signed"))];
    let required: Vec<_> = required.into_iter().flatten().collect();
    let now = if required.is_empty() { t!("clients-oauth-requests-now-any").to_owned() } else { required.join(", ") };
    let fold = Fold::new(now, form.touches(&["require_pushed_authorization_requests", "require_signed_request_object"]));
    view! {
        <Section title=t!("clients-oauth-requests") lead=t!("clients-oauth-requests-lead") fold>
            <CheckboxGroup label=t!("clients-oauth-pushed-group")>
                <Checkbox
                    tick=form.tick("require_pushed_authorization_requests", own.require_pushed_authorization_requests)
                    label=t!("clients-oauth-pushed")
                    hint=t!("clients-oauth-pushed-hint")
                />
            </CheckboxGroup>
            {by_workspace(workspace.require_pushed_authorization_requests, t!("clients-oauth-pushed-by-workspace"))}
            <CheckboxGroup label=t!("clients-oauth-signed-group")>
                <Checkbox
                    tick=form.tick("require_signed_request_object", own.require_signed_request_object)
                    label=t!("clients-oauth-signed")
                    hint=t!("clients-oauth-signed-hint")
                />
            </CheckboxGroup>
            {by_workspace(workspace.require_signed_request_object, t!("clients-oauth-signed-by-workspace"))}
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

#[component]
fn Signing(form: Form, view: ClientView) -> impl IntoView {
    let as_id_tokens = in_force::id_token_algorithm(&view.workspace.tokens, &view.client.settings);
    let of_access_tokens = in_force::access_token_algorithm(&view.workspace.tokens, &view.client.settings).name();
    let (own, workspace) = (view.client.settings.signing, view.workspace.tokens.signing);
    // What is said of an algorithm that nothing here can be signed by leads nowhere.
    let (id_tokens_hint, access_tokens_hint) = if workspace.signing_algorithms.contains(&SigningAlgorithm::Rs256) {
        (t!("clients-oauth-id-tokens-hint"), t!("clients-oauth-access-tokens-hint"))
    } else {
        (t!("clients-oauth-id-tokens-hint-without-rs256"), t!("clients-oauth-access-tokens-hint-without-rs256"))
    };
    let algorithms = workspace.signing_algorithms;
    let or_allowed = move |inherited: String| {
        let allowed = algorithms.iter().map(|algorithm| Choice::new(algorithm.name(), algorithm.name()));
        std::iter::once(Choice::new("", inherited)).chain(allowed).collect::<Vec<_>>()
    };
    let or_workspace = |inherited: SigningAlgorithm| or_allowed(t!("clients-oauth-inherited", algorithm = inherited.name()));
    let id_token_choices = or_workspace(workspace.id_token_signed_response_alg);
    let access_token_choices = or_workspace(workspace.access_token_signing_alg);
    let introspection_choices = or_allowed(t!("clients-oauth-as-id-tokens", algorithm = as_id_tokens.name()));
    let response_choices = or_allowed(t!("clients-oauth-as-id-tokens", algorithm = as_id_tokens.name()));
    let value = |algorithm: Option<SigningAlgorithm>| algorithm.map_or("", SigningAlgorithm::name);
    let id_tokens = view.client.settings.client_type.has_users().then(|| {
        view! {
            <Select
                input=form.field("id_token_signed_response_alg", value(own.id_token_signed_response_alg))
                label=t!("clients-oauth-id-tokens")
                hint=id_tokens_hint
                choices=id_token_choices
            />
            <Select
                input=form.field("authorization_signed_response_alg", value(own.authorization_signed_response_alg))
                label=t!("clients-oauth-responses")
                hint=t!("clients-oauth-responses-hint")
                choices=response_choices
            />
        }
    });
    // Only who authenticates can ask about tokens.
    let only_signed = view.client.settings.require_signed_introspection;
    let introspection = view.client.settings.client_type.is_confidential().then(|| {
        view! {
            <Select
                input=form.field("introspection_signed_response_alg", value(own.introspection_signed_response_alg))
                label=t!("clients-oauth-introspection-alg")
                hint=t!("clients-oauth-introspection-alg-hint")
                choices=introspection_choices
            />
            <CheckboxGroup label=t!("clients-oauth-introspection")>
                <Checkbox
                    tick=form.tick("require_signed_introspection", only_signed)
                    label=t!("clients-oauth-introspection-only")
                    hint=t!("clients-oauth-introspection-only-hint")
                />
            </CheckboxGroup>
        }
    });
    let now = if view.client.settings.client_type.has_users() {
        t!("clients-oauth-signing-now", id_tokens = as_id_tokens.name(), access_tokens = of_access_tokens)
    } else {
        t!("clients-oauth-signing-now-service", access_tokens = of_access_tokens)
    };
    let touched = form.touches(&[
        "id_token_signed_response_alg",
        "authorization_signed_response_alg",
        "access_token_signing_alg",
        "introspection_signed_response_alg",
        "require_signed_introspection",
    ]);
    view! {
        <Section title=t!("clients-oauth-signing") lead=t!("clients-oauth-signing-lead") fold=Fold::new(now, touched)>
            {id_tokens}
            <Select
                input=form.field("access_token_signing_alg", value(own.access_token_signing_alg))
                label=t!("clients-oauth-access-tokens")
                hint=access_tokens_hint
                choices=access_token_choices
            />
            {introspection}
        </Section>
    }
    .into_any()
}

#[component]
fn Users(form: Form, view: ClientView) -> impl IntoView {
    let now = if view.client.settings.trusted { t!("clients-oauth-users-now-trusted") } else { t!("clients-oauth-users-now-asked") };
    view! {
        <Section title=t!("clients-oauth-users") lead=t!("clients-oauth-users-lead") fold=Fold::new(now, form.touches(&["trusted"]))>
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
