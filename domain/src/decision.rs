//! The decision whether a client gets a refresh token: one function, for the token endpoint and for the console.

use serde::{Deserialize, Serialize};

use crate::{
    client::{Client, ClientStatus},
    grant_type::GrantType,
    in_force, policy_violation,
    scope::OFFLINE_ACCESS,
    workspace::Workspace,
};

/// A condition for issuing a refresh token, in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// The client is active.
    ClientActive,
    /// A user can sign in to the client: workspace and client allow the authorization code grant.
    UserGrant,
    /// The workspace allows the refresh token grant.
    WorkspaceGrant,
    /// The client has the refresh token grant.
    ClientGrant,
    /// The client may ask for `offline_access`.
    OfflineAccess,
    /// The workspace's Refresh token TTL is not 0.
    Lifetime,
    /// The policy is one that the client may have: a public client's tokens rotate or are bound to a key.
    Protected,
    /// This request asked for `offline_access`.
    Requested,
    /// The user agreed to offline access, or the client is trusted.
    Consented,
    /// The user has fewer families at the client than its policy allows, or the policy ends another one instead.
    Limit,
}

impl Condition {
    /// All conditions.
    pub const ALL: [Self; 10] = [
        Self::ClientActive,
        Self::UserGrant,
        Self::WorkspaceGrant,
        Self::ClientGrant,
        Self::OfflineAccess,
        Self::Lifetime,
        Self::Protected,
        Self::Requested,
        Self::Consented,
        Self::Limit,
    ];

    /// The stable reason code for a refresh token that was not issued because of it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ClientActive => "client_inactive",
            Self::UserGrant => "authorization_code_not_allowed",
            Self::WorkspaceGrant => "refresh_token_not_allowed_in_workspace",
            Self::ClientGrant => "refresh_token_not_allowed_for_client",
            Self::OfflineAccess => "offline_access_not_enabled_for_client",
            Self::Lifetime => "refresh_token_ttl_is_zero",
            Self::Protected => "policy_not_allowed_for_client",
            Self::Requested => "offline_access_not_requested",
            Self::Consented => "offline_access_not_consented",
            Self::Limit => "family_limit_reached",
        }
    }

    /// Returns whether it prevents offline access only, and not a refresh token that ends with the login session.
    pub const fn is_about_offline_access(self) -> bool {
        matches!(self, Self::OfflineAccess | Self::Requested | Self::Consented)
    }

    /// What has to hold, in words for an administrator.
    pub const fn words(self) -> &'static str {
        match self {
            Self::ClientActive => "The client is active",
            Self::UserGrant => "The grant by which users sign in is allowed",
            Self::WorkspaceGrant => "The workspace allows the Refresh token grant",
            Self::ClientGrant => "The client has the refresh_token grant type",
            Self::OfflineAccess => "Offline access is on for the client",
            Self::Lifetime => "The Refresh token TTL is not 0",
            Self::Protected => "The policy is allowed for this client",
            Self::Requested => "The request asks for offline_access",
            Self::Consented => "The user agreed to offline access, or the client is trusted",
            Self::Limit => "There is room for another refresh token of the user at the client",
        }
    }

    /// What fails, in words for an administrator.
    pub const fn failure(self) -> &'static str {
        match self {
            Self::ClientActive => "the client is inactive",
            Self::UserGrant => "the grant by which users sign in is not allowed",
            Self::WorkspaceGrant => "the workspace does not allow the Refresh token grant",
            Self::ClientGrant => "the client does not have the refresh_token grant type",
            Self::OfflineAccess => "Offline access is off for the client",
            Self::Lifetime => "the Refresh token TTL is 0",
            Self::Protected => "the policy is not allowed for this client",
            Self::Requested => "the request did not ask for offline_access",
            Self::Consented => "the user did not agree to offline access",
            Self::Limit => "the user has as many refresh tokens at the client as its policy allows",
        }
    }
}

/// Returns what fails as one sentence.
pub fn failures(conditions: &[Condition]) -> String {
    let failures: Vec<_> = conditions.iter().map(|condition| condition.failure()).collect();
    let sentence = format!("{}.", failures.join(", "));
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The facts of one request that the decision depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefreshFacts {
    /// Whether it asks for `offline_access`.
    pub requested: bool,
    /// Whether the user agreed to offline access, or need not be asked.
    pub consented: bool,
    /// Whether the user has as many families at the client as the policy allows, and the policy ends none of them.
    pub limit_reached: bool,
}

impl RefreshFacts {
    /// A request for offline access that the user agreed to.
    pub const OFFLINE_GRANTED: Self = Self { requested: true, consented: true, limit_reached: false };
}

/// What a refresh token is issued on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grounds {
    /// `offline_access` was asked for and agreed to: the token outlives the login session.
    OfflineAccess,
    /// The policy issues one without `offline_access`: it ends with the login session (OpenID Connect Core §11, other conditions).
    LoginSession,
}

/// The decision about a refresh token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// One is issued, on these grounds.
    Issue(Grounds),
    /// None is issued, because of these; there is at least one.
    Withhold(Vec<Condition>),
}

impl Decision {
    /// Returns whether a refresh token is issued.
    pub const fn issues(&self) -> bool {
        matches!(self, Self::Issue(_))
    }
}

/// Decides (RFC 9700 §4.14.2: the authorization server determines by its policy whether to issue refresh tokens at all).
pub fn decide(workspace: &Workspace, client: &Client, facts: RefreshFacts) -> Decision {
    let mut failing: Vec<Condition> = Condition::ALL.into_iter().filter(|condition| !holds(*condition, workspace, client, facts)).collect();
    let mut grounds = Grounds::OfflineAccess;
    if in_force::policy(&workspace.tokens, &client.settings).without_offline_access {
        let before = failing.len();
        failing.retain(|condition| !condition.is_about_offline_access());
        if failing.len() < before {
            grounds = Grounds::LoginSession;
        }
    }
    // A user is not asked about what cannot be had: then it is not the user who said no.
    if failing.len() > 1 {
        failing.retain(|condition| *condition != Condition::Consented);
    }
    if failing.is_empty() { Decision::Issue(grounds) } else { Decision::Withhold(failing) }
}

/// Returns whether a condition holds.
pub fn holds(condition: Condition, workspace: &Workspace, client: &Client, facts: RefreshFacts) -> bool {
    match condition {
        Condition::ClientActive => client.status == ClientStatus::Active,
        // An exchange has checked its own grant before.
        Condition::UserGrant => {
            GrantType::OF_USERS.into_iter().any(|grant| workspace.authorization.allows(grant) && client.settings.has_grant(grant))
        }
        Condition::WorkspaceGrant => workspace.authorization.allows(GrantType::RefreshToken),
        Condition::ClientGrant => client.settings.has_grant(GrantType::RefreshToken),
        Condition::OfflineAccess => client.settings.scopes.contains(OFFLINE_ACCESS),
        Condition::Lifetime => in_force::ttls(&workspace.tokens, &client.settings).refresh_token_ttl.is_some(),
        // Without the grant the rule is silent: then it is the grant that is missing, not the protection.
        Condition::Protected => policy_violation::check_client(&workspace.tokens, &client.settings).is_ok(),
        Condition::Requested => facts.requested,
        Condition::Consented => facts.consented,
        Condition::Limit => !facts.limit_reached,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        client::{ClientSettings, ClientType},
        clock::Timestamp,
        id::{ClientId, TenantId, WorkspaceId},
        name::{Name, Slug},
        scope::Scope,
        settings::{authorization::AuthorizationSettings, sign_in::SignInSettings, tokens::TokenSettings},
        trusted_issuer::TrustedIssuers,
    };

    fn ready() -> (Workspace, Client) {
        let now = Timestamp::from_millis(0);
        let workspace = Workspace {
            id: WorkspaceId::new(now, [0; 10]),
            tenant_id: TenantId::new(now, [0; 10]),
            slug: Slug::parse("main").unwrap(),
            name: Name::parse("Main").unwrap(),
            created_at: now,
            version: 1,
            authorization: AuthorizationSettings::default(),
            tokens: TokenSettings::default(),
            sign_in: SignInSettings::default(),
            trusted_issuers: TrustedIssuers::none(),
        };
        let mut settings = ClientSettings::defaults(Name::parse("Shop").unwrap(), ClientType::ServerSideWeb);
        settings.grant_types.insert(GrantType::RefreshToken);
        settings.scopes.insert(Scope::parse(OFFLINE_ACCESS).unwrap());
        let client = Client {
            id: ClientId::new(now, [0; 10]),
            workspace_id: workspace.id,
            created_at: now,
            version: 1,
            epoch: 0,
            document: None,
            registered_itself: false,
            status: ClientStatus::Active,
            settings,
        };
        (workspace, client)
    }

    #[test]
    fn with_all_four_switches_on_a_willing_request_gets_a_refresh_token() {
        let (workspace, client) = ready();
        assert_eq!(decide(&workspace, &client, RefreshFacts::OFFLINE_GRANTED), Decision::Issue(Grounds::OfflineAccess));
    }

    #[test]
    fn each_switch_that_is_off_is_named_alone() {
        let (workspace, client) = ready();
        let withheld = |workspace: &Workspace, client: &Client| decide(workspace, client, RefreshFacts::OFFLINE_GRANTED);

        let mut changed = workspace.clone();
        changed.authorization.grant_types.remove(&GrantType::RefreshToken);
        assert_eq!(withheld(&changed, &client), Decision::Withhold(vec![Condition::WorkspaceGrant]));

        let mut changed = client.clone();
        changed.settings.grant_types.remove(&GrantType::RefreshToken);
        assert_eq!(withheld(&workspace, &changed), Decision::Withhold(vec![Condition::ClientGrant]));

        let mut changed = client.clone();
        changed.settings.scopes = changed.settings.scopes.without(OFFLINE_ACCESS);
        assert_eq!(withheld(&workspace, &changed), Decision::Withhold(vec![Condition::OfflineAccess]));

        let mut changed = workspace.clone();
        changed.tokens.ttls.refresh_token_ttl = None;
        assert_eq!(withheld(&changed, &client), Decision::Withhold(vec![Condition::Lifetime]));
    }

    #[test]
    fn consent_is_named_only_where_nothing_else_is_missing() {
        let (workspace, mut client) = ready();
        let unasked = RefreshFacts { consented: false, ..RefreshFacts::OFFLINE_GRANTED };
        assert_eq!(decide(&workspace, &client, unasked), Decision::Withhold(vec![Condition::Consented]));
        client.settings.grant_types.remove(&GrantType::RefreshToken);
        assert_eq!(decide(&workspace, &client, unasked), Decision::Withhold(vec![Condition::ClientGrant]));
    }

    /// Clauses: 49.
    #[test]
    fn a_policy_without_offline_access_issues_a_token_that_ends_with_the_session() {
        let (workspace, mut client) = ready();
        client.settings.refresh.without_offline_access = Some(true);
        assert_eq!(decide(&workspace, &client, RefreshFacts::OFFLINE_GRANTED), Decision::Issue(Grounds::OfflineAccess));
        let unasked = RefreshFacts { requested: false, consented: false, limit_reached: false };
        assert_eq!(decide(&workspace, &client, unasked), Decision::Issue(Grounds::LoginSession));
        client.settings.scopes = client.settings.scopes.without(OFFLINE_ACCESS);
        assert_eq!(decide(&workspace, &client, RefreshFacts::OFFLINE_GRANTED), Decision::Issue(Grounds::LoginSession));
        client.settings.grant_types.remove(&GrantType::RefreshToken);
        assert_eq!(
            decide(&workspace, &client, unasked),
            Decision::Withhold(vec![Condition::ClientGrant]),
            "offline access is no reason then"
        );
    }

    #[test]
    fn a_limit_that_is_reached_is_named() {
        let (workspace, client) = ready();
        let full = RefreshFacts { limit_reached: true, ..RefreshFacts::OFFLINE_GRANTED };
        assert_eq!(decide(&workspace, &client, full), Decision::Withhold(vec![Condition::Limit]));
    }

    #[test]
    fn what_fails_is_told_in_one_sentence() {
        let told = failures(&[Condition::WorkspaceGrant, Condition::Lifetime]);
        assert_eq!(told, "The workspace does not allow the Refresh token grant, the Refresh token TTL is 0.");
    }

    #[test]
    fn a_client_as_it_is_made_is_told_both_things_it_lacks() {
        let (workspace, mut client) = ready();
        client.settings = ClientSettings::defaults(Name::parse("Shop").unwrap(), ClientType::ServerSideWeb);
        assert_eq!(
            decide(&workspace, &client, RefreshFacts::OFFLINE_GRANTED),
            Decision::Withhold(vec![Condition::ClientGrant, Condition::OfflineAccess])
        );
    }
}
