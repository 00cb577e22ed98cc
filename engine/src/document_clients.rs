//! Clients that are known by a document which they publish at an address, their `client_id` (draft-ietf-oauth-client-id-metadata-document-03).
//!
//! A client is a row like any other from the moment at which a user agreed to it, and before that it is what its document says, in memory. Its
//! identifier in rows follows from the workspace and the address, so that whoever names it names the same one, whether or not it is stored.

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    audit::{ActorKind, AuditAction, Change},
    client::{Client, ClientStatus, TokenEndpointAuthMethod},
    client_document::{ClientDocument, ClientIdUrl, ClientName},
    client_metadata::{ClientMetadata, MetadataError, MetadataProblem, MetadataTerms, OwnSubject},
    grant_type::GrantType,
    id::ClientId,
    provenance::Provenance,
    published_client, readiness,
    scope::Scopes,
    settings::{authorization::AuthorizationSettings, tokens::TokenSettings},
    user::User,
    workspace::Workspace,
};
use serde_json::{Map, Value};

use crate::{
    audit::Line,
    client_document::{DocumentFault, ReadDocument, id_of, id_of_url},
    client_keys::{self, KeyOwner},
    door::Door,
    engine::Engine,
    error::Refusal,
    realm::Realm,
    storage::{Adopted, Adoption, ClientRecord, DocumentRenewal, Storage, StorageError, Written},
};

/// After how many seconds it is noted that a document was read again which has not changed.
const NOTED_AFTER: i64 = 3_600;
/// What such a client can use: grants in which users agree to it in a browser, where they see whose it is.
const GRANTS: [GrantType; 2] = [GrantType::AuthorizationCode, GrantType::RefreshToken];
/// How such a client can authenticate: there is no secret that a document could keep.
const METHODS: [TokenEndpointAuthMethod; 2] = [TokenEndpointAuthMethod::None, TokenEndpointAuthMethod::PrivateKeyJwt];

/// Why there is no client with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoDocument {
    /// The workspace does not read documents of this address.
    NotTaken,
    /// The document cannot be had.
    Unavailable,
    /// It is none of a client here.
    Unfit,
}

impl From<DocumentFault> for NoDocument {
    fn from(fault: DocumentFault) -> Self {
        match fault {
            DocumentFault::Unavailable => Self::Unavailable,
            DocumentFault::Unfit => Self::Unfit,
        }
    }
}

impl<S: Storage> Engine<S> {
    /// Returns the stored client that a request names, as its document has it where it has one; nothing of one that nobody agreed to yet, or whose
    /// documents the workspace does not read.
    pub(crate) async fn named_client(&self, realm: &Realm, name: &str) -> Result<Option<Arc<ClientRecord>>, StorageError> {
        let workspace = realm.workspace.id;
        match name.parse::<ClientName>() {
            // A client with a document has one name.
            Ok(ClientName::Id(id)) => Ok(self.client(workspace, id).await?.filter(|record| record.client.document.is_none())),
            Ok(ClientName::Url(url)) if realm.workspace.authorization.registration.takes_document(&url) => {
                match self.client(workspace, id_of_url(workspace, &url)).await? {
                    // By what it said when it could be read: an outage of somebody's server ends nobody's tokens.
                    Some(record) => Ok(Some(self.as_published(realm, record).await?.unwrap_or_else(|(record, _)| record))),
                    None => Ok(None),
                }
            }
            Err(_) | Ok(ClientName::Url(_)) => Ok(None),
        }
    }

    /// Returns the client that an authorization request names: a stored one, or what its document says. Where there is none, its identifier if it is
    /// stored.
    pub(crate) async fn asking_client(
        &self,
        realm: &Realm,
        name: &ClientName,
    ) -> Result<Result<Client, (NoDocument, Option<ClientId>)>, StorageError> {
        let workspace = realm.workspace.id;
        let found = self.storage().find_client(workspace, id_of(workspace, name)).await?;
        let url = match (name, found) {
            (ClientName::Id(_), Some(record)) if record.client.document.is_none() => return Ok(Ok(record.client)),
            (ClientName::Id(_), _) => return Ok(Err((NoDocument::NotTaken, None))),
            (ClientName::Url(url), found) => {
                let existing = found.as_ref().map(|record| record.client.id);
                if !realm.workspace.authorization.registration.takes_document(url) {
                    return Ok(Err((NoDocument::NotTaken, existing)));
                }
                if let Some(record) = found {
                    return Ok(match self.as_published(realm, Arc::new(record)).await? {
                        Ok(record) | Err((record, NoDocument::Unavailable)) => Ok(record.client.clone()),
                        Err((_, fault)) => Err((fault, existing)),
                    });
                }
                url
            }
        };
        let owner = KeyOwner::stranger(&realm.workspace, self.source().address);
        let read = self.document_of(realm, owner, url).await;
        let document = match read {
            Ok(document) => document,
            Err(fault) => {
                self.note_refused_document(realm, url, &fault.to_string()).await?;
                return Ok(Err((fault.into(), None)));
            }
        };
        let now = self.now();
        let read = self.read_document(realm, url, &document).await?;
        if let Err(wrong) = &read {
            self.note_refused_document(realm, url, &wrong.to_string()).await?;
        }
        Ok(match read {
            Ok(ClientMetadata { settings, about }) => Ok(Client {
                id: id_of_url(workspace, url),
                workspace_id: workspace,
                created_at: now,
                version: 1,
                // Of one that was deleted there may be tokens, which are none of this one.
                epoch: now.as_millis(),
                status: ClientStatus::Active,
                settings,
                document: Some(ClientDocument { url: url.clone(), read_at: document.read_at, about }),
                registered_itself: false,
            }),
            Err(_) => Err((NoDocument::Unfit, None)),
        })
    }

    /// Notes for administrators why a document is not taken: there is no client whose page would say it. Strangers name the documents, so a fault is noted
    /// once in an hour, and of many faults some.
    async fn note_refused_document(&self, realm: &Realm, url: &ClientIdUrl, fault: &str) -> Result<(), StorageError> {
        let (now, door) = (self.now(), Door::Workspace(realm.workspace.id));
        if self.gate().count_refused_client(door, &format!("{url} {fault}"), now).is_err() {
            return Ok(());
        }
        let host = url.host();
        let line = Line {
            action: AuditAction::ClientRefused,
            actor_kind: ActorKind::Client,
            actor: &host,
            actor_id: None,
            target: url.as_str(),
            target_id: String::new(),
        };
        let mut audit = self.audit(realm, now, line);
        audit.changes = vec![Change { field: "reason".to_owned(), from: String::new(), to: fault.to_owned() }];
        self.storage().record_audit(audit).await
    }

    /// Notes for the administrators of a stored client that the workspace does not take its document, where that is why it is not known.
    pub(crate) async fn note_untaken_document(&self, realm: &Realm, name: &str) -> Result<(), StorageError> {
        if let Ok(ClientName::Url(url)) = name.parse::<ClientName>()
            && !realm.workspace.authorization.registration.takes_document(&url)
            && let Some(record) = self.client(realm.workspace.id, id_of_url(realm.workspace.id, &url)).await?
        {
            self.note_failure(realm, record.client.id, Refusal::UntakenClientDocument);
        }
        Ok(())
    }

    /// Stores a client that a user agrees to, if it has a document and is not stored. Returns `false` where there are too many, or too many
    /// of this user's.
    pub(crate) async fn adopt(&self, realm: &Realm, client: &Client, user: &User) -> Result<bool, StorageError> {
        let Some(document) = &client.document else { return Ok(true) };
        let line = Line::by_user(AuditAction::ClientCreated, user, client.settings.name.as_str(), client.id.to_string());
        let mut audit = self.audit(realm, self.now(), line);
        audit.changes = vec![Change { field: "url".to_owned(), from: String::new(), to: document.url.to_string() }];
        let registration = &realm.workspace.authorization.registration;
        // Those that an administrator has let in are few already, and strangers take no place of theirs.
        let is_pinned = registration.pinned_document(&document.url).is_some();
        let most = if is_pinned { u64::MAX } else { u64::from(registration.registration_most_clients.get()) };
        let gives_way = self.audit(realm, self.now(), Line::by_user(AuditAction::ClientDeleted, user, "", String::new()));
        let (user, at) = (user.id, self.now());
        let adoption = Adoption { client: client.clone(), user, most, at, audit, gives_way };
        let adopted = self.storage().adopt_client(&realm.workspace, adoption).await?;
        self.forget_client(realm.workspace.id, client.id);
        Ok(adopted == Adopted::Stored)
    }

    /// Returns a stored client by its document as it is now, which is kept. Where there is no such document, the client as it is stored, and why.
    async fn as_published(
        &self,
        realm: &Realm,
        record: Arc<ClientRecord>,
    ) -> Result<Result<Arc<ClientRecord>, (Arc<ClientRecord>, NoDocument)>, StorageError> {
        let before = &record.client;
        // Nothing is asked for a client that gets nothing.
        let Some(known) = before.document.as_ref().filter(|_| before.status == ClientStatus::Active) else { return Ok(Ok(record)) };
        let read = self.document_of(realm, KeyOwner::known(&realm.workspace), &known.url).await;
        let document = match read {
            Ok(document) => document,
            Err(fault) => return Ok(Err((record, fault.into()))),
        };
        // Another node has read it since: what this one remembers is over.
        if document.read_at < known.read_at {
            return Ok(Ok(record));
        }
        let Ok(ClientMetadata { settings, about }) = self.read_document(realm, &known.url, &document).await? else {
            return Ok(Err((record, NoDocument::Unfit)));
        };
        let is_same = settings == before.settings && about == known.about;
        // Of one that is kept here it says nothing when it was looked at last.
        let is_pinned = realm.workspace.authorization.registration.pinned_document(&known.url).is_some();
        if is_same && (is_pinned || document.read_at.seconds_since(known.read_at) < NOTED_AFTER) {
            return Ok(Ok(record));
        }
        let url = known.url.clone();
        let client = Client { settings, document: Some(ClientDocument { url, read_at: document.read_at, about }), ..before.clone() };
        let changed = (!is_same).then(|| {
            let line = Line::by_client(AuditAction::ClientUpdated, &client, client.id.to_string());
            let mut audit = self.audit(realm, self.now(), line);
            audit.changes = changes(before, &client);
            audit
        });
        let seen = |client: &Client| Provenance::of(client).seen(&client.settings);
        let forgets_consents = seen(before) != seen(&client);
        let ends_sign_ins = before.sector() != client.sector();
        let renewal = DocumentRenewal { client: client.clone(), changed, forgets_consents, ends_sign_ins };
        let written = self.storage().renew_document(&realm.workspace, renewal).await?;
        self.forget_client(realm.workspace.id, client.id);
        if is_same && written == Written::Done {
            return Ok(Ok(Arc::new(ClientRecord { client, ..ClientRecord::clone(&record) })));
        }
        // In the version that it has now, whoever has written it.
        let again = self.client(realm.workspace.id, client.id).await?;
        Ok(Ok(again.unwrap_or(record)))
    }

    /// Returns the document of an address: the one that the workspace keeps, for which nothing is asked, or the one that is published there.
    async fn document_of(&self, realm: &Realm, owner: KeyOwner, url: &ClientIdUrl) -> Result<Arc<ReadDocument>, DocumentFault> {
        match realm.workspace.authorization.registration.pinned_document(url) {
            Some(pinned) => Ok(Arc::new(ReadDocument::of(pinned.members(), self.now()))),
            None => self.document_source().document(owner, url).await,
        }
    }

    /// Reads a document as what a client can have in a workspace.
    async fn read_document(
        &self,
        realm: &Realm,
        url: &ClientIdUrl,
        document: &ReadDocument,
    ) -> Result<Result<ClientMetadata, MetadataError>, StorageError> {
        let services = self.services(realm.workspace.id).await?;
        let offered: Scopes = services.iter().flat_map(|service| &service.scopes).map(|offered| offered.scope.clone()).collect();
        let Workspace { authorization, tokens, .. } = &realm.workspace;
        let read = self.check_document(url, &document.members(), (authorization, tokens), &offered);
        Ok(read.inspect_err(|error| {
            tracing::info!(%url, %error, "the document of a client cannot be used");
        }))
    }

    /// Reads the document of an address as what a client can have in a workspace with these settings, whose services have these scopes.
    ///
    /// # Errors
    /// The first member that cannot be as it is.
    pub fn check_document(
        &self,
        url: &ClientIdUrl,
        members: &Map<String, Value>,
        (authorization, tokens): (&AuthorizationSettings, &TokenSettings),
        offered: &Scopes,
    ) -> Result<ClientMetadata, MetadataError> {
        let mut metadata = published_client::read(url, members, &terms(authorization, tokens, offered))?;
        // RFC 9700 §2.2.2, as of any other client.
        readiness::keep_to_rules(tokens, &mut metadata.settings);
        self.check_fit(metadata)
    }

    /// Checks what a document by itself does not say: whether this server can do it.
    fn check_fit(&self, metadata: ClientMetadata) -> Result<ClientMetadata, MetadataError> {
        let settings = &metadata.settings;
        if settings.needs_certificate() && self.mutual_tls().is_none() {
            return Err(MetadataError::of("tls_client_certificate_bound_access_tokens", MetadataProblem::NotOffered));
        }
        // What it lists would have to be read before anything is believed of it.
        if metadata.about.sector_identifier_uri.is_some() {
            return Err(MetadataError::of("sector_identifier_uri", MetadataProblem::NotOffered));
        }
        if let Some(keys) = &settings.keys.jwks {
            client_keys::check(keys).map_err(|error| MetadataError::of("jwks", error))?;
        }
        Ok(metadata)
    }
}

/// What a document may ask for: as much as a client that registers itself, by the grants and methods that there are for it.
fn terms(authorization: &AuthorizationSettings, tokens: &TokenSettings, offered: &Scopes) -> MetadataTerms {
    let registration = &authorization.registration;
    let has_grant = |grant: &GrantType| authorization.allows(*grant) && registration.registration_grant_types.contains(grant);
    MetadataTerms {
        grant_types: GRANTS.into_iter().filter(has_grant).collect(),
        methods: METHODS.into_iter().filter(|method| authorization.security.takes(*method)).collect(),
        scopes: registration.registration_scopes.intersection(offered),
        // Those that there is a key for: no stranger makes one.
        signing_algorithms: BTreeSet::from([tokens.signing.id_token_signed_response_alg]),
        // An administrator gives them to a client.
        details_types: BTreeSet::new(),
        subject: OwnSubject::default(),
    }
}

/// Returns what an administrator wants to know of a change.
fn changes(before: &Client, after: &Client) -> Vec<Change> {
    fn joined<T: ToString>(values: impl IntoIterator<Item = T>) -> String {
        values.into_iter().map(|value| value.to_string()).collect::<Vec<_>>().join(", ")
    }
    let told = |client: &Client| {
        let settings = &client.settings;
        [
            ("name", settings.name.to_string()),
            ("redirect_uris", joined(&settings.redirect_uris)),
            ("scopes", settings.scopes.to_string()),
            ("grant_types", joined(settings.grant_types.iter().map(|grant| grant.name()))),
            ("token_endpoint_auth_method", settings.token_endpoint_auth_method.name().to_owned()),
            ("jwks_uri", settings.keys.jwks_uri.as_ref().map(ToString::to_string).unwrap_or_default()),
        ]
    };
    let pairs = told(before).into_iter().zip(told(after));
    let changed = pairs.filter(|((_, from), (_, to))| from != to);
    changed.map(|((field, from), (_, to))| Change { field: field.to_owned(), from, to }).collect()
}
