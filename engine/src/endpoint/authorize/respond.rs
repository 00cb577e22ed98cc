//! The answer to a client: its parameters as they are (RFC 6749 §4.1.2), or in a JWT that the workspace signed (JARM).

use std::collections::BTreeMap;

use domain::{client::Client, client_document::ClientName, in_force};
use serde::Serialize;

use super::{answer::AuthorizationAnswer, response_mode::ResponseMode};
use crate::{
    engine::Engine,
    error::{Error, Place, Refusal, described},
    keys::KeyError,
    realm::Realm,
    storage::Storage,
};

/// The `typ` of a signed answer. It lacks what an ID token must have, which has the same.
const TYPE: &str = "JWT";

/// Where an answer goes, and how.
#[derive(Debug, Clone)]
pub(super) struct AnswerTo {
    /// A registered redirect URI.
    pub(super) redirect_uri: String,
    pub(super) response_mode: ResponseMode,
    pub(super) state: Option<String>,
}

/// The claims of a signed answer (JARM §2.1).
#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    aud: ClientName,
    iat: i64,
    exp: i64,
    #[serde(flatten)]
    parameters: BTreeMap<&'static str, &'a str>,
}

impl<S: Storage> Engine<S> {
    /// Returns an answer with `state` and `iss` (RFC 9207 §2). In one that is signed both are in the JWT, and nothing stands beside it.
    pub(super) async fn answer(
        &self,
        realm: &Realm,
        client: &Client,
        to: AnswerTo,
        mut parameters: Vec<(&'static str, String)>,
    ) -> Result<AuthorizationAnswer, Error> {
        let AnswerTo { redirect_uri, response_mode, state } = to;
        parameters.extend(state.map(|state| ("state", state)));
        if response_mode.is_signed() {
            parameters = vec![("response", self.signed_response(realm, client, &parameters).await?)];
        } else {
            parameters.push(("iss", realm.issuer.clone()));
        }
        Ok(AuthorizationAnswer { redirect_uri, response_mode, parameters })
    }

    /// Returns the answer that tells a client of a refusal, and of the place that it is about.
    pub(super) async fn answer_with_refusal(
        &self,
        realm: &Realm,
        client: &Client,
        to: AnswerTo,
        refusal: Refusal,
        place: Option<&Place>,
    ) -> Result<AuthorizationAnswer, Error> {
        let (error, description) = (refusal.code().to_string(), described(refusal, place).into_owned());
        let parameters = vec![("error", error), ("error_description", description), ("error_uri", refusal.page(self.base_url()))];
        self.answer(realm, client, to, parameters).await
    }

    async fn signed_response(&self, realm: &Realm, client: &Client, parameters: &[(&'static str, String)]) -> Result<String, Error> {
        let algorithm = in_force::authorization_response_algorithm(&realm.workspace.tokens, &client.settings);
        let [key] = self.signing_keys(realm, [Some(algorithm)]).await?;
        let iat = self.now().as_seconds();
        let claims = Claims {
            iss: &realm.issuer,
            aud: client.client_id(),
            iat,
            exp: iat + in_force::SIGNED_RESPONSE_SECONDS,
            parameters: parameters.iter().map(|(name, value)| (*name, value.as_str())).collect(),
        };
        Ok(key.ok_or(KeyError::Unopened)?.sign(TYPE, &claims)?)
    }
}
