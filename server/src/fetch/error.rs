use std::{io, net::IpAddr};

use domain::causes::Causes;

/// Why there is no answer. The text holds nothing that was sent.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FetchError {
    /// The certificates that the system trusts cannot be read.
    #[error("the certificates that this server's system trusts cannot be read")]
    Certificates,
    /// The address cannot be asked.
    #[error("the address cannot be used: it must be https:// and a host, without a user")]
    Address,
    /// Plain HTTP leads to a public address.
    #[error("plain http is for networks that `allow_private_networks` names; use https")]
    Plain,
    /// The name leads to an address that is not public.
    #[error("{0} is not a public address; `allow_private_networks` can allow it")]
    Private(IpAddr),
    /// The name leads nowhere.
    #[error("the name cannot be resolved: {0}")]
    Unresolved(#[source] io::Error),
    /// There is no connection.
    #[error("no connection: {}", Causes(.0))]
    Unreachable(#[source] io::Error),
    /// It took too long.
    #[error("no answer in time")]
    Late,
    /// The answer is not HTTP, or ended early.
    #[error("the answer cannot be read: {}", Causes(.0))]
    Http(#[source] hyper::Error),
    /// A redirect leads to another server.
    #[error("a redirect leads to another server")]
    Elsewhere,
    /// There are too many redirects.
    #[error("too many redirects")]
    Redirects,
}
