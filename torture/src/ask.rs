//! What clients ask at the endpoints.

use reqwest::Method;
use serde_json::Value;

use crate::{
    client::{CLIENT_CERT, Client},
    http::{Answer, Request, owned},
    key::{Change, Key, ProofOf, unchanged},
    metadata::Endpoint,
    subject::Subject,
    tokens::Tokens,
    verdict::Stop,
};

/// A form, name by name.
pub(crate) type Form<'a> = &'a [(&'a str, &'a str)];

impl Subject {
    /// Returns the request by which a client posts a form to an endpoint.
    pub(crate) fn prepare(&self, client: &Client, endpoint: Endpoint, form: Form<'_>) -> Result<Request, Stop> {
        Ok(client.post(self.endpoint(endpoint)?, self.issuer(), owned(form))?)
    }

    /// Posts a form to an endpoint as a client.
    pub(crate) async fn ask(&self, client: &Client, endpoint: Endpoint, form: Form<'_>) -> Result<Answer, Stop> {
        Ok(self.http.send(&self.prepare(client, endpoint, form)?).await?)
    }

    /// Posts a form with a proof of a key, where there is one.
    pub(crate) async fn ask_with(&self, client: &Client, endpoint: Endpoint, form: Form<'_>, key: Option<&Key>) -> Result<Answer, Stop> {
        match key {
            Some(key) => self.ask_changed(client, endpoint, form, key, unchanged).await,
            None => self.ask(client, endpoint, form).await,
        }
    }

    /// Posts a form with a changed proof of a key, or with the client's certificate in place of one. A nonce that the server wants is given to it
    /// (RFC 9449 §8).
    pub(crate) async fn ask_changed(
        &self,
        client: &Client,
        endpoint: Endpoint,
        form: Form<'_>,
        key: &Key,
        change: Change,
    ) -> Result<Answer, Stop> {
        // The client presents its own.
        if key.certificate().is_some() {
            return self.ask(client, endpoint, form).await;
        }
        let url = self.endpoint(endpoint)?;
        let mut nonce: Option<String> = None;
        loop {
            let proof = key.proof(&ProofOf { method: "POST", url, access_token: None, nonce: nonce.as_deref() }, change)?;
            let answer = self.http.send(&self.prepare(client, endpoint, form)?.with_header("dpop", proof)).await?;
            match wanted_nonce(&answer) {
                Some(wanted) if nonce.is_none() => nonce = Some(wanted),
                _ => return Ok(answer),
            }
        }
    }

    /// Uses a refresh token.
    pub(crate) async fn refresh(&self, client: &Client, token: &str) -> Result<Answer, Stop> {
        self.refresh_with(client, token, &[]).await
    }

    /// Uses a refresh token with more parameters.
    pub(crate) async fn refresh_with(&self, client: &Client, token: &str, more: Form<'_>) -> Result<Answer, Stop> {
        let form = [&[("grant_type", "refresh_token"), ("refresh_token", token)][..], more].concat();
        self.ask(client, Endpoint::Token, &form).await
    }

    /// Uses a refresh token with a proof of a key.
    pub(crate) async fn refresh_by(&self, client: &Client, token: &str, key: &Key) -> Result<Answer, Stop> {
        self.ask_with(client, Endpoint::Token, &[("grant_type", "refresh_token"), ("refresh_token", token)], Some(key)).await
    }

    /// Uses a refresh token that has to work, and returns what it brings.
    pub(crate) async fn refreshed(&self, client: &Client, token: &str) -> Result<Tokens, Stop> {
        let answer = self.refresh(client, token).await?;
        Tokens::read(&answer).ok_or_else(|| Stop::not_tried(format!("a refresh that has to work was answered with {}", answer.shown())))
    }

    /// Returns whether a login goes on with a refresh token.
    pub(crate) async fn goes_on(&self, client: &Client, token: &str) -> Result<bool, Stop> {
        Ok(self.refresh(client, token).await?.is_success())
    }

    /// Revokes a token.
    pub(crate) async fn revoke(&self, client: &Client, token: &str) -> Result<Answer, Stop> {
        self.ask(client, Endpoint::Revocation, &[("token", token)]).await
    }

    /// Asks about a token.
    pub(crate) async fn introspect(&self, client: &Client, token: &str) -> Result<Answer, Stop> {
        self.ask(client, Endpoint::Introspection, &[("token", token)]).await
    }

    /// Returns whether a token works, by introspection.
    pub(crate) async fn is_active(&self, client: &Client, token: &str) -> Result<bool, Stop> {
        let answer = self.introspect(client, token).await?;
        let active = answer.json.get("active").and_then(Value::as_bool);
        active.ok_or_else(|| Stop::not_tried(format!("introspection was answered with {}", answer.shown())))
    }

    /// Asks for the claims of the user.
    pub(crate) async fn userinfo(&self, access_token: &str) -> Result<Answer, Stop> {
        let request = Request::new(Method::GET, self.endpoint(Endpoint::Userinfo)?);
        Ok(self.http.send(&request.with_header("authorization", format!("Bearer {access_token}"))).await?)
    }

    /// Asks for the claims of the user with a token that is bound to a key.
    pub(crate) async fn userinfo_by(&self, access_token: &str, key: &Key) -> Result<Answer, Stop> {
        self.userinfo_changed(access_token, key, "DPoP", unchanged).await
    }

    /// The same with this name of the scheme and a changed proof. A nonce that the server wants is given to it (RFC 9449 §9).
    pub(crate) async fn userinfo_changed(&self, access_token: &str, key: &Key, scheme: &str, change: Change) -> Result<Answer, Stop> {
        let url = self.endpoint(Endpoint::Userinfo)?;
        if let Some(certificate) = key.certificate() {
            let scheme = if scheme == "DPoP" { "Bearer" } else { scheme };
            let request = Request::new(Method::GET, url).with_header("authorization", format!("{scheme} {access_token}"));
            return Ok(self.http.send(&request.with_header(CLIENT_CERT, certificate)).await?);
        }
        let mut nonce: Option<String> = None;
        loop {
            let proof = key.proof(&ProofOf { method: "GET", url, access_token: Some(access_token), nonce: nonce.as_deref() }, change)?;
            let request = Request::new(Method::GET, url).with_header("authorization", format!("{scheme} {access_token}"));
            let answer = self.http.send(&request.with_header("dpop", proof)).await?;
            match wanted_nonce(&answer) {
                Some(wanted) if nonce.is_none() => nonce = Some(wanted),
                _ => return Ok(answer),
            }
        }
    }

    /// Returns whether an access token still works: by introspection, or else at the endpoint for the user's claims.
    pub(crate) async fn access_works(&self, client: &Client, access_token: &str) -> Result<bool, Stop> {
        let introspects = self.metadata.endpoint(Endpoint::Introspection).is_some() && !client.is_public();
        if introspects && let Ok(active) = self.is_active(client, access_token).await {
            return Ok(active);
        }
        Ok(self.userinfo(access_token).await?.is_success())
    }
}

/// Returns the nonce that an answer asks for.
fn wanted_nonce(answer: &Answer) -> Option<String> {
    let asks = answer.error() == Some("use_dpop_nonce")
        || answer.all("www-authenticate").iter().any(|challenge| challenge.contains("use_dpop_nonce"));
    Some(answer.header("dpop-nonce")).filter(|nonce| asks && !nonce.is_empty()).map(str::to_owned)
}
