//! Test sign-ins: an administrator walks through a client's flow, with the client's own configuration and the endpoints' own code.
//!
//! The redirect URI of a test is an address of the console with a sealed value in it, which nobody can make and which works for ten minutes
//! (docs/decisions/0077). The client is not asked for its secret, which nobody here knows: the administrator answers for it.

use std::time::Instant;

use domain::{
    client::{Client, ClientStatus},
    clock::Timestamp,
    grant_type::GrantType,
    id::ClientId,
    thumbprint::Thumbprint,
};
use serde::{Deserialize, Serialize};

use crate::{
    certificate::{Chain, ClientCertificate, PresentedCertificate},
    dpop::{CheckedProof, vouched_proof},
    endpoint::introspect::Introspection,
    engine::Engine,
    error::{Error, Refusal},
    form::Form,
    grant::request::{GrantRequest, RequestProof},
    keys, random,
    realm::Realm,
    storage::{SecretHash, Storage},
    token::TokenResponse,
};

/// For how long a test can be answered, in seconds.
pub const LIFETIME: i64 = 10 * 60;
/// What stands before the sealed value in the address of a test.
const SEALED: &str = "?trial=";

/// A test sign-in on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    /// The client.
    pub client: ClientId,
    /// What its administrator is recognised by, hashed: nobody else may go on with it.
    pub of: SecretHash,
    /// The page that it comes back to.
    pub page: String,
    /// The secret of PKCE (RFC 7636).
    pub verifier: String,
    /// What the answer has to carry.
    pub state: String,
    /// Until when it can be answered.
    pub until: Timestamp,
}

impl<S: Storage> Engine<S> {
    /// Begins a test of a client, of the administrator who is recognised by this. It comes back to this page of the console. Returns the test and
    /// its redirect URI.
    pub fn begin_trial(&self, realm: &Realm, client: ClientId, of: SecretHash, page: String) -> Result<(Trial, String), Error> {
        let text = || random::new_secret(self.random().as_ref()).expose().clone();
        let trial = Trial { client, of, page, verifier: text(), state: text(), until: self.now().plus_seconds(LIFETIME) };
        let sealed = self.keys().seal_value(&purpose(realm), &trial, self.random().as_ref())?;
        let address = format!("{}{SEALED}{sealed}", trial.page);
        Ok((trial, address))
    }

    /// Returns the test that a sealed value stands for, while it can be answered.
    pub fn open_trial(&self, realm: &Realm, sealed: &str) -> Option<Trial> {
        let trial: Trial = self.keys().open_value(&purpose(realm), sealed).ok()?;
        (self.now() < trial.until).then_some(trial)
    }

    /// Returns whether an address is that of a test of this client, which can still be answered.
    pub(crate) fn is_trial_of(&self, realm: &Realm, client: ClientId, address: &str) -> bool {
        let Some((page, sealed)) = address.split_once(SEALED) else { return false };
        self.open_trial(realm, sealed).is_some_and(|trial| trial.client == client && trial.page == page)
    }

    /// Answers a token request of a test, as the token endpoint does after the client has authenticated.
    pub async fn trial_tokens(&self, realm: &Realm, trial: &Trial, grant: GrantType, form: &Form) -> Result<TokenResponse, Error> {
        let client = self.client_of(realm, trial).await?;
        // Bound to a key that nobody has, or a certificate that there is none of: no use is made of such tokens but that of the test.
        let proof = realm.workspace.authorization.security.binds_to_key(&client.settings).then(|| self.proof_of(trial));
        let certificate = trial_certificate(&client, trial).map(ClientCertificate::vouched);
        let (proof, now, since) = (RequestProof::checked(Ok(proof)), self.now(), Instant::now());
        let certificate = certificate.as_ref().map(|certificate| PresentedCertificate { certificate, chain: &Chain::Untrusted });
        let request = GrantRequest { realm, client: &client, authorization: None, certificate, form, proof, now, since };
        let response = self.grant(grant, request).await;
        if let Some(refusal) = response.as_ref().err().and_then(Error::refused) {
            self.record_refusal(realm, &client, refusal, form).await?;
        }
        response
    }

    /// Answers an introspection request of a test.
    pub async fn trial_introspection(&self, realm: &Realm, trial: &Trial, token: &str) -> Result<Introspection, Error> {
        self.introspect_for(realm, &self.client_of(realm, trial).await?, Some(token)).await
    }

    /// Answers a revocation request of a test.
    pub async fn trial_revocation(&self, realm: &Realm, trial: &Trial, token: &str) -> Result<(), Error> {
        self.revoke_for(realm, &self.client_of(realm, trial).await?, Some(token)).await
    }

    /// Returns the client of a test as it is now.
    async fn client_of(&self, realm: &Realm, trial: &Trial) -> Result<Client, Error> {
        let record = self.storage().find_client(realm.workspace.id, trial.client).await?;
        let active = record.map(|record| record.client).filter(|client| client.status == ClientStatus::Active);
        Ok(active.ok_or(Refusal::InvalidClient)?)
    }

    fn proof_of(&self, trial: &Trial) -> CheckedProof {
        let jkt = Thumbprint::from_bytes(keys::hash_secret("trial-key", &trial.verifier));
        vouched_proof(jkt, self.random_bytes(), self.now())
    }
}

/// Returns what stands for the certificate of a client in a test, if its tokens are bound to one.
pub fn trial_certificate(client: &Client, trial: &Trial) -> Option<Thumbprint> {
    let bound = client.settings.tls_client_certificate_bound_access_tokens;
    bound.then(|| Thumbprint::from_bytes(keys::hash_secret("trial-certificate", &trial.verifier)))
}

fn purpose(realm: &Realm) -> String {
    format!("trial {}", realm.workspace.id)
}
