//! Every address of the console, in one place: who needs one calls a function here.

pub use domain::console_link::{INVITATION, SIGN_IN_ONCE};
pub use domain::workspace::WorkspacePath;
use domain::{
    authorization_details::{DetailsTypeKey, DetailsTypeName},
    client_document::ClientIdUrl,
    explanation::Switch,
    id::{AdministratorId, ClientId, FamilyId, JobId, KeyId, RoleId, ServiceId, TokenEventId, UserId, WebhookAttemptId, WebhookId},
    name::Slug,
    settings::pinned_documents::PinnedDocumentKey,
    view::LevelPath,
};

/// The console's own address: the tenants, or the workspaces of the only one.
pub const HOME: &str = "/console";
/// Where the server functions are.
pub const API: &str = "/console/api";
/// The parts of an address that tell what was done: they are for the next page only.
pub const PASSING: [&str; 6] = ["__err", "__path", "copied", "done", "undo", "version"];
/// Where an administrator signs in.
pub const SIGN_IN: &str = "/console/sign-in";
/// The description of the admin API, for people. It is no page of the console.
pub const ADMIN_API_DOCS: &str = "/api/admin/docs";
/// Where the code of a second factor is asked for.
pub const SIGN_IN_CODE: &str = "/console/sign-in/code";

/// Where an administrator who has forgotten their password asks for a link to a new one.
pub const FORGOTTEN_PASSWORD: &str = "/console/sign-in/forgotten";
/// Where that link leads.
pub const NEW_PASSWORD: &str = "/console/sign-in/new-password";

/// Where a tenant is made.
pub const NEW_TENANT: &str = "/console/-/new-tenant";

/// A tenant's workspaces.
pub fn workspaces(tenant: &Slug) -> String {
    format!("{HOME}/{tenant}")
}

/// Where a workspace is made.
pub fn new_workspace(tenant: &Slug) -> String {
    format!("{HOME}/{tenant}/new-workspace")
}

/// The log of the whole installation. No slug holds a hyphen alone, so no tenant and no workspace is in its way.
pub const INSTALLATION_LOG: &str = "/console/-/log";

/// The account of the administrator who is signed in.
pub const ACCOUNT: &str = "/console/-/account";

/// Where an administrator who is signed in confirms that it is they.
pub const CONFIRM: &str = "/console/-/confirm";

/// Returns where an administrator confirms that it is they, before they come back to a page.
pub fn confirm(next: &str) -> String {
    let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
    format!("{CONFIRM}?next={next}")
}

/// The second factor of the administrator who is signed in.
pub const SECOND_FACTOR: &str = "/console/-/account/second-factor";

/// The passkeys of the administrator who is signed in.
pub const PASSKEYS: &str = "/console/-/account/passkeys";

/// The script that asks a browser for a passkey.
pub const PASSKEY_SCRIPT: &str = "/assets/passkeys.js";

/// The script that renews what a page says of something that goes on.
pub const RENEWAL_SCRIPT: &str = "/assets/renewal.js";

/// Returns the page where the browser is asked for the new passkey that is sealed here.
pub fn new_passkey(sealed: &str) -> String {
    let sealed: String = form_urlencoded::byte_serialize(sealed.as_bytes()).collect();
    format!("{PASSKEYS}?adding={sealed}")
}

/// Where an administrator accepts an invitation who is signed in.
pub const OWN_INVITATION: &str = "/console/-/invitation";

/// The administrators of a tenant, or of the installation.
pub fn administrators(tenant: Option<&Slug>) -> String {
    match tenant {
        Some(tenant) => format!("{HOME}/{tenant}/-/administrators"),
        None => format!("{HOME}/-/administrators"),
    }
}

/// Where somebody is invited to a tenant, or to the installation.
pub fn invite_administrator(tenant: Option<&Slug>) -> String {
    format!("{}/invite", administrators(tenant))
}

/// The API clients of a tenant.
pub fn api_clients(tenant: &Slug) -> String {
    format!("{}/api-clients", administrators(Some(tenant)))
}

/// An administrator.
pub fn administrator(tenant: Option<&Slug>, administrator: AdministratorId) -> String {
    format!("{}/{administrator}", administrators(tenant))
}

/// The roles of a tenant, or of the installation.
pub fn roles(tenant: Option<&Slug>) -> String {
    format!("{}/roles", administrators(tenant))
}

/// Where a role is created.
pub fn new_role(tenant: Option<&Slug>) -> String {
    format!("{}/new", roles(tenant))
}

/// A role that is not built in.
pub fn role(tenant: Option<&Slug>, role: RoleId) -> String {
    format!("{}/{role}", roles(tenant))
}

/// The search over everything in a tenant, or in the installation.
pub fn search(tenant: Option<&Slug>) -> String {
    match tenant {
        Some(tenant) => format!("{HOME}/{tenant}/-/search"),
        None => format!("{HOME}/-/search"),
    }
}

/// The log of a tenant.
pub fn tenant_log(tenant: &Slug) -> String {
    format!("{HOME}/{tenant}/-/log")
}

/// The stream of the new lines of a tenant's log.
pub fn tenant_log_live(tenant: &Slug) -> String {
    format!("{}/live", tenant_log(tenant))
}

/// The chain of a tenant's log, or of the lines that belong to no tenant.
pub fn audit_chain(tenant: Option<&Slug>) -> String {
    format!("{}/chain", tenant.map_or_else(|| INSTALLATION_LOG.to_owned(), tenant_log))
}

/// The chains of all logs of the installation.
pub const AUDIT_CHAINS: &str = "/console/-/log/chains";

/// The webhooks of a tenant.
pub fn webhooks(tenant: &Slug) -> String {
    format!("{HOME}/{tenant}/-/webhooks")
}

/// Where a webhook is created.
pub fn new_webhook(tenant: &Slug) -> String {
    format!("{}/new", webhooks(tenant))
}

/// A webhook.
pub fn webhook(tenant: &Slug, webhook: WebhookId) -> String {
    format!("{}/{webhook}", webhooks(tenant))
}

/// An attempt to deliver to a webhook.
pub fn webhook_attempt(tenant: &Slug, of: WebhookId, attempt: WebhookAttemptId) -> String {
    format!("{}/deliveries/{attempt}", webhook(tenant, of))
}

/// The settings of a tenant.
pub fn tenant_settings(tenant: &Slug) -> String {
    format!("{HOME}/{tenant}/-/settings")
}

/// How the mail of a tenant is sent.
pub fn mail(tenant: &Slug) -> String {
    format!("{HOME}/{tenant}/-/mail")
}

/// Returns the place of a page, by its address: the client, workspace or tenant below which it lies, or the installation.
pub fn level(path: &str) -> LevelPath {
    let mut parts = path.split('/').skip(2);
    let mut slug = || parts.next().and_then(|part| Slug::parse(part).ok());
    let Some(tenant) = slug() else { return LevelPath::default() };
    let Some(workspace) = slug() else { return LevelPath { tenant: Some(tenant), ..LevelPath::default() } };
    let client = (parts.next() == Some("clients")).then(|| parts.next()).flatten().and_then(|part| part.parse().ok());
    LevelPath { tenant: Some(tenant), workspace: Some(workspace), client }
}

/// Returns the page after signing in: the one that was asked for, or the console's start.
pub fn after_sign_in(next: &str) -> String {
    page(next).filter(|page| !is_below(page, SIGN_IN)).unwrap_or_else(|| HOME.to_owned())
}

/// Returns the page that asks for the code of a second factor, before the page that was asked for.
pub fn sign_in_code(next: &str) -> String {
    let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
    if next.is_empty() { SIGN_IN_CODE.to_owned() } else { format!("{SIGN_IN_CODE}?next={next}") }
}

/// Returns the address of a page of the console, without what was said on an earlier visit there. None where it is no page: each part of
/// the path is spelled plainly and none leads up, so that a browser goes where the address says, and it is no server function.
pub fn page(address: &str) -> Option<String> {
    let address = address.split('#').next().unwrap_or_default();
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let plain = |part: &str| {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        !part.is_empty() && !part.starts_with('.') && part.bytes().all(is_plain)
    };
    let plainly = path.strip_prefix('/')?.split('/').all(plain);
    if !plainly || !is_below(path, HOME) || is_below(path, API) {
        return None;
    }
    let mut kept = form_urlencoded::Serializer::new(String::new());
    kept.extend_pairs(form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| !PASSING.contains(&name.as_ref())));
    let query = kept.finish();
    Some(if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") })
}

fn is_below(address: &str, path: &str) -> bool {
    address.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
}

/// The addresses of a workspace's pages.
pub trait WorkspacePages {
    /// The address of the page at `below`, which begins with a slash or is empty.
    fn below(&self, below: &str) -> String;

    /// Overview.
    fn overview(&self) -> String {
        self.below("")
    }

    /// Applications › Clients.
    fn clients(&self) -> String {
        self.below("/clients")
    }

    /// Where a client is made.
    fn new_client(&self) -> String {
        self.below("/clients/new")
    }

    /// Applications › Services.
    fn services(&self) -> String {
        self.below("/services")
    }

    /// Where a service is made.
    fn new_service(&self) -> String {
        self.below("/services/new")
    }

    /// Applications › Authorization details.
    fn details_types(&self) -> String {
        self.below("/authorization-details")
    }

    /// Where a type of authorization details is made.
    fn new_details_type(&self) -> String {
        self.below("/new-authorization-details")
    }

    /// A type of authorization details.
    fn details_type(&self, name: &DetailsTypeName) -> String {
        format!("{}/{}", self.details_types(), DetailsTypeKey(name.clone()))
    }

    /// Users.
    fn users(&self) -> String {
        self.below("/users")
    }

    /// Where a user is added.
    fn new_user(&self) -> String {
        self.below("/users/new")
    }

    /// Auth Server › Tokens.
    fn token_settings(&self) -> String {
        self.below("/auth-server/tokens")
    }

    /// Auth Server › Claims.
    fn claims(&self) -> String {
        self.below("/auth-server/claims")
    }

    /// Auth Server › Keys.
    fn keys(&self) -> String {
        self.below("/auth-server/keys")
    }

    /// Where a signing key is revoked.
    fn key_revocation(&self, key: KeyId) -> String {
        format!("{}/{key}/revoke", self.keys())
    }

    /// The inventory of refresh tokens.
    fn tokens(&self) -> String {
        self.below("/tokens")
    }

    /// The inventory as a file: `csv` or `jsonl`.
    fn tokens_export(&self, format: &str) -> String {
        format!("{}/export.{format}", self.tokens())
    }

    /// Where refresh tokens are revoked that were ticked in the inventory.
    fn selected_tokens(&self) -> String {
        format!("{}/revoke-selected", self.tokens())
    }

    /// Activity › Token reuse.
    fn reuses(&self) -> String {
        self.below("/reuses")
    }

    /// Where reuses are marked as handled.
    fn handle_reuses(&self) -> String {
        format!("{}/handle", self.reuses())
    }

    /// Activity › Token requests.
    fn decisions(&self) -> String {
        self.below("/token-requests")
    }

    /// Logs.
    fn logs(&self) -> String {
        self.below("/logs")
    }

    /// The stream of the new lines of the log.
    fn logs_live(&self) -> String {
        format!("{}/live", self.logs())
    }

    /// The log as a file: `csv` or `jsonl`.
    fn logs_export(&self, format: &str) -> String {
        format!("{}/export.{format}", self.logs())
    }

    /// What the token endpoint decided as a file: `csv` or `jsonl`.
    fn decisions_export(&self, format: &str) -> String {
        format!("{}/export.{format}", self.decisions())
    }

    /// Auth Server › FAPI 2.0.
    fn fapi(&self) -> String {
        self.below("/auth-server/fapi")
    }

    /// Settings › General.
    fn general(&self) -> String {
        self.below("/settings/general")
    }

    /// Settings › Authorization.
    fn authorization(&self) -> String {
        self.below("/settings/authorization")
    }

    /// Settings › Client registration.
    fn client_registration(&self) -> String {
        self.below("/settings/client-registration")
    }

    /// Settings › Pinned documents.
    fn pinned_documents(&self) -> String {
        self.below("/settings/pinned-documents")
    }

    /// Where a document is pinned.
    fn new_pinned_document(&self) -> String {
        self.below("/settings/new-pinned-document")
    }

    /// A pinned document.
    fn pinned_document(&self, address: &ClientIdUrl) -> String {
        format!("{}/{}", self.pinned_documents(), PinnedDocumentKey(address.clone()))
    }

    /// Settings › Sign-in.
    fn sign_in_settings(&self) -> String {
        self.below("/settings/sign-in")
    }

    /// Settings › Trusted issuers.
    fn trusted_issuers(&self) -> String {
        self.below("/settings/trusted-issuers")
    }

    /// Where an issuer is trusted.
    fn new_trusted_issuer(&self) -> String {
        self.below("/settings/new-trusted-issuer")
    }

    /// A trusted issuer.
    fn trusted_issuer(&self, issuer: &Slug) -> String {
        format!("{}/{issuer}", self.trusted_issuers())
    }

    /// Settings › Danger zone.
    fn danger_zone(&self) -> String {
        self.below("/settings/danger-zone")
    }

    /// The guide to refresh tokens.
    fn refresh_tokens_guide(&self) -> String {
        self.below("/guide/refresh-tokens")
    }

    /// A client's Overview.
    fn client(&self, client: ClientId) -> String {
        format!("{}/{client}", self.clients())
    }

    /// A client's OAuth settings.
    fn client_oauth(&self, client: ClientId) -> String {
        format!("{}/oauth", self.client(client))
    }

    /// A client's scopes.
    fn client_scopes(&self, client: ClientId) -> String {
        format!("{}/scopes", self.client(client))
    }

    /// Code of a client.
    fn client_quickstart(&self, client: ClientId) -> String {
        format!("{}/quickstart", self.client(client))
    }

    /// The test sign-in of a client, which also comes back here.
    fn client_try(&self, client: ClientId) -> String {
        format!("{}/try", self.client(client))
    }

    /// The explanation of why a client gets a refresh token or none.
    fn client_explain(&self, client: ClientId) -> String {
        format!("{}/explain", self.client(client))
    }

    /// A recorded token request, compared with what is in force now.
    fn client_decision(&self, client: ClientId, event: TokenEventId) -> String {
        format!("{}?event={event}", self.client_explain(client))
    }

    /// The explanation of a refresh with a family's token.
    fn client_refresh(&self, client: ClientId, family: FamilyId) -> String {
        format!("{}?family={family}", self.client_explain(client))
    }

    /// Returns the page on which a switch of a client is; none for what is not changed in the console.
    fn switch(&self, switch: Switch, client: ClientId) -> Option<String> {
        match switch {
            Switch::Request | Switch::User | Switch::Installation => None,
            Switch::WorkspaceGrantTypes | Switch::WorkspaceSecurity => Some(self.authorization()),
            Switch::WorkspaceRegistration => Some(self.client_registration()),
            Switch::WorkspaceTokens => Some(self.token_settings()),
            Switch::TrustedIssuers => Some(self.trusted_issuers()),
            Switch::DetailsTypes => Some(self.details_types()),
            Switch::ClientStatus | Switch::ClientSecrets => Some(self.client(client)),
            Switch::ClientOauth => Some(self.client_oauth(client)),
            Switch::ClientScopes => Some(self.client_scopes(client)),
            Switch::ClientTokens => Some(self.client_token_policy(client)),
            Switch::UserStatus => Some(self.users()),
            Switch::LiveTokens => Some(self.client_tokens(client)),
            Switch::Services => Some(self.services()),
        }
    }

    /// Returns the page on which a switch of the workspace is; none for what is changed elsewhere.
    fn workspace_switch(&self, switch: Switch) -> Option<String> {
        match switch {
            Switch::WorkspaceGrantTypes | Switch::WorkspaceSecurity => Some(self.authorization()),
            Switch::WorkspaceTokens => Some(self.token_settings()),
            _ => None,
        }
    }

    /// A client's own lifetimes and refresh-token policy.
    fn client_token_policy(&self, client: ClientId) -> String {
        format!("{}/token-policy", self.client(client))
    }

    /// A client's refresh tokens.
    fn client_tokens(&self, client: ClientId) -> String {
        format!("{}/tokens", self.client(client))
    }

    /// A service.
    fn service(&self, service: ServiceId) -> String {
        format!("{}/{service}", self.services())
    }

    /// A user.
    fn user(&self, user: UserId) -> String {
        format!("{}/{user}", self.users())
    }

    /// Where a user's profile is edited.
    fn user_edit(&self, user: UserId) -> String {
        format!("{}/edit", self.user(user))
    }

    /// Where a user is signed out everywhere.
    fn user_sign_out(&self, user: UserId) -> String {
        format!("{}/sign-out", self.user(user))
    }

    /// Where a user is deleted.
    fn user_delete(&self, user: UserId) -> String {
        format!("{}/delete", self.user(user))
    }

    /// Jobs.
    fn jobs(&self) -> String {
        self.below("/jobs")
    }

    /// A job.
    fn job(&self, job: JobId) -> String {
        format!("{}/{job}", self.jobs())
    }

    /// A refresh token's history.
    fn family(&self, family: FamilyId) -> String {
        format!("{}/{family}", self.tokens())
    }

    /// The guide to refresh tokens, for one client.
    fn refresh_tokens_guide_for(&self, client: ClientId) -> String {
        format!("{}?client={client}", self.refresh_tokens_guide())
    }
}

impl WorkspacePages for WorkspacePath {
    fn below(&self, below: &str) -> String {
        format!("{HOME}/{self}{below}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_of_a_workspace_begins_with_its_place() {
        let path = WorkspacePath { tenant: Slug::parse("acme").unwrap(), workspace: Slug::parse("main").unwrap() };
        assert_eq!(path.overview(), "/console/acme/main");
        assert_eq!(path.authorization(), "/console/acme/main/settings/authorization");
        assert_eq!(new_workspace(&path.tenant), "/console/acme/new-workspace");
        assert_eq!(tenant_log(&path.tenant), "/console/acme/-/log");
        assert!(Slug::parse("-").is_err());
    }

    #[test]
    fn an_address_tells_the_place() {
        let client = "019b76da-a800-7fc5-a834-84c7fc1161c8";
        let at = |path: &str| {
            let LevelPath { tenant, workspace, client } = level(path);
            (tenant.map(|slug| slug.to_string()), workspace.map(|slug| slug.to_string()), client.map(|id| id.to_string()))
        };
        let (acme, main) = (Some("acme".to_owned()), Some("main".to_owned()));
        assert_eq!(at("/console"), (None, None, None));
        assert_eq!(at("/console/-/administrators"), (None, None, None));
        assert_eq!(at("/console/acme/-/log"), (acme.clone(), None, None));
        assert_eq!(at("/console/acme/main/clients/new"), (acme.clone(), main.clone(), None));
        assert_eq!(at(&format!("/console/acme/main/clients/{client}/oauth")), (acme, main, Some(client.to_owned())));
    }

    #[test]
    fn after_signing_in_one_is_led_to_a_page_of_the_console_alone() {
        for page in ["/console", "/console/acme/main?x=1", "/console?x=%2F..%2F", "/console/acme/main/clients"] {
            assert_eq!(after_sign_in(page), page);
        }
        assert_eq!(after_sign_in("/console/acme?q=a&done=client_deleted&__err=e30&__path=x"), "/console/acme?q=a");
        assert_eq!(after_sign_in("/console/acme#part"), "/console/acme");
        for other in [
            "//evil.example",
            "/consolex",
            "https://evil.example/console",
            "/console/sign-in",
            "/console/sign-in/once?token=x",
            "/console//evil",
            "/console\\evil",
            "/console/../demo/shop/oidc/logout",
            "/console/%2e%2e/demo",
            "/console/.%2e/demo",
            "/console/./api/sign_out",
            "/console/api/sign_out",
            "/console/acme\n/x",
            "/console/\u{e4}",
            "/",
            "",
        ] {
            assert_eq!(after_sign_in(other), HOME, "{other}");
        }
    }
}
