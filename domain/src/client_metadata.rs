//! Client metadata documents (RFC 7591 §2): what a client says of itself in them, as settings of a client here, and back.
//!
//! What a document asks for and its readers do not let it have, such as a grant type or a scope, is left out where something remains that the
//! client can work with; the answer says what was registered (RFC 7591 §3.2.1). Members that this server does not know are ignored, and with them
//! names in other languages (`client_name#de`). What asks for a protection that there is not here is refused.

mod about;
mod document;
mod error;
mod members;
mod subject;

use std::{collections::BTreeSet, str::FromStr};

use serde_json::{Map, Value, json};

use self::{document::NOT_OFFERED, members::Members, subject::Subject};
pub use self::{
    document::parse,
    error::{MetadataError, MetadataErrorCode, MetadataProblem},
    subject::OwnSubject,
};
pub use crate::client_about::ClientAbout;
use crate::{
    authorization_details::DetailsTypeName,
    client::{ClientSettings, ClientSettingsError, ClientType, TokenEndpointAuthMethod},
    client_certificate::{CertificateSubject, SubjectKind},
    client_keys::{ClientAlgorithm, ClientKeys, JwkSet},
    client_uri::{BackchannelLogoutUri, JwksUri, SectorIdentifierUri},
    grant_type::GrantType,
    name::{Name, NameError},
    origin::Origin,
    redirect_uri::{RedirectUri, is_claimed},
    scope::Scopes,
    signing::{SigningAlgorithm, SigningOverrides},
    subject_type::{SectorIdentifier, SubjectType},
};

/// The most redirect URIs of one kind in a document.
pub const MOST_REDIRECT_URIS: usize = 20;
/// The most grant types, response types and types of authorization details in a document.
const MOST_TYPES: usize = 20;
/// The most characters of a list of scopes.
const LONGEST_SCOPE: usize = 4_000;
/// What a client without any name is called.
const UNNAMED: &str = "Unnamed client";

/// What a document may ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetadataTerms {
    /// The grant types.
    pub grant_types: BTreeSet<GrantType>,
    /// The ways to authenticate.
    pub methods: BTreeSet<TokenEndpointAuthMethod>,
    /// The scopes. A document that names none gets all of them.
    pub scopes: Scopes,
    /// The algorithms that sign tokens.
    pub signing_algorithms: BTreeSet<SigningAlgorithm>,
    /// The types of authorization details. A document that names none gets all of them.
    pub details_types: BTreeSet<DetailsTypeName>,
    /// What the client calls users already.
    pub subject: OwnSubject,
}

/// What a document says, as a client here has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientMetadata {
    /// The settings. What no document can ask for, such as consent that is never asked for, is as a new client has it.
    pub settings: ClientSettings,
    /// What nothing here depends on.
    pub about: ClientAbout,
}

impl ClientMetadata {
    /// Reads a document.
    ///
    /// # Errors
    /// The first member that cannot be registered.
    pub fn read(document: &Map<String, Value>, terms: &MetadataTerms) -> Result<Self, MetadataError> {
        let members = Members::new(document);
        check_offered(members)?;
        let redirect_uris = redirect_uris(members, "redirect_uris")?;
        let method = method(members, terms)?;
        let grant_types = grant_types(members, terms, method)?;
        if grant_types.contains(&GrantType::AuthorizationCode) && redirect_uris.is_empty() {
            return Err(MetadataError::of_redirect_uris(MetadataProblem::Missing));
        }
        let client_type = client_type(members, method, &grant_types, &redirect_uris)?;
        let backchannel_logout_uri = parsed(members, "backchannel_logout_uri", BackchannelLogoutUri::parse)?;
        // Of no effect without an address.
        let by_session = members.flag("backchannel_logout_session_required")? && backchannel_logout_uri.is_some();
        let subject = Subject::read(members, &terms.subject, &grant_types)?;
        let settings = ClientSettings {
            scopes: scopes(members, terms, client_type)?,
            grant_types,
            post_logout_redirect_uris: self::redirect_uris(members, "post_logout_redirect_uris")?,
            backchannel_logout_uri,
            backchannel_logout_session_required: by_session,
            token_endpoint_auth_method: method,
            keys: keys(members)?,
            tls_client_auth_subject: certificate_subject(members)?,
            dpop_bound_access_tokens: members.flag("dpop_bound_access_tokens")?,
            tls_client_certificate_bound_access_tokens: members.flag("tls_client_certificate_bound_access_tokens")?,
            require_pushed_authorization_requests: members.flag("require_pushed_authorization_requests")?,
            require_signed_request_object: members.flag("require_signed_request_object")?,
            subject_type: subject.kind,
            sector_identifier: subject.sector,
            authorization_details_types: details_types(members, terms)?,
            signing: signing(members, terms)?,
            ..ClientSettings::defaults(name(members, &redirect_uris)?, client_type)
        };
        let settings = ClientSettings { redirect_uris, ..settings };
        settings.check().map_err(|error| MetadataError::of(member_of(error), error))?;
        let about = ClientAbout { sector_identifier_uri: subject.document, ..ClientAbout::read(members)? };
        Ok(Self { settings, about })
    }

    /// Writes what is registered as a document, which reads back as it is.
    pub fn to_document(&self) -> Map<String, Value> {
        let Self { settings, about } = self;
        let has_code = settings.has_grant(GrantType::AuthorizationCode);
        let mut document = Map::new();
        let mut say = |member: &str, value: Value| document.insert(member.to_owned(), value);
        say("client_name", settings.name.as_str().into());
        say("redirect_uris", json!(settings.redirect_uris));
        say("token_endpoint_auth_method", settings.token_endpoint_auth_method.name().into());
        say("grant_types", json!(settings.grant_types));
        say("response_types", if has_code { json!(["code"]) } else { json!([]) });
        say("scope", settings.scopes.to_string().into());
        if settings.client_type.has_users() {
            let application_type = if settings.client_type == ClientType::MobileDesktop { "native" } else { "web" };
            say("application_type", application_type.into());
        }
        if !settings.post_logout_redirect_uris.is_empty() {
            say("post_logout_redirect_uris", json!(settings.post_logout_redirect_uris));
        }
        if let Some(uri) = &settings.backchannel_logout_uri {
            say("backchannel_logout_uri", uri.as_str().into());
            say("backchannel_logout_session_required", settings.backchannel_logout_session_required.into());
        }
        if let Some(keys) = &settings.keys.jwks {
            say("jwks", json!({ "keys": keys.to_json() }));
        }
        if let Some(uri) = &settings.keys.jwks_uri {
            say("jwks_uri", uri.as_str().into());
        }
        if let Some(algorithm) = settings.keys.token_endpoint_auth_signing_alg {
            say("token_endpoint_auth_signing_alg", algorithm.name().into());
        }
        if let Some(subject) = &settings.tls_client_auth_subject {
            say(subject.kind().name(), subject.to_string().into());
        }
        for (member, on) in [
            ("dpop_bound_access_tokens", settings.dpop_bound_access_tokens),
            ("tls_client_certificate_bound_access_tokens", settings.tls_client_certificate_bound_access_tokens),
            ("require_pushed_authorization_requests", settings.require_pushed_authorization_requests),
            ("require_signed_request_object", settings.require_signed_request_object),
        ] {
            say(member, on.into());
        }
        for (member, algorithm) in [
            ("id_token_signed_response_alg", settings.signing.id_token_signed_response_alg),
            ("authorization_signed_response_alg", settings.signing.authorization_signed_response_alg),
            ("introspection_signed_response_alg", settings.signing.introspection_signed_response_alg),
        ] {
            if let Some(algorithm) = algorithm {
                say(member, algorithm.name().into());
            }
        }
        if settings.subject_type != SubjectType::default() {
            say("subject_type", settings.subject_type.name().into());
        }
        // Another sector than its own is one that an administrator has set since.
        let of_sector = |uri: &&SectorIdentifierUri| SectorIdentifier::of_address(uri.as_str()) == settings.sector_identifier;
        if let Some(uri) = about.sector_identifier_uri.as_ref().filter(of_sector) {
            say("sector_identifier_uri", uri.as_str().into());
        }
        if !settings.authorization_details_types.is_empty() {
            say("authorization_details_types", json!(settings.authorization_details_types));
        }
        about.write(&mut document);
        document
    }
}

/// Refuses what this server would have to ignore at the client's risk.
fn check_offered(members: Members<'_>) -> Result<(), MetadataError> {
    if members.get("software_statement").is_some() {
        let code = MetadataErrorCode::UnapprovedSoftwareStatement;
        return Err(MetadataError { code, member: "software_statement", problem: MetadataProblem::NotOffered });
    }
    if let Some(member) = NOT_OFFERED.into_iter().find(|member| members.get(member).is_some()) {
        return Err(MetadataError::of(member, MetadataProblem::NotOffered));
    }
    Ok(())
}

fn redirect_uris(members: Members<'_>, member: &'static str) -> Result<Vec<RedirectUri>, MetadataError> {
    // RFC 7591 §3.2.2 has a code for the one member; of the other it says nothing.
    let is_main = member == "redirect_uris";
    let wrong = |problem| if is_main { MetadataError::of_redirect_uris(problem) } else { MetadataError::of(member, problem) };
    let listed = members.list(member, MOST_REDIRECT_URIS).map_err(|error| wrong(error.problem))?.unwrap_or_default();
    let mut read: Vec<RedirectUri> = Vec::new();
    for (place, text) in listed.into_iter().enumerate() {
        let uri = RedirectUri::parse(text).map_err(|problem| wrong(MetadataProblem::RedirectUri { place, problem }))?;
        if !read.contains(&uri) {
            read.push(uri);
        }
    }
    Ok(read)
}

fn method(members: Members<'_>, terms: &MetadataTerms) -> Result<TokenEndpointAuthMethod, MetadataError> {
    // RFC 7591 §2: the default.
    let named = members.text("token_endpoint_auth_method")?.unwrap_or(TokenEndpointAuthMethod::ClientSecretBasic.name());
    let known = TokenEndpointAuthMethod::from_str(named).ok().filter(|method| terms.methods.contains(method));
    let allowed = || MetadataProblem::NotAllowed(list(terms.methods.iter().map(|method| method.name())));
    known.ok_or_else(|| MetadataError::of("token_endpoint_auth_method", allowed()))
}

/// Those that are asked for and allowed. There must be one by which the client comes to tokens.
fn grant_types(members: Members<'_>, terms: &MetadataTerms, method: TokenEndpointAuthMethod) -> Result<BTreeSet<GrantType>, MetadataError> {
    let is_public = method == TokenEndpointAuthMethod::None;
    let may_have = |grant: &GrantType| terms.grant_types.contains(grant) && !(is_public && grant.needs_authentication());
    let asked = members.list("grant_types", MOST_TYPES)?;
    let asked = asked.unwrap_or_else(|| vec![GrantType::AuthorizationCode.name()]);
    let mut grants: BTreeSet<GrantType> = asked.into_iter().filter_map(|name| name.parse::<GrantType>().ok()).filter(may_have).collect();
    if grants.iter().all(|grant| *grant == GrantType::RefreshToken) {
        let allowed = terms.grant_types.iter().filter(|grant| may_have(grant)).map(|grant| grant.name());
        return Err(MetadataError::of("grant_types", MetadataProblem::NotAllowed(list(allowed))));
    }
    if !grants.iter().any(|grant| GrantType::OF_USERS.contains(grant)) {
        grants.remove(&GrantType::RefreshToken);
    }
    if let Some(types) = members.list("response_types", MOST_TYPES)? {
        // There is no response type here but `code`, and others are left out beside it.
        if types.contains(&"code") != grants.contains(&GrantType::AuthorizationCode) {
            return Err(MetadataError::of("response_types", MetadataProblem::Inconsistent));
        }
    }
    Ok(grants)
}

/// The type of a client, which a document says by other words: a client without users is a service, and one that keeps a secret runs at a server.
/// Of the others OpenID Connect says where they run; where nothing says it, their addresses do.
fn client_type(
    members: Members<'_>,
    method: TokenEndpointAuthMethod,
    grants: &BTreeSet<GrantType>,
    redirect_uris: &[RedirectUri],
) -> Result<ClientType, MetadataError> {
    let is_native = match members.text("application_type")? {
        Some("native") => true,
        Some("web") => false,
        Some(_) => return Err(MetadataError::of("application_type", MetadataProblem::NotAllowed("web, native".to_owned()))),
        None => redirect_uris.is_empty() || redirect_uris.iter().any(|uri| !is_claimed(uri.as_str())),
    };
    Ok(if !grants.iter().any(|grant| grant.needs_users()) {
        ClientType::Service
    } else if method != TokenEndpointAuthMethod::None {
        ClientType::ServerSideWeb
    } else if is_native {
        ClientType::MobileDesktop
    } else {
        ClientType::SinglePage
    })
}

/// The scopes that are asked for, or all, as far as they are allowed and a client of this type can have them.
fn scopes(members: Members<'_>, terms: &MetadataTerms, client_type: ClientType) -> Result<Scopes, MetadataError> {
    let wrong = |problem| MetadataError::of("scope", problem);
    let asked = match members.text("scope")? {
        Some(text) if text.len() > LONGEST_SCOPE => return Err(wrong(MetadataProblem::TooLong(LONGEST_SCOPE))),
        Some(text) => text.parse::<Scopes>().map_err(|_| wrong(MetadataProblem::Kind("a list of scopes with spaces between them")))?,
        None => terms.scopes.clone(),
    };
    let allowed = asked.intersection(&terms.scopes);
    Ok(if client_type.has_users() { allowed } else { allowed.only(super::scope::Scope::is_for_clients) })
}

/// The types of authorization details that are asked for, or all, as far as they are allowed (RFC 9396 §10).
fn details_types(members: Members<'_>, terms: &MetadataTerms) -> Result<BTreeSet<DetailsTypeName>, MetadataError> {
    let Some(asked) = members.list("authorization_details_types", MOST_TYPES)? else { return Ok(terms.details_types.clone()) };
    let known = asked.into_iter().filter_map(|name| DetailsTypeName::parse(name).ok());
    Ok(known.filter(|name| terms.details_types.contains(name)).collect())
}

/// The name; without any, the place where users are sent back to.
fn name(members: Members<'_>, redirect_uris: &[RedirectUri]) -> Result<Name, MetadataError> {
    let wrong = |error: NameError| MetadataError::of("client_name", error);
    if let Some(text) = members.text("client_name")?.filter(|text| !text.trim().is_empty()) {
        return Name::parse(text).map_err(wrong);
    }
    let place = redirect_uris.iter().filter(|uri| is_claimed(uri.as_str())).find_map(|uri| Origin::parse(uri.as_str()));
    let named = place.and_then(|origin| Name::parse(&origin.to_string()).ok());
    named.map_or_else(|| Name::parse(UNNAMED).map_err(wrong), Ok)
}

fn keys(members: Members<'_>) -> Result<ClientKeys, MetadataError> {
    let jwks = members.get("jwks").map(|set| {
        let no_set = || MetadataError::of("jwks", MetadataProblem::Kind("a JSON Web Key Set"));
        let keys = set.get("keys").and_then(Value::as_array).ok_or_else(no_set)?;
        JwkSet::of(keys).map_err(|error| MetadataError::of("jwks", error))
    });
    let known = |text: &str| {
        text.parse::<ClientAlgorithm>().map_err(|_| MetadataProblem::Kind("an asymmetric algorithm that clients sign by here"))
    };
    Ok(ClientKeys {
        jwks: jwks.transpose()?,
        jwks_uri: parsed(members, "jwks_uri", JwksUri::parse)?,
        token_endpoint_auth_signing_alg: parsed(members, "token_endpoint_auth_signing_alg", known)?,
    })
}

fn certificate_subject(members: Members<'_>) -> Result<Option<CertificateSubject>, MetadataError> {
    let mut subject = None;
    for kind in SubjectKind::ALL {
        if let Some(read) = parsed(members, kind.name(), |text| CertificateSubject::parse(kind, text))? {
            if subject.is_some() {
                return Err(MetadataError::of(kind.name(), MetadataProblem::SubjectTwice));
            }
            subject = Some(read);
        }
    }
    Ok(subject)
}

fn signing(members: Members<'_>, terms: &MetadataTerms) -> Result<SigningOverrides, MetadataError> {
    let allowed = |text: &str| {
        let known = SigningAlgorithm::from_str(text).ok().filter(|algorithm| terms.signing_algorithms.contains(algorithm));
        known.ok_or_else(|| MetadataProblem::NotAllowed(list(terms.signing_algorithms.iter().map(|algorithm| algorithm.name()))))
    };
    Ok(SigningOverrides {
        id_token_signed_response_alg: parsed(members, "id_token_signed_response_alg", allowed)?,
        authorization_signed_response_alg: parsed(members, "authorization_signed_response_alg", allowed)?,
        introspection_signed_response_alg: parsed(members, "introspection_signed_response_alg", allowed)?,
        ..SigningOverrides::default()
    })
}

/// Reads a text by its rules.
fn parsed<T, E: Into<MetadataProblem>>(
    members: Members<'_>,
    member: &'static str,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<Option<T>, MetadataError> {
    members.text(member)?.map(parse).transpose().map_err(|error| MetadataError::of(member, error))
}

/// The member to which it is due that a client's settings do not fit together.
const fn member_of(error: ClientSettingsError) -> &'static str {
    match error {
        ClientSettingsError::PublicTypeWithSecret | ClientSettingsError::ServiceWithoutAuthentication => "token_endpoint_auth_method",
        ClientSettingsError::PublicClientCredentials | ClientSettingsError::ServiceWithUserGrant => "grant_types",
        ClientSettingsError::ServiceWithLogout => "backchannel_logout_uri",
        ClientSettingsError::WithoutKeys | ClientSettingsError::WithoutRequestKeys | ClientSettingsError::WithoutCertificateKeys => "jwks",
        ClientSettingsError::KeysTwice => "jwks_uri",
        ClientSettingsError::WithoutCertificateSubject => "tls_client_auth_subject_dn",
        ClientSettingsError::BoundTwice => "tls_client_certificate_bound_access_tokens",
        ClientSettingsError::WithoutSector => "subject_type",
    }
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
