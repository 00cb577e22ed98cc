//! Clients of a tenant, and what they may ask of resource servers.

use std::collections::{BTreeSet, HashSet};

use domain::{
    client::{ClientSettings, ClientStatus, ClientType, TokenEndpointAuthMethod},
    grant_type::GrantType,
    import::{Place, Reason},
    name::Name,
    policy::{RefreshOverrides, Rotation},
    scope::{EMAIL, OFFLINE_ACCESS, OPENID, PROFILE, Scopes},
    signing::SigningAlgorithm,
};

use crate::import::{
    findings::Findings,
    members::Members,
    taken::TakenClient,
    values::{client_secret, give_scope, lifetime, logout_uri, public_type, redirect_uris},
};

/// What a client may ask of a resource server by itself.
#[derive(Debug)]
pub(super) struct ClientGrant {
    pub(super) at: Place,
    pub(super) client: String,
    /// Each with its place.
    pub(super) scopes: Vec<(String, String)>,
}

pub(super) fn grant(mut members: Members<'_>, findings: &mut Findings) -> Option<ClientGrant> {
    let client = members.text("client_id", findings)?.to_owned();
    let scopes = members.texts("scope", findings).into_iter().map(|(at, scope)| (at, scope.to_owned())).collect();
    Some(ClientGrant { at: findings.place(members.at), client, scopes })
}

pub(super) fn read(mut client: Members<'_>, names: &mut HashSet<String>, findings: &mut Findings) -> Option<TakenClient> {
    let at = client.at.clone();
    let identifier = client.text("client_id", findings).unwrap_or_default().to_owned();
    let spoken = client.text("name", findings).unwrap_or(&identifier).to_owned();
    let known_as = if identifier.is_empty() { spoken.clone() } else { identifier };
    spoken.clone_into(&mut client.name);
    // The one that stands for all of them.
    if client.switch("global", findings).unwrap_or_default() {
        findings.leave_out(Reason::BuiltInClient, at, &spoken);
        return None;
    }
    let Ok(name) = Name::parse(&spoken) else {
        findings.leave_out(Reason::ClientInvalid, at, &spoken);
        return None;
    };
    let method = client.text("token_endpoint_auth_method", findings);
    let app = client.text("app_type", findings).unwrap_or_default();
    let addresses = |client: &mut Members<'_>, list: &str, findings: &mut Findings| {
        let texts = client.texts(list, findings).into_iter().map(|(at, text)| (at, text.to_owned())).collect();
        redirect_uris(texts, &client.name, findings)
    };
    let uris = addresses(&mut client, "callbacks", findings);
    let public = method == Some("none") || matches!(app, "spa" | "native");
    let has_origins = !client.texts("web_origins", findings).is_empty();
    let client_type = match app {
        "spa" => ClientType::SinglePage,
        "native" => ClientType::MobileDesktop,
        "non_interactive" if !public => ClientType::Service,
        _ if public => public_type(&uris, has_origins || app == "regular_web"),
        _ => ClientType::ServerSideWeb,
    };
    let grants = grants(&mut client, client_type, findings);
    if grants.is_empty() {
        findings.leave_out(Reason::ClientWithoutGrant, at, &spoken);
        return None;
    }
    if !names.insert(name.to_string()) {
        findings.leave_out(Reason::ClientDuplicate, at, &spoken);
        return None;
    }
    let mut settings = ClientSettings { redirect_uris: uris, grant_types: grants, ..ClientSettings::defaults(name, client_type) };
    settings.post_logout_redirect_uris = addresses(&mut client, "allowed_logout_urls", findings);
    settings.scopes = Scopes::none();
    if client_type.has_users() {
        for scope in [OPENID, PROFILE, EMAIL, OFFLINE_ACCESS] {
            give_scope(&mut settings, scope, &HashSet::new());
        }
    }
    settings.trusted = client.switch("is_first_party", findings).unwrap_or_default();
    let secret = client.text("client_secret", findings);
    let mut kept = None;
    if client_type.is_confidential() {
        settings.token_endpoint_auth_method = match method {
            Some("client_secret_post") => TokenEndpointAuthMethod::ClientSecretPost,
            _ => TokenEndpointAuthMethod::ClientSecretBasic,
        };
        if client.has("client_authentication_methods") {
            // It names the keys, and does not hold them.
            let by_key = client.object("client_authentication_methods", findings).is_some_and(|methods| methods.has("private_key_jwt"));
            let reason = if by_key { Reason::ClientKeys } else { Reason::ClientAuthentication };
            findings.leave_out(reason, client.pointer("client_authentication_methods"), &spoken);
        } else {
            kept = client_secret(secret, client.pointer("client_secret"), &spoken, findings);
        }
    }
    logout(&mut client, &mut settings, findings);
    refresh_tokens(&mut client, &mut settings, findings);
    id_tokens(&mut client, &mut settings, findings);
    client.ignore(&[
        "tenant",
        "oidc_conformant",
        "sso",
        "sso_disabled",
        "cross_origin_authentication",
        "cross_origin_auth",
        "allowed_origins",
        "callback_url_template",
        "owners",
        "is_token_endpoint_ip_header_trusted",
        "custom_login_page_on",
    ]);
    client.leave_out(&["signing_keys", "encryption_key"], Reason::Keys, findings);
    client.leave_rest_out(Reason::ClientOther, findings);
    Some(TakenClient { at: findings.place(at), known_as, id: None, status: ClientStatus::Active, settings, secret: kept })
}

fn grants(client: &mut Members<'_>, client_type: ClientType, findings: &mut Findings) -> BTreeSet<GrantType> {
    let mut read = BTreeSet::new();
    let texts = client.texts("grant_types", findings);
    if texts.is_empty() {
        read.insert(if client_type.has_users() { GrantType::AuthorizationCode } else { GrantType::ClientCredentials });
        return read;
    }
    for (at, text) in texts {
        let reason = match text {
            "implicit" => Reason::ImplicitGrant,
            "password" | "http://auth0.com/oauth/grant-type/password-realm" => Reason::PasswordGrant,
            text => match text.parse::<GrantType>() {
                Ok(GrantType::TokenExchange) => Reason::TokenExchange,
                Ok(grant) if client_type.may_have(grant) => {
                    read.insert(grant);
                    continue;
                }
                _ => Reason::OtherGrant,
            },
        };
        findings.leave_out(reason, at, &client.name);
    }
    read
}

/// Takes the first address at which it is told of sign-outs, as a session at Auth0 ends: with `sid`.
fn logout(client: &mut Members<'_>, settings: &mut ClientSettings, findings: &mut Findings) {
    // The older spelling holds the same.
    for member in ["oidc_logout", "oidc_backchannel_logout"] {
        let Some(mut of) = client.object(member, findings) else { continue };
        let name = of.name.clone();
        for (at, text) in of.texts("backchannel_logout_urls", findings) {
            if settings.backchannel_logout_uri.as_ref().is_some_and(|taken| taken.as_str() == text) {
                continue;
            }
            if settings.backchannel_logout_uri.is_some() {
                findings.leave_out(Reason::ClientLogout, at, &name);
                continue;
            }
            settings.backchannel_logout_uri = logout_uri(text, at, settings, &name, findings);
            settings.backchannel_logout_session_required = settings.backchannel_logout_uri.is_some();
        }
        of.leave_rest_out(Reason::ClientLogout, findings);
    }
}

fn refresh_tokens(client: &mut Members<'_>, settings: &mut ClientSettings, findings: &mut Findings) {
    let Some(mut of) = client.object("refresh_token", findings) else { return };
    let name = of.name.clone();
    if !settings.has_grant(GrantType::RefreshToken) {
        return;
    }
    if of.text("rotation_type", findings) == Some("non-rotating") {
        if settings.is_public() {
            findings.leave_out(Reason::Rotation, of.pointer("rotation_type"), &name);
        } else {
            settings.refresh.rotation = Some(Rotation::Never);
        }
    }
    let RefreshOverrides { retry_window, refresh_token_idle_ttl, .. } = &mut settings.refresh;
    if let Some(seconds) = of.number("leeway", findings) {
        *retry_window = lifetime(seconds, of.pointer("leeway"), &name, findings);
    }
    let endless = of.text("expiration_type", findings) == Some("non-expiring");
    let infinite = of.switch("infinite_token_lifetime", findings).unwrap_or_default();
    let absolute = of.number("token_lifetime", findings);
    if endless || infinite {
        findings.leave_out(Reason::NoAbsoluteEnd, of.at.clone(), &name);
    } else if let Some(seconds) = absolute {
        settings.token_ttls.refresh_token_ttl = lifetime(seconds, of.pointer("token_lifetime"), &name, findings).map(Some);
    }
    let never_idle = of.switch("infinite_idle_token_lifetime", findings).unwrap_or_default();
    if let Some(seconds) = of.number("idle_token_lifetime", findings).filter(|_| !never_idle && !endless) {
        *refresh_token_idle_ttl = lifetime(seconds, of.pointer("idle_token_lifetime"), &name, findings);
    }
    of.leave_rest_out(Reason::ClientOther, findings);
}

fn id_tokens(client: &mut Members<'_>, settings: &mut ClientSettings, findings: &mut Findings) {
    let Some(mut of) = client.object("jwt_configuration", findings) else { return };
    let name = of.name.clone();
    if let Some(seconds) = of.number("lifetime_in_seconds", findings) {
        settings.token_ttls.id_token_ttl = lifetime(seconds, of.pointer("lifetime_in_seconds"), &name, findings);
    }
    if let Some(text) = of.text("alg", findings) {
        match text.parse() {
            // What every workspace has.
            Ok(SigningAlgorithm::Rs256) => {}
            Ok(algorithm) => settings.signing.id_token_signed_response_alg = Some(algorithm),
            Err(_) => findings.leave_out(Reason::Algorithm, of.pointer("alg"), &name),
        }
    }
    of.ignore(&["secret_encoded"]);
    of.leave_rest_out(Reason::ClientOther, findings);
}
