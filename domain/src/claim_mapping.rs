//! Claims of a workspace's own: what tokens and userinfo say beside the claims of the standard scopes (OpenID Connect Core §5.1.2).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    scope::{Scope, Scopes},
    user::User,
};

/// The most mappings of a workspace.
pub const MOST_MAPPINGS: u32 = 50;
/// The most characters of the name of a claim.
const LONGEST_NAME: usize = 100;
/// The most characters of a fixed value.
const LONGEST_VALUE: usize = 200;

/// Names that mean something already: of the protocols, and of the claims that the standard scopes bring. A test of the engine holds that each
/// member of what it writes beside them is among these.
const RESERVED: [&str; 45] = [
    "acr",
    "act",
    "active",
    "address",
    "amr",
    "at_hash",
    "aud",
    "auth_time",
    "authorization_details",
    "authorization_expires_in",
    "azp",
    "c_hash",
    "client_id",
    "cnf",
    "email",
    "email_verified",
    "entitlements",
    "epoch",
    "events",
    "exchanged",
    "exp",
    "family",
    "generation",
    "iat",
    "iss",
    "jti",
    "may_act",
    "name",
    "nbf",
    "nonce",
    "phone_number",
    "phone_number_verified",
    "preferred_username",
    "refresh_token_timeout",
    "s_hash",
    "scope",
    "sid",
    "sub",
    "sub_jwk",
    "token_introspection",
    "token_type",
    "typ",
    "updated_at",
    "userinfo_claims",
    "username",
];

/// Where the value of a claim comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimSource {
    /// The same text for every user, or the same list of texts where it is one in JSON.
    Fixed(String),
    /// A field of the user's profile.
    Field(ProfileField),
}

/// A field of a user's profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfileField {
    /// What the user signs in with.
    Identifier,
    /// What the user is called.
    Name,
    /// The e-mail address.
    Email,
    /// Whether it is known to be the user's.
    EmailVerified,
    /// The telephone number.
    PhoneNumber,
    /// The city.
    Locality,
    /// The state, province or prefecture.
    Region,
    /// The postal code.
    PostalCode,
    /// The country.
    Country,
}

impl ProfileField {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::Identifier,
        Self::Name,
        Self::Email,
        Self::EmailVerified,
        Self::PhoneNumber,
        Self::Locality,
        Self::Region,
        Self::PostalCode,
        Self::Country,
    ];

    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identifier => "identifier",
            Self::Name => "name",
            Self::Email => "email",
            Self::EmailVerified => "email_verified",
            Self::PhoneNumber => "phone_number",
            Self::Locality => "locality",
            Self::Region => "region",
            Self::PostalCode => "postal_code",
            Self::Country => "country",
        }
    }

    /// Returns what a user has there.
    fn value(self, user: &User) -> Option<Value> {
        let profile = &user.profile;
        let address = profile.address.as_ref();
        match self {
            Self::Identifier => Some(user.identifier.to_string().into()),
            Self::Name => Some(profile.name.to_string().into()),
            Self::Email => profile.email.clone().map(Value::from),
            Self::EmailVerified => profile.email.as_ref().map(|_| profile.email_verified.into()),
            Self::PhoneNumber => profile.phone_number.as_ref().map(|number| number.to_string().into()),
            Self::Locality => address.and_then(|address| address.locality.clone()).map(Value::from),
            Self::Region => address.and_then(|address| address.region.clone()).map(Value::from),
            Self::PostalCode => address.and_then(|address| address.postal_code.clone()).map(Value::from),
            Self::Country => address.and_then(|address| address.country.clone()).map(Value::from),
        }
    }
}

/// Where a claim is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimPlace {
    /// In ID tokens.
    IdToken,
    /// At the userinfo endpoint.
    Userinfo,
    /// In access tokens, and where they are looked up.
    AccessToken,
}

impl ClaimPlace {
    /// All of them, in the order in which they are written.
    pub const ALL: [Self; 3] = [Self::IdToken, Self::Userinfo, Self::AccessToken];

    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::IdToken => "id_token",
            Self::Userinfo => "userinfo",
            Self::AccessToken => "access_token",
        }
    }
}

/// A claim of a workspace's own. Its text is a line of four parts: `claim | field or =text | scope or - | places`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClaimMapping {
    name: String,
    source: ClaimSource,
    scope: Option<Scope>,
    places: Vec<ClaimPlace>,
}

/// Why a mapping was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimMappingError {
    /// It has not the four parts.
    #[error("Write four parts with | between them: the claim, a field or = and a text, a scope or -, and where it is told.")]
    Parts,
    /// The name cannot be one of a claim.
    #[error("The name of a claim has 1 to 100 printable ASCII characters, without spaces, quotes, backslashes and |.")]
    Name,
    /// The name means something already.
    #[error("A claim of this name comes from the protocol or from a standard scope. Choose another name.")]
    Reserved,
    /// There is no such field.
    #[error(
        "Choose a field of the profile, or write = and the text that everybody has: 1 to 200 characters, without | and control characters."
    )]
    Source,
    /// The fixed value looks like JSON, and is no list of texts.
    #[error("A fixed value is a text, or a list of texts in JSON, such as =[\"admins\",\"staff\"]. Other JSON is not told as such.")]
    Json,
    /// The scope is none.
    #[error("Write one scope, or - where the claim is told whatever the scopes are.")]
    Scope,
    /// It is told nowhere.
    #[error("Say where it is told: id_token, userinfo, access_token, or several of them.")]
    Places,
}

impl ClaimMapping {
    /// Reads the four parts of a mapping.
    ///
    /// # Errors
    /// The reason why it is none.
    pub fn new(name: &str, source: &str, scope: &str, places: &str) -> Result<Self, ClaimMappingError> {
        let mapping = Self::kept(name, source, scope, places)?;
        if !mapping.can_be_told() {
            return Err(ClaimMappingError::Reserved);
        }
        match &mapping.source {
            ClaimSource::Fixed(text) if text.starts_with(['[', '{']) && read_list(text).is_none() => Err(ClaimMappingError::Json),
            _ => Ok(mapping),
        }
    }

    /// Reads a mapping that was stored. An earlier version may have taken one that this one refuses: it is kept, and not told.
    fn kept(name: &str, source: &str, scope: &str, places: &str) -> Result<Self, ClaimMappingError> {
        let [name, source, scope] = [name, source, scope].map(str::trim);
        let is_fine = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\' | b'|');
        if name.is_empty() || name.len() > LONGEST_NAME || !name.bytes().all(is_fine) {
            return Err(ClaimMappingError::Name);
        }
        let scope = match scope {
            "" | "-" => None,
            scope => Some(Scope::parse(scope).map_err(|_| ClaimMappingError::Scope)?),
        };
        let mut told = Vec::new();
        for place in places.split_whitespace() {
            let place = ClaimPlace::ALL.into_iter().find(|known| known.name() == place).ok_or(ClaimMappingError::Places)?;
            if !told.contains(&place) {
                told.push(place);
            }
        }
        if told.is_empty() {
            return Err(ClaimMappingError::Places);
        }
        Ok(Self { name: name.to_owned(), source: read_source(source)?, scope, places: told })
    }

    /// The name of the claim.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where its value comes from: the name of a field, or `=` and a text.
    pub fn source(&self) -> String {
        match &self.source {
            ClaimSource::Fixed(text) => format!("={text}"),
            ClaimSource::Field(field) => field.name().to_owned(),
        }
    }

    /// The scope that it comes with; none where it always does.
    pub const fn scope(&self) -> Option<&Scope> {
        self.scope.as_ref()
    }

    /// Where it is told.
    pub fn places(&self) -> &[ClaimPlace] {
        &self.places
    }

    /// Returns whether its name is its own. Otherwise it would stand beside the claim that has the name, and is told nowhere.
    pub fn can_be_told(&self) -> bool {
        !is_reserved(&self.name)
    }

    /// Returns whether it is told there, with these scopes.
    pub fn is_told(&self, place: ClaimPlace, scopes: &Scopes) -> bool {
        self.can_be_told() && self.places.contains(&place) && self.scope.as_ref().is_none_or(|scope| scopes.contains(scope.as_str()))
    }

    /// Returns its value for a user; none where they have none.
    pub fn value(&self, user: &User) -> Option<Value> {
        match &self.source {
            ClaimSource::Fixed(text) => Some(read_list(text).map_or_else(|| text.clone().into(), Value::from)),
            ClaimSource::Field(field) => field.value(user),
        }
    }
}

/// Returns whether a claim of this name comes from the protocols or from a standard scope.
pub fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name)
}

/// Returns the texts of a list in JSON; none where a text is no such list.
fn read_list(text: &str) -> Option<Vec<String>> {
    let list: Vec<String> = serde_json::from_str(text).ok()?;
    let is_fine = |text: &String| !text.is_empty() && !text.chars().any(char::is_control);
    (!list.is_empty() && list.iter().all(is_fine)).then_some(list)
}

fn read_source(text: &str) -> Result<ClaimSource, ClaimMappingError> {
    if let Some(text) = text.strip_prefix('=') {
        let text = text.trim();
        let is_short = !text.is_empty() && text.chars().count() <= LONGEST_VALUE;
        let is_fine = is_short && !text.contains('|') && !text.chars().any(char::is_control);
        return if is_fine { Ok(ClaimSource::Fixed(text.to_owned())) } else { Err(ClaimMappingError::Source) };
    }
    ProfileField::ALL.into_iter().find(|field| field.name() == text).map(ClaimSource::Field).ok_or(ClaimMappingError::Source)
}

/// Returns the first place at which a name comes that came before.
pub fn repeated(mappings: &[ClaimMapping]) -> Option<usize> {
    let came_before = |(place, one): &(usize, &ClaimMapping)| mappings.iter().take(*place).any(|other| other.name == one.name);
    mappings.iter().enumerate().find(came_before).map(|(place, _)| place)
}

impl fmt::Display for ClaimMapping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scope = self.scope.as_ref().map_or("-", Scope::as_str);
        let places: Vec<_> = self.places.iter().map(|place| place.name()).collect();
        write!(f, "{} | {} | {scope} | {}", self.name, self.source(), places.join(" "))
    }
}

impl FromStr for ClaimMapping {
    type Err = ClaimMappingError;

    fn from_str(text: &str) -> Result<Self, ClaimMappingError> {
        let parts: Vec<_> = text.split('|').collect();
        match parts.as_slice() {
            [name, source, scope, places] => Self::new(name, source, scope, places),
            _ => Err(ClaimMappingError::Parts),
        }
    }
}

/// As it is stored: what is typed or sent is read by [`FromStr`] and [`ClaimMapping::new`].
impl TryFrom<String> for ClaimMapping {
    type Error = ClaimMappingError;

    fn try_from(text: String) -> Result<Self, ClaimMappingError> {
        let parts: Vec<_> = text.split('|').collect();
        match parts.as_slice() {
            [name, source, scope, places] => Self::kept(name, source, scope, places),
            _ => Err(ClaimMappingError::Parts),
        }
    }
}

impl From<ClaimMapping> for String {
    fn from(mapping: ClaimMapping) -> Self {
        mapping.to_string()
    }
}

#[cfg(test)]
mod tests;
