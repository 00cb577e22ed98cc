//! The console's own pages, with the words by which they are found: those of the sidebar, and those that are found by the search alone. A page
//! is here once, with what it asks permission for.

use control::{Actor, permission::Action};
use domain::{grants::Level, id::TenantId, name::Slug, search::SearchText};

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
    address: A,
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
        "Clients" [Clients], SeeClients, clients, "applications apps relying parties";
        "New client", CreateClient, new_client, "create add register application app";
        "Services" [Services], SeeServices, services, "apis scopes resource servers audience claims";
        "New service", CreateService, new_service, "create add api scopes";
    }
    "Identities" {
        "Users" [Users], SeeUsers, users, "people accounts logins pool";
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
        "Jobs", SeeFamilies, jobs, "bulk revocation progress";
        "Token requests" [Search], Explain, decisions, "decisions refusals denied why explain reuse errors";
        "Logs" [Logs], SeeAudit, logs, "audit events changes history who live follow";
    }
    "Settings" {
        "General" [Settings], SeeWorkspaces, general, "name rename issuer address";
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
        address: paths::workspaces,
        words: "list authorization servers all",
    },
    OuterPlace {
        name: "New workspace",
        needs: Some(Action::CreateWorkspace),
        within: false,
        address: paths::new_workspace,
        words: "create add authorization server",
    },
    OuterPlace {
        name: "Administrators",
        needs: Some(Action::SeeAdministrators),
        within: true,
        address: |tenant| paths::administrators(Some(tenant)),
        words: "people access invitations operators permissions",
    },
    OuterPlace {
        name: "API clients",
        needs: Some(Action::SeeAdministrators),
        within: false,
        address: paths::api_clients,
        words: "programs admin api machine client_credentials automation",
    },
    OuterPlace {
        name: "Roles",
        needs: Some(Action::SeeRoles),
        within: false,
        address: |tenant| paths::roles(Some(tenant)),
        words: "permissions actions owner auditor manager support",
    },
    OuterPlace {
        name: "Tenant log",
        needs: Some(Action::SeeTenantAudit),
        within: false,
        address: paths::tenant_log,
        words: "audit events changes history logs",
    },
    OuterPlace {
        name: "Integrity of the tenant log",
        needs: Some(Action::SeeTenantAudit),
        within: false,
        address: |tenant| paths::audit_chain(Some(tenant)),
        words: "audit chain hash verify tampering",
    },
    OuterPlace {
        name: "Webhooks",
        needs: Some(Action::SeeWebhooks),
        within: false,
        address: paths::webhooks,
        words: "events notifications siem deliveries",
    },
    OuterPlace { name: "New webhook", needs: Some(Action::SetWebhooks), within: false, address: paths::new_webhook, words: "create add" },
    OuterPlace {
        name: "Tenant settings",
        needs: Some(Action::SeeTenants),
        within: false,
        address: paths::tenant_settings,
        words: "delete tenant second factor require mfa",
    },
    OuterPlace {
        name: "Mail",
        needs: Some(Action::SeeTenants),
        within: false,
        address: paths::mail,
        words: "smtp server e-mail email sender test",
    },
];

/// The pages of the installation, and those of whoever is signed in.
const INSTALLATION: &[OuterPlace<fn() -> String>] = &[
    OuterPlace { name: "Tenants", needs: None, within: false, address: || paths::HOME.to_owned(), words: "home start all" },
    OuterPlace {
        name: "New tenant",
        needs: Some(Action::CreateTenant),
        within: false,
        address: || paths::NEW_TENANT.to_owned(),
        words: "create add",
    },
    OuterPlace {
        name: "Installation log",
        needs: Some(Action::SeeInstallationAudit),
        within: false,
        address: || paths::INSTALLATION_LOG.to_owned(),
        words: "audit events changes history logs",
    },
    OuterPlace {
        name: "Integrity of the logs",
        needs: Some(Action::SeeInstallationAudit),
        within: false,
        address: || paths::AUDIT_CHAINS.to_owned(),
        words: "audit chains hash verify tampering",
    },
    OuterPlace {
        name: "Administrators of the installation",
        needs: Some(Action::SeeAdministrators),
        within: false,
        address: || paths::administrators(None),
        words: "people access invitations operators",
    },
    OuterPlace {
        name: "Roles of the installation",
        needs: Some(Action::SeeRoles),
        within: false,
        address: || paths::roles(None),
        words: "permissions actions",
    },
    OuterPlace {
        name: "My account",
        needs: None,
        within: false,
        address: || paths::ACCOUNT.to_owned(),
        words: "password profile sessions api tokens sign out",
    },
    OuterPlace {
        name: "Second factor",
        needs: None,
        within: false,
        address: || paths::SECOND_FACTOR.to_owned(),
        words: "my account authenticator app totp recovery codes mfa 2fa",
    },
];

/// Returns whether somebody may open a page of a workspace.
pub fn is_open(actor: &Actor, place: &WorkspacePlace, workspace: Level) -> bool {
    // Its clients are listed as far as they are seen.
    actor.may(place.needs, workspace) || (place.needs == Action::SeeClients && actor.may_within(place.needs, workspace))
}

/// Returns the pages that somebody may open and whose names or other words contain each word that was typed: of a workspace, of its tenant and
/// of the installation, as far as they are given. Those that are called so come first.
pub fn find_places(
    actor: &Actor,
    tenant: Option<(&Slug, TenantId)>,
    workspace: Option<(&WorkspacePath, Level)>,
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
        let places = find_places(&Actor::CommandLine, Some((&path.tenant, id)), Some((&path, level)), &typed);
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
