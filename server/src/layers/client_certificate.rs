//! The certificate that a client presents with a request: to this server itself, or to a proxy that passes it on (RFC 8705, RFC 9440).

use std::{convert::Infallible, sync::Arc};

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{Extensions, HeaderMap, HeaderName, request::Parts},
    middleware::Next,
    response::Response,
};
use domain::{clock::Clock, thumbprint::Thumbprint};
use engine::certificate::{Chain, JudgeChain, PresentedCertificate, read_chain_header, read_header};
use rustls::pki_types::CertificateDer;

use super::{client_address::Proxies, rarely::Rarely};
use crate::{certificates::Certificates, client_authorities::ClientAuthorities, config::FromProxies, peer::Peer};

const CLIENT_CERT: HeaderName = HeaderName::from_static("client-cert");
const CLIENT_CERT_CHAIN: HeaderName = HeaderName::from_static("client-cert-chain");

const UNREADABLE: &str = "a client presented a certificate that cannot be read; the request goes on without it";
const UNREADABLE_HEADER: &str =
    "a proxy passes on a `Client-Cert` that is repeated or cannot be read; the request goes on without a certificate";
const UNREADABLE_CHAIN: &str =
    "a proxy passes on a `Client-Cert-Chain` that is too long or cannot be read; the request goes on without a certificate";

/// Whose word on certificates is taken, and who judges them.
#[derive(Clone)]
pub(crate) struct Believed {
    pub(crate) proxies: Proxies,
    /// What the proxies do; none where they are not believed.
    pub(crate) from_proxies: Option<FromProxies>,
    pub(crate) authorities: ClientAuthorities,
    pub(crate) clock: Arc<dyn Clock>,
    /// What was warned of: strangers choose what certificates they present.
    pub(crate) rarely: Rarely,
}

/// The certificates that came with a request, in its extensions.
#[derive(Clone)]
struct Presented {
    certificates: Certificates,
    judge: Judge,
}

/// Who judges a chain.
#[derive(Clone)]
enum Judge {
    /// The proxy that passed it on has.
    Proxy,
    /// This server does, when it is asked: by its authorities and the time of that moment, also on a connection that is older.
    Server { authorities: ClientAuthorities, clock: Arc<dyn Clock> },
}

impl JudgeChain for Presented {
    fn judge(&self) -> Chain {
        match &self.judge {
            Judge::Proxy => Chain::Trusted,
            Judge::Server { authorities, clock } => authorities.judge(&self.certificates, clock.now()),
        }
    }
}

/// The certificate of the client.
pub(crate) struct Certificate(Option<Presented>);

impl Certificate {
    /// Returns the certificate of a request.
    pub(crate) fn of(extensions: &Extensions) -> Self {
        Self(extensions.get().cloned())
    }

    /// Returns what it says, and who judges its chain; nothing where there is none.
    pub(crate) fn presented(&self) -> Option<PresentedCertificate<'_>> {
        let presented = self.0.as_ref()?;
        Some(PresentedCertificate { certificate: presented.certificates.read()?, chain: presented })
    }

    /// Returns its thumbprint; nothing where there is none.
    pub(crate) fn thumbprint(&self) -> Option<Thumbprint> {
        self.presented().map(|presented| presented.certificate.thumbprint)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Certificate {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.extensions))
    }
}

/// Notes what certificates came with a request. The headers of a proxy are of no effect from anybody else, and nobody behind this reads them.
pub(crate) async fn remember(State(believed): State<Believed>, mut request: Request, next: Next) -> Response {
    let connection = request.extensions_mut().remove::<Certificates>();
    let from_proxy = believed.from_proxies.filter(|_| believed.proxies.trusts(Peer::of(request.extensions())));
    let came = match from_proxy {
        Some(_) => passed_on(request.headers()).map(|certificates| Certificates::of(certificates.into_iter().flatten())),
        None => Ok(connection),
    };
    for name in [CLIENT_CERT, CLIENT_CERT_CHAIN] {
        request.headers_mut().remove(name);
    }
    let Believed { authorities, clock, rarely, .. } = believed;
    match came {
        Err(warning) => rarely.warn(warning, clock.now()),
        Ok(Some(certificates)) if certificates.read().is_none() => rarely.warn(UNREADABLE, clock.now()),
        Ok(Some(certificates)) => {
            let is_verified = from_proxy == Some(FromProxies::Verified);
            let judge = if is_verified { Judge::Proxy } else { Judge::Server { authorities, clock } };
            request.extensions_mut().insert(Presented { certificates, judge });
        }
        Ok(None) => {}
    }
    next.run(request).await
}

/// Returns the certificates that a proxy passes on (RFC 9440 §2): none where it passes none. What cannot be read is a warning.
fn passed_on(headers: &HeaderMap) -> Result<Option<Vec<CertificateDer<'static>>>, &'static str> {
    let mut lines = headers.get_all(CLIENT_CERT).iter();
    let Some(own) = lines.next() else { return Ok(None) };
    // RFC 9440 §2.2: there is one, and two may be one of the proxy's and one that it let pass.
    let read = if lines.next().is_some() { None } else { own.to_str().ok().and_then(read_header) };
    let own = read.ok_or(UNREADABLE_HEADER)?;
    // A list may stand in several lines (RFC 8941 §4.2).
    let lines: Option<Vec<&str>> = headers.get_all(CLIENT_CERT_CHAIN).iter().map(|line| line.to_str().ok()).collect();
    let others = match lines {
        Some(lines) if lines.is_empty() => Some(Vec::new()),
        Some(lines) => read_chain_header(&lines.join(", ")),
        None => None,
    };
    let others = others.ok_or(UNREADABLE_CHAIN)?;
    Ok(Some(std::iter::once(own).chain(others).map(CertificateDer::from).collect()))
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
        let certificates = passed_on(&headers).ok().flatten()?;
        Some(certificates.iter().map(|certificate| certificate.to_vec()).collect())
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
