//! A login as the FAPI 2.0 Security Profile has it: the request is pushed, the client signs to authenticate, and tokens are bound to a key.

use crate::{
    authorization::AuthorizationRequest,
    browser::Visit,
    client::Client,
    fill::Wish,
    http::Answer,
    key::Key,
    metadata::Endpoint,
    subject::Subject,
    tokens::{Login, Tokens},
    verdict::Stop,
};

/// The answer to a request that was pushed (RFC 9126 §2.2).
#[derive(Debug, Clone)]
pub(crate) struct Pushed {
    pub(crate) request_uri: String,
    /// For how long it can be used, in seconds.
    pub(crate) expires_in: u64,
}

impl Subject {
    /// Pushes a request, with a proof of a key where there is one.
    pub(crate) async fn push(&self, client: &Client, request: &AuthorizationRequest, key: Option<&Key>) -> Result<Answer, Stop> {
        let own = request.parameters().iter().filter(|(name, _)| name != "client_id");
        let form: Vec<(&str, &str)> = own.map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.ask_with(client, Endpoint::PushedRequest, &form, key).await
    }

    /// Pushes a request that has to be taken.
    pub(crate) async fn pushed(&self, client: &Client, request: &AuthorizationRequest, key: Option<&Key>) -> Result<Pushed, Stop> {
        let answer = self.push(client, request, key).await?;
        let expires_in = answer.json.get("expires_in").and_then(serde_json::Value::as_u64).unwrap_or_default();
        let request_uri = answer.text("request_uri").filter(|_| answer.is_success()).map(str::to_owned);
        let request_uri = request_uri.ok_or_else(|| Stop::not_tried(format!("the pushed request was answered with {}", answer.shown())))?;
        Ok(Pushed { request_uri, expires_in })
    }

    /// Has a browser that nobody has used bring a reference.
    pub(crate) async fn bring(&self, client_id: &str, request: &AuthorizationRequest, pushed: &Pushed, wish: Wish) -> Result<Visit, Stop> {
        self.visit(&request.pushed(client_id, &pushed.request_uri), wish).await
    }

    /// Pushes a request, signs the user in, and returns the code.
    pub(crate) async fn pushed_code(&self, client: &Client, request: &AuthorizationRequest, key: Option<&Key>) -> Result<String, Stop> {
        let pushed = self.pushed(client, request, key).await?;
        let visit = self.bring(&client.id, request, &pushed, Wish::Allow).await?;
        visit.code().map(str::to_owned).ok_or_else(|| Stop::not_tried(format!("no code: it ended at {}", visit.shown())))
    }

    /// Signs the user in by a request of a client that signs, and exchanges the code with a key.
    pub(crate) async fn pushed_login(&self, client: &Client, request: AuthorizationRequest, key: &Key) -> Result<Login, Stop> {
        let code = self.pushed_code(client, &request, None).await?;
        let answer = self.exchange_with(client, &request, &code, Some(key)).await?;
        let tokens = Tokens::read(&answer).ok_or_else(|| Stop::not_tried(format!("the code was answered with {}", answer.shown())))?;
        let refresh = tokens.refresh.clone().ok_or_else(|| Stop::not_offered("the login brought no refresh token"))?;
        Ok(Login { request, code, tokens, refresh })
    }
}
