//! The authorization server as its discovery document describes it, and the conversation with it.
//!
//! Discovery, the authorization request, the code's exchange and every ID token go through the `openidconnect` crate. A refresh, a
//! revocation and an introspection are sent by hand: the page shows the server's answer as it came, which the typed calls throw away.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::causes::Causes;
use openidconnect::{
    AdditionalProviderMetadata, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet,
    HttpRequest, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, ProviderMetadata, RedirectUrl, RequestTokenError, Scope,
    TokenResponse,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreClaimName, CoreClaimType, CoreClient, CoreClientAuthMethod,
        CoreGrantType, CoreIdTokenClaims, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm,
        CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType, CoreTokenResponse,
    },
    http::{
        Request,
        header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE},
    },
};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::{
    answer::Answer,
    configuration::{Configuration, redirect_uri},
    problem::Problem,
    transport::Recorder,
};

/// What RFC 8414, RFC 9207 and RP-initiated logout add to the discovery document.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct MoreMetadata {
    revocation_endpoint: Option<Url>,
    introspection_endpoint: Option<Url>,
    end_session_endpoint: Option<Url>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for MoreMetadata {}

type Metadata = ProviderMetadata<
    MoreMetadata,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

type Client = CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// An endpoint that takes one token and the client's authentication.
#[derive(Debug, Clone, Copy)]
pub(crate) enum TokenEndpoint {
    /// RFC 7662.
    Introspection,
    /// RFC 7009.
    Revocation,
}

/// A sign-in on its way: kept in the session until the browser comes back.
pub(crate) struct Pending {
    pub(crate) state: CsrfToken,
    pub(crate) nonce: Nonce,
    pub(crate) verifier: PkceCodeVerifier,
    pub(crate) offline: bool,
}

/// A discovered authorization server, and this application as its client.
pub(crate) struct Provider {
    client: Client,
    metadata: Metadata,
}

impl Provider {
    pub(crate) async fn discover(configuration: &Configuration, recorder: &Recorder) -> Result<Self, Problem> {
        let issuer = IssuerUrl::new(configuration.issuer().to_owned()).map_err(|error| Problem::Discovery(error.to_string()))?;
        let metadata = Metadata::discover_async(issuer, recorder).await.map_err(|error| match &error {
            openidconnect::DiscoveryError::Request(cause) => Problem::NoAnswer(Causes(cause).to_string()),
            other => Problem::Discovery(Causes(other).to_string()),
        })?;
        let secret = ClientSecret::new(configuration.client_secret.expose().clone());
        let client = Client::from_provider_metadata(metadata.clone(), ClientId::new(configuration.client_id.clone()), Some(secret))
            .set_redirect_uri(RedirectUrl::from_url(redirect_uri(&configuration.public_url)));
        Ok(Self { client, metadata })
    }

    /// The keys that it published when it was discovered last.
    pub(crate) fn keys(&self) -> &[CoreJsonWebKey] {
        self.metadata.jwks().keys()
    }

    /// Where to send the browser, and what to remember until it comes back. With an API named, the access tokens are for that one.
    pub(crate) fn begin_sign_in(&self, offline: bool, api: Option<(&Url, &str)>) -> (Url, Pending) {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = self
            .client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
            .add_scopes(["profile", "email"].map(|scope| Scope::new(scope.to_owned())))
            .set_pkce_challenge(challenge);
        if offline {
            // OpenID Connect Core §11: offline access has to be asked for together with the consent to it.
            request = request.add_scope(Scope::new("offline_access".to_owned())).add_prompt(CoreAuthPrompt::Consent);
        }
        if let Some((resource, scope)) = api {
            // RFC 8707 §2: the token says whom it is for.
            request = request.add_scope(Scope::new(scope.to_owned())).add_extra_param("resource", resource.to_string());
        }
        let (url, state, nonce) = request.url();
        (url, Pending { state, nonce, verifier, offline })
    }

    /// RFC 9207 §2.4: an `iss` that is present must be ours, and it must be present where the server says that it sends it.
    pub(crate) fn is_from_this_issuer(&self, iss: Option<&str>) -> bool {
        match iss {
            Some(iss) => iss == self.metadata.issuer().as_str(),
            None => !self.metadata.additional_metadata().authorization_response_iss_parameter_supported,
        }
    }

    pub(crate) async fn exchange_code(
        &self,
        recorder: &Recorder,
        code: String,
        verifier: PkceCodeVerifier,
    ) -> Result<CoreTokenResponse, Problem> {
        let request = self.client.exchange_code(AuthorizationCode::new(code)).map_err(|_| Problem::NoEndpoint("token"))?;
        request.set_pkce_verifier(verifier).request_async(recorder).await.map_err(|error| match error {
            RequestTokenError::ServerResponse(refusal) => Problem::Refused(refusal.to_string()),
            RequestTokenError::Request(cause) => Problem::NoAnswer(Causes(&cause).to_string()),
            other => Problem::Unreadable(Causes(&other).to_string()),
        })
    }

    /// The claims of the ID token that came with a sign-in: signature, issuer, audience, time and nonce hold.
    pub(crate) fn verify_sign_in<'a>(&self, tokens: &'a CoreTokenResponse, nonce: &Nonce) -> Result<&'a CoreIdTokenClaims, Problem> {
        let id_token = tokens.id_token().ok_or(Problem::WithoutIdToken)?;
        id_token.claims(&self.client.id_token_verifier(), nonce).map_err(|error| Problem::IdToken(Causes(&error).to_string()))
    }

    /// OpenID Connect Core §12.2: the ID token of a refresh, if there is one, is about the same person, and its nonce does not matter.
    pub(crate) fn verify_refresh(&self, tokens: &CoreTokenResponse, subject: &str) -> Result<Option<String>, Problem> {
        let Some(id_token) = tokens.id_token() else { return Ok(None) };
        let any_nonce = |_: Option<&Nonce>| Ok(());
        let claims =
            id_token.claims(&self.client.id_token_verifier(), any_nonce).map_err(|error| Problem::IdToken(Causes(&error).to_string()))?;
        if claims.subject().as_str() == subject { Ok(Some(id_token.to_string())) } else { Err(Problem::OtherSubject) }
    }

    pub(crate) async fn refresh(&self, configuration: &Configuration, recorder: &Recorder, token: &str) -> Result<Answer, Problem> {
        let endpoint = self.metadata.token_endpoint().ok_or(Problem::NoEndpoint("token"))?.url();
        post(configuration, recorder, endpoint, &[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }

    pub(crate) async fn submit(
        &self,
        configuration: &Configuration,
        recorder: &Recorder,
        endpoint: TokenEndpoint,
        token: &str,
        hint: &str,
    ) -> Result<Answer, Problem> {
        let more = self.metadata.additional_metadata();
        let url = match endpoint {
            TokenEndpoint::Introspection => more.introspection_endpoint.as_ref().ok_or(Problem::NoEndpoint("introspection"))?,
            TokenEndpoint::Revocation => more.revocation_endpoint.as_ref().ok_or(Problem::NoEndpoint("revocation"))?,
        };
        post(configuration, recorder, url, &[("token", token), ("token_type_hint", hint)]).await
    }

    pub(crate) async fn userinfo(&self, recorder: &Recorder, access_token: &str) -> Result<Answer, Problem> {
        let endpoint = self.metadata.userinfo_endpoint().ok_or(Problem::NoEndpoint("userinfo"))?;
        let request = Request::get(endpoint.as_str())
            .header(ACCEPT, "application/json")
            .header(AUTHORIZATION, format!("Bearer {access_token}"))
            .body(Vec::new());
        send(recorder, request).await
    }

    /// RP-initiated logout §2; `None` where the server does not know it.
    pub(crate) fn sign_out_url(&self, client_id: &str, id_token: &str, back: &Url) -> Option<Url> {
        let mut url = self.metadata.additional_metadata().end_session_endpoint.clone()?;
        url.query_pairs_mut()
            .append_pair("id_token_hint", id_token)
            .append_pair("client_id", client_id)
            .append_pair("post_logout_redirect_uri", back.as_str());
        Some(url)
    }
}

async fn post(configuration: &Configuration, recorder: &Recorder, url: &Url, form: &[(&str, &str)]) -> Result<Answer, Problem> {
    // RFC 6749 §2.3.1: both halves are form-encoded before they are joined.
    let encoded = |value: &str| form_urlencoded::byte_serialize(value.as_bytes()).collect::<String>();
    let credentials = format!("{}:{}", encoded(&configuration.client_id), encoded(configuration.client_secret.expose()));
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let request = Request::post(url.as_str())
        .header(ACCEPT, "application/json")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(AUTHORIZATION, format!("Basic {}", STANDARD.encode(credentials)))
        .body(body.into_bytes());
    send(recorder, request).await
}

async fn send(recorder: &Recorder, request: Result<HttpRequest, openidconnect::http::Error>) -> Result<Answer, Problem> {
    let request = request.map_err(|error| Problem::Unreadable(Causes(&error).to_string()))?;
    let response = recorder.send(request).await.map_err(|error| Problem::NoAnswer(Causes(&error).to_string()))?;
    Ok(Answer::from(&response))
}
