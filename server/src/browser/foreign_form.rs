//! Forms that are not from our own pages.

use axum::http::{HeaderMap, header};

/// Where a refused form came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ForeignForm {
    /// Another site.
    OtherSite,
    /// A page of ours that was opened under this name.
    OtherName(String),
}

impl ForeignForm {
    /// Where both headers name the same server, page and form are of the same site: the browser knows ours by another name.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let host_of = |origin: &str| origin.split_once("://").map(|(_, host)| host.to_owned());
        match (text(header::ORIGIN), text(header::HOST)) {
            (Some(origin), Some(host)) if host_of(origin).as_deref() == Some(host) => Self::OtherName(origin.to_owned()),
            _ => Self::OtherSite,
        }
    }
}
