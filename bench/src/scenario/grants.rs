//! The grants that a login or a service begins with.

use super::request::Site;
use crate::{
    load::{Answer, Ticket, Verdict, Work},
    seed::SpecialClient,
};

/// Exchanges authorization codes, each once.
pub struct CodeExchange {
    site: Site,
    next: u64,
}

impl CodeExchange {
    /// Begins with this code.
    pub const fn new(site: Site, next: u64) -> Self {
        Self { site, next }
    }
}

impl Work for CodeExchange {
    fn next(&mut self, request: &mut Vec<u8>) -> Option<Ticket> {
        let plan = &self.site.plan;
        let code = self.next;
        if code >= plan.scale.special {
            return None;
        }
        self.next += 1;
        let form = format!("grant_type=authorization_code&code={}", plan.code_text(code));
        self.site.post(request, &format!("{}/oauth2/token", plan.path(0)), &self.site.basic(plan.code_client()), &form);
        Some(code)
    }

    fn judge(&mut self, _: Ticket, answer: &Answer<'_>) -> Verdict {
        if answer.status == 200 && answer.member("refresh_token").is_some() && answer.member("id_token").is_some() {
            Verdict::Expected
        } else {
            Verdict::Unexpected(format!("status {}: {}", answer.status, answer.text()))
        }
    }
}

/// Gets access tokens for a service (RFC 6749 §4.4).
pub struct ClientCredentials {
    site: Site,
}

impl ClientCredentials {
    /// Asks as the seeded service.
    pub const fn new(site: Site) -> Self {
        Self { site }
    }
}

impl Work for ClientCredentials {
    fn next(&mut self, request: &mut Vec<u8>) -> Option<Ticket> {
        let plan = &self.site.plan;
        let service = plan.special_client_id(SpecialClient::Service);
        self.site.post(request, &format!("{}/oauth2/token", plan.path(0)), &self.site.basic(service), "grant_type=client_credentials");
        Some(0)
    }

    fn judge(&mut self, _: Ticket, answer: &Answer<'_>) -> Verdict {
        if answer.status == 200 && answer.member("access_token").is_some() {
            Verdict::Expected
        } else {
            Verdict::Unexpected(format!("status {}: {}", answer.status, answer.text()))
        }
    }
}
