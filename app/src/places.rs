//! The console's own pages, with the words by which they are found: those of the sidebar, and those that are found by the search alone. A page
//! is here once, with what it asks permission for.

use control::{Actor, permission::Action};
use domain::{
    grants::Level,
    id::{ClientId, TenantId},
    name::Slug,
    permission::Actions,
    search::SearchText,
};

use crate::{
    api::{Language, language},
    id,
    paths::{self, WorkspacePages as _, WorkspacePath},
    text::{MessageId, in_language},
    ui::Glyph,
};

/// The name of the first page of a workspace.
pub const OVERVIEW: MessageId = id!("layout-page-overview");
/// The name of the first page of a tenant.
pub const WORKSPACES: MessageId = id!("layout-page-workspaces");

/// A page of a workspace.
pub struct WorkspacePlace {
    /// The heading that it stands under, where there is one.
    pub group: Option<MessageId>,
    /// What it is called.
    pub name: MessageId,
    /// Its picture in the sidebar; none where it is not there.
    pub glyph: Option<Glyph>,
    /// What it asks permission for.
    pub needs: Action,
    /// Its address.
    pub address: fn(&WorkspacePath) -> String,
    /// Other words for what is there.
    words: MessageId,
}

/// A page of a tenant, or of the installation.
struct OuterPlace<A> {
    name: MessageId,
    /// What it asks permission for; nothing where everybody who sees the level may open it.
    needs: Option<Action>,
    /// Whether it is enough to be permitted within a part.
    within: bool,
    /// Its picture in the sidebar and what it is called there; none where it is not there.
    sidebar: Option<(Glyph, MessageId)>,
    address: A,
    words: MessageId,
}

/// A page of a client.
struct ClientPlace {
    name: MessageId,
    needs: Action,
    address: fn(&WorkspacePath, ClientId) -> String,
    words: MessageId,
}

/// A page that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPlace {
    /// What it is called, with the headings above it.
    pub name: String,
    /// Its address.
    pub address: String,
}

macro_rules! workspace_places {
    (@glyph) => { None };
    (@glyph $glyph:ident) => { Some(Glyph::$glyph) };
    ($($group:expr => { $($name:expr, $([$glyph:ident])? $needs:ident, $address:ident, $words:expr;)* })*) => {
        /// The pages of a workspace, in the order of the sidebar.
        pub const WORKSPACE: &[WorkspacePlace] = &[$($(WorkspacePlace {
            group: $group,
            name: $name,
            glyph: workspace_places!(@glyph $($glyph)?),
            needs: Action::$needs,
            address: |path| path.$address(),
            words: $words,
        }),*),*];
    };
}

workspace_places! {
    None => {
        OVERVIEW, [Overview] SeeWorkspaces, overview, id!("layout-words-overview");
    }
    Some(id!("layout-group-applications")) => {
        id!("layout-page-clients"), [Clients] SeeClients, clients, id!("layout-words-clients");
        id!("layout-page-new-client"), CreateClient, new_client, id!("layout-words-new-client");
        id!("layout-page-services"), [Services] SeeServices, services, id!("layout-words-services");
        id!("layout-page-new-service"), CreateService, new_service, id!("layout-words-new-service");
        id!("layout-page-details-types"), [Shield] SeeWorkspaces, details_types, id!("layout-words-details-types");
        id!("layout-page-new-details-type"), SetAuthorizationSettings, new_details_type, id!("layout-words-new-details-type");
    }
    Some(id!("layout-group-identities")) => {
        id!("layout-page-users"), [Users] SeeUsers, users, id!("layout-words-users");
        id!("layout-page-add-user"), CreateUser, new_user, id!("layout-words-add-user");
    }
    Some(id!("layout-group-auth-server")) => {
        id!("layout-page-tokens"), [Clock] SeeWorkspaces, token_settings, id!("layout-words-tokens");
        id!("layout-page-claims"), [Shield] SeeWorkspaces, claims, id!("layout-words-claims");
        id!("layout-page-keys"), [Key] SeeSigningKeys, keys, id!("layout-words-keys");
        id!("layout-page-fapi"), [Check] SeeWorkspaces, fapi, id!("layout-words-fapi");
    }
    Some(id!("layout-group-activity")) => {
        id!("layout-page-refresh-tokens"), [Renew] SeeFamilies, tokens, id!("layout-words-refresh-tokens");
        id!("layout-page-token-reuse"), [Warning] SeeFamilies, reuses, id!("layout-words-token-reuse");
        id!("layout-page-jobs"), [Progress] SeeFamilies, jobs, id!("layout-words-jobs");
        id!("layout-page-token-requests"), [Search] Explain, decisions, id!("layout-words-token-requests");
        id!("layout-page-logs"), [Logs] SeeAudit, logs, id!("layout-words-logs");
    }
    Some(id!("layout-group-settings")) => {
        id!("layout-page-general"), [Settings] SeeWorkspaces, general, id!("layout-words-general");
        id!("layout-page-authorization"), [Shield] SeeWorkspaces, authorization, id!("layout-words-authorization");
        id!("layout-page-registration"), [Clients] SeeWorkspaces, client_registration, id!("layout-words-registration");
        id!("layout-page-pinned-documents"), [Shield] SeeWorkspaces, pinned_documents, id!("layout-words-pinned-documents");
        id!("layout-page-new-pinned-document"), SetAuthorizationSettings, new_pinned_document, id!("layout-words-new-pinned-document");
        id!("layout-page-sign-in"), [Key] SeeWorkspaces, sign_in_settings, id!("layout-words-sign-in");
        id!("layout-page-trusted-issuers"), [Shield] SeeWorkspaces, trusted_issuers, id!("layout-words-trusted-issuers");
        id!("layout-page-new-trusted-issuer"), SetTrustedIssuers, new_trusted_issuer, id!("layout-words-new-trusted-issuer");
        id!("layout-page-danger-zone"), [Warning] SeeWorkspaces, danger_zone, id!("layout-words-danger-zone");
    }
    Some(id!("layout-group-guides")) => {
        id!("layout-page-guide"), [Guide] SeeWorkspaces, refresh_tokens_guide, id!("layout-words-guide");
    }
}

type OfTenant = fn(&Slug) -> String;

/// The pages of a tenant.
const TENANT: &[OuterPlace<OfTenant>] = &[
    OuterPlace {
        name: WORKSPACES,
        needs: Some(Action::SeeWorkspaces),
        within: true,
        sidebar: Some((Glyph::Workspace, WORKSPACES)),
        address: paths::workspaces,
        words: id!("layout-words-workspaces"),
    },
    OuterPlace {
        name: id!("layout-page-new-workspace"),
        needs: Some(Action::CreateWorkspace),
        within: false,
        sidebar: None,
        address: paths::new_workspace,
        words: id!("layout-words-new-workspace"),
    },
    OuterPlace {
        name: id!("layout-page-administrators"),
        needs: Some(Action::SeeAdministrators),
        within: true,
        sidebar: Some((Glyph::Shield, id!("layout-page-administrators"))),
        address: |tenant| paths::administrators(Some(tenant)),
        words: id!("layout-words-administrators"),
    },
    OuterPlace {
        name: id!("layout-page-invite-administrator"),
        needs: Some(Action::AssignRole),
        within: false,
        sidebar: None,
        address: |tenant| paths::invite_administrator(Some(tenant)),
        words: id!("layout-words-invite-administrator"),
    },
    OuterPlace {
        name: id!("layout-page-api-clients"),
        needs: Some(Action::SeeAdministrators),
        within: false,
        sidebar: None,
        address: paths::api_clients,
        words: id!("layout-words-api-clients"),
    },
    OuterPlace {
        name: id!("layout-page-roles"),
        needs: Some(Action::SeeRoles),
        within: false,
        sidebar: None,
        address: |tenant| paths::roles(Some(tenant)),
        words: id!("layout-words-roles"),
    },
    OuterPlace {
        name: id!("layout-page-audit-log"),
        needs: Some(Action::SeeTenantAudit),
        within: false,
        sidebar: Some((Glyph::Logs, id!("layout-page-audit-log"))),
        address: paths::tenant_log,
        words: id!("layout-words-audit-log"),
    },
    OuterPlace {
        name: id!("layout-page-audit-integrity"),
        needs: Some(Action::SeeTenantAudit),
        within: false,
        sidebar: None,
        address: |tenant| paths::audit_chain(Some(tenant)),
        words: id!("layout-words-audit-integrity"),
    },
    OuterPlace {
        name: id!("layout-page-webhooks"),
        needs: Some(Action::SeeWebhooks),
        within: false,
        sidebar: Some((Glyph::Webhook, id!("layout-page-webhooks"))),
        address: paths::webhooks,
        words: id!("layout-words-webhooks"),
    },
    OuterPlace {
        name: id!("layout-page-new-webhook"),
        needs: Some(Action::SetWebhooks),
        within: false,
        sidebar: None,
        address: paths::new_webhook,
        words: id!("layout-words-new-webhook"),
    },
    OuterPlace {
        name: id!("layout-page-mail"),
        needs: Some(Action::SeeTenants),
        within: false,
        sidebar: Some((Glyph::Mail, id!("layout-page-mail"))),
        address: paths::mail,
        words: id!("layout-words-mail"),
    },
    OuterPlace {
        name: id!("layout-page-tenant-settings"),
        needs: Some(Action::SeeTenants),
        within: false,
        sidebar: Some((Glyph::Settings, id!("layout-sidebar-settings"))),
        address: paths::tenant_settings,
        words: id!("layout-words-tenant-settings"),
    },
];

/// The pages of the installation, and those of whoever is signed in.
const INSTALLATION: &[OuterPlace<fn() -> String>] = &[
    OuterPlace {
        name: id!("layout-page-tenants"),
        needs: None,
        within: false,
        sidebar: None,
        address: || paths::HOME.to_owned(),
        words: id!("layout-words-tenants"),
    },
    OuterPlace {
        name: id!("layout-page-new-tenant"),
        needs: Some(Action::CreateTenant),
        within: false,
        sidebar: None,
        address: || paths::NEW_TENANT.to_owned(),
        words: id!("layout-words-new-tenant"),
    },
    OuterPlace {
        name: id!("layout-page-installation-log"),
        needs: Some(Action::SeeInstallationAudit),
        within: false,
        sidebar: None,
        address: || paths::INSTALLATION_LOG.to_owned(),
        words: id!("layout-words-installation-log"),
    },
    OuterPlace {
        name: id!("layout-page-logs-integrity"),
        needs: Some(Action::SeeInstallationAudit),
        within: false,
        sidebar: None,
        address: || paths::AUDIT_CHAINS.to_owned(),
        words: id!("layout-words-logs-integrity"),
    },
    OuterPlace {
        name: id!("layout-page-installation-administrators"),
        needs: Some(Action::SeeAdministrators),
        within: false,
        sidebar: None,
        address: || paths::administrators(None),
        words: id!("layout-words-installation-administrators"),
    },
    OuterPlace {
        name: id!("layout-page-installation-roles"),
        needs: Some(Action::SeeRoles),
        within: false,
        sidebar: None,
        address: || paths::roles(None),
        words: id!("layout-words-installation-roles"),
    },
    OuterPlace {
        name: id!("layout-page-account"),
        needs: None,
        within: false,
        sidebar: None,
        address: || paths::ACCOUNT.to_owned(),
        words: id!("layout-words-account"),
    },
    OuterPlace {
        name: id!("layout-page-second-factor"),
        needs: None,
        within: false,
        sidebar: None,
        address: || paths::SECOND_FACTOR.to_owned(),
        words: id!("layout-words-second-factor"),
    },
    OuterPlace {
        name: id!("layout-page-passkeys"),
        needs: None,
        within: false,
        sidebar: None,
        address: || paths::PASSKEYS.to_owned(),
        words: id!("layout-words-passkeys"),
    },
];

macro_rules! client_places {
    ($($name:expr, $needs:ident, $address:ident, $words:expr;)*) => {
        /// The pages of a client, in the order of its tabs.
        const CLIENT: &[ClientPlace] = &[$(ClientPlace {
            name: $name,
            needs: Action::$needs,
            address: |path, client| path.$address(client),
            words: $words,
        }),*];
    };
}

client_places! {
    id!("layout-page-client-overview"), SeeClients, client, id!("layout-words-client-overview");
    id!("layout-page-client-oauth"), SeeClients, client_oauth, id!("layout-words-client-oauth");
    id!("layout-page-client-scopes"), SeeClients, client_scopes, id!("layout-words-client-scopes");
    id!("layout-page-client-token-policy"), SeeClients, client_token_policy, id!("layout-words-client-token-policy");
    id!("layout-page-client-refresh-tokens"), SeeFamilies, client_tokens, id!("layout-words-client-refresh-tokens");
    id!("layout-page-client-quickstart"), SeeClients, client_quickstart, id!("layout-words-client-quickstart");
    id!("layout-page-client-try"), SeeClients, client_try, id!("layout-words-client-try");
    id!("layout-page-client-explain"), Explain, client_explain, id!("layout-words-client-explain");
}

/// An entry of a sidebar: its address, its picture, and what it is called.
pub type SidebarEntry = (String, Glyph, MessageId);

/// Returns the entries of the sidebar of a tenant, for whom these actions are permitted in it and these within parts of it.
pub fn tenant_sidebar(tenant: &Slug, permitted: Actions, within: Actions) -> Vec<SidebarEntry> {
    let is_open = |place: &&OuterPlace<OfTenant>| {
        place.needs.is_none_or(|needs| permitted.contains(needs) || (place.within && within.contains(needs)))
    };
    let entry = |place: &OuterPlace<OfTenant>| place.sidebar.map(|(glyph, name)| ((place.address)(tenant), glyph, name));
    TENANT.iter().filter(is_open).filter_map(entry).collect()
}

/// Returns whether somebody may open a page of a workspace.
pub fn is_open(actor: &Actor, place: &WorkspacePlace, workspace: Level) -> bool {
    // Its clients are listed as far as they are seen.
    actor.may(place.needs, workspace) || (place.needs == Action::SeeClients && actor.may_within(place.needs, workspace))
}

/// Returns the pages that somebody may open and whose names or other words contain each word that was typed: of a client, of its workspace, of its
/// tenant and of the installation, as far as they are given. Those that are called so come first.
pub fn find_places(
    actor: &Actor,
    tenant: Option<(&Slug, TenantId)>,
    workspace: Option<(&WorkspacePath, Level)>,
    client: Option<ClientId>,
    typed: &SearchText,
) -> Vec<FoundPlace> {
    let words: Vec<String> = typed.as_str().split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(bool, FoundPlace)> = Vec::new();
    let mut look = |headings: &[MessageId], words_of: MessageId, address: &dyn Fn() -> String| {
        let name = headings.iter().map(|heading| heading.text()).collect::<Vec<_>>().join(" › ");
        // An administrator may know a page by its English name alone.
        let (english, others) = in_english(|| {
            let english: Vec<_> = headings.iter().map(|heading| heading.text()).collect();
            (english.join(" "), words_of.text())
        });
        let called = format!("{name} {english}").to_lowercase();
        let all = format!("{called} {} {others}", words_of.text()).to_lowercase();
        if words.iter().all(|word| begins_a_word(&all, word)) {
            let by_name = words.iter().all(|word| begins_a_word(&called, word));
            found.push((!by_name, FoundPlace { name, address: address() }));
        }
    };
    if let Some(((path, level), client)) = workspace.zip(client) {
        for place in CLIENT.iter().filter(|place| actor.may_within(place.needs, level)) {
            look(&[id!("layout-page-of-client"), place.name], place.words, &|| (place.address)(path, client));
        }
    }
    if let Some((path, level)) = workspace {
        for place in WORKSPACE.iter().filter(|place| is_open(actor, place, level)) {
            let headings: Vec<_> = place.group.into_iter().chain([place.name]).collect();
            look(&headings, place.words, &|| (place.address)(path));
        }
    }
    let may = |needs: Option<Action>, within: bool, level: Level| {
        needs.is_none_or(|needs| actor.may(needs, level) || (within && actor.may_within(needs, level)))
    };
    if let Some((slug, id)) = tenant {
        for place in TENANT.iter().filter(|place| may(place.needs, place.within, Level::Tenant(id))) {
            look(&[place.name], place.words, &|| (place.address)(slug));
        }
    }
    for place in INSTALLATION.iter().filter(|place| may(place.needs, place.within, Level::Installation)) {
        look(&[place.name], place.words, &|| (place.address)());
    }
    found.sort_by_key(|(later, _)| *later);
    found.into_iter().map(|(_, place)| place).collect()
}

/// Returns what is said in English, whatever the reader's language is.
fn in_english<T>(said: impl FnOnce() -> T) -> T {
    if language() == Language::English { said() } else { in_language(Language::English, said) }
}

/// Returns whether a word of a text begins so.
fn begins_a_word(text: &str, word: &str) -> bool {
    text.split([' ', '-', '_', '/']).any(|part| part.starts_with(word)) || (word.contains(['-', '_', '/']) && text.contains(word))
}

/// Returns the address of the same page in another workspace, where somebody may open it there; otherwise that of its first page that they
/// may open, and nothing where there is none.
pub fn same_page(actor: &Actor, path: &WorkspacePath, level: Level, page: &str) -> Option<String> {
    let here = path.below(page);
    let is_asked_for = |place: &&WorkspacePlace| (place.address)(path) == here;
    let open = || WORKSPACE.iter().filter(|place| is_open(actor, place, level));
    let place = open().find(is_asked_for).or_else(|| open().find(|place| place.glyph.is_some()));
    place.map(|place| (place.address)(path))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use domain::{clock::Timestamp, id::WorkspaceId};

    use super::*;
    use crate::page_needs::needs_of;

    fn shop() -> (WorkspacePath, TenantId, Level) {
        let path = WorkspacePath { tenant: Slug::parse("acme").unwrap(), workspace: Slug::parse("shop").unwrap() };
        let id = TenantId::new(Timestamp::from_millis(0), [1; 10]);
        (path, id, Level::Workspace(id, WorkspaceId::new(Timestamp::from_millis(0), [2; 10])))
    }

    fn found(typed: &str) -> Vec<String> {
        let (path, id, level) = shop();
        let typed = SearchText::parse(typed).unwrap();
        let places = find_places(&Actor::CommandLine, Some((&path.tenant, id)), Some((&path, level)), None, &typed);
        places.into_iter().map(|place| place.name).collect()
    }

    #[test]
    fn a_page_is_found_by_its_name_and_by_other_words() {
        for (typed, first) in [
            ("ttl", "Auth Server › Tokens"),
            ("Rotation", "Auth Server › Tokens"),
            ("grant", "Settings › Authorization"),
            ("jwks", "Auth Server › Keys"),
            ("new cl", "Applications › New client"),
            ("smtp", "Mail"),
            ("sign-in", "Settings › Sign-in"),
            ("refresh_token", "Settings › Authorization"),
            ("2fa", "Second factor"),
            ("passkey", "Passkeys"),
            ("redirect", "Applications › Clients"),
            ("quickstart", "Applications › Clients"),
            ("invite", "Invite administrator"),
            ("device", "Applications › Clients"),
            ("token exchange", "Applications › Clients"),
            ("dpop", "Applications › Clients"),
            ("back-channel", "Applications › Clients"),
            ("logout", "Applications › Clients"),
            ("certificate", "Applications › Clients"),
            ("mutual", "Applications › Clients"),
            ("private_key_jwt", "Applications › Clients"),
            ("consent", "Applications › Clients"),
            ("language", "Identities › Users"),
            ("registration", "Settings › Client registration"),
            ("initial access token", "Settings › Client registration"),
            ("pinned", "Settings › Pinned documents"),
            ("trusted issuers", "Settings › Trusted issuers"),
            ("assertions", "Settings › Trusted issuers"),
            ("claims", "Auth Server › Claims"),
            ("pairwise", "Applications › Clients"),
            ("FAPI", "Auth Server › FAPI 2.0"),
            ("authorization details", "Applications › Authorization details"),
            ("rich authorization requests", "Applications › Authorization details"),
            ("signed introspection", "Applications › Clients"),
            ("global revocation", "Settings › Authorization"),
        ] {
            assert_eq!(found(typed).first().map(String::as_str), Some(first), "{typed}: {:?}", found(typed));
        }
        assert!(found("").is_empty() && found("nothing like that").is_empty());
    }

    #[test]
    fn each_page_names_what_it_asks_permission_for() {
        let (path, ..) = shop();
        let workspace = WORKSPACE.iter().map(|place| ((place.address)(&path), Some(place.needs)));
        let tenant = TENANT.iter().map(|place| ((place.address)(&path.tenant), place.needs));
        let installation = INSTALLATION.iter().map(|place| ((place.address)(), place.needs));
        for (address, needs) in workspace.chain(tenant).chain(installation) {
            // The workspaces of a tenant are named to everybody who may do something in them.
            let needs = needs.filter(|_| address != "/console/acme");
            let of_page: &[Action] = needs_of(&address).unwrap();
            assert_eq!(of_page, needs.as_slice(), "{address}");
        }
    }

    #[test]
    fn the_pages_of_a_client_are_found_from_each_other() {
        let (path, id, level) = shop();
        let client = ClientId::new(Timestamp::from_millis(0), [3; 10]);
        let found = |typed: &str| {
            let places = find_places(
                &Actor::CommandLine,
                Some((&path.tenant, id)),
                Some((&path, level)),
                Some(client),
                &SearchText::parse(typed).unwrap(),
            );
            places.into_iter().map(|place| place.address).collect::<Vec<_>>()
        };
        for (typed, page) in [
            ("quickstart", "quickstart"),
            ("ttl", "token-policy"),
            ("rotation", "token-policy"),
            ("redirect", "oauth"),
            ("pairwise", "oauth"),
            ("signed introspection", "oauth"),
            ("RAR", "scopes"),
        ] {
            assert_eq!(found(typed).first(), Some(&format!("/console/acme/shop/clients/{client}/{page}")), "{typed}");
        }
        assert!(found("ttl").contains(&"/console/acme/shop/auth-server/tokens".to_owned()));
    }

    #[test]
    fn the_sidebar_of_a_tenant_has_what_somebody_may_open() {
        let (path, ..) = shop();
        let names = |permitted: Actions, within: Actions| {
            tenant_sidebar(&path.tenant, permitted, within).into_iter().map(|(.., name)| name.text()).collect::<Vec<_>>()
        };
        let all = ["Workspaces", "Administrators", "Audit log", "Webhooks", "Mail", "Settings"];
        assert_eq!(names(Actions::all(), Actions::all()), all);
        // Whoever has a role in a workspace alone.
        assert_eq!(names(Actions::default(), Actions::all()), ["Workspaces", "Administrators"]);
        assert_eq!(names(Actions::default(), Actions::default()), [""; 0]);
    }

    #[test]
    fn each_page_is_there_once() {
        let (path, ..) = shop();
        let workspace = WORKSPACE.iter().map(|place| (place.address)(&path));
        let tenant = TENANT.iter().map(|place| (place.address)(&path.tenant));
        let all: Vec<String> = workspace.chain(tenant).chain(INSTALLATION.iter().map(|place| (place.address)())).collect();
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len());
    }

    #[test]
    fn another_workspace_is_opened_at_the_same_page_and_nowhere_else() {
        let (path, _, level) = shop();
        let at = |page| same_page(&Actor::CommandLine, &path, level, page).unwrap();
        assert_eq!(at("/auth-server/keys"), "/console/acme/shop/auth-server/keys");
        assert_eq!(at(""), "/console/acme/shop");
        for other in ["/nowhere", "/../other", "?x=//evil.example", "//evil.example"] {
            assert_eq!(at(other), "/console/acme/shop", "{other}");
        }
    }
}
