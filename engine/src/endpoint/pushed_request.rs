//! The pushed authorization request endpoint (RFC 9126 §2): clients leave their authorization requests here, before a user's browser comes with a
//! reference to them.
//!
//! What is wrong with a request is told to its client at once. Everything is checked again when the browser comes, by the settings as they are
//! then.

use domain::{client::Client, secret::Secret, thumbprint::Thumbprint};
use url::form_urlencoded;

use crate::{
    client_auth::ClientRequest,
    door::Door,
    dpop::{ProofHeader, Target},
    endpoint::authorize::{Destination, REFERENCE_PURPOSE, REQUEST_URI, has_to_sign},
    engine::Engine,
    error::{Error, Refusal},
    form::Form,
    keys,
    network::Site,
    random,
    realm::Realm,
    refusal::ErrorCode,
    request_object::RequestObject,
    storage::{ClientRecord, Pushed, PushedBounds, PushedRequest, Storage},
    trail::Trail,
};

/// How large a request can be at most, in bytes of its parameters as they are kept.
pub const LARGEST: usize = 16 * 1024;
/// For how long a user's browser can come with the reference, in seconds.
pub const LIFETIME_SECONDS: i64 = 60;
/// How many requests of one client may wait to be opened, and how many that were opened may wait to be answered.
pub const BOUNDS: PushedBounds = PushedBounds { waiting: 5_000, opened: 20_000 };
/// What a client authenticates by, which is no part of its request (RFC 9126 §2.1), and its name, which is added as it has been proved.
const NOT_KEPT: [&str; 4] = ["client_id", "client_secret", "client_assertion", "client_assertion_type"];

/// The answer to a request that was pushed (RFC 9126 §2.2).
#[derive(Debug)]
pub struct PushedAuthorization {
    /// What the authorization endpoint takes in place of the parameters.
    pub request_uri: Secret<String>,
    /// For how long, in seconds.
    pub expires_in: i64,
}

impl<S: Storage> Engine<S> {
    /// Takes an authorization request from a client that authenticates; from a public one by its name.
    pub async fn push(&self, realm: &Realm, request: ClientRequest<'_>, proof: ProofHeader<'_>) -> Result<PushedAuthorization, Error> {
        let ClientRecord { client, .. } = &*self.authenticate_client(realm, request).await?;
        let pushed = self.push_for(realm, client, request.form, proof).await;
        // To be asked for a nonce is no failure (RFC 9449 §8).
        if let Some(refusal) = pushed.as_ref().err().and_then(Error::refused)
            && refusal.code() != ErrorCode::UseDpopNonce
        {
            self.note_failure(realm, client.id, refusal);
        }
        pushed
    }

    /// Takes a request from a client that has authenticated.
    async fn push_for(&self, realm: &Realm, client: &Client, form: &Form, header: ProofHeader<'_>) -> Result<PushedAuthorization, Error> {
        // Before anything is looked up: whoever knows the name of a public client can ask.
        if client.settings.is_public()
            && let Some(address) = self.source().address
        {
            let counted = self.gate().count_push(Door::Workspace(realm.workspace.id), address, self.now());
            counted.map_err(|_| Refusal::TooManyRequests)?;
        }
        if form.get("request_uri").is_some() {
            return Err(Refusal::PushedRequestUri.into());
        }
        let signed = match form.get("request") {
            Some(text) => Some(self.signed_by(realm, client, text).await?),
            None if has_to_sign(realm, client) => return Err(Refusal::SignedRequestRequired.into()),
            None => None,
        };
        let url = realm.pushed_authorization_request_endpoint();
        let proof = self.check_proof(realm, header, Target { method: "POST", url: &url, access_token: None })?;
        let asked = signed.as_ref().unwrap_or(form);
        let query = kept(client, asked, proof.map(|proof| proof.jkt))?;
        if query.len() > LARGEST {
            return Err(Refusal::RequestTooLarge.into());
        }
        self.check_pushed(realm, &Form::parse(&query)?).await?;
        if let Some(proof) = &proof {
            self.use_proof(realm, proof).await?;
        }
        self.store_pushed(realm, client, query, signed.is_some()).await
    }

    /// Returns the parameters that the client signed. Those beside them count for nothing (RFC 9126 §3, RFC 9101 §6.3).
    async fn signed_by(&self, realm: &Realm, client: &Client, text: &str) -> Result<Form, Refusal> {
        let object = RequestObject::parse(text)?;
        self.check_request_object(realm, client, &object, self.now()).await?;
        Ok(object.form)
    }

    /// Checks a request as the authorization endpoint does before it shows a page.
    async fn check_pushed(&self, realm: &Realm, form: &Form) -> Result<(), Error> {
        let mut trail = Trail::default();
        match self.return_address(realm, form, &mut trail).await? {
            Destination::Known(address) => self.check_request(realm, form, *address, &mut trail).await.map(drop),
            // RFC 9126 §2.3: here this can be told to the client.
            Destination::Unknown(unanswerable, _) => Err(unanswerable.refusal().into()),
        }
    }

    async fn store_pushed(&self, realm: &Realm, client: &Client, query: String, is_signed: bool) -> Result<PushedAuthorization, Error> {
        let now = self.now();
        let reference = random::new_secret(self.random().as_ref());
        let request = PushedRequest {
            hash: keys::hash_secret(REFERENCE_PURPOSE, reference.expose()),
            workspace_id: realm.workspace.id,
            client_id: client.id,
            query,
            is_signed,
            expires_at: now.plus_seconds(LIFETIME_SECONDS),
            opened_at: None,
            used_at: None,
            site: self.source().address.filter(|_| client.settings.is_public()).map(Site::from),
        };
        match self.storage().insert_pushed_request(request, BOUNDS, now).await? {
            Pushed::Stored => {
                let request_uri = Secret::new(format!("{REQUEST_URI}{}", reference.expose()));
                Ok(PushedAuthorization { request_uri, expires_in: LIFETIME_SECONDS })
            }
            Pushed::TooMany => Err(Refusal::TooManyRequests.into()),
        }
    }
}

/// Returns the parameters that are kept, as a query: with the key of the proof beside them as `dpop_jkt` (RFC 9449 §10.1).
fn kept(client: &Client, form: &Form, key: Option<Thumbprint>) -> Result<String, Refusal> {
    let (id, key) = (client.client_id().to_string(), key.map(|key| key.to_string()));
    let named = form.get("dpop_jkt").filter(|_| key.is_some());
    if named.is_some_and(|named| Some(named) != key.as_deref()) {
        return Err(Refusal::OtherThumbprint);
    }
    let own = form.parameters().filter(|(name, _)| !NOT_KEPT.contains(name) && (key.is_none() || *name != "dpop_jkt"));
    let added = [Some(("client_id", id.as_str())), key.as_deref().map(|key| ("dpop_jkt", key))];
    Ok(form_urlencoded::Serializer::new(String::new()).extend_pairs(own.chain(added.into_iter().flatten())).finish())
}
