//! Addresses, proxies, and what the machine allows.

use domain::clock::{Clock as _, Timestamp};

use super::finding::Findings;
use crate::{
    clock::SystemClock,
    config::{AddressRange, Configuration},
    serve::{
        self,
        tls::{Period, Tls},
    },
};

const DAY: i64 = 24 * 3600;
/// A certificate that is valid for fewer days than this is noted: tools that renew certificates do so a month before their end.
const FEW_DAYS: i64 = 21;
/// With fewer days than this, a renewal has failed.
const LAST_DAYS: i64 = 7;

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
            Ok(tls) => {
                findings.fine("The certificate and the private key for TLS can be read and belong together.");
                if !configuration.trusted_proxies.is_empty() {
                    findings.note(
                        "`listen` speaks TLS, and `trusted_proxies` are set: see that each of them ends TLS and speaks it anew. One that passes \
                         TCP through lets strangers write the headers that are believed from it.",
                    );
                }
                certificate_period(tls.period(), SystemClock.now(), findings);
                if !tls.is_for(public_url.host()) {
                    findings.problem(format!(
                        "The certificate for TLS is not for the host of `public_url`, {}: browsers and clients refuse this server. Get one that names it.",
                        public_url.host()
                    ));
                }
            }
            Err(error) => findings.problem(error.to_string()),
        }
    } else {
        findings.note(format!("`public_url` is {public_url}: without TLS, browsers on this machine alone can use this server."));
    }
    if configuration.trusted_proxies.iter().any(AddressRange::is_wide) {
        findings.problem(
            "`trusted_proxies` take in strangers, who write their own addresses by `X-Forwarded-For` then, past every limit. Name the addresses of \
             your proxies alone.",
        );
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

/// Checks for how long the certificate for TLS is valid.
fn certificate_period(period: Option<Period>, now: Timestamp, findings: &mut Findings) {
    let Some(Period { from, until: end }) = period else {
        return findings.note("It cannot be read until when the certificate for TLS is valid.");
    };
    if now < from {
        return findings.problem(format!(
            "The certificate for TLS, or one that it rests on, is valid from {from} on: browsers and clients refuse this server until then."
        ));
    }
    let left = end.seconds_since(now);
    match left.div_euclid(DAY) {
        _ if left <= 0 => findings.problem(format!("The certificate for TLS ended at {end}: browsers and clients refuse this server. Renew it.")),
        days @ ..LAST_DAYS => findings.problem(format!(
            "The certificate for TLS, or one that it rests on, ends in {days} days, at {end}, and was not renewed. New files are taken up without a \
             restart."
        )),
        days @ ..FEW_DAYS => findings.note(format!(
            "The certificate for TLS, or one that it rests on, ends in {days} days, at {end}. See that it is renewed: new files are taken up without \
             a restart."
        )),
        days => findings.fine(format!("The certificate for TLS is valid for {days} more days.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of a certificate that ends after so many seconds.
    fn said(seconds: i64) -> String {
        let (now, mut findings) = (Timestamp::from_millis(1_795_000_000_000), Findings::default());
        let period = Period { from: now.plus_seconds(-90 * DAY), until: now.plus_seconds(seconds) };
        certificate_period(Some(period), now, &mut findings);
        findings.lines(true).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_certificate_is_noted_three_weeks_before_its_end() {
        assert_eq!(said(21 * DAY), "ok: The certificate for TLS is valid for 21 more days.");
        assert!(said(21 * DAY - 1).starts_with("note: The certificate for TLS, or one that it rests on, ends in 20 days, at 2026-12-09T"));
        assert!(said(7 * DAY).starts_with("note: The certificate for TLS, or one that it rests on, ends in 7 days"));
        for late in [7 * DAY - 1, 1] {
            assert!(said(late).starts_with("PROBLEM: The certificate for TLS, or one that it rests on, ends in "), "{}", said(late));
        }
        for over in [0, -DAY] {
            assert!(said(over).starts_with("PROBLEM: The certificate for TLS ended at 2026-11-1"), "{}", said(over));
        }
    }
}
