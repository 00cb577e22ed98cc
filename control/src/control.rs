//! The control plane: what its use cases work with.

use std::{fmt, sync::Arc};

use domain::{
    audit::{ActorKind, AuditEvent},
    audit_context::{AuditContext, Source},
    client_certificate::MutualTls,
    clock::{Clock, Timestamp},
    id::{AuditEventId, TenantId},
    name::Slug,
    secret::Secret,
    workspace::Workspace,
};
use engine::{
    Door, Engine, Realm,
    client_document::DocumentSource,
    client_keys::KeySource,
    gate::Gate,
    keys::KeyRing,
    password::Lane,
    random::{self, Random},
};
use store::{EngineStorage, Store};
use translation::Language;
use url::Url;

use crate::{Error, audit_line::Line, mail::MailTransport, sector_documents::SectorDocuments};

/// The control plane. A clone is another handle to the same one.
#[derive(Clone)]
pub struct Control {
    inner: Arc<Inner>,
    engine: Engine<EngineStorage>,
    gate: Gate,
    mail: Option<Arc<dyn MailTransport>>,
    sector_documents: Option<Arc<dyn SectorDocuments>>,
    source: Source,
    language: Option<Language>,
}

struct Inner {
    store: Store,
    keys: KeyRing,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    base_url: Url,
}

impl fmt::Debug for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Control(…)")
    }
}

impl Control {
    /// A control plane over these. The base URL is what every issuer begins with.
    pub fn new(store: Store, keys: KeyRing, clock: Arc<dyn Clock>, random: Arc<dyn Random>, base_url: Url) -> Self {
        // It answers questions here; the protocol has one of its own.
        let storage = EngineStorage::new(store.clone());
        let engine = Engine::new(storage, keys.clone(), Arc::clone(&clock), Arc::clone(&random), &base_url);
        let inner = Arc::new(Inner { store, keys, clock, random, base_url });
        Self { inner, engine, gate: Gate::default(), mail: None, sector_documents: None, source: Source::default(), language: None }
    }

    /// The same control plane, whose administrators come in by this gate: a process has one, so that its bounds hold for all that it does.
    #[must_use]
    pub fn with_gate(self, gate: Gate) -> Self {
        Self { gate, ..self }
    }

    /// The same control plane, whose explanations say whether the keys that clients publish can be had of this source.
    #[must_use]
    pub fn with_key_source(self, key_source: Arc<dyn KeySource>) -> Self {
        Self { engine: self.engine.with_key_source(key_source), ..self }
    }

    /// The same control plane, whose explanations ask this source for the documents that clients are known by.
    #[must_use]
    pub fn with_document_source(self, document_source: Arc<dyn DocumentSource>) -> Self {
        Self { engine: self.engine.with_document_source(document_source), ..self }
    }

    /// The same control plane, of an installation where clients can present certificates in this way (RFC 8705).
    #[must_use]
    pub fn with_mutual_tls(self, mutual_tls: Option<MutualTls>) -> Self {
        Self { engine: self.engine.with_mutual_tls(mutual_tls), ..self }
    }

    /// The same control plane, whose mail leaves this way. Without one, no mail is sent.
    #[must_use]
    pub fn with_mail(self, transport: Arc<dyn MailTransport>) -> Self {
        Self { mail: Some(transport), ..self }
    }

    /// The same control plane, where clients that register themselves show their sector by documents that are read in this way. Without one, none
    /// is taken.
    #[must_use]
    pub fn with_sector_documents(self, documents: Arc<dyn SectorDocuments>) -> Self {
        Self { sector_documents: Some(documents), ..self }
    }

    pub(crate) fn sector_documents(&self) -> Option<&dyn SectorDocuments> {
        self.sector_documents.as_deref()
    }

    pub(crate) fn mail_transport(&self) -> Option<&dyn MailTransport> {
        self.mail.as_deref()
    }

    /// The same control plane, for a request that came from here: its audit lines say so.
    #[must_use]
    pub fn asked_from(self, source: Source) -> Self {
        Self { source, ..self }
    }

    /// The same control plane, which writes to users in this language: that of the user whose request it is. What others do is told them in
    /// the language that is kept of them.
    #[must_use]
    pub fn writing_in(self, language: Language) -> Self {
        Self { language: Some(language), ..self }
    }

    /// The language of the user whose request it is; English where it is not a user's.
    pub(crate) fn language(&self) -> Language {
        self.language.unwrap_or_default()
    }

    /// The language of the user whose request it is.
    pub(crate) const fn own_language(&self) -> Option<Language> {
        self.language
    }

    pub(crate) const fn gate(&self) -> &Gate {
        &self.gate
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.inner.clock)
    }

    pub(crate) fn keys(&self) -> &KeyRing {
        &self.inner.keys
    }

    pub(crate) fn random(&self) -> &dyn Random {
        &*self.inner.random
    }

    pub(crate) fn random_bytes(&self) -> [u8; 10] {
        random::bytes(self.random())
    }

    pub(crate) fn engine(&self) -> &Engine<EngineStorage> {
        &self.engine
    }

    /// A workspace as the engine sees it.
    pub(crate) fn realm(&self, tenant: &Slug, workspace: Workspace) -> Realm {
        Realm { issuer: engine::issuer(self.base_url(), tenant, &workspace.slug), workspace, tenant: tenant.clone() }
    }

    /// The address that browsers reach the server at.
    pub fn base_url(&self) -> &Url {
        &self.inner.base_url
    }

    /// The hash of a new password.
    pub(crate) async fn hash_password(&self, door: Door, password: String) -> Result<String, Error> {
        Ok(self.gate.passwords().hash(Lane { door, network: None }, Secret::new(password), self.random()).await?)
    }

    pub(crate) fn audit_event(&self, by: (ActorKind, &str), now: Timestamp, tenant_id: Option<TenantId>, line: Line) -> AuditEvent {
        let (actor_kind, actor) = by;
        AuditEvent {
            id: AuditEventId::new(now, self.random_bytes()),
            tenant_id,
            workspace_id: line.workspace,
            at: now,
            actor_kind,
            actor: actor.to_owned(),
            action: line.action,
            target: line.target,
            target_id: line.target_id,
            changes: line.changes,
            context: AuditContext::from_source(&self.source),
        }
    }
}
