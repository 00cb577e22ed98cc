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
    paths::{self, WorkspacePages as _, WorkspacePath},
    ui::Glyph,
};

/// A page of a workspace.
pub struct WorkspacePlace {
    /// The heading that it stands under.
    pub group: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// Its picture in the sidebar; none where it is not there.
    pub glyph: Option<Glyph>,
    /// What it asks permission for.
    pub needs: Action,
    /// Its address.
    pub address: fn(&WorkspacePath) -> String,
    /// Other words for what is there.
    words: &'static str,
}

/// A page of a tenant, or of the installation.
struct OuterPlace<A> {
    name: &'static str,
    /// What it asks permission for; nothing where everybody who sees the level may open it.
    needs: Option<Action>,
    /// Whether it is enough to be permitted within a part.
    within: bool,
    /// Its picture in the sidebar and what it is called there; none where it is not there.
    sidebar: Option<(Glyph, &'static str)>,
    address: A,
    words: &'static str,
}

/// A page of a client.
struct ClientPlace {
    name: &'static str,
    needs: Action,
    address: fn(&WorkspacePath, ClientId) -> String,
    words: &'static str,
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
    ($($group:literal { $($name:literal $([$glyph:ident])?, $needs:ident, $address:ident, $words:literal;)* })*) => {
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
    (@glyph) => { None };
    (@glyph $glyph:ident) => { Some(Glyph::$glyph) };
}

workspace_places! {
    "" {
        "Overview" [Overview], SeeWorkspaces, overview, "issuer discovery metadata activity chart figures home";
    }
    "Applications" {
        "Clients" [Clients], SeeClients, clients,
            "applications apps relying parties redirect URIs secrets PKCE token policy quickstart code try it test sign-in explain";
        "New client", CreateClient, new_client, "create add register application app";
        "Services" [Services], SeeServices, services, "apis scopes resource servers audience claims";
        "New service", CreateService, new_service, "create add api scopes";
    }
    "Identities" {
        "Users" [Users], SeeUsers, users, "people accounts logins pool sessions passwords passkeys";
        "Add user", CreateUser, new_user, "create new person account";
    }
    "Auth Server" {
        "Tokens" [Clock], SeeWorkspaces, token_settings,
            "TTL time to live lifetime expiry expiration duration settings access refresh ID authorization code rotation rotate reuse retry window grace idle \
             absolute limit session history retention policy JWT opaque";
        "Keys" [Key], SeeSigningKeys, keys, "signing JWKS rotate rotation revoke algorithm RS256 ES256 EdDSA PS256 kid";
    }
    "Activity" {
        "Refresh tokens" [Renew], SeeFamilies, tokens, "families inventory revoke sessions active";
        "Token reuse" [Warning], SeeFamilies, reuses, "reused stolen theft copied came back alert incident security handled breach detection";
        "Jobs" [Progress], SeeFamilies, jobs, "bulk revocation progress";
        "Token requests" [Search], Explain, decisions, "decisions refusals denied why explain reuse errors";
        "Logs" [Logs], SeeAudit, logs, "audit events changes history who live follow";
    }
    "Settings" {
        "General" [Settings], SeeWorkspaces, general, "name rename issuer identifier";
        "Authorization" [Shield], SeeWorkspaces, authorization, "allowed grant types refresh_token client_credentials authorization_code offline_access";
        "Sign-in" [Key], SeeWorkspaces, sign_in_settings, "password strength minimum registration register login recovery reset";
        "Danger zone" [Warning], SeeWorkspaces, danger_zone, "delete remove workspace";
    }
    "Guides" {
        "Using refresh tokens" [Guide], SeeWorkspaces, refresh_tokens_guide, "guide help how to enable quickstart curl";
    }
}

type OfTenant = fn(&Slug) -> String;

/// The pages of a tenant.
const TENANT: &[OuterPlace<OfTenant>] = &[
    OuterPlace {
        name: "Workspaces",
        needs: Some(Action::SeeWorkspaces),
        within: true,
        sidebar: Some((Glyph::Workspace, "Workspaces")),
        address: paths::workspaces,
        words: "list authorization servers all",
    },
    OuterPlace {
        name: "New workspace",
        needs: Some(Action::CreateWorkspace),
        within: false,
        sidebar: None,
        address: paths::new_workspace,
        words: "create add authorization server",
    },
    OuterPlace {
        name: "Administrators",
        needs: Some(Action::SeeAdministrators),
        within: true,
        sidebar: Some((Glyph::Shield, "Administrators")),
        address: |tenant| paths::administrators(Some(tenant)),
        words: "people access invitations operators permissions",
    },
    OuterPlace {
        name: "Invite administrator",
        needs: Some(Action::AssignRole),
        within: false,
        sidebar: None,
        address: |tenant| paths::invite_administrator(Some(tenant)),
        words: "invitation add create new people access",
    },
    OuterPlace {
        name: "API clients",
        needs: Some(Action::SeeAdministrators),
        within: false,
        sidebar: None,
        address: paths::api_clients,
        words: "programs admin api machine client_credentials automation",
    },
    OuterPlace {
        name: "Roles",
        needs: Some(Action::SeeRoles),
        within: false,
        sidebar: None,
        address: |tenant| paths::roles(Some(tenant)),
        words: "permissions actions owner auditor manager support",
    },
    OuterPlace {
        name: "Audit log",
        needs: Some(Action::SeeTenantAudit),
        within: false,
        sidebar: Some((Glyph::Logs, "Audit log")),
        address: paths::tenant_log,
        words: "tenant audit events changes history logs",
    },
    OuterPlace {
        name: "Integrity of the audit log",
        needs: Some(Action::SeeTenantAudit),
        within: false,
        sidebar: None,
        address: |tenant| paths::audit_chain(Some(tenant)),
        words: "audit chain hash verify tampering",
    },
    OuterPlace {
        name: "Webhooks",
        needs: Some(Action::SeeWebhooks),
        within: false,
        sidebar: Some((Glyph::Webhook, "Webhooks")),
        address: paths::webhooks,
        words: "events notifications siem deliveries",
    },
    OuterPlace {
        name: "New webhook",
        needs: Some(Action::SetWebhooks),
        within: false,
        sidebar: None,
        address: paths::new_webhook,
        words: "create add",
    },
    OuterPlace {
        name: "Mail",
        needs: Some(Action::SeeTenants),
        within: false,
        sidebar: Some((Glyph::Mail, "Mail")),
        address: paths::mail,
        words: "smtp server e-mail email sender test",
    },
    OuterPlace {
        name: "Tenant settings",
        needs: Some(Action::SeeTenants),
        within: false,
        sidebar: Some((Glyph::Settings, "Settings")),
        address: paths::tenant_settings,
        words: "delete tenant second factor require mfa",
    },
];

/// The pages of the installation, and those of whoever is signed in.
const INSTALLATION: &[OuterPlace<fn() -> String>] = &[
    OuterPlace { name: "Tenants", needs: None, within: false, sidebar: None, address: || paths::HOME.to_owned(), words: "home start all" },
    OuterPlace {
        name: "New tenant",
        needs: Some(Action::CreateTenant),
        within: false,
        sidebar: None,
        address: || paths::NEW_TENANT.to_owned(),
        words: "create add",
    },
    OuterPlace {
        name: "Installation log",
        needs: Some(Action::SeeInstallationAudit),
        within: false,
        sidebar: None,
        address: || paths::INSTALLATION_LOG.to_owned(),
        words: "audit events changes history logs",
    },
    OuterPlace {
        name: "Integrity of the logs",
        needs: Some(Action::SeeInstallationAudit),
        within: false,
        sidebar: None,
        address: || paths::AUDIT_CHAINS.to_owned(),
        words: "audit chains hash verify tampering",
    },
    OuterPlace {
        name: "Administrators of the installation",
        needs: Some(Action::SeeAdministrators),
        within: false,
        sidebar: None,
        address: || paths::administrators(None),
        words: "people access invitations operators",
    },
    OuterPlace {
        name: "Roles of the installation",
        needs: Some(Action::SeeRoles),
        within: false,
        sidebar: None,
        address: || paths::roles(None),
        words: "permissions actions",
    },
    OuterPlace {
        name: "My account",
        needs: None,
        within: false,
        sidebar: None,
        address: || paths::ACCOUNT.to_owned(),
        words: "password profile sessions api tokens sign out",
    },
    OuterPlace {
        name: "Second factor",
        needs: None,
        within: false,
        sidebar: None,
        address: || paths::SECOND_FACTOR.to_owned(),
        words: "my account authenticator app totp recovery codes mfa 2fa",
    },
    OuterPlace {
        name: "Passkeys",
        needs: None,
        within: false,
        sidebar: None,
        address: || paths::PASSKEYS.to_owned(),
        words: "my account webauthn fingerprint security key",
    },
];

macro_rules! client_places {
    ($($name:literal, $needs:ident, $address:ident, $words:literal;)*) => {
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
    "Overview", SeeClients, client, "name rename secrets status disable delete duplicate";
    "OAuth", SeeClients, client_oauth, "grant types redirect URIs logout authentication method PKCE DPoP trusted signing";
    "Scopes", SeeClients, client_scopes, "offline access profile services consent permissions";
    "Token policy", SeeClients, client_token_policy, "TTL time to live lifetime expiry rotation retry window idle limit own";
    "Refresh tokens", SeeFamilies, client_tokens, "active revoke families";
    "Quickstart", SeeClients, client_quickstart, "code curl Rust Node.js Python Go browser example";
    "Try it", SeeClients, client_try, "test sign-in trial";
    "Explain", Explain, client_explain, "why no refresh token decision refused";
}

/// An entry of a sidebar: its address, its picture, and what it is called.
pub type SidebarEntry = (String, Glyph, &'static str);

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
    let mut look = |name: String, others: &str, address: &dyn Fn() -> String| {
        let (called, all) = (name.to_lowercase(), format!("{name} {others}").to_lowercase());
        if words.iter().all(|word| begins_a_word(&all, word)) {
            let by_name = words.iter().all(|word| begins_a_word(&called, word));
            found.push((!by_name, FoundPlace { name, address: address() }));
        }
    };
    if let Some(((path, level), client)) = workspace.zip(client) {
        for place in CLIENT.iter().filter(|place| actor.may_within(place.needs, level)) {
            look(format!("This client › {}", place.name), place.words, &|| (place.address)(path, client));
        }
    }
    if let Some((path, level)) = workspace {
        for place in WORKSPACE.iter().filter(|place| is_open(actor, place, level)) {
            let name = if place.group.is_empty() { place.name.to_owned() } else { format!("{} › {}", place.group, place.name) };
            look(name, place.words, &|| (place.address)(path));
        }
    }
    let may = |needs: Option<Action>, within: bool, level: Level| {
        needs.is_none_or(|needs| actor.may(needs, level) || (within && actor.may_within(needs, level)))
    };
    if let Some((slug, id)) = tenant {
        for place in TENANT.iter().filter(|place| may(place.needs, place.within, Level::Tenant(id))) {
            look(place.name.to_owned(), place.words, &|| (place.address)(slug));
        }
    }
    for place in INSTALLATION.iter().filter(|place| may(place.needs, place.within, Level::Installation)) {
        look(place.name.to_owned(), place.words, &|| (place.address)());
    }
    found.sort_by_key(|(later, _)| *later);
    found.into_iter().map(|(_, place)| place).collect()
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
        for (typed, page) in [("quickstart", "quickstart"), ("ttl", "token-policy"), ("rotation", "token-policy"), ("redirect", "oauth")] {
            assert_eq!(found(typed).first(), Some(&format!("/console/acme/shop/clients/{client}/{page}")), "{typed}");
        }
        assert!(found("ttl").contains(&"/console/acme/shop/auth-server/tokens".to_owned()));
    }

    #[test]
    fn the_sidebar_of_a_tenant_has_what_somebody_may_open() {
        let (path, ..) = shop();
        let names = |permitted: Actions, within: Actions| {
            tenant_sidebar(&path.tenant, permitted, within).into_iter().map(|(.., name)| name).collect::<Vec<_>>()
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
