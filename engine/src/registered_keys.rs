//! What clients authenticate by beside secrets: keys that they have registered or publish, and certificates.

use domain::{
    client::{Client, ClientStatus, TokenEndpointAuthMethod},
    client_keys::{ClientKeys, JwkSet},
    explanation::Check,
};

use crate::{
    certificate::{Chain, ClientCertificate},
    client_keys::Freshness,
    engine::Engine,
    error::Refusal,
    storage::Storage,
    trail::Trail,
};

/// Whether something was made with one of these keys.
pub(crate) type ByKeys<'a> = &'a (dyn Fn(&JwkSet) -> Result<(), Refusal> + Sync);

impl<S: Storage> Engine<S> {
    /// Checks something by the keys of a client. `unknown` is what is wrong where it has none.
    pub(crate) async fn check_by_keys(&self, client: &Client, unknown: Refusal, check: ByKeys<'_>) -> Result<(), Refusal> {
        let ClientKeys { jwks, jwks_uri, .. } = &client.settings.keys;
        if let Some(jwks) = jwks {
            return check(jwks);
        }
        let address = jwks_uri.as_ref().ok_or(unknown)?;
        let fetch = |freshness| self.key_source().keys(client.workspace_id, address, freshness);
        let known = fetch(Freshness::Known).await.map_err(|_| Refusal::UnavailableClientKeys)?;
        let Err(wrong) = check(&known) else { return Ok(()) };
        // The client may have replaced its key since. Where that cannot be found out, what is known decides.
        match fetch(Freshness::Newer).await {
            Ok(newer) if newer != known => check(&newer),
            Ok(_) | Err(_) => Err(wrong),
        }
    }

    /// Checks that a certificate is the client's, which authenticates by one (RFC 8705 §2). What is found is for administrators.
    pub(crate) async fn check_certificate(&self, client: &Client, certificate: Option<&ClientCertificate>) -> Result<(), Refusal> {
        if client.status == ClientStatus::Inactive {
            return Err(Refusal::InactiveClient);
        }
        let settings = &client.settings;
        let Some(certificate) = certificate else {
            let could = self.offers(settings.token_endpoint_auth_method);
            return Err(if could { Refusal::MissingClientCertificate } else { Refusal::MutualTlsUnavailable });
        };
        if settings.token_endpoint_auth_method == TokenEndpointAuthMethod::TlsClientAuth {
            // RFC 8705 §2.1: anybody can write a subject into a certificate of their own.
            if certificate.chain != Chain::Trusted {
                return Err(Refusal::UntrustedClientCertificate);
            }
            let is_its = settings.tls_client_auth_subject.as_ref().is_some_and(|subject| certificate.is_of(subject));
            return if is_its { Ok(()) } else { Err(Refusal::OtherCertificateSubject) };
        }
        let unknown = Refusal::UnknownCertificateKey;
        let key = certificate.key.as_ref().ok_or(unknown)?;
        let check = |keys: &JwkSet| if keys.keys().iter().any(|own| own.material == *key) { Ok(()) } else { Err(unknown) };
        self.check_by_keys(client, unknown, &check).await
    }

    /// Checks what a client's authentication and its tokens take beside the client: that the server takes certificates, and that the client's keys
    /// can be read.
    pub(crate) async fn check_means(&self, client: &Client, trail: &mut Trail) -> Result<(), Refusal> {
        let method = client.settings.token_endpoint_auth_method;
        if client.settings.needs_certificate() {
            let taken = if self.offers(method) { Ok(()) } else { Err(Refusal::MutualTlsUnavailable) };
            trail.note(Check::MutualTls, taken)?;
        }
        let Some(address) = client.settings.keys.jwks_uri.as_ref().filter(|_| method.uses_keys()) else { return Ok(()) };
        let read = self.key_source().keys(client.workspace_id, address, Freshness::Known).await;
        trail.note(Check::ClientKeys, read.map(drop).map_err(|_| Refusal::UnavailableClientKeys))
    }

    /// Returns whether certificates can be presented here, and judged as a method asks.
    pub(crate) fn offers(&self, method: TokenEndpointAuthMethod) -> bool {
        self.mutual_tls().is_some_and(|mutual_tls| mutual_tls.offers(method))
    }
}
