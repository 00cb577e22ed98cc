use std::collections::BTreeSet;

use domain::{
    grant_type::GrantType,
    impact::Paused,
    last_change::LastChanges,
    permission::Action,
    settings::{authorization::AuthorizationSettings, security::SecuritySettings},
    workspace::Workspace,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, Keep, Typed, Undoing, operator, permits},
    components::{
        PauseQuestion, Setting, ShowAs, Shows, Suspends, asks_about_pauses, load_at, load_settings, loaded, unless_default,
        use_workspace_path,
    },
    form::{FormAction, Opened, SavedNotice, Sent, SettingsForm, Shown, Target, Write},
    id,
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    text::word,
    ui::{Checkbox, CheckboxList, Choice, Link, Page, Section},
};

/// The settings as they are typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a checkbox of its own")]
pub struct TypedAuthorization {
    /// The grant types that are ticked; absent where none is.
    pub grant_types: BTreeSet<GrantType>,
    /// *Require pushed authorization requests*.
    pub require_pushed_authorization_requests: bool,
    /// *Require signed request objects*.
    pub require_signed_request_object: bool,
    /// *Global token revocation*.
    pub global_token_revocation: bool,
    /// *Name resource servers in the metadata*.
    pub announce_protected_resources: bool,
    /// *Require PKCE of all clients*.
    pub require_pkce: bool,
    /// *Require the redirect URI in each request*.
    pub require_redirect_uri: bool,
    /// *Require authentication by key or certificate*.
    pub require_asymmetric_client_authentication: bool,
    /// *Require bound access tokens*.
    pub require_bound_access_tokens: bool,
    /// *Check strictly what clients sign*.
    pub require_strict_client_jwts: bool,
    /// *Require signed authorization responses*.
    pub require_signed_authorization_response: bool,
}

impl TypedAuthorization {
    fn of(settings: &AuthorizationSettings) -> Self {
        let SecuritySettings {
            require_pkce,
            require_redirect_uri,
            require_asymmetric_client_authentication,
            require_bound_access_tokens,
            require_strict_client_jwts,
            require_signed_authorization_response,
        } = settings.security;
        Self {
            grant_types: settings.grant_types.clone(),
            require_pushed_authorization_requests: settings.require_pushed_authorization_requests,
            require_signed_request_object: settings.require_signed_request_object,
            global_token_revocation: settings.global_token_revocation,
            announce_protected_resources: settings.announce_protected_resources,
            require_pkce,
            require_redirect_uri,
            require_asymmetric_client_authentication,
            require_bound_access_tokens,
            require_strict_client_jwts,
            require_signed_authorization_response,
        }
    }

    /// The settings of this page; what has a page of its own is as it was.
    fn settings(self, was: AuthorizationSettings) -> AuthorizationSettings {
        AuthorizationSettings {
            grant_types: self.grant_types,
            require_pushed_authorization_requests: self.require_pushed_authorization_requests,
            require_signed_request_object: self.require_signed_request_object,
            global_token_revocation: self.global_token_revocation,
            announce_protected_resources: self.announce_protected_resources,
            security: SecuritySettings {
                require_pkce: self.require_pkce,
                require_redirect_uri: self.require_redirect_uri,
                require_asymmetric_client_authentication: self.require_asymmetric_client_authentication,
                require_bound_access_tokens: self.require_bound_access_tokens,
                require_strict_client_jwts: self.require_strict_client_jwts,
                require_signed_authorization_response: self.require_signed_authorization_response,
            },
            ..was
        }
    }
}

/// Saves the allowed grant types, what is required of clients, and whether other systems may end all of a user.
#[server]
pub async fn set_allowed_grant_types(
    path: WorkspacePath,
    version: i64,
    #[server(default)] typed: TypedAuthorization,
    #[server(default)] opened: Opened,
    #[server(default)] pausing: bool,
    #[server(default)] reset: String,
) -> Result<(), ApiError> {
    let operator = operator()?;
    let in_force = operator.load_workspace(&path).await?;
    let sent = Sent { typed, version, opened }.with_default(&reset, &TypedAuthorization::of(&AuthorizationSettings::default()));
    let merged = sent.merge(in_force.version, &TypedAuthorization::of(&in_force.authorization));
    let write = Write { action: Action::SetAuthorizationSettings, client: None, about: &in_force.id.to_string() };
    let merged = merged.settled(&operator, &path, write).await?.unless_reset(&reset)?;
    let settings = merged.typed.clone().settings(in_force.authorization.clone());
    if !pausing && !operator.preview_workspace_pauses(&path, &settings).await.keep(&merged)?.is_none() {
        return Err(ApiError::Undecided { typed: Typed::default() }).keep(&merged);
    }
    let saved = operator.set_authorization_settings(&path, merged.version, settings).await.keep(&merged)?;
    merged.done(&path.authorization(), saved.version, Undoing::workspace(&path, &in_force, &saved)).await
}

crate::form::needs!(SetAllowedGrantTypes: SetAuthorizationSettings);

/// A workspace, and the number of its active refresh tokens.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoadedAuthorization {
    /// The workspace.
    pub workspace: Workspace,
    /// Who changed its settings last.
    pub changes: LastChanges,
    /// How many are active.
    pub live: u64,
}

/// Loads the allowed grant types, and how many refresh tokens they are about; none for who may not see those.
pub async fn load_authorization(path: WorkspacePath) -> Result<LoadedAuthorization, ApiError> {
    let live = if permits(Action::SeeFamilies) {
        operator()?.count_some_families(&path, &domain::view::FamilyFilter::live()).await?.number
    } else {
        0
    };
    let (workspace, changes) = load_settings(path).await?;
    Ok(LoadedAuthorization { workspace, changes, live })
}

/// Returns what would be paused without refresh tokens among the allowed grant types.
async fn load_pauses(path: WorkspacePath) -> Result<Paused, ApiError> {
    let without = AuthorizationSettings { grant_types: BTreeSet::new(), ..AuthorizationSettings::default() };
    Ok(operator()?.preview_workspace_pauses(&path, &without).await?)
}

/// Settings › Authorization.
#[component]
pub fn AuthorizationPage() -> impl IntoView {
    let save = FormAction::<SetAllowedGrantTypes>::typed();
    let form = save.form;
    let loading = load_at(use_workspace_path(), load_authorization);
    loaded(loading, move |(path, LoadedAuthorization { workspace, changes, live })| {
        let show_as = view! { <ShowAs path=path.clone() shows=Shows::Workspace(Box::new(workspace.clone()))/> };
        let allowed = &workspace.authorization.grant_types;
        let choices = GrantType::ALL.map(|grant| Choice::new(grant.name(), word(grant.label())).hint(word(grant.description())));
        let ticks = form.ticks("grant_types", allowed.iter().map(|grant| grant.name()));
        let refresh = GrantType::RefreshToken;
        let setting = Setting { name: "grant_types", label: id!("settings-authorization-grant-types") };
        let default = unless_default(allowed, &AuthorizationSettings::default().grant_types, |grants| {
            grants.iter().map(|grant| word(grant.label())).collect::<Vec<_>>().join(", ")
        });
        let on_or_off = |on: &bool| if *on { t!("settings-authorization-on") } else { t!("settings-authorization-off") }.to_owned();
        let switch = |setting: Setting, on: bool, hint: &'static str| {
            let default = unless_default(&on, &false, on_or_off);
            let field = view! { <Checkbox tick=form.tick(setting.name, on) label=setting.label.text() hint/> };
            setting.view(field, default, &changes)
        };
        let pushed = switch(
            Setting { name: "require_pushed_authorization_requests", label: id!("settings-authorization-pushed") },
            workspace.authorization.require_pushed_authorization_requests,
            t!("settings-authorization-pushed-hint"),
        );
        let signed = switch(
            Setting { name: "require_signed_request_object", label: id!("settings-authorization-signed") },
            workspace.authorization.require_signed_request_object,
            t!("settings-authorization-signed-hint"),
        );
        let global = switch(
            Setting { name: "global_token_revocation", label: id!("settings-authorization-global") },
            workspace.authorization.global_token_revocation,
            t!("settings-authorization-global-hint"),
        );
        let announced = switch(
            Setting { name: "announce_protected_resources", label: id!("settings-authorization-resources") },
            workspace.authorization.announce_protected_resources,
            t!("settings-authorization-resources-hint"),
        );
        let [of_requests, of_clients] = requirements(workspace.authorization.security, switch);
        let clauses = path.fapi();
        let question = asks_about_pauses(form).then(|| {
            let (of, back) = (path.clone(), path.authorization());
            loaded(load_pauses(path.clone()), move |paused| view! { <PauseQuestion path=of paused back/> })
        });
        let (on, switched) = (allowed.contains(&refresh), ticks.ticked(refresh.name()));
        let field = view! {
            <CheckboxList
                ticks
                label=setting.label.text()
                hint=t!("settings-authorization-grant-types-hint")
                choices=choices.into()
            />
        };
        view! {
            <Page title=t!("settings-authorization-title") lead=t!("settings-authorization-lead")>
                <SettingsForm
                    action=save
                    target=Target::workspace(&path)
                    version=workspace.version
                    shown=Shown::of(&TypedAuthorization::of(&workspace.authorization))
                    saved=SavedNotice::Above
                >
                    {question}
                    <div class="card">
                        {setting.view(field, default, &changes)}
                        <Suspends count=live on switched switch=word(refresh.label())/>
                    </div>
                    <Section title=t!("settings-authorization-requests") lead=t!("settings-authorization-requests-lead")>
                        {pushed}
                        {signed}
                        {of_requests}
                    </Section>
                    <Section title=t!("settings-authorization-clients") lead=t!("settings-authorization-clients-lead")>
                        {of_clients}
                        <p class="quiet">
                            {t!("settings-authorization-fapi")}
                            " "
                            <Link href=clauses>{t!("settings-authorization-fapi-more")}</Link>
                        </p>
                    </Section>
                    <Section title=t!("settings-authorization-others")>
                        {global}
                        {announced}
                    </Section>
                </SettingsForm>
                {show_as}
            </Page>
        }
    })
}

/// The switches of what else is required: of each authorization request, and of each client.
fn requirements(asked: SecuritySettings, switch: impl Fn(Setting, bool, &'static str) -> AnyView) -> [AnyView; 2] {
    let of_requests = [
        (
            Setting { name: "require_pkce", label: id!("settings-authorization-pkce") },
            asked.require_pkce,
            t!("settings-authorization-pkce-hint"),
        ),
        (
            Setting { name: "require_redirect_uri", label: id!("settings-authorization-redirect") },
            asked.require_redirect_uri,
            t!("settings-authorization-redirect-hint"),
        ),
        (
            Setting { name: "require_signed_authorization_response", label: id!("settings-authorization-response") },
            asked.require_signed_authorization_response,
            t!("settings-authorization-response-hint"),
        ),
    ];
    let of_clients = [
        (
            Setting { name: "require_asymmetric_client_authentication", label: id!("settings-authorization-asymmetric") },
            asked.require_asymmetric_client_authentication,
            t!("settings-authorization-asymmetric-hint"),
        ),
        (
            Setting { name: "require_bound_access_tokens", label: id!("settings-authorization-bound") },
            asked.require_bound_access_tokens,
            t!("settings-authorization-bound-hint"),
        ),
        (
            Setting { name: "require_strict_client_jwts", label: id!("settings-authorization-strict") },
            asked.require_strict_client_jwts,
            t!("settings-authorization-strict-hint"),
        ),
    ];
    [of_requests, of_clients].map(|switches| {
        let fields = switches.map(|(setting, on, hint)| switch(setting, on, hint));
        fields.into_iter().collect_view().into_any()
    })
}
