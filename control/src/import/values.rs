//! Single values that both kinds of files have.

use std::collections::HashSet;

use domain::{
    client::{ClientSettings, ClientType},
    client_uri::BackchannelLogoutUri,
    description::Description,
    grant_type::GrantType,
    import::Reason,
    lifetime::Lifetime,
    name::Name,
    phone_number::PhoneNumber,
    redirect_uri::{RedirectUri, RedirectUriError},
    scope::{self, Scope},
    secret::Secret,
    service::ServiceScope,
    user::{UserIdentifier, UserProfile},
};
use engine::{
    password::{ImportedHash, UnusableHash},
    typed,
};

use super::findings::Findings;

/// The most addresses of a client, and the most scopes of a service.
const MOST: usize = 50;
pub(super) const MOST_SCOPES: usize = 100;

/// Returns a lifetime that is within our bounds.
pub(super) fn lifetime<const MIN: i64, const MAX: i64>(
    seconds: i64,
    at: String,
    name: &str,
    findings: &mut Findings,
) -> Option<Lifetime<MIN, MAX>> {
    let lifetime = Lifetime::from_seconds(seconds);
    if lifetime.is_err() {
        findings.leave_out(Reason::Lifetime, at, name);
    }
    lifetime.ok()
}

/// Returns the addresses that can be registered, each once.
pub(super) fn redirect_uris(texts: Vec<(String, String)>, name: &str, findings: &mut Findings) -> Vec<RedirectUri> {
    let mut read: Vec<RedirectUri> = Vec::new();
    for (at, text) in texts {
        let reason = match RedirectUri::parse(&text) {
            Ok(uri) if read.contains(&uri) => continue,
            Ok(_) if read.len() == MOST => Reason::RedirectUriTooMany,
            Ok(uri) => {
                read.push(uri);
                continue;
            }
            Err(RedirectUriError::Wildcard) => Reason::RedirectUriWildcard,
            Err(_) if text.contains(['*', '{']) => Reason::RedirectUriWildcard,
            Err(_) => Reason::RedirectUriInvalid,
        };
        findings.leave_out(reason, at, name);
    }
    read
}

/// Returns the address at which a client is told of sign-outs, if users sign in to it.
pub(super) fn logout_uri(
    text: &str,
    at: String,
    settings: &ClientSettings,
    name: &str,
    findings: &mut Findings,
) -> Option<BackchannelLogoutUri> {
    let uri = BackchannelLogoutUri::parse(text).ok().filter(|_| settings.client_type.has_users());
    if uri.is_none() {
        findings.leave_out(Reason::ClientLogout, at, name);
    }
    uri
}

/// Returns what kind of application a public client is. One that is reached by a scheme is on the user's own device. One that is reached at that
/// device is, too, unless it has origins, from which pages ask for tokens: it is a page that somebody develops.
pub(super) fn public_type(redirect_uris: &[RedirectUri], has_origins: bool) -> ClientType {
    let all_begin_with = |schemes: &[&str]| {
        redirect_uris.iter().all(|uri| {
            let uri = uri.as_str().to_ascii_lowercase();
            schemes.iter().any(|scheme| uri.starts_with(scheme))
        })
    };
    let in_the_browser = all_begin_with(&["https:"]) || (has_origins && all_begin_with(&["https:", "http:"]));
    if in_the_browser { ClientType::SinglePage } else { ClientType::MobileDesktop }
}

/// Returns a secret as one that a client can have.
pub(super) fn client_secret(text: Option<&str>, at: String, name: &str, findings: &mut Findings) -> Option<Secret<String>> {
    let text = text?;
    // In a partial export Keycloak writes asterisks in its place.
    let fits = (32..=200).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    if !fits {
        findings.leave_out(Reason::ClientSecret, at, name);
        return None;
    }
    Some(Secret::new(text.to_owned()))
}

/// Gives a client a scope, if it is one that there is and that such a client can have.
pub(super) fn give_scope(settings: &mut ClientSettings, text: &str, known: &HashSet<String>) -> bool {
    let Ok(scope) = Scope::parse(text) else { return false };
    let is_here = known.contains(text) || [scope::OPENID, scope::PROFILE, scope::EMAIL, scope::ADDRESS, scope::PHONE].contains(&text);
    let refreshes = text == scope::OFFLINE_ACCESS && settings.has_grant(GrantType::RefreshToken);
    let fits = is_here && (settings.client_type.has_users() || scope.is_for_clients());
    if fits || refreshes {
        settings.scopes.insert(scope);
    }
    fits || refreshes
}

/// Returns a scope with the words about it that fit.
pub(super) fn service_scope(text: &str, display_name: Option<&str>, description: Option<&str>) -> Option<ServiceScope> {
    let scope = Scope::parse(text).ok()?;
    let spoken = |text: &&str| !text.starts_with("${");
    let display_name = display_name.filter(spoken).and_then(|name| Name::parse(name).ok()).or_else(|| Name::parse(text).ok())?;
    let description = description.filter(spoken).and_then(|text| Description::parse(text).ok()).unwrap_or_default();
    Some(ServiceScope { scope, display_name, description, description_de: Description::default() })
}

/// What a file says of a user, as it is written there.
#[derive(Debug, Default)]
pub(super) struct WrittenUser<'a> {
    pub(super) at: &'a str,
    pub(super) identifier: Option<&'a str>,
    pub(super) name: Option<String>,
    pub(super) email: Option<&'a str>,
    pub(super) email_verified: bool,
    pub(super) phone_number: Option<(String, &'a str)>,
    pub(super) phone_number_verified: bool,
}

impl WrittenUser<'_> {
    /// Reads the name that the user signs in with, and the profile.
    pub(super) fn read(&self, findings: &mut Findings) -> Option<(UserIdentifier, UserProfile)> {
        let label = self.identifier.unwrap_or_default();
        let read = |text: &str| typed::identifier(text).ok().filter(|name| !typed::is_confusable(name));
        let Some(identifier) = self.identifier.and_then(read) else {
            findings.leave_out(Reason::UserIdentifier, self.at, label);
            return None;
        };
        let email = self.email.and_then(|text| read(text).filter(UserIdentifier::is_email));
        if self.email.is_some() && email.is_none() {
            findings.leave_out(Reason::Email, format!("{}/email", self.at), label);
        }
        let written = self.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let name = written.and_then(|name| Name::parse(name).ok());
        if written.is_some() && name.is_none() {
            findings.leave_out(Reason::UserName, self.at, label);
        }
        let called = name.or_else(|| Name::parse(&identifier.as_str().chars().take(Name::MAX_CHARS).collect::<String>()).ok());
        let Some(name) = called else {
            findings.leave_out(Reason::UserIdentifier, self.at, label);
            return None;
        };
        let phone_number = self.phone_number.as_ref().and_then(|(at, text)| {
            let number = PhoneNumber::parse(text);
            if number.is_err() {
                findings.leave_out(Reason::PhoneNumber, at.clone(), label);
            }
            number.ok()
        });
        let profile = UserProfile {
            email_verified: self.email_verified && email.is_some(),
            email: email.map(|email| email.to_string()),
            phone_number_verified: self.phone_number_verified && phone_number.is_some(),
            phone_number,
            ..UserProfile::named(name)
        };
        Some((identifier, profile))
    }
}

/// Returns the hash of a password, or leaves it out.
pub(super) fn password(hash: Result<ImportedHash, UnusableHash>, at: &str, name: &str, findings: &mut Findings) -> Option<ImportedHash> {
    let reason = match hash {
        Ok(hash) => return Some(hash),
        Err(UnusableHash::Unknown) => Reason::PasswordUnknown,
        Err(UnusableHash::Costly) => Reason::PasswordCostly,
        Err(UnusableHash::Malformed) => Reason::PasswordMalformed,
    };
    findings.leave_out(reason, at, name);
    None
}
