//! Introspection answers that the workspace signs (RFC 9701).

use domain::{client::Client, client_document::ClientName, in_force};
use serde::Serialize;

use super::introspect::Introspection;
use crate::{
    client_auth::ClientRequest,
    engine::Engine,
    error::{Error, Refusal},
    keys::KeyError,
    realm::Realm,
    storage::Storage,
};

/// The `typ` of a signed answer. No other JWT has it, so that neither is taken for the other (RFC 9701 §8.1).
pub const TYPE: &str = "token-introspection+jwt";
/// The media type of a signed answer, which asks for one, too (RFC 9701 §4).
pub const MEDIA_TYPE: &str = "application/token-introspection+jwt";

/// What the asking client takes (RFC 9110 §12.5.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AcceptedAnswers {
    /// It names the signed answer, and does not put plain JSON before it.
    pub asks_for_signed: bool,
    /// It would take a signed answer.
    pub takes_signed: bool,
}

/// An answer to an introspection request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IntrospectionAnswer {
    /// As JSON (RFC 7662 §2.2).
    Plain(Introspection),
    /// As a JWT in its compact form. It says what the plain answer says.
    Signed(String),
}

/// The claims of a signed answer (RFC 9701 §5). It has neither `sub` nor `exp`, which ID tokens and access tokens must have.
#[derive(Serialize)]
struct Claims<'a> {
    /// The issuer.
    iss: &'a str,
    /// The client that asked, by the name that it has for itself.
    aud: ClientName,
    /// When it was made.
    iat: i64,
    /// What is said of the token.
    token_introspection: &'a Introspection,
}

impl<S: Storage> Engine<S> {
    /// Answers an introspection request in the form that the client takes. It learns the same in either.
    pub async fn answer_introspection(
        &self,
        realm: &Realm,
        request: ClientRequest<'_>,
        accepted: AcceptedAnswers,
    ) -> Result<IntrospectionAnswer, Error> {
        let record = self.authenticate_client(realm, request).await?;
        let caller = &record.client;
        let only_signed = caller.settings.require_signed_introspection;
        if only_signed && !accepted.takes_signed {
            return Err(Refusal::UnsignedIntrospection.into());
        }
        let answer = self.introspect_for(realm, caller, request.form.get("token")).await?;
        if only_signed || accepted.asks_for_signed {
            Ok(IntrospectionAnswer::Signed(self.signed_introspection(realm, caller, &answer).await?))
        } else {
            Ok(IntrospectionAnswer::Plain(answer))
        }
    }

    async fn signed_introspection(&self, realm: &Realm, caller: &Client, answer: &Introspection) -> Result<String, Error> {
        let algorithm = in_force::introspection_algorithm(&realm.workspace.tokens, &caller.settings);
        let [key] = self.signing_keys(realm, [Some(algorithm)]).await?;
        let claims = Claims { iss: &realm.issuer, aud: caller.client_id(), iat: self.now().as_seconds(), token_introspection: answer };
        Ok(key.ok_or(KeyError::Unopened)?.sign(TYPE, &claims)?)
    }
}
