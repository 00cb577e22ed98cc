//! The keys that clients have registered or publish, and what is held against them: what they signed, and the certificates that they present.

use domain::{
    client::{Client, ClientStatus, TokenEndpointAuthMethod},
    client_keys::{ClientKeys, JwkSet},
    client_uri::JwksUri,
    explanation::Check,
    provenance::Provenance,
};

use crate::{
    certificate::{Chain, PresentedCertificate},
    client_keys::{Freshness, KeyOwner},
    engine::Engine,
    error::Refusal,
    realm::Realm,
    storage::Storage,
    trail::Trail,
};

/// Why no key of a client, or of an issuer, fits what it is said to have made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unverified {
    /// The client has no keys.
    NoKeys,
    /// None of them is the one that it names, and for what it is for.
    UnknownKey,
    /// None of them signed it.
    WrongSignature,
    /// The address at which the client publishes them does not give them.
    UnavailableKeys,
}

/// Whether something was made with one of these keys.
pub(crate) type ByKeys<'a> = &'a (dyn Fn(&JwkSet) -> Result<(), Unverified> + Sync);

impl<S: Storage> Engine<S> {
    /// Checks something by the keys of a client. Keys that it publishes may be fetched for it: the client is an active one.
    pub(crate) async fn check_by_keys(&self, realm: &Realm, client: &Client, check: ByKeys<'_>) -> Result<(), Unverified> {
        let ClientKeys { jwks, jwks_uri, .. } = &client.settings.keys;
        self.check_by(self.owner_of_keys(realm, client), jwks.as_ref(), jwks_uri.as_ref(), check).await
    }

    /// On whose account the keys of a client are read: an administrator's, who made it, or whoever asks for one that anybody can make.
    fn owner_of_keys(&self, realm: &Realm, client: &Client) -> KeyOwner {
        if Provenance::of(client).is_known() {
            KeyOwner::known(&realm.workspace)
        } else {
            KeyOwner::stranger(&realm.workspace, self.source().address)
        }
    }

    /// Checks something by these keys, or by those that are published at an address where there are none.
    pub(crate) async fn check_by(
        &self,
        owner: KeyOwner,
        jwks: Option<&JwkSet>,
        jwks_uri: Option<&JwksUri>,
        check: ByKeys<'_>,
    ) -> Result<(), Unverified> {
        if let Some(jwks) = jwks {
            return check(jwks);
        }
        let address = jwks_uri.ok_or(Unverified::NoKeys)?;
        let fetch = |freshness| self.key_source().keys(owner, address, freshness);
        let known = fetch(Freshness::Known).await.map_err(|_| Unverified::UnavailableKeys)?;
        let Err(wrong) = check(&known) else { return Ok(()) };
        // Whoever publishes them may have replaced a key since. Where that cannot be found out, what is known decides.
        match fetch(Freshness::Newer).await {
            Ok(newer) if newer != known => check(&newer),
            Ok(_) | Err(_) => Err(wrong),
        }
    }

    /// Checks that a certificate is the client's, which authenticates by one (RFC 8705 §2). What is found is for administrators.
    pub(crate) async fn check_certificate(
        &self,
        realm: &Realm,
        client: &Client,
        presented: Option<PresentedCertificate<'_>>,
    ) -> Result<(), Refusal> {
        // Nothing is fetched for a client that gets nothing.
        if client.status == ClientStatus::Inactive {
            return Err(Refusal::InactiveClient);
        }
        let settings = &client.settings;
        let Some(PresentedCertificate { certificate, chain }) = presented else {
            let could = self.offers(settings.token_endpoint_auth_method);
            return Err(if could { Refusal::MissingClientCertificate } else { Refusal::MutualTlsUnavailable });
        };
        if settings.token_endpoint_auth_method == TokenEndpointAuthMethod::TlsClientAuth {
            // What costs little comes first: nothing is judged for a certificate that cannot be the client's.
            if !settings.tls_client_auth_subject.as_ref().is_some_and(|subject| certificate.is_of(subject)) {
                return Err(Refusal::OtherCertificateSubject);
            }
            // RFC 8705 §2.1: anybody can write a subject into a certificate of their own.
            return match chain.judge() {
                Chain::Trusted => Ok(()),
                Chain::Untrusted => Err(Refusal::UntrustedClientCertificate),
            };
        }
        let key = certificate.key.as_ref().ok_or(Refusal::UnknownCertificateKey)?;
        let is_among = |keys: &JwkSet| keys.keys().iter().any(|own| own.material == *key);
        let check = |keys: &JwkSet| if is_among(keys) { Ok(()) } else { Err(Unverified::UnknownKey) };
        self.check_by_keys(realm, client, &check).await.map_err(|unverified| match unverified {
            Unverified::UnavailableKeys => Refusal::UnavailableClientKeys,
            Unverified::NoKeys | Unverified::UnknownKey | Unverified::WrongSignature => Refusal::UnknownCertificateKey,
        })
    }

    /// Checks what a client's authentication and its tokens take beside the client: that the server takes certificates, and that the client's keys
    /// can be read.
    pub(crate) async fn check_means(&self, realm: &Realm, client: &Client, trail: &mut Trail) -> Result<(), Refusal> {
        let method = client.settings.token_endpoint_auth_method;
        let security = realm.workspace.authorization.security;
        if security.require_asymmetric_client_authentication {
            let taken = if security.takes(method) { Ok(()) } else { Err(Refusal::WeakClientAuthentication) };
            trail.note(Check::ClientAuthentication, taken)?;
        }
        if client.settings.needs_certificate() {
            let taken = if self.offers(method) { Ok(()) } else { Err(Refusal::MutualTlsUnavailable) };
            trail.note(Check::MutualTls, taken)?;
        }
        let Some(address) = client.settings.keys.jwks_uri.as_ref().filter(|_| method.uses_keys()) else { return Ok(()) };
        let read = self.key_source().keys(self.owner_of_keys(realm, client), address, Freshness::Known).await;
        trail.note(Check::ClientKeys, read.map(drop).map_err(|_| Refusal::UnavailableClientKeys))
    }

    /// Returns whether certificates can be presented here, and judged as a method asks.
    pub(crate) fn offers(&self, method: TokenEndpointAuthMethod) -> bool {
        self.mutual_tls().is_some_and(|mutual_tls| mutual_tls.offers(method))
    }
}
