//! The transcript of a test: requests and answers as they are on the wire, with what is secret shortened.

use domain::{
    client::{Client, TokenEndpointAuthMethod},
    grant_type::GrantType,
    trial::{Exchange, TrialAnswer, TrialRun, shorten},
};
use engine::{
    Realm, Refusal,
    client_assertion::ASSERTION_TYPE,
    endpoint::introspect::Introspection,
    token::{TokenResponse, UserClaims},
};
use serde::Serialize;
use serde_json::Value;

use crate::Error;

/// The parameters and members that are never shown whole.
const SECRET: [&str; 7] = ["code", "code_verifier", "refresh_token", "access_token", "id_token", "token", "state"];

/// The transcript of a test that is run.
pub(super) struct Transcript {
    issuer: String,
    client_id: String,
    authentication: TokenEndpointAuthMethod,
    bound: bool,
    has_users: bool,
    exchanges: Vec<Exchange>,
    refreshed: bool,
}

impl Transcript {
    pub(super) fn of(realm: &Realm, client: &Client) -> Self {
        Self {
            issuer: realm.issuer.clone(),
            client_id: client.id.to_string(),
            authentication: client.settings.token_endpoint_auth_method,
            bound: client.settings.dpop_bound_access_tokens,
            has_users: client.settings.client_type.has_users(),
            exchanges: Vec::new(),
            refreshed: false,
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
            "The user signed in, and the browser brought the code back.".to_owned()
        } else {
            "The authorization endpoint refused the request.".to_owned()
        };
        // The address of a test is long, and sealed.
        let request = request.iter().map(|(name, value)| match *name {
            "redirect_uri" => ((*name).to_owned(), value.split("?trial=").next().unwrap_or_default().to_owned() + "?trial=…"),
            name => shown(name, value),
        });
        let (request, address) = (request.collect(), format!("{}/oauth2/authorize", self.issuer));
        self.note("Authorization request, by the browser", ("GET", address), request, answered, (good, words));
    }

    /// A token request.
    pub(super) fn tokens(&mut self, title: &str, grant: GrantType, parameters: &[(&str, &str)], answer: Result<&TokenResponse, Refusal>) {
        let mut request = self.authenticated();
        if self.bound {
            request.push(("DPoP".to_owned(), "(a proof of a key of the test's own)".to_owned()));
        }
        request.push(("grant_type".to_owned(), grant.name().to_owned()));
        let parameters = parameters.iter().filter(|(_, value)| !value.is_empty());
        request.extend(parameters.map(|(name, value)| match *name {
            "redirect_uri" => ((*name).to_owned(), value.split("?trial=").next().unwrap_or_default().to_owned() + "?trial=…"),
            name => shown(name, value),
        }));
        let (answer, outcome) = match answer {
            Ok(tokens) => (told(tokens), (true, brought(grant, tokens))),
            Err(refusal) => refusal_of(refusal),
        };
        self.refreshed |= grant == GrantType::RefreshToken && outcome.0;
        self.note(title, ("POST", format!("{}/oauth2/token", self.issuer)), request, answer, outcome);
    }

    /// Says of the last exchange, a refresh, what became of the refresh token.
    pub(super) fn compare(&mut self, before: &str, after: Option<&String>) {
        let Some(last) = self.exchanges.last_mut() else { return };
        last.words += match after {
            Some(after) if after == before => " The refresh token stays: rotation is off for this client.",
            Some(_) => " The refresh token was replaced. Store the new one before it is used.",
            None => "",
        };
    }

    /// Says of the last exchange why there is no refresh token to try.
    pub(super) fn without_refresh_token(&mut self, offline: bool) {
        let Some(last) = self.exchanges.last_mut() else { return };
        last.good = false;
        last.words += if offline {
            " Offline access was asked for: Explain says why it was not granted."
        } else {
            " The client may not ask for offline access: see what is missing above."
        };
    }

    pub(super) fn userinfo(&mut self, access_token: &str, answer: Result<&UserClaims, Refusal>) -> Result<(), Error> {
        let (answer, outcome) = match answer {
            Ok(claims) => (members(claims)?, (true, "The access token shows who signed in.".to_owned())),
            Err(refusal) => refusal_of(refusal),
        };
        let request = vec![("Authorization".to_owned(), format!("Bearer {}", shorten(access_token)))];
        self.note("UserInfo", ("GET", format!("{}/userinfo", self.issuer)), request, answer, outcome);
        Ok(())
    }

    pub(super) fn introspection(&mut self, token: &str, answer: Result<&Introspection, Refusal>) -> Result<(), Error> {
        let (answer, outcome) = match answer {
            Ok(found) => {
                let active = matches!(found, Introspection::Active(_));
                let words = if active { "The access token is active." } else { "The access token is not active." };
                (members(found)?, (active, words.to_owned()))
            }
            Err(refusal) => refusal_of(refusal),
        };
        self.ask_about("Introspection", "/oauth2/introspect", token, answer, outcome);
        Ok(())
    }

    pub(super) fn revocation(&mut self, token: &str, answer: Result<(), Refusal>) {
        let (answer, outcome) = match answer {
            Ok(()) => (Vec::new(), (true, "What the test has brought is ended.".to_owned())),
            Err(refusal) => refusal_of(refusal),
        };
        self.ask_about("Revocation", "/oauth2/revoke", token, answer, outcome);
    }

    fn ask_about(&mut self, title: &str, path: &str, token: &str, answer: Vec<(String, String)>, outcome: (bool, String)) {
        let mut request = self.authenticated();
        request.push(shown("token", token));
        self.note(title, ("POST", format!("{}{path}", self.issuer)), request, answer, outcome);
    }

    /// How the client says who it is. Nobody here knows its secret or its key.
    fn authenticated(&self) -> Vec<(String, String)> {
        let id = self.client_id.clone();
        match self.authentication {
            TokenEndpointAuthMethod::ClientSecretBasic => vec![("Authorization".to_owned(), format!("Basic {id}:(the client secret)"))],
            TokenEndpointAuthMethod::ClientSecretPost => {
                vec![("client_id".to_owned(), id), ("client_secret".to_owned(), "(the client secret)".to_owned())]
            }
            TokenEndpointAuthMethod::PrivateKeyJwt => vec![
                ("client_assertion_type".to_owned(), ASSERTION_TYPE.to_owned()),
                ("client_assertion".to_owned(), "(a JWT that the client's key signed)".to_owned()),
            ],
            TokenEndpointAuthMethod::None => vec![("client_id".to_owned(), id)],
        }
    }

    fn note(
        &mut self,
        title: &str,
        (method, address): (&str, String),
        request: Vec<(String, String)>,
        answer: Vec<(String, String)>,
        (good, words): (bool, String),
    ) {
        self.exchanges.push(Exchange { title: title.to_owned(), method: method.to_owned(), address, request, answer, good, words });
    }

    /// Returns the whole.
    pub(super) fn finish(self) -> TrialRun {
        let good = !self.exchanges.is_empty() && self.exchanges.iter().all(|exchange| exchange.good);
        let words = match (good, self.has_users, self.refreshed) {
            (true, true, _) => "It works: a user signed in, and the client got tokens and refreshed them.",
            (true, false, _) => "It works: the client got a token for itself.",
            (false, _, true) => "The refresh works, and something else was refused.",
            (false, ..) => "It does not work yet.",
        };
        TrialRun { good, words: words.to_owned(), exchanges: self.exchanges }
    }
}

/// A parameter or member as it is shown.
fn shown(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), if SECRET.contains(&name) { shorten(value) } else { value.to_owned() })
}

/// The members of a token response (RFC 6749 §5.1).
fn told(tokens: &TokenResponse) -> Vec<(String, String)> {
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
    members
}

/// The members of an error response (RFC 6749 §5.2), and what an administrator can do about it.
fn refusal_of(refusal: Refusal) -> (Vec<(String, String)>, (bool, String)) {
    let members = vec![shown("error", refusal.code().name()), shown("error_description", refusal.description())];
    (members, (false, format!("{} {}", refusal.finding(), refusal.instruction())))
}

/// The members of a JSON object.
fn members(answer: &impl Serialize) -> Result<Vec<(String, String)>, Error> {
    let Value::Object(members) = serde_json::to_value(answer).map_err(Error::internal)? else { return Ok(Vec::new()) };
    let text = |value: Value| match value {
        Value::String(text) => text,
        value => value.to_string(),
    };
    Ok(members.into_iter().map(|(name, value)| (name, text(value))).collect())
}

/// What a grant brought, in a sentence.
fn brought(grant: GrantType, tokens: &TokenResponse) -> String {
    match (grant, tokens.refresh_token.is_some()) {
        (GrantType::AuthorizationCode, true) => "The code brought an access token and a refresh token.",
        (GrantType::AuthorizationCode, false) => "The code brought an access token, and no refresh token.",
        (GrantType::RefreshToken, _) => "The refresh token brought the next access token.",
        (GrantType::ClientCredentials, _) => "The client got an access token for itself.",
    }
    .to_owned()
}
