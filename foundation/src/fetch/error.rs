use std::{error::Error, fmt, io, net::IpAddr};

use domain::{causes::Causes, fetch_failure::FetchFailure};

/// Why there is no answer. The text holds nothing that was sent.
#[derive(Debug)]
pub enum FetchError {
    /// The certificates that the system trusts cannot be read.
    Certificates,
    /// The address cannot be asked.
    Address,
    /// Plain HTTP leads to a public address.
    Plain,
    /// The name leads to an address that is not public.
    Private(IpAddr),
    /// The name leads nowhere.
    Unresolved(io::Error),
    /// There is no connection.
    Unreachable(io::Error),
    /// It took too long.
    Late,
    /// The answer is not HTTP, or ended early.
    Http(hyper::Error),
    /// A redirect leads to another server.
    Elsewhere,
    /// There are too many redirects.
    Redirects,
}

impl FetchError {
    /// Returns what is kept of it.
    pub fn failure(&self) -> FetchFailure {
        match self {
            Self::Certificates => FetchFailure::Certificates,
            Self::Address => FetchFailure::Address,
            Self::Plain => FetchFailure::Plain,
            Self::Private(address) => FetchFailure::Private(*address),
            Self::Unresolved(cause) => FetchFailure::Unresolved(cause.to_string()),
            Self::Unreachable(cause) => FetchFailure::Unreachable(Causes(cause).to_string()),
            Self::Late => FetchFailure::Late,
            Self::Http(cause) => FetchFailure::Unreadable(Causes(cause).to_string()),
            Self::Elsewhere => FetchFailure::Elsewhere,
            Self::Redirects => FetchFailure::Redirects,
        }
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.failure(), f)
    }
}

impl Error for FetchError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Unresolved(cause) | Self::Unreachable(cause) => Some(cause),
            Self::Http(cause) => Some(cause),
            _ => None,
        }
    }
}
