//! Clients of a realm.

use std::collections::HashSet;

use domain::{
    client::{ClientSettings, ClientStatus, ClientType, TokenEndpointAuthMethod},
    grant_type::GrantType,
    id::ClientId,
    import::Reason,
    name::Name,
    redirect_uri::RedirectUri,
    scope::{OPENID, Scopes},
};

use super::{
    client_certificate, client_keys, request_objects,
    scope::{BUILT_IN, SAME, WEB_ORIGINS},
};
use crate::import::{
    findings::Findings,
    members::Members,
    taken::TakenClient,
    values::{client_secret, give_scope, lifetime, logout_uri, public_type, redirect_uris},
};

/// Clients that come with each realm.
const BUILT_IN_CLIENTS: [&str; 6] = ["account", "account-console", "admin-cli", "broker", "realm-management", "security-admin-console"];
/// Attributes that say nothing by themselves.
const SILENT: [&str; 7] = [
    "access.token.header.type.rfc9068",
    "client.introspection.response.allow.jwt.claim.enabled",
    "client.secret.creation.time",
    "client.use.lightweight.access.token.enabled",
    "frontchannel.logout.session.required",
    "id.token.as.detached.signature",
    "realm_client",
];

/// What clients have of their realm.
pub(super) struct Realm {
    /// The scopes of its own.
    pub(super) known: HashSet<String>,
    /// The default and the optional scopes of clients that name none.
    pub(super) usual: [Vec<String>; 2],
}

/// The attribute of a client whose devices may ask for tokens.
const DEVICE_GRANT: &str = "oauth2.device.authorization.grant.enabled";

/// The attribute of a client whose tokens are bound to its certificate.
const BOUND_TO_CERTIFICATE: &str = "tls.client.certificate.bound.access.tokens";

/// How a client gets tokens.
struct Flows {
    public: bool,
    standard: bool,
    service_account: bool,
}

pub(super) fn read(mut client: Members<'_>, realm: &Realm, names: &mut HashSet<String>, findings: &mut Findings) -> Option<TakenClient> {
    let at = client.at.clone();
    let known_as = client.text("clientId", findings).unwrap_or_default().to_owned();
    client.name.clone_from(&known_as);
    let mut leave = |reason| {
        findings.leave_out(reason, at.clone(), &known_as);
        None
    };
    if BUILT_IN_CLIENTS.contains(&known_as.as_str()) || known_as == "master-realm" {
        return leave(Reason::BuiltInClient);
    }
    let Ok(by_id) = Name::parse(&known_as) else { return leave(Reason::ClientInvalid) };
    if client.text("protocol", findings).is_some_and(|protocol| protocol != "openid-connect") {
        findings.leave_out(Reason::ClientProtocol, at, &known_as);
        return None;
    }
    let mut flag = |name, usual| client.switch(name, findings).unwrap_or(usual);
    if flag("bearerOnly", false) {
        findings.leave_out(Reason::ResourceServer, at, &known_as);
        return None;
    }
    let flows = Flows {
        public: flag("publicClient", false),
        standard: flag("standardFlowEnabled", true),
        service_account: flag("serviceAccountsEnabled", false),
    };
    client.leave_out(&["implicitFlowEnabled"], Reason::ImplicitGrant, findings);
    client.leave_out(&["directAccessGrantsEnabled"], Reason::PasswordGrant, findings);
    let mut attributes = client.object("attributes", findings);
    let device = attributes.as_mut().and_then(|of| of.attribute(DEVICE_GRANT, findings)).is_some_and(|text| text == "true");
    if !flows.standard && !device && (flows.public || !flows.service_account) {
        findings.leave_out(Reason::ClientWithoutGrant, at, &known_as);
        return None;
    }
    let spoken = client.text("name", findings).filter(|name| !name.starts_with("${")).and_then(|name| Name::parse(name).ok());
    let free = |name: &Name| !names.contains(name.as_str());
    let Some(name) = spoken.filter(free).or(Some(by_id)).filter(free) else {
        findings.leave_out(Reason::ClientDuplicate, at, &known_as);
        return None;
    };
    names.insert(name.to_string());

    let refreshes = attributes.as_mut().and_then(|of| of.attribute("use.refresh.tokens", findings)).is_none_or(|text| text != "false");
    let uris = addresses(&mut client, findings);
    let has_origins = !client.texts("webOrigins", findings).is_empty();
    let client_type = match flows {
        // It has no page to come back to.
        Flows { public: true, standard: false, .. } => ClientType::MobileDesktop,
        Flows { public: true, .. } => public_type(&uris, has_origins),
        Flows { standard: true, .. } => ClientType::ServerSideWeb,
        Flows { .. } if device => ClientType::ServerSideWeb,
        Flows { .. } => ClientType::Service,
    };
    let mut settings = ClientSettings { redirect_uris: uris, ..ClientSettings::defaults(name, client_type) };
    settings.grant_types = [
        (flows.standard, GrantType::AuthorizationCode),
        (device, GrantType::DeviceCode),
        ((flows.standard || device) && refreshes, GrantType::RefreshToken),
        (flows.service_account && !flows.public, GrantType::ClientCredentials),
    ]
    .into_iter()
    .filter_map(|(has, grant)| has.then_some(grant))
    .collect();
    settings.trusted = !client.switch("consentRequired", findings).unwrap_or_default();
    scopes(&mut client, realm, &mut settings, findings);
    let method = client.text("clientAuthenticatorType", findings);
    let secret = client.text("secret", findings);
    let mut kept = None;
    if !flows.public {
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::ClientSecretBasic;
        let at = client.pointer("clientAuthenticatorType");
        match method {
            None | Some("client-secret") => kept = client_secret(secret, client.pointer("secret"), &known_as, findings),
            Some("client-jwt") => match client_keys::read(attributes.as_mut(), findings) {
                Some(keys) => {
                    settings.token_endpoint_auth_method = TokenEndpointAuthMethod::PrivateKeyJwt;
                    settings.keys = keys;
                }
                None => findings.leave_out(Reason::ClientKeys, at, &known_as),
            },
            Some("client-x509") => match client_certificate::read(attributes.as_mut(), findings) {
                Some(subject) => {
                    settings.token_endpoint_auth_method = TokenEndpointAuthMethod::TlsClientAuth;
                    settings.tls_client_auth_subject = Some(subject);
                }
                None => findings.leave_out(Reason::ClientCertificate, at, &known_as),
            },
            Some(_) => findings.leave_out(Reason::ClientAuthentication, at, &known_as),
        }
    }
    request_objects::read(attributes.as_mut(), &mut settings, findings);
    if let Some(attributes) = attributes {
        of_attributes(attributes, &mut settings, findings);
    }
    let id = client.text("id", findings).and_then(|id| id.parse::<ClientId>().ok());
    let status = if client.switch("enabled", findings).unwrap_or(true) { ClientStatus::Active } else { ClientStatus::Inactive };
    client.ignore(&["rootUrl", "access", "fullScopeAllowed", "nodeReRegistrationTimeout", "surrogateAuthRequired"]);
    client.leave_out(&["protocolMappers"], Reason::ClientMappers, findings);
    client.leave_out(&["frontchannelLogout"], Reason::ClientLogout, findings);
    client.leave_out(&["authorizationServicesEnabled", "authorizationSettings"], Reason::ClientPolicies, findings);
    client.leave_rest_out(Reason::ClientOther, findings);
    Some(TakenClient { at: findings.place(at), known_as, id, status, settings, secret: kept })
}

/// Returns the redirect URIs. One that is a path is below the client's root.
fn addresses(client: &mut Members<'_>, findings: &mut Findings) -> Vec<RedirectUri> {
    let root = client.text("rootUrl", findings).unwrap_or_default().trim_end_matches('/').to_owned();
    let texts = client.texts("redirectUris", findings);
    let whole = |text: &str| if text.starts_with('/') && !root.is_empty() { format!("{root}{text}") } else { text.to_owned() };
    redirect_uris(texts.into_iter().map(|(at, text)| (at, whole(text))).collect(), &client.name, findings)
}

fn scopes(client: &mut Members<'_>, realm: &Realm, settings: &mut ClientSettings, findings: &mut Findings) {
    settings.scopes = Scopes::none();
    if settings.client_type.has_users() {
        give_scope(settings, OPENID, &realm.known);
    }
    for (name, usual) in ["defaultClientScopes", "optionalClientScopes"].into_iter().zip(&realm.usual) {
        let named = client.has(name);
        let mut given = false;
        for (at, text) in client.texts(name, findings) {
            // What means nothing for this client, or nothing here, is nothing to carry over.
            let silent = SAME.contains(&text) || BUILT_IN.contains(&text) || text == WEB_ORIGINS;
            if give_scope(settings, text, &realm.known) {
                given = true;
            } else if !silent {
                findings.leave_out(Reason::ClientScope, at, &client.name);
            }
        }
        if given && name == "defaultClientScopes" {
            findings.leave_out(Reason::DefaultScopes, client.pointer(name), &client.name);
        }
        for scope in usual.iter().filter(|_| !named) {
            give_scope(settings, scope, &realm.known);
        }
    }
}

fn of_attributes(mut attributes: Members<'_>, settings: &mut ClientSettings, findings: &mut Findings) {
    let name = attributes.name.clone();
    let mut seconds = |attribute: &str, findings: &mut Findings| {
        let text = attributes.attribute(attribute, findings)?;
        let seconds = text.parse().ok().filter(|seconds: &i64| *seconds > 0);
        // -1 stands for what the realm says.
        if seconds.is_none() && text != "-1" && text != "0" {
            findings.leave_out(Reason::Lifetime, attributes.pointer(attribute), &name);
        }
        seconds.map(|seconds| (seconds, attributes.pointer(attribute)))
    };
    if let Some((seconds, at)) = seconds("access.token.lifespan", findings) {
        settings.token_ttls.access_token_ttl = lifetime(seconds, at, &name, findings);
    }
    if let Some((seconds, at)) = seconds("client.offline.session.max.lifespan", findings) {
        settings.token_ttls.refresh_token_ttl = lifetime(seconds, at, &name, findings).map(Some);
    }
    if let Some((seconds, at)) = seconds("client.offline.session.idle.timeout", findings) {
        settings.refresh.refresh_token_idle_ttl = lifetime(seconds, at, &name, findings);
    }
    for attribute in ["client.session.idle.timeout", "client.session.max.lifespan"] {
        if let Some((_, at)) = seconds(attribute, findings) {
            findings.leave_out(Reason::SessionLifetime, at, &name);
        }
    }
    settings.dpop_bound_access_tokens = attributes.attribute("dpop.bound.access.tokens", findings).is_some_and(|text| text == "true");
    let bound = attributes.attribute(BOUND_TO_CERTIFICATE, findings).is_some_and(|text| text == "true");
    settings.tls_client_certificate_bound_access_tokens = bound && !settings.dpop_bound_access_tokens;
    if bound && settings.dpop_bound_access_tokens {
        findings.leave_out(Reason::ClientOther, attributes.pointer(BOUND_TO_CERTIFICATE), &name);
    }
    client_certificate::ignore(&mut attributes);
    let pushes = attributes.attribute("require.pushed.authorization.requests", findings);
    settings.require_pushed_authorization_requests = pushes.is_some_and(|text| text == "true");
    attributes.leave_out(&["oidc.ciba.grant.enabled"], Reason::OtherGrant, findings);
    attributes.leave_out(&["standard.token.exchange.enabled"], Reason::TokenExchange, findings);
    for (attribute, own) in [
        ("access.token.signed.response.alg", &mut settings.signing.access_token_signing_alg),
        ("authorization.signed.response.alg", &mut settings.signing.authorization_signed_response_alg),
        ("id.token.signed.response.alg", &mut settings.signing.id_token_signed_response_alg),
    ] {
        let Some(text) = attributes.attribute(attribute, findings) else { continue };
        match text.parse() {
            Ok(algorithm) => *own = Some(algorithm),
            Err(_) => findings.leave_out(Reason::Algorithm, attributes.pointer(attribute), &name),
        }
    }
    if let Some(method) = attributes.attribute("pkce.code.challenge.method", findings)
        && !(settings.is_public() && method == "S256")
    {
        findings.leave_out(Reason::Pkce, attributes.pointer("pkce.code.challenge.method"), &name);
    }
    if let Some(list) = attributes.attribute("post.logout.redirect.uris", findings) {
        let at = attributes.pointer("post.logout.redirect.uris");
        let uris = list.split("##").map(str::trim).filter(|uri| !["", "+", "-"].contains(uri));
        let mut after = redirect_uris(uris.map(|uri| (at.clone(), uri.to_owned())).collect(), &name, findings);
        // All addresses of the client.
        if list.split("##").any(|uri| uri.trim() == "+") {
            after.extend(settings.redirect_uris.iter().filter(|uri| !after.contains(uri)).cloned().collect::<Vec<_>>());
            after.truncate(50);
        }
        settings.post_logout_redirect_uris = after;
    }
    // Keycloak says it of each client, also where it has nothing to tell.
    let session = attributes.attribute("backchannel.logout.session.required", findings).is_some_and(|text| text == "true");
    if let Some(text) = attributes.attribute("backchannel.logout.url", findings) {
        settings.backchannel_logout_uri = logout_uri(&text, attributes.pointer("backchannel.logout.url"), settings, &name, findings);
        settings.backchannel_logout_session_required = session && settings.backchannel_logout_uri.is_some();
    }
    attributes.ignore(&SILENT);
    let of_logout = ["backchannel.logout.revoke.offline.tokens", "frontchannel.logout.url"];
    attributes.leave_out(&of_logout, Reason::ClientLogout, findings);
    attributes.leave_rest_out(Reason::ClientOther, findings);
}
