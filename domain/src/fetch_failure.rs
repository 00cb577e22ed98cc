//! Why somebody else's server has not answered as it should: a receiver of webhooks, or an address that publishes a client's keys.

use std::{fmt, net::IpAddr};

/// Why there is no answer, or why an answer counts as none. It holds nothing that was sent. What is kept of it is its sentence, which can be read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchFailure {
    /// The answer has this status.
    Status(u16),
    /// The secret that signs what is sent is sealed under a master key that is not here.
    SecretSealed,
    /// The certificates that the system trusts cannot be read.
    Certificates,
    /// The address cannot be asked.
    Address,
    /// Plain HTTP leads to a public address.
    Plain,
    /// The name leads to this address, which is not public.
    Private(IpAddr),
    /// The name leads nowhere, for this reason.
    Unresolved(String),
    /// There is no connection, for this reason.
    Unreachable(String),
    /// It took too long.
    Late,
    /// The answer is not HTTP, or ended early.
    Unreadable(String),
    /// A redirect leads to another server.
    Elsewhere,
    /// There are too many redirects.
    Redirects,
}

const STATUS: &str = "it was answered with status ";
const PRIVATE: &str = " is not a public address; `allow_private_networks` can allow it";
const UNRESOLVED: &str = "the name cannot be resolved: ";
const UNREACHABLE: &str = "no connection: ";
const UNREADABLE: &str = "the answer cannot be read: ";

impl FetchFailure {
    /// Those without a value.
    const PLAIN: [Self; 7] =
        [Self::SecretSealed, Self::Certificates, Self::Address, Self::Plain, Self::Late, Self::Elsewhere, Self::Redirects];

    /// Reads a sentence; none where it is of no failure that there is.
    pub fn read(sentence: &str) -> Option<Self> {
        let after = |start: &str| sentence.strip_prefix(start);
        let cause = |start: &str| after(start).map(str::to_owned);
        let plain = || Self::PLAIN.into_iter().find(|failure| failure.to_string() == sentence);
        plain()
            .or_else(|| after(STATUS)?.parse().ok().map(Self::Status))
            .or_else(|| sentence.strip_suffix(PRIVATE)?.parse().ok().map(Self::Private))
            .or_else(|| cause(UNRESOLVED).map(Self::Unresolved))
            .or_else(|| cause(UNREACHABLE).map(Self::Unreachable))
            .or_else(|| cause(UNREADABLE).map(Self::Unreadable))
    }

    /// Returns its stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Status(_) => "status",
            Self::SecretSealed => "secret_sealed",
            Self::Certificates => "certificates",
            Self::Address => "address",
            Self::Plain => "plain",
            Self::Private(_) => "private",
            Self::Unresolved(_) => "unresolved",
            Self::Unreachable(_) => "unreachable",
            Self::Late => "late",
            Self::Unreadable(_) => "unreadable",
            Self::Elsewhere => "elsewhere",
            Self::Redirects => "redirects",
        }
    }
}

impl fmt::Display for FetchFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "{STATUS}{status}"),
            Self::SecretSealed => {
                f.write_str("its secret cannot be opened, because the master key that it is sealed under is not here: replace the secret")
            }
            Self::Certificates => f.write_str("the certificates that this server's system trusts cannot be read"),
            Self::Address => f.write_str("the address cannot be used: it must be https:// and a host, without a user"),
            Self::Plain => f.write_str("plain http is for networks that `allow_private_networks` names; use https"),
            Self::Private(address) => write!(f, "{address}{PRIVATE}"),
            Self::Unresolved(cause) => write!(f, "{UNRESOLVED}{cause}"),
            Self::Unreachable(cause) => write!(f, "{UNREACHABLE}{cause}"),
            Self::Late => f.write_str("no answer in time"),
            Self::Unreadable(cause) => write!(f, "{UNREADABLE}{cause}"),
            Self::Elsewhere => f.write_str("a redirect leads to another server"),
            Self::Redirects => f.write_str("too many redirects"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_read_back_from_its_sentence() {
        let cause = || "connection refused (os error 111)".to_owned();
        let with_values = [
            FetchFailure::Status(503),
            FetchFailure::Private("10.0.0.1".parse().unwrap()),
            FetchFailure::Private("fd00::1".parse().unwrap()),
            FetchFailure::Unresolved(cause()),
            FetchFailure::Unreachable(cause()),
            FetchFailure::Unreadable(cause()),
        ];
        for failure in FetchFailure::PLAIN.into_iter().chain(with_values) {
            assert_eq!(FetchFailure::read(&failure.to_string()), Some(failure));
        }
        for other in ["", "it was answered with status many", "nobody is not a public address", "late"] {
            assert_eq!(FetchFailure::read(other), None, "{other}");
        }
    }
}
