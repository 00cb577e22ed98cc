//! What a client gets of the access tokens that were issued to other clients: by exchanging them (RFC 8693), and by asking about them (RFC 7662). It is
//! not for whoever may change that one client alone.

use std::collections::BTreeSet;

use crate::{
    authorization_details::DetailsTypeName,
    client::ClientSettings,
    grant_type::GrantType,
    scope::{INTROSPECT_TOKENS, Scopes},
    subject_type::{SectorIdentifier, SubjectType},
    token_exchange::TokenExchangePolicy,
};

/// What a client gets of others' tokens.
struct OthersTokens<'a> {
    /// The scopes and the types of authorization details for which it exchanges them; none if it does not.
    exchanged_for: Option<(&'a Scopes, &'a BTreeSet<DetailsTypeName>)>,
    /// The sector whose names for the users of others it gets by that; none where those are their identifiers, or it exchanges nothing.
    sector: Option<SectorIdentifier>,
    /// What says so.
    policy: &'a TokenExchangePolicy,
    /// Whether it may ask about them.
    introspects: bool,
}

/// Returns whether a change of a client's settings is for whoever may change all clients of its workspace: because it gets more of others' tokens by
/// it, or because it is about what it may exchange. A client that is new gets nothing before.
pub fn is_about_others_tokens(before: Option<&ClientSettings>, after: &ClientSettings) -> bool {
    let none = TokenExchangePolicy::default();
    let before = before.map_or(OthersTokens { exchanged_for: None, sector: None, policy: &none, introspects: false }, OthersTokens::of);
    let after = OthersTokens::of(after);
    let exchanges_more = match (before.exchanged_for, after.exchanged_for) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some((scopes, details)), Some((more_scopes, more_details))) => !more_scopes.is_subset(scopes) || !more_details.is_subset(details),
    };
    let calls_otherwise = before.exchanged_for.is_some() && after.exchanged_for.is_some() && before.sector != after.sector;
    before.policy != after.policy || exchanges_more || calls_otherwise || after.introspects && !before.introspects
}

impl<'a> OthersTokens<'a> {
    fn of(settings: &'a ClientSettings) -> Self {
        // Each setting is named, so that a new one is thought about here. What only its own users and its own tokens know of is left out.
        let ClientSettings {
            name: _,
            client_type: _,
            grant_types,
            scopes,
            redirect_uris: _,
            post_logout_redirect_uris: _,
            backchannel_logout_uri: _,
            backchannel_logout_session_required: _,
            token_endpoint_auth_method: _,
            keys: _,
            tls_client_auth_subject: _,
            require_registered_auth_method: _,
            trusted: _,
            token_ttls: _,
            refresh: _,
            dpop_bound_access_tokens: _,
            tls_client_certificate_bound_access_tokens: _,
            require_pushed_authorization_requests: _,
            require_signed_request_object: _,
            require_signed_introspection: _,
            authorization_details_types,
            subject_type,
            // A part of what the sector is, as the redirect URIs are.
            sector_identifier: _,
            token_exchange,
            signing: _,
        } = settings;
        let exchanges = grant_types.contains(&GrantType::TokenExchange) && token_exchange.reaches_others();
        Self {
            exchanged_for: exchanges.then_some((scopes, authorization_details_types)),
            sector: (exchanges && *subject_type == SubjectType::Pairwise).then(|| settings.sector()).flatten(),
            policy: token_exchange,
            introspects: scopes.contains(INTROSPECT_TOKENS),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{client::ClientType, name::Name, scope::Scope};

    fn client(scopes: &[&str], exchanges: bool, any: bool) -> ClientSettings {
        let mut settings = ClientSettings::defaults(Name::parse("Orders").unwrap(), ClientType::Service);
        settings.scopes = scopes.iter().map(|scope| Scope::parse(scope).unwrap()).collect();
        settings.token_exchange.subject_any_client = any;
        if exchanges {
            settings.grant_types.insert(GrantType::TokenExchange);
        }
        settings
    }

    #[test]
    fn a_client_that_exchanges_others_tokens_gets_no_more_scopes_unnoticed() {
        let (few, many) = (&["orders:read"][..], &["orders:read", "orders:write"][..]);
        let others = |before: &ClientSettings, after: &ClientSettings| is_about_others_tokens(Some(before), after);
        assert!(others(&client(few, true, true), &client(many, true, true)));
        assert!(!others(&client(many, true, true), &client(few, true, true)), "fewer");
        assert!(!others(&client(few, true, false), &client(many, true, false)), "it exchanges its own alone");
        // By a detour: the grant is taken away meanwhile.
        assert!(!others(&client(few, true, true), &client(few, false, true)));
        assert!(!others(&client(few, false, true), &client(many, false, true)));
        assert!(others(&client(many, false, true), &client(many, true, true)));
        assert!(others(&client(&[], false, true), &client(&[], true, true)), "without a scope, too");
        assert!(others(&client(few, true, false), &client(few, true, true)), "what it may exchange");
        assert!(others(&client(few, true, true), &client(few, true, false)), "also to less");
        let mut detailed = client(few, true, true);
        detailed.authorization_details_types.insert(DetailsTypeName::parse("payment").unwrap());
        assert!(others(&client(few, true, true), &detailed) && !others(&detailed, &client(few, true, true)));
    }

    #[test]
    fn a_client_does_not_come_to_ask_about_others_tokens_unnoticed() {
        let (without, with) = (client(&[], false, false), client(&[INTROSPECT_TOKENS], false, false));
        assert!(is_about_others_tokens(Some(&without), &with) && is_about_others_tokens(None, &with));
        assert!(!is_about_others_tokens(Some(&with), &without) && !is_about_others_tokens(Some(&with), &with));
        assert!(!is_about_others_tokens(None, &without) && !is_about_others_tokens(None, &client(&["orders"], true, false)));
        assert!(is_about_others_tokens(None, &client(&[], false, true)));
    }

    #[test]
    fn a_client_that_exchanges_others_tokens_calls_their_users_by_no_other_names_unnoticed() {
        let others = |before: &ClientSettings, after: &ClientSettings| is_about_others_tokens(Some(before), after);
        let sector = |host: Option<&str>, any: bool| ClientSettings {
            subject_type: if host.is_some() { SubjectType::Pairwise } else { SubjectType::Public },
            sector_identifier: host.map(|host| host.parse().unwrap()),
            ..client(&["orders:read"], true, any)
        };
        assert!(others(&sector(Some("a.example"), true), &sector(None, true)));
        assert!(others(&sector(None, true), &sector(Some("a.example"), true)));
        assert!(others(&sector(Some("a.example"), true), &sector(Some("b.example"), true)));
        assert!(!others(&sector(Some("a.example"), false), &sector(None, false)), "its own users alone");
    }
}
