//! The certificate that a client presents with a request: to this server itself, or to a proxy that passes it on (RFC 8705, RFC 9440).

use std::{convert::Infallible, net::SocketAddr, sync::Arc};

use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{Extensions, HeaderMap, HeaderName, request::Parts},
    middleware::Next,
    response::Response,
};
use domain::clock::Clock;
use engine::certificate::{Chain, ClientCertificate, read_chain_header, read_header};
use rustls::pki_types::CertificateDer;

use super::client_address::{Proxies, peer_of};
use crate::{client_authorities::ClientAuthorities, config::FromProxies, serve::PeerCertificates};

const CLIENT_CERT: HeaderName = HeaderName::from_static("client-cert");
const CLIENT_CERT_CHAIN: HeaderName = HeaderName::from_static("client-cert-chain");

/// Whose word on certificates is taken, and who judges them.
#[derive(Clone)]
pub(crate) struct Believed {
    pub(crate) proxies: Proxies,
    /// What the proxies do; none where they are not believed.
    pub(crate) from_proxies: Option<FromProxies>,
    pub(crate) authorities: ClientAuthorities,
    pub(crate) clock: Arc<dyn Clock>,
}

/// The certificates that came with a request, that of the client first, in its extensions. They are read by whoever asks for them.
#[derive(Clone)]
struct Presented {
    certificates: Arc<[CertificateDer<'static>]>,
    /// Whether a proxy has judged them.
    is_verified: bool,
    authorities: ClientAuthorities,
    clock: Arc<dyn Clock>,
}

/// The certificate of the client.
pub(crate) struct Certificate(pub(crate) Option<ClientCertificate>);

impl Certificate {
    /// Reads the certificate of a request.
    pub(crate) fn of(extensions: &Extensions) -> Self {
        Self(extensions.get::<Presented>().and_then(Presented::read))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Certificate {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.extensions))
    }
}

impl Presented {
    fn read(&self) -> Option<ClientCertificate> {
        let (own, others) = self.certificates.split_first()?;
        let chain = if self.is_verified { Chain::Trusted } else { self.authorities.judge(own, others, self.clock.now()) };
        let read = ClientCertificate::read(own, chain);
        if read.is_none() {
            tracing::warn!("a client presented a certificate that cannot be read; the request goes on without it");
        }
        read
    }
}

/// Notes what certificates came with a request. The headers of a proxy are of no effect from anybody else, and nobody behind this reads them.
pub(crate) async fn remember(State(believed): State<Believed>, mut request: Request, next: Next) -> Response {
    let connection = request.extensions_mut().remove::<PeerCertificates>();
    let peer = peer_of(request.extensions().get::<ConnectInfo<SocketAddr>>());
    let from_proxy = believed.from_proxies.filter(|_| believed.proxies.trusts(peer));
    let certificates = match from_proxy {
        Some(_) => passed_on(request.headers()),
        None => connection.map(|PeerCertificates(certificates)| certificates),
    };
    for name in [CLIENT_CERT, CLIENT_CERT_CHAIN] {
        request.headers_mut().remove(name);
    }
    if let Some(certificates) = certificates {
        let is_verified = from_proxy == Some(FromProxies::Verified);
        let Believed { authorities, clock, .. } = believed;
        request.extensions_mut().insert(Presented { certificates, is_verified, authorities, clock });
    }
    next.run(request).await
}

/// Returns the certificates that a proxy passes on (RFC 9440 §2): none where it passes none, or what cannot be read.
fn passed_on(headers: &HeaderMap) -> Option<Arc<[CertificateDer<'static>]>> {
    let mut lines = headers.get_all(CLIENT_CERT).iter();
    let own = lines.next()?;
    // RFC 9440 §2.2: there is one, and two may be one of the proxy's and one that it let pass.
    let read = if lines.next().is_some() { None } else { own.to_str().ok().and_then(read_header) };
    let Some(own) = read else {
        tracing::warn!("a proxy passes on a `Client-Cert` that is repeated or cannot be read; the request goes on without a certificate");
        return None;
    };
    // A list may stand in several lines (RFC 8941 §4.2).
    let lines: Option<Vec<&str>> = headers.get_all(CLIENT_CERT_CHAIN).iter().map(|line| line.to_str().ok()).collect();
    let others = match lines {
        Some(lines) if lines.is_empty() => Some(Vec::new()),
        Some(lines) => read_chain_header(&lines.join(", ")),
        None => None,
    };
    let Some(others) = others else {
        tracing::warn!("a proxy passes on a `Client-Cert-Chain` that cannot be read; the request goes on without a certificate");
        return None;
    };
    Some(std::iter::once(own).chain(others).map(CertificateDer::from).collect())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use base64::{Engine as _, engine::general_purpose::STANDARD};

    use super::*;

    fn read(own: &[&[u8]], others: &[&[u8]]) -> Option<Vec<Vec<u8>>> {
        let mut headers = HeaderMap::new();
        for (name, lines) in [(CLIENT_CERT, own), (CLIENT_CERT_CHAIN, others)] {
            for line in lines {
                headers.append(name.clone(), HeaderValue::from_bytes(line).unwrap());
            }
        }
        passed_on(&headers).map(|certificates| certificates.iter().map(|certificate| certificate.to_vec()).collect())
    }

    /// Clauses: 235.
    #[test]
    fn one_certificate_is_passed_on_and_its_chain_may_be() {
        let line = |bytes: &[u8]| format!(":{}:", STANDARD.encode(bytes)).into_bytes();
        let [own, first, second] = [&b"own"[..], b"first", b"second"].map(line);
        let both = [&first[..], b", ", &second[..]].concat();
        let chain = Some(vec![b"own".to_vec(), b"first".to_vec(), b"second".to_vec()]);
        assert_eq!(read(&[], &[]), None);
        assert_eq!(read(&[&own], &[]), Some(vec![b"own".to_vec()]));
        assert_eq!(read(&[&own], &[&both]), chain);
        assert_eq!(read(&[&own], &[&first, &second]), chain);
        assert_eq!(read(&[&own, &own], &[]), None, "two of them");
        for wrong in [&both[..], b"-----BEGIN CERTIFICATE-----", b":\xff:", b""] {
            assert_eq!(read(&[wrong], &[]), None);
        }
        assert_eq!(read(&[&own], &[b"first"]), None);
        assert_eq!(read(&[], &[&first]), None, "a chain of nothing");
    }
}
