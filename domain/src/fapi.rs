//! FAPI 2.0, clause by clause: what a workspace and its clients hold of the Security Profile and of Message Signing, and where it is set.
//!
//! What the server does for every workspace is there, too: who reads the list wants to know of each clause what it rests on.

mod clause;

use serde::{Deserialize, Serialize};

pub use self::clause::{Clause, Document};
use crate::{
    client::{ClientSettings, ClientType},
    client_keys::ClientAlgorithm,
    explanation::Switch,
    grant_type::GrantType,
    in_force,
    policy::Rotation,
    redirect_uri::RedirectUri,
    scope::INTROSPECT_TOKENS,
    settings::{
        security::{LONGEST_CODE_SECONDS, is_asymmetric},
        tokens::{AccessTokenFormat, TokenSettings},
    },
    signing::SigningAlgorithm,
    workspace::Workspace,
};

/// How a clause stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It holds in every workspace.
    Always,
    /// It holds, by a setting.
    Holds,
    /// It does not hold.
    Fails,
}

impl Standing {
    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Holds => "holds",
            Self::Fails => "fails",
        }
    }

    /// The label in the console.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Always => "Always holds",
            Self::Holds => "Holds",
            Self::Fails => "Does not hold",
        }
    }
}

/// A clause, how it stands, and the setting that it depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The clause.
    pub clause: Clause,
    /// How it stands.
    pub standing: Standing,
    /// Where it is changed; none of what always holds.
    pub switch: Option<Switch>,
}

impl Finding {
    const fn always(clause: Clause) -> Self {
        Self { clause, standing: Standing::Always, switch: None }
    }

    const fn by(switch: Switch, clause: Clause, holds: bool) -> Self {
        Self { clause, standing: if holds { Standing::Holds } else { Standing::Fails }, switch: Some(switch) }
    }

    /// Returns whether the clause does not hold.
    pub const fn fails(&self) -> bool {
        matches!(self.standing, Standing::Fails)
    }
}

/// Returns how each clause stands in a workspace with this issuer, but for those that each client answers for.
pub fn of_workspace(workspace: &Workspace, issuer: &str) -> Vec<Finding> {
    let (authorization, tokens) = (&workspace.authorization, &workspace.tokens);
    let security = authorization.security;
    let asked = |clause, holds| Some(Finding::by(Switch::WorkspaceSecurity, clause, holds));
    let of_tokens = |clause, holds| Some(Finding::by(Switch::WorkspaceTokens, clause, holds));
    let finding = |clause| match clause {
        Clause::Tls => Some(Finding::by(Switch::Installation, clause, issuer.starts_with("https://"))),
        Clause::ClientAuthentication => asked(clause, security.require_asymmetric_client_authentication),
        Clause::BoundAccessTokens => asked(clause, security.require_bound_access_tokens),
        Clause::AssertionAudience | Clause::ClientAlgorithms | Clause::RequestTimes => asked(clause, security.require_strict_client_jwts),
        Clause::NoRotation => of_tokens(clause, tokens.refresh.rotation != Rotation::Always),
        Clause::CodeLifetime => of_tokens(clause, tokens.ttls.authorization_code_ttl.as_seconds() <= LONGEST_CODE_SECONDS),
        Clause::CodeGrant => Some(Finding::by(Switch::WorkspaceGrantTypes, clause, authorization.allows(GrantType::AuthorizationCode))),
        Clause::PushedRequests => {
            asked(clause, authorization.require_pushed_authorization_requests && security.require_asymmetric_client_authentication)
        }
        Clause::Pkce => asked(clause, security.require_pkce),
        Clause::NamedRedirectUri => asked(clause, security.require_redirect_uri),
        Clause::ServerAlgorithms => of_tokens(clause, tokens.signing.signing_algorithms.iter().all(|algorithm| algorithm.is_of_fapi())),
        Clause::SignedRequests => asked(clause, authorization.require_signed_request_object),
        Clause::SignedResponses => asked(clause, security.require_signed_authorization_response),
        Clause::EncryptedRedirects | Clause::OnlySignedIntrospection => None,
        Clause::Metadata
        | Clause::NoPasswordGrant
        | Clause::NoOpenRedirector
        | Clause::DpopNonce
        | Clause::CodeBinding
        | Clause::Clocks
        | Clause::ResponseIssuer
        | Clause::CodeOnce
        | Clause::SeeOther
        | Clause::RequestUriLifetime
        | Clause::Strength
        | Clause::SignedIntrospection => Some(Finding::always(clause)),
    };
    Clause::ALL.iter().copied().filter_map(finding).collect()
}

/// Returns how the clauses stand that a client answers for, by its own settings and by what its workspace asks of it.
pub fn of_client(workspace: &Workspace, client: &ClientSettings) -> Vec<Finding> {
    let (authorization, tokens) = (&workspace.authorization, &workspace.tokens);
    let of_client = |clause, holds| Some(Finding::by(Switch::ClientOauth, clause, holds));
    let of_policy = |clause, holds| Some(Finding::by(Switch::ClientTokens, clause, holds));
    let has_users = client.client_type.has_users();
    let finding = |clause| match clause {
        Clause::ClientAuthentication => of_client(clause, is_asymmetric(client.token_endpoint_auth_method)),
        Clause::BoundAccessTokens => of_client(clause, client.has_bound_tokens() || authorization.security.require_bound_access_tokens),
        Clause::ClientAlgorithms => of_client(clause, client.keys.token_endpoint_auth_signing_alg.is_none_or(ClientAlgorithm::is_of_fapi)),
        Clause::ServerAlgorithms => of_client(clause, is_signed_as_asked(tokens, client)),
        Clause::NoRotation if has_users => of_policy(clause, !in_force::rotates(&in_force::policy(tokens, client), client)),
        Clause::CodeLifetime if has_users => {
            of_policy(clause, in_force::ttls(tokens, client).authorization_code_ttl.as_seconds() <= LONGEST_CODE_SECONDS)
        }
        Clause::PushedRequests if has_users => {
            of_client(clause, authorization.require_pushed_authorization_requests || client.require_pushed_authorization_requests)
        }
        Clause::EncryptedRedirects if has_users => {
            of_client(clause, client.redirect_uris.iter().all(|uri| is_encrypted(client.client_type, uri)))
        }
        Clause::SignedRequests if has_users => {
            let has_keys = client.keys.jwks.is_some() || client.keys.jwks_uri.is_some();
            let has_to = authorization.require_signed_request_object || client.require_signed_request_object;
            of_client(clause, has_keys && has_to)
        }
        Clause::OnlySignedIntrospection if !client.is_public() && client.scopes.contains(INTROSPECT_TOKENS) => {
            of_client(clause, client.require_signed_introspection)
        }
        _ => None,
    };
    Clause::ALL.iter().copied().filter_map(finding).collect()
}

/// Returns what a client does not hold of what its workspace asks for: of the Security Profile where the workspace asks for all that it can ask for,
/// of Message Signing where it asks for signed requests, too; and else of what each of its settings says by itself.
pub fn unmet(workspace: &Workspace, client: &ClientSettings) -> Vec<Finding> {
    let is_asked = |clause: Clause| match clause {
        Clause::ClientAuthentication => workspace.authorization.security.require_asymmetric_client_authentication,
        Clause::ClientAlgorithms => workspace.authorization.security.require_strict_client_jwts,
        Clause::SignedRequests | Clause::OnlySignedIntrospection => workspace.authorization.require_signed_request_object,
        _ => asks_for_profile(workspace),
    };
    of_client(workspace, client).into_iter().filter(|finding| finding.fails() && is_asked(finding.clause)).collect()
}

/// Returns whether a workspace asks its clients for all that the Security Profile asks of them.
pub const fn asks_for_profile(workspace: &Workspace) -> bool {
    let (authorization, security) = (&workspace.authorization, &workspace.authorization.security);
    authorization.require_pushed_authorization_requests
        && security.require_pkce
        && security.require_redirect_uri
        && security.require_asymmetric_client_authentication
        && security.require_bound_access_tokens
        && security.require_strict_client_jwts
}

fn is_signed_as_asked(tokens: &TokenSettings, client: &ClientSettings) -> bool {
    let access_token = (tokens.access_token_format == AccessTokenFormat::Jwt).then(|| in_force::access_token_algorithm(tokens, client));
    let of_users = client
        .client_type
        .has_users()
        .then(|| [in_force::id_token_algorithm(tokens, client), in_force::authorization_response_algorithm(tokens, client)]);
    // Whoever authenticates can ask for these.
    let introspection = (!client.is_public()).then(|| in_force::introspection_algorithm(tokens, client));
    access_token.into_iter().chain(introspection).chain(of_users.into_iter().flatten()).all(SigningAlgorithm::is_of_fapi)
}

/// A loopback address is on the user's machine (RFC 8252 §7.3), and so is a scheme of an application's own.
fn is_encrypted(client_type: ClientType, uri: &RedirectUri) -> bool {
    client_type == ClientType::MobileDesktop || !uri.as_str().starts_with("http://")
}

#[cfg(test)]
mod tests;
