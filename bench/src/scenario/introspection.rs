//! Introspection of access tokens by a resource server (RFC 7662).

use std::{cell::RefCell, rc::Rc};

use super::{families::Families, refresh::append, request::Site};
use crate::{
    error::Error,
    load::{Answer, Connection, Ticket, Verdict, Work},
    seed::SpecialClient,
};

/// How many access tokens are asked about.
const TOKENS: usize = 64;

/// Asks about access tokens that work.
pub struct Introspection {
    site: Site,
    tokens: Vec<String>,
    asked: usize,
}

impl Introspection {
    /// Gets access tokens first, by refreshing families of the first workspace.
    pub async fn new(site: Site, families: &Rc<RefCell<Families>>) -> Result<Self, Error> {
        let mut connection = Connection::open(site.address).await.map_err(Error::io("connect"))?;
        let (mut tokens, mut proofs) = (Vec::new(), 0);
        while tokens.len() < TOKENS {
            let due = families.borrow_mut().next_due();
            let Some((family, generation)) = due else { break };
            let pool = families.borrow().pool();
            let mut request = Vec::new();
            append(&site, pool, (family, generation), None, &mut proofs, &mut request);
            let answer = connection.exchange(&request).await.map_err(Error::io("refresh"))?;
            let token = answer.member("access_token").ok_or_else(|| Error::other(format_args!("no access token: {}", answer.text())))?;
            tokens.push(token.to_owned());
            families.borrow_mut().rotated(family, generation + 1);
        }
        Ok(Self { site, tokens, asked: 0 })
    }
}

impl Work for Introspection {
    fn next(&mut self, request: &mut Vec<u8>) -> Option<Ticket> {
        let token = self.tokens.get(self.asked.checked_rem(self.tokens.len())?)?;
        self.asked += 1;
        let service = self.site.plan.special_client_id(SpecialClient::Service);
        let path = format!("{}/oauth2/introspect", self.site.plan.path(0));
        self.site.post(request, &path, &self.site.basic(service), &format!("token={token}"));
        Some(0)
    }

    fn judge(&mut self, _: Ticket, answer: &Answer<'_>) -> Verdict {
        if answer.status == 200 && answer.text().contains(r#""active":true"#) {
            Verdict::Expected
        } else {
            Verdict::Unexpected(format!("status {}: {}", answer.status, answer.text()))
        }
    }
}
