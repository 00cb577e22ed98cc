//! The transcript of a test: requests and answers as they are on the wire, with what is secret shortened.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    client::{Client, TokenEndpointAuthMethod},
    clock::Timestamp,
    grant_type::GrantType,
    secret::Secret,
    trial::{Exchange, TokenClaims, TrialAnswer, TrialRun, WireText},
};
use engine::{
    ErrorCode, Realm, Refusal,
    client_assertion::ASSERTION_TYPE,
    endpoint::introspect::Introspection,
    token::{TokenResponse, UserClaims},
};
use serde::Serialize;
use serde_json::Value;

use crate::Error;

/// The parameters and members that are never shown whole.
const SECRET: [&str; 7] = ["code", "code_verifier", "refresh_token", "access_token", "id_token", "token", "state"];
/// What is said in place of what is not known, or is different each time.
const CLIENT_SECRET: &str = "(the client secret)";
const ASSERTION: &str = "(a JWT that the client's key signed)";
const CERTIFICATE: &str = "(the client's certificate)";
const PROOF: &str = "(a proof of a key of the test's own)";
/// The claims that are times, in seconds (RFC 7519 §4.1, OpenID Connect Core §2).
const TIMES: [&str; 4] = ["exp", "iat", "nbf", "auth_time"];

/// The transcript of a test that is run.
#[expect(clippy::struct_excessive_bools, reason = "each is noted by itself")]
pub(super) struct Transcript {
    issuer: String,
    client_id: String,
    authentication: TokenEndpointAuthMethod,
    bound: bool,
    by_certificate: bool,
    has_users: bool,
    exchanges: Vec<Exchange>,
    refreshed: bool,
    /// Whether the code had been exchanged before: somebody asked for the same page twice at once.
    repeated: bool,
}

/// An answer, as it is told.
struct Answered {
    status: Option<u16>,
    members: Vec<(String, WireText)>,
    claims: Vec<TokenClaims>,
    good: bool,
    words: Vec<&'static str>,
}

impl Answered {
    fn well(members: Vec<(String, WireText)>, words: &'static str) -> Self {
        Self { status: Some(200), members, claims: Vec::new(), good: true, words: vec![words] }
    }

    /// The error response (RFC 6749 §5.2), and what an administrator can do about it.
    fn refused(status: u16, refusal: Refusal) -> Self {
        let members = vec![shown("error", refusal.code().name()), shown("error_description", refusal.description())];
        let words = vec![refusal.finding(), refusal.instruction()];
        Self { status: Some(status), members, claims: Vec::new(), good: false, words }
    }
}

impl Transcript {
    pub(super) fn of(realm: &Realm, client: &Client) -> Self {
        Self {
            issuer: realm.issuer.clone(),
            client_id: client.client_id().to_string(),
            authentication: client.settings.token_endpoint_auth_method,
            bound: realm.workspace.authorization.security.binds_to_key(&client.settings),
            by_certificate: client.settings.needs_certificate(),
            has_users: client.settings.client_type.has_users(),
            exchanges: Vec::new(),
            refreshed: false,
            repeated: false,
        }
    }

    /// The authorization request, which the browser made, and what it brought back.
    pub(super) fn authorization(&mut self, request: &[(&'static str, String)], answer: &TrialAnswer) {
        let TrialAnswer { code, state, error, error_description } = answer;
        let answered = [("code", code), ("error", error), ("error_description", error_description), ("state", state)];
        let answered: Vec<_> =
            answered.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| shown(name, value)).collect();
        let good = !code.is_empty();
        let words = if good {
            "The user signed in, and the browser brought the code back."
        } else {
            "The authorization endpoint refused the request."
        };
        let request = request.iter().map(|(name, value)| sent(name, value));
        let (request, address) = (request.collect(), format!("{}/oauth2/authorize", self.issuer));
        let answered = Answered { status: None, members: answered, claims: Vec::new(), good, words: vec![words] };
        self.note("Authorization request, by the browser", ("GET", address), request, answered);
    }

    /// A token request.
    pub(super) fn tokens(&mut self, title: &str, grant: GrantType, parameters: &[(&str, &str)], answer: Result<&TokenResponse, Refusal>) {
        let mut request = self.authenticated();
        if self.bound {
            request.push(("DPoP".to_owned(), WireText::told(PROOF)));
        }
        request.push(shown("grant_type", grant.name()));
        let parameters = parameters.iter().filter(|(_, value)| !value.is_empty());
        request.extend(parameters.map(|(name, value)| sent(name, value)));
        self.repeated |= matches!(answer, Err(Refusal::ReusedCode));
        let answered = match answer {
            Ok(tokens) => Answered { claims: claims_of(tokens), ..Answered::well(told(tokens), brought(grant, tokens)) },
            Err(refusal) => Answered::refused(self.status_of(refusal), refusal),
        };
        self.refreshed |= grant == GrantType::RefreshToken && answered.good;
        self.note(title, ("POST", format!("{}/oauth2/token", self.issuer)), request, answered);
    }

    /// Says of the last exchange, a refresh, what became of the refresh token.
    pub(super) fn compare(&mut self, before: &str, after: Option<&String>) {
        let Some(last) = self.exchanges.last_mut() else { return };
        let became = after.map(|after| {
            if after == before {
                "The refresh token stays: rotation is off for this client."
            } else {
                "The refresh token was replaced. Store the new one before it is used."
            }
        });
        last.words.extend(became.map(str::to_owned));
    }

    /// Says of the last exchange why there is no refresh token to try.
    pub(super) fn without_refresh_token(&mut self, offline: bool) {
        let Some(last) = self.exchanges.last_mut() else { return };
        last.good = false;
        let why = if offline {
            "Offline access was asked for: Explain says why it was not granted."
        } else {
            "The client may not ask for offline access: see what is missing above."
        };
        last.words.push(why.to_owned());
    }

    pub(super) fn userinfo(&mut self, access_token: &str, answer: Result<&UserClaims, Refusal>) -> Result<(), Error> {
        let answered = match answer {
            Ok(claims) => Answered::well(members(claims)?, "The access token shows who signed in."),
            Err(refusal) => Answered::refused(refusal.code().resource_status(), refusal),
        };
        let authorization = ("Authorization".to_owned(), WireText::shortened(access_token).after("Bearer "));
        let request = std::iter::once(authorization).chain(self.presented()).collect();
        self.note("UserInfo", ("GET", format!("{}/userinfo", self.issuer)), request, answered);
        Ok(())
    }

    pub(super) fn introspection(&mut self, token: &str, answer: Result<&Introspection, Refusal>) -> Result<(), Error> {
        let answered = match answer {
            Ok(found) => {
                let active = matches!(found, Introspection::Active(_));
                let words = if active { "The access token is active." } else { "The access token is not active." };
                Answered { good: active, ..Answered::well(members(found)?, words) }
            }
            Err(refusal) => Answered::refused(self.status_of(refusal), refusal),
        };
        self.ask_about("Introspection", "/oauth2/introspect", token, answered);
        Ok(())
    }

    pub(super) fn revocation(&mut self, token: &str, answer: Result<(), Refusal>) {
        let answered = match answer {
            Ok(()) => Answered::well(Vec::new(), "What the test has brought is ended."),
            Err(refusal) => Answered::refused(self.status_of(refusal), refusal),
        };
        self.ask_about("Revocation", "/oauth2/revoke", token, answered);
    }

    fn ask_about(&mut self, title: &str, path: &str, token: &str, answered: Answered) {
        let mut request = self.authenticated();
        request.push(shown("token", token));
        self.note(title, ("POST", format!("{}{path}", self.issuer)), request, answered);
    }

    /// The status of a refusal where clients authenticate: who tried the header is owed a challenge (RFC 6749 §5.2).
    fn status_of(&self, refusal: Refusal) -> u16 {
        let tried_header = self.authentication == TokenEndpointAuthMethod::ClientSecretBasic;
        if tried_header && refusal.code() == ErrorCode::InvalidClient { 401 } else { refusal.code().status() }
    }

    /// What the client presents with the connection.
    fn presented(&self) -> Option<(String, WireText)> {
        self.by_certificate.then(|| ("TLS".to_owned(), WireText::told(CERTIFICATE)))
    }

    /// How the client says who it is. Nobody here knows its secret or its key.
    fn authenticated(&self) -> Vec<(String, WireText)> {
        let id = self.client_id.as_str();
        let mut request = match self.authentication {
            TokenEndpointAuthMethod::ClientSecretBasic => {
                vec![("Authorization".to_owned(), WireText::told(CLIENT_SECRET).after(format!("Basic {id}:")))]
            }
            TokenEndpointAuthMethod::ClientSecretPost => {
                vec![shown("client_id", id), ("client_secret".to_owned(), WireText::told(CLIENT_SECRET))]
            }
            TokenEndpointAuthMethod::PrivateKeyJwt => {
                vec![shown("client_assertion_type", ASSERTION_TYPE), ("client_assertion".to_owned(), WireText::told(ASSERTION))]
            }
            TokenEndpointAuthMethod::TlsClientAuth | TokenEndpointAuthMethod::SelfSignedTlsClientAuth | TokenEndpointAuthMethod::None => {
                vec![shown("client_id", id)]
            }
        };
        request.extend(self.presented());
        request
    }

    fn note(
        &mut self,
        title: &str,
        (method, address): (&str, String),
        request: Vec<(String, WireText)>,
        Answered { status, members, claims, good, words }: Answered,
    ) {
        let (title, method, words) = (title.to_owned(), method.to_owned(), words.into_iter().map(str::to_owned).collect());
        self.exchanges.push(Exchange { title, method, address, request, status, answer: members, claims, good, words });
    }

    /// Returns the whole.
    pub(super) fn finish(self) -> TrialRun {
        let good = !self.exchanges.is_empty() && self.exchanges.iter().all(|exchange| exchange.good);
        let words = match (good, self.has_users, self.refreshed) {
            _ if self.repeated => "This test was run already: start again.",
            (true, true, _) => "It works: a user signed in, and the client got tokens and refreshed them.",
            (true, false, _) => "It works: the client got a token for itself.",
            (false, _, true) => "The refresh works, and something else was refused.",
            (false, ..) => "It does not work yet.",
        };
        TrialRun { good, words: words.to_owned(), exchanges: self.exchanges }
    }
}

/// A parameter or member as it is shown.
fn shown(name: &str, value: &str) -> (String, WireText) {
    (name.to_owned(), if SECRET.contains(&name) { WireText::shortened(value) } else { WireText::whole(value) })
}

/// A parameter of a request as it is shown. The address of a test is long, and sealed.
fn sent(name: &str, value: &str) -> (String, WireText) {
    match (name, value.split_once("?trial=")) {
        ("redirect_uri", Some((page, _))) => (name.to_owned(), WireText::whole(format!("{page}?trial=…"))),
        _ => shown(name, value),
    }
}

/// The members of a token response (RFC 6749 §5.1).
fn told(tokens: &TokenResponse) -> Vec<(String, WireText)> {
    let mut members = vec![
        shown("access_token", tokens.access_token.expose()),
        shown("token_type", tokens.token_type.name()),
        shown("expires_in", &tokens.expires_in.to_string()),
    ];
    members.extend(tokens.refresh_token.as_ref().map(|token| shown("refresh_token", token.expose())));
    members.extend(tokens.id_token.as_ref().map(|token| shown("id_token", token.expose())));
    if !tokens.scopes.is_empty() {
        members.push(shown("scope", &tokens.scopes.to_string()));
    }
    if !tokens.authorization_details.is_empty() {
        members.push(shown("authorization_details", &tokens.authorization_details.to_string()));
    }
    members
}

/// What the tokens of a response say.
fn claims_of(tokens: &TokenResponse) -> Vec<TokenClaims> {
    let (access, id) = (Some(tokens.access_token.expose()), tokens.id_token.as_ref().map(Secret::expose));
    let read = |name: &str, token: &str| Some(TokenClaims { token: name.to_owned(), claims: claims(token)? });
    let tokens = [("id_token", id), ("access_token", access)];
    tokens.into_iter().filter_map(|(name, token)| read(name, token?)).collect()
}

/// The claims of a JWT (RFC 7519 §3); none of a token that is none, or whose claims cannot be read.
fn claims(token: &str) -> Option<Vec<(String, String)>> {
    let parts: Vec<&str> = token.split('.').collect();
    let [_, payload, _] = parts.as_slice() else { return None };
    let Ok(Value::Object(claims)) = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?) else { return None };
    let told = |(name, value): (String, Value)| {
        let at = value.as_i64().filter(|_| TIMES.contains(&name.as_str())).and_then(|seconds| seconds.checked_mul(1000));
        let value = at.map_or_else(|| text(value.clone()), |at| format!("{value} ({})", Timestamp::from_millis(at)));
        (name, value)
    };
    Some(claims.into_iter().map(told).collect())
}

/// The members of a JSON object.
fn members(answer: &impl Serialize) -> Result<Vec<(String, WireText)>, Error> {
    let Value::Object(members) = serde_json::to_value(answer).map_err(Error::internal)? else { return Ok(Vec::new()) };
    Ok(members.into_iter().map(|(name, value)| (name, WireText::whole(text(value)))).collect())
}

fn text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        value => value.to_string(),
    }
}

/// What a grant brought, in a sentence.
const fn brought(grant: GrantType, tokens: &TokenResponse) -> &'static str {
    match (grant, tokens.refresh_token.is_some()) {
        (GrantType::AuthorizationCode, true) => "The code brought an access token and a refresh token.",
        (GrantType::AuthorizationCode, false) => "The code brought an access token, and no refresh token.",
        (GrantType::DeviceCode, true) => "The device code brought an access token and a refresh token.",
        (GrantType::DeviceCode, false) => "The device code brought an access token, and no refresh token.",
        (GrantType::RefreshToken, _) => "The refresh token brought the next access token.",
        (GrantType::ClientCredentials, _) => "The client got an access token for itself.",
        (GrantType::TokenExchange, _) => "The access token was exchanged for another one.",
        (GrantType::JwtBearer, _) => "The assertion brought an access token.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_claims_of_a_jwt_are_read_and_nothing_is_read_of_other_tokens() {
        let token = |payload: &str| format!("e30.{}.signature", URL_SAFE_NO_PAD.encode(payload));
        let told = claims(&token(r#"{"sub":"alice","exp":1795000000,"aud":["a","b"]}"#)).unwrap();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(told, [pair("aud", r#"["a","b"]"#), pair("exp", "1795000000 (2026-11-18T11:06:40Z)"), pair("sub", "alice")]);
        for other in ["rt1.abc", "opaque", "a.b.c", "a.b.c.d", &token("[]"), &token("5")] {
            assert_eq!(claims(other), None, "{other}");
        }
    }
}
