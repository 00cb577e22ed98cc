//! Addresses, proxies, and what the machine allows.

use super::finding::Findings;
use crate::{
    config::Configuration,
    serve::{self, tls::Tls},
};

pub(super) fn check(configuration: &Configuration, findings: &mut Findings) {
    addresses(configuration, findings);
    match serve::file_limit() {
        Some(files) if serve::connections_within(files) < configuration.max_connections => findings.problem(format!(
            "This process may open {files} files, which leaves room for {} connections and not for the {} of `max_connections`. Raise the \
             limit (`ulimit -n`, LimitNOFILE= in the systemd unit), or lower the setting.",
            serve::connections_within(files),
            configuration.max_connections
        )),
        Some(files) => {
            findings.fine(format!("This process may open {files} files, enough for {} connections.", configuration.max_connections));
        }
        None => findings.fine("There is no limit of open files."),
    }
}

fn addresses(configuration: &Configuration, findings: &mut Findings) {
    let public_url = &configuration.public_url;
    let behind_proxy = public_url.is_https() && configuration.tls.is_none();
    if behind_proxy && configuration.trusted_proxies.is_empty() {
        findings.problem(format!(
            "`public_url` is {public_url}, so a reverse proxy stands in front, but no `trusted_proxies` is set: all visitors share the rate \
             limits of one address. Set it to the proxy's address, as in `trusted_proxies = \"10.0.0.1\"`."
        ));
    } else if behind_proxy {
        findings.fine(format!("`public_url` is {public_url}, and the addresses of the proxies in front are known."));
    } else if let Some(files) = &configuration.tls {
        match Tls::open(files) {
            Ok(_) => findings.fine("The certificate and the private key for TLS can be read and belong together."),
            Err(error) => findings.problem(error.to_string()),
        }
    } else {
        findings.note(format!("`public_url` is {public_url}: without TLS, browsers on this machine alone can use this server."));
    }
    if behind_proxy && !configuration.listen.ip().is_loopback() {
        findings.note(format!(
            "`listen` is {}, in plain HTTP: let nothing but the proxy reach it, or requests come in beside TLS.",
            configuration.listen
        ));
    }
    if let Some(address) = configuration.metrics_listen.filter(|address| !address.ip().is_loopback()) {
        findings.note(format!("`metrics_listen` is {address}: metrics have no access control, so let only Prometheus reach it."));
    }
    if configuration.drain.is_zero() && behind_proxy {
        findings.note(
            "`drain_seconds` is 0: with several nodes behind a load balancer, set it to twice the interval of its health checks, so that no \
             request meets a node that has just ended.",
        );
    }
}
