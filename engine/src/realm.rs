//! A workspace at its address.

use domain::{name::Slug, workspace::Workspace};
use url::Url;

/// A workspace at its address: what a request to one of its endpoints is answered from.
#[derive(Debug, Clone)]
pub struct Realm {
    /// The workspace.
    pub workspace: Workspace,
    /// Its tenant's part of the issuer.
    pub tenant: Slug,
    /// Its issuer identifier (RFC 8414 §2): `{base}/{tenant}/{workspace}`, without a slash at the end.
    pub issuer: String,
}

impl Realm {
    /// The address of its token endpoint.
    pub(crate) fn token_endpoint(&self) -> String {
        format!("{}/oauth2/token", self.issuer)
    }

    /// The address of its pushed authorization request endpoint.
    pub(crate) fn pushed_authorization_request_endpoint(&self) -> String {
        format!("{}/oauth2/par", self.issuer)
    }
}

/// The issuer of a workspace.
pub fn issuer(base_url: &Url, tenant: &Slug, workspace: &Slug) -> String {
    format!("{}/{tenant}/{workspace}", base_url.as_str().trim_end_matches('/'))
}
