//! The metadata of a workspace (OpenID Connect Discovery §4).

use super::request::Site;
use crate::load::{Answer, Ticket, Verdict, Work};

/// Reads the metadata of one workspace after another.
pub struct Discovery {
    site: Site,
    asked: u64,
}

impl Discovery {
    /// Begins with the first workspace.
    pub const fn new(site: Site) -> Self {
        Self { site, asked: 0 }
    }
}

impl Work for Discovery {
    fn next(&mut self, request: &mut Vec<u8>) -> Option<Ticket> {
        let workspace = self.asked % self.site.plan.scale.workspaces;
        self.asked += 1;
        let (path, address) = (self.site.plan.path(workspace), self.site.address);
        let text = format!("GET {path}/.well-known/openid-configuration HTTP/1.1\r\nHost: {address}\r\n\r\n");
        request.extend_from_slice(text.as_bytes());
        Some(workspace)
    }

    fn judge(&mut self, workspace: Ticket, answer: &Answer<'_>) -> Verdict {
        let issuer = self.site.url(&self.site.plan.path(workspace));
        if answer.status == 200 && answer.member("issuer") == Some(issuer.as_str()) {
            Verdict::Expected
        } else {
            Verdict::Unexpected(format!("status {}: {}", answer.status, answer.text()))
        }
    }
}
