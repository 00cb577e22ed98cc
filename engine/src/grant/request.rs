//! A request for tokens, and the checks that every grant begins with.

use std::{sync::Arc, time::Instant};

use domain::{
    binding::Binding,
    client::Client,
    clock::Timestamp,
    decision::Condition,
    explanation::{Check, Remark},
    grant_type::GrantType,
    thumbprint::Thumbprint,
};

use crate::{
    certificate::{ClientCertificate, PresentedCertificate},
    client_auth::ClientRequest,
    dpop::{CheckedProof, ProvenKey},
    engine::Engine,
    error::{Error, Refusal},
    form::Form,
    grant_permission::{client_has, workspace_allows},
    realm::Realm,
    storage::{ClientRecord, Storage},
    trail::Trail,
};

/// How often the settings may change under a request before it is given up.
pub(crate) const MOST_CHANGES: usize = 3;

/// A request for tokens by a client that has authenticated, or that is taken to for an explanation.
#[derive(Clone, Copy)]
pub(crate) struct GrantRequest<'a> {
    pub(crate) realm: &'a Realm,
    pub(crate) client: &'a Client,
    /// The `Authorization` header that the client authenticated with.
    pub(crate) authorization: Option<&'a str>,
    /// The certificate that it presented.
    pub(crate) certificate: Option<PresentedCertificate<'a>>,
    pub(crate) form: &'a Form,
    pub(crate) proof: RequestProof,
    /// When the request came.
    pub(crate) now: Timestamp,
    /// The same moment by the clock that never leaps, so that it is known how long the request has been in progress.
    pub(crate) since: Instant,
}

/// A request with its settings as they were last read.
pub(crate) struct Latest<'a> {
    request: GrantRequest<'a>,
    read: Option<(Arc<Realm>, Arc<ClientRecord>)>,
    changes_left: usize,
}

impl<'a> Latest<'a> {
    pub(crate) const fn of(request: GrantRequest<'a>) -> Self {
        Self { request, read: None, changes_left: MOST_CHANGES }
    }

    pub(crate) fn request(&self) -> GrantRequest<'_> {
        match &self.read {
            Some((realm, record)) => GrantRequest { realm, client: &record.client, ..self.request },
            None => self.request,
        }
    }
}

/// The proof of possession of a request for tokens.
#[derive(Clone, Copy)]
pub(crate) struct RequestProof(Possession);

#[derive(Clone, Copy)]
enum Possession {
    /// The proof that came with the request, none, or what is wrong with it.
    Checked(Result<Option<CheckedProof>, Refusal>),
    /// The key that an explanation assumes to be proven.
    Assumed(ProvenKey),
}

impl RequestProof {
    /// The proof of a token request.
    pub(crate) const fn checked(proof: Result<Option<CheckedProof>, Refusal>) -> Self {
        Self(Possession::Checked(proof))
    }

    /// The key that an explanation assumes to be proven. Nothing is issued for an explanation.
    pub(crate) const fn assumed(key: ProvenKey) -> Self {
        Self(Possession::Assumed(key))
    }

    fn key(self) -> Result<ProvenKey, Refusal> {
        match self.0 {
            Possession::Checked(proof) => Ok(proof?.map(|proof| proof.jkt).into()),
            Possession::Assumed(key) => Ok(key),
        }
    }

    /// The certificate that a request proves by this one, if any.
    fn certificate(self, presented: Option<&ClientCertificate>) -> ProvenKey {
        match self.0 {
            Possession::Checked(_) => presented.map(|certificate| certificate.thumbprint).into(),
            // Whoever has the key has the certificate.
            Possession::Assumed(_) => ProvenKey::Wanted,
        }
    }

    const fn proof(self) -> Option<CheckedProof> {
        match self.0 {
            Possession::Checked(Ok(proof)) => proof,
            Possession::Checked(Err(_)) | Possession::Assumed(_) => None,
        }
    }
}

/// What the access token is bound to: the key of the request's own proof (RFC 9449 §5), or its certificate (RFC 8705 §3). Only
/// [`GrantRequest::check_client`] says it, so that no grant issues a bound token, or an unbound one for a wrong proof, to a client that was not
/// checked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TokenBinding(Option<Binding>);

impl TokenBinding {
    pub(crate) const fn of_access_token(self) -> Option<Binding> {
        self.0
    }

    /// What the refresh tokens of a client are bound to: a client that authenticates is bound by that already, and may change its key and its
    /// certificate (RFC 9449 §5, RFC 8705 §4).
    pub(crate) fn of_family(self, client: &Client) -> Option<Binding> {
        self.0.filter(|_| client.settings.is_public())
    }
}

impl GrantRequest<'_> {
    /// Checks whether the client may use a grant at all, and returns what its tokens are bound to. Every grant begins with this. All checks
    /// are made and noted; the first that fails is the refusal.
    pub(crate) fn check_client(&self, grant: GrantType, trail: &mut Trail) -> Result<TokenBinding, Refusal> {
        let conditions = [
            (GrantType::AuthorizationCode, Condition::UserGrant, Condition::UserGrant),
            (GrantType::DeviceCode, Condition::UserGrant, Condition::UserGrant),
            (GrantType::RefreshToken, Condition::WorkspaceGrant, Condition::ClientGrant),
        ];
        let told = conditions.into_iter().find(|(told, ..)| *told == grant);
        // The others bring no refresh token: explanations tell them of clients that act for themselves.
        let of_workspace = told.map_or(Check::OwnGrantAllowed, |(_, of_workspace, _)| Check::Condition(of_workspace));
        let of_client = told.map_or(Check::OwnGrant, |(_, _, of_client)| Check::Condition(of_client));
        let workspace = trail.note(of_workspace, workspace_allows(self.realm, grant));
        let client = trail.note(of_client, client_has(self.client, grant));
        let possession = self.check_possession(trail);
        workspace.and(client).and(possession).map(|()| TokenBinding(self.binding()))
    }

    fn binding(&self) -> Option<Binding> {
        if self.client.settings.tls_client_certificate_bound_access_tokens {
            self.presented().map(|certificate| Binding::Certificate(certificate.thumbprint))
        } else {
            self.proof.proof().map(|proof| Binding::Key(proof.jkt))
        }
    }

    /// RFC 9449 §5.2, RFC 8705 §3.4: a client that is registered for bound tokens does not get others by leaving the proof or the certificate
    /// out.
    fn check_possession(&self, trail: &mut Trail) -> Result<(), Refusal> {
        let key = self.proof.key()?;
        let settings = &self.client.settings;
        if settings.tls_client_certificate_bound_access_tokens {
            let present = trail.note(Check::Certificate, check_certificate(self.proof.certificate(self.presented()), None));
            trail.remark(Check::Certificate, Remark::CertificateNeeded);
            // A token is bound to one thing.
            let alone = if matches!(key, ProvenKey::Of(_)) { Err(Refusal::ProofBesideCertificate) } else { Ok(()) };
            return present.and(alone);
        }
        if !self.realm.workspace.authorization.security.binds_to_key(settings) {
            return Ok(());
        }
        let present = trail.note(Check::Key, key.check_present());
        let is_its_own = settings.dpop_bound_access_tokens;
        trail.remark(Check::Key, if is_its_own { Remark::ProofNeeded } else { Remark::ProofNeededByWorkspace });
        present
    }

    /// Checks the key of a code that is bound to one (RFC 9449 §10). Nothing is consumed by it.
    pub(crate) fn check_bound_key(&self, bound: Option<Thumbprint>, trail: &mut Trail) -> Result<(), Refusal> {
        self.check_bound(bound.map(Binding::Key), trail)
    }

    /// Checks the key or the certificate of a refresh token that is bound to one (RFC 9449 §5, RFC 8705 §4). Nothing is consumed by it.
    pub(crate) fn check_bound(&self, bound: Option<Binding>, trail: &mut Trail) -> Result<(), Refusal> {
        let (check, remark, proven) = match bound {
            None => return Ok(()),
            Some(Binding::Key(key)) => (Check::Key, Remark::KeyNeeded, self.proof.key().and_then(|proven| proven.check(key))),
            Some(Binding::Certificate(certificate)) => {
                let proven = self.proof.certificate(self.presented());
                (Check::Certificate, Remark::SameCertificateNeeded, check_certificate(proven, Some(certificate)))
            }
        };
        let proven = trail.note(check, proven);
        trail.remark(check, remark);
        proven
    }

    fn presented(&self) -> Option<&ClientCertificate> {
        self.certificate.map(|presented| presented.certificate)
    }

    /// Returns whether the request proves that its client holds what a token is bound to: the key by its proof, or the certificate. Whether it may
    /// get tokens at all is for [`Self::check_client`], which refuses a wrong proof.
    pub(crate) fn holds(&self, bound: Binding) -> bool {
        match bound {
            Binding::Key(key) => self.proof.proof().is_some_and(|proof| proof.jkt == key),
            Binding::Certificate(certificate) => self.presented().is_some_and(|presented| presented.thumbprint == certificate),
        }
    }
}

/// Checks that a certificate was presented: this one, if one is wanted.
fn check_certificate(proven: ProvenKey, wanted: Option<Thumbprint>) -> Result<(), Refusal> {
    match (proven, wanted) {
        (ProvenKey::Absent, _) => Err(Refusal::MissingCertificate),
        (ProvenKey::Of(proven), Some(wanted)) if proven != wanted => Err(Refusal::OtherCertificate),
        (ProvenKey::Wanted | ProvenKey::Of(_), _) => Ok(()),
    }
}

impl<S: Storage> Engine<S> {
    /// Uses up the proof of a request that is otherwise in order.
    pub(crate) async fn use_proof_of(&self, request: &GrantRequest<'_>) -> Result<(), Error> {
        match request.proof.proof() {
            Some(proof) => self.use_proof(request.realm, &proof).await,
            None => Ok(()),
        }
    }

    /// Reads the settings of a request again, because they had changed when its answer was to be written. The client must still
    /// authenticate by them; whether it may use the grant is checked again with the rest. Ends with [`Error::Unsettled`] in place of
    /// going on for ever.
    pub(crate) async fn renew(&self, latest: &mut Latest<'_>) -> Result<(), Error> {
        latest.changes_left = latest.changes_left.checked_sub(1).ok_or(Error::Unsettled)?;
        let GrantRequest { realm, client, authorization, certificate, form, .. } = latest.request;
        self.forget_client(client.workspace_id, client.id);
        let realm = self.realm_again(realm).await?.ok_or(Refusal::InvalidClient)?;
        let client = self.authenticate_client_again(&realm, ClientRequest { authorization, certificate, form }).await?;
        latest.read = Some((realm, client));
        Ok(())
    }
}
