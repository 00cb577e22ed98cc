//! How clients present certificates: to a listener of their own, or to proxies that pass them on.

use std::{net::SocketAddr, path::PathBuf, str::FromStr as _};

use domain::client_certificate::MutualTls;

use super::{error::ConfigurationError, key::Key, public_url::PublicUrl, reader::Reader};

/// How clients present certificates (RFC 8705).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientCertificates {
    /// Where connections are asked for certificates; none where proxies alone pass them on.
    pub listen: Option<SocketAddr>,
    /// What clients call the endpoints that ask for certificates; none where `public_url` does.
    pub public_url: Option<PublicUrl>,
    /// The file of the authorities that are trusted; none where none are.
    pub authorities: Option<PathBuf>,
    /// What trusted proxies do with the certificates that they pass on; none where they are not believed.
    pub from_proxies: Option<FromProxies>,
}

/// What proxies have done with a certificate before they pass it on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FromProxies {
    /// They let no certificate pass that an authority of theirs has not issued.
    Verified,
    /// They let any pass whose key the client holds.
    Unverified,
}

/// What the settings must fit.
pub(super) struct Beside<'a> {
    pub(super) listen: SocketAddr,
    pub(super) metrics_listen: Option<SocketAddr>,
    pub(super) public_url: &'a PublicUrl,
    pub(super) has_tls: bool,
    pub(super) has_proxies: bool,
}

impl ClientCertificates {
    /// Reads the settings. All of them are checked, also where no certificate can be presented.
    pub(super) fn read(reader: &mut Reader<'_>, beside: &Beside<'_>) -> Result<Option<Self>, ConfigurationError> {
        let taken = [Some(beside.listen), beside.metrics_listen];
        let listen = reader.optional(
            Key::MtlsListen,
            "another address and port than `listen` and `metrics_listen`, such as `0.0.0.0:8443`",
            |text| SocketAddr::from_str(text).ok().filter(|address| address.port() != 0 && !taken.contains(&Some(*address))),
        )?;
        let public_url = reader.optional(
            Key::MtlsPublicUrl,
            "`https://` and a host or a port that `public_url` does not have, without path, query and user",
            |text| PublicUrl::parse(text).filter(|url| url.is_https() && url != beside.public_url),
        )?;
        let authorities = reader.optional(Key::MtlsCaFile, "a path", |text| Some(PathBuf::from(text)))?;
        let from_proxies = reader.read(Key::MtlsFromProxies, "no".to_owned(), "`no`, `verified` or `unverified`", |text| match text {
            "no" => Some(None),
            "verified" => Some(Some(FromProxies::Verified)),
            "unverified" => Some(Some(FromProxies::Unverified)),
            _ => None,
        })?;
        if listen.is_some() && !beside.has_tls {
            return Err(ConfigurationError::MtlsWithoutTls);
        }
        if from_proxies.is_some() && !beside.has_proxies {
            return Err(ConfigurationError::MtlsWithoutProxies);
        }
        if listen.is_none() && from_proxies.is_none() {
            let idle = [(Key::MtlsPublicUrl, public_url.is_some()), (Key::MtlsCaFile, authorities.is_some())];
            return match idle.into_iter().find(|(_, is_set)| *is_set) {
                Some((key, _)) => Err(ConfigurationError::MtlsIdle { key: key.name() }),
                None => Ok(None),
            };
        }
        if listen.is_none() && from_proxies == Some(FromProxies::Verified) && authorities.is_some() {
            return Err(ConfigurationError::MtlsJudgedTwice);
        }
        let public_url = public_url.or_else(|| listen.and_then(|listen| beside_public(beside.public_url, listen)));
        Ok(Some(Self { listen, public_url, authorities, from_proxies }))
    }

    /// What the protocol tells of it.
    pub fn told(&self) -> MutualTls {
        MutualTls {
            judges_chains: self.authorities.is_some() || self.from_proxies == Some(FromProxies::Verified),
            address: self.public_url.as_ref().map(|url| url.origin().to_owned()),
        }
    }
}

/// The address of the usual host at another port.
fn beside_public(public_url: &PublicUrl, listen: SocketAddr) -> Option<PublicUrl> {
    let mut url = public_url.url().clone();
    url.set_port(Some(listen.port())).ok()?;
    PublicUrl::parse(url.as_str()).filter(|url| url != public_url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Configuration, Sources};

    const TLS: [(Key, &str); 3] =
        [(Key::PublicUrl, "https://id.example.com"), (Key::TlsCertificateFile, "cert.pem"), (Key::TlsKeyFile, "key.pem")];

    fn with(given: &[(Key, &str)]) -> Result<Option<ClientCertificates>, String> {
        let mut sources = Sources::default();
        for (key, text) in given {
            sources.set(*key, (*text).to_owned());
        }
        Configuration::from_sources(&sources).map(|read| read.client_certificates).map_err(|error| error.to_string())
    }

    fn over_tls(given: &[(Key, &str)]) -> Result<Option<ClientCertificates>, String> {
        with(&[&TLS[..], given].concat())
    }

    #[test]
    fn nothing_is_asked_for_certificates_unless_it_is_said_how() {
        assert_eq!(with(&[]), Ok(None));
        assert_eq!(with(&[(Key::MtlsFromProxies, "no")]), Ok(None));
        for (key, value) in [(Key::MtlsPublicUrl, "https://mtls.example.com"), (Key::MtlsCaFile, "ca.pem")] {
            let refused = with(&[(key, value)]).unwrap_err();
            assert!(refused.starts_with(&format!("`{}` means nothing", key.name())), "{refused}");
        }
    }

    /// Clauses: 234, 236.
    #[test]
    fn a_listener_has_an_address_of_its_own_that_clients_are_told() {
        let told = |given: &[(Key, &str)]| over_tls(given).unwrap().unwrap().told();
        let listen = (Key::MtlsListen, "127.0.0.1:8443");
        let at = |address: &str, judges_chains| MutualTls { judges_chains, address: Some(address.to_owned()) };
        assert_eq!(told(&[listen]), at("https://id.example.com:8443", false));
        assert_eq!(told(&[listen, (Key::MtlsCaFile, "ca.pem")]), at("https://id.example.com:8443", true));
        assert_eq!(told(&[listen, (Key::MtlsPublicUrl, "https://mtls.example.com/")]), at("https://mtls.example.com", false));
        assert!(over_tls(&[(Key::MtlsListen, "127.0.0.1:8080")]).unwrap_err().contains("must be another address and port"));
        assert!(over_tls(&[listen, (Key::MtlsPublicUrl, "https://id.example.com")]).unwrap_err().starts_with("`mtls_public_url`"));
        assert!(over_tls(&[listen, (Key::MtlsPublicUrl, "http://localhost:8443")]).unwrap_err().starts_with("`mtls_public_url`"));
        assert!(with(&[listen]).unwrap_err().starts_with("`mtls_listen` speaks TLS"));
    }

    /// Clauses: 235.
    #[test]
    fn proxies_are_believed_if_they_are_trusted_and_it_is_said_what_they_do() {
        let proxies = (Key::TrustedProxies, "127.0.0.1");
        let (verified, unverified) = ((Key::MtlsFromProxies, "verified"), (Key::MtlsFromProxies, "unverified"));
        let told = |given: &[(Key, &str)]| with(given).unwrap().map(|read| read.told());
        let here = |judges_chains| Some(MutualTls { judges_chains, address: None });
        assert_eq!((told(&[proxies]), told(&[proxies, verified]), told(&[proxies, unverified])), (None, here(true), here(false)));
        assert_eq!(told(&[proxies, unverified, (Key::MtlsCaFile, "ca.pem")]), here(true));
        assert!(with(&[verified]).unwrap_err().starts_with("`mtls_from_proxies` believes"));
        assert!(with(&[proxies, verified, (Key::MtlsCaFile, "ca.pem")]).unwrap_err().starts_with("With `mtls_from_proxies`"));
        assert!(with(&[proxies, (Key::MtlsFromProxies, "yes")]).unwrap_err().ends_with("it must be `no`, `verified` or `unverified`."));
        let elsewhere = told(&[proxies, verified, (Key::MtlsPublicUrl, "https://mtls.example.com")]).unwrap();
        assert_eq!(elsewhere.address.as_deref(), Some("https://mtls.example.com"));
    }
}
