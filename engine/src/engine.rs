//! The engine: a storage, keys, a clock and a random source, and the endpoints over them.

use std::sync::Arc;

use domain::{
    audit_context::Source,
    client_certificate::MutualTls,
    clock::{Clock, Timestamp},
    id::TokenEventId,
    origin::Origin,
    redirect_uri::check_destination,
};
use url::Url;

use crate::{
    client_document::{DocumentSource, NoDocumentSource},
    client_keys::{KeySource, NoKeySource},
    family::RefreshTokenKey,
    gate::Gate,
    keys::KeyRing,
    passkey::RelyingParty,
    random::{self, Random},
    realm::Realm,
    refusal_record::RefusalRecord,
    snapshot::Snapshot,
    storage::Storage,
};

/// The token engine.
pub struct Engine<S> {
    inner: Arc<Inner<S>>,
    gate: Gate,
    key_source: Arc<dyn KeySource>,
    document_source: Arc<dyn DocumentSource>,
    mutual_tls: Option<Arc<MutualTls>>,
    source: Source,
}

struct Inner<S> {
    storage: S,
    keys: KeyRing,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    refusals: RefusalRecord,
    snapshot: Snapshot,
    base: String,
    origin: Option<Origin>,
    relying_party: Option<RelyingParty>,
}

impl<S> Clone for Engine<S> {
    fn clone(&self) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
            gate: self.gate.clone(),
            key_source: Arc::clone(&self.key_source),
            document_source: Arc::clone(&self.document_source),
            mutual_tls: self.mutual_tls.clone(),
            source: self.source.clone(),
        }
    }
}

impl<S: Storage> Engine<S> {
    /// An engine over these. The base URL is what every issuer begins with.
    pub fn new(storage: S, keys: KeyRing, clock: Arc<dyn Clock>, random: Arc<dyn Random>, base_url: &Url) -> Self {
        let base = base_url.as_str().trim_end_matches('/').to_owned();
        let refusals = RefusalRecord::default();
        let origin = Origin::parse(&base);
        let relying_party = RelyingParty::of(base_url);
        let snapshot = Snapshot::default();
        let inner = Arc::new(Inner { storage, keys, clock, random, refusals, snapshot, base, origin, relying_party });
        Self {
            inner,
            gate: Gate::default(),
            key_source: Arc::new(NoKeySource),
            document_source: Arc::new(NoDocumentSource),
            mutual_tls: None,
            source: Source::default(),
        }
    }

    /// The same engine, whose users come in by this gate: a process has one, so that its bounds hold for all that it does.
    #[must_use]
    pub fn with_gate(self, gate: Gate) -> Self {
        Self { gate, ..self }
    }

    /// The same engine, which asks this source for the keys that clients publish. Without one, clients authenticate by registered keys alone.
    #[must_use]
    pub fn with_key_source(self, key_source: Arc<dyn KeySource>) -> Self {
        Self { key_source, ..self }
    }

    /// The same engine, which asks this source for the documents that clients are known by. Without one, no document is a client.
    #[must_use]
    pub fn with_document_source(self, document_source: Arc<dyn DocumentSource>) -> Self {
        Self { document_source, ..self }
    }

    /// The same engine, at an installation where clients can present certificates in this way (RFC 8705). Without this they cannot.
    #[must_use]
    pub fn with_mutual_tls(self, mutual_tls: Option<MutualTls>) -> Self {
        Self { mutual_tls: mutual_tls.map(Arc::new), ..self }
    }

    /// Returns how clients present certificates here; none where they cannot.
    pub fn mutual_tls(&self) -> Option<&MutualTls> {
        self.mutual_tls.as_deref()
    }

    /// Returns the other address of something that clients reach here, which asks for certificates (RFC 8705 §5); none where there is none.
    pub(crate) fn alias_of(&self, address: &str) -> Option<String> {
        let other = self.mutual_tls()?.address.as_ref()?;
        Some(format!("{other}{}", address.strip_prefix(self.base_url())?))
    }

    /// The same engine, for a request that came from here: its audit lines say so.
    #[must_use]
    pub fn asked_from(self, source: Source) -> Self {
        Self { source, ..self }
    }

    pub(crate) const fn source(&self) -> &Source {
        &self.source
    }

    /// The installation's address, without a slash at the end.
    pub(crate) fn base_url(&self) -> &str {
        &self.inner.base
    }

    /// Returns the site that passkeys are for; none where browsers have none for it ([`RelyingParty::of`]).
    pub fn relying_party(&self) -> Option<&RelyingParty> {
        self.inner.relying_party.as_ref()
    }

    /// Returns whether a browser can be sent to an address: not to this server itself, even if that was registered before it was refused.
    pub(crate) fn may_send_to(&self, address: &str) -> bool {
        self.inner.origin.as_ref().is_some_and(|own| check_destination(address, own).is_ok())
    }

    pub(crate) fn storage(&self) -> &S {
        &self.inner.storage
    }

    pub(crate) fn keys(&self) -> &KeyRing {
        &self.inner.keys
    }

    pub(crate) fn key_source(&self) -> &dyn KeySource {
        &*self.key_source
    }

    pub(crate) fn document_source(&self) -> &dyn DocumentSource {
        &*self.document_source
    }

    pub(crate) const fn gate(&self) -> &Gate {
        &self.gate
    }

    pub(crate) fn snapshot(&self) -> &Snapshot {
        &self.inner.snapshot
    }

    pub(crate) fn refusal_record(&self) -> &RefusalRecord {
        &self.inner.refusals
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    pub(crate) fn random(&self) -> &Arc<dyn Random> {
        &self.inner.random
    }

    pub(crate) fn random_bytes<const N: usize>(&self) -> [u8; N] {
        random::bytes(self.inner.random.as_ref())
    }

    pub(crate) fn event_id(&self, now: Timestamp) -> TokenEventId {
        TokenEventId::new(now, self.random_bytes())
    }

    pub(crate) fn refresh_token_key(&self, realm: &Realm) -> RefreshTokenKey {
        RefreshTokenKey::new(self.keys().clone(), realm.workspace.id)
    }
}
