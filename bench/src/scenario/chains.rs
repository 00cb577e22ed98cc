//! Refreshes at a server that knows no retry window: each answer's token is the next that is presented.

use std::{collections::VecDeque, net::SocketAddr};

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::load::{Answer, Ticket, Verdict, Work};

/// Follows the rotations of many logins in turn. A token is out of the queue while it is presented, so that none is presented twice.
pub struct Chains {
    head: String,
    tokens: VecDeque<String>,
    /// The token of each request under way.
    presented: Vec<Option<String>>,
}

impl Chains {
    /// Begins with these tokens of one client.
    pub fn new(address: SocketAddr, path: &str, client: (&str, &str), tokens: impl IntoIterator<Item = String>) -> Self {
        let credentials = STANDARD.encode(format!("{}:{}", client.0, client.1));
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Basic {credentials}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
        );
        Self { head, tokens: tokens.into_iter().collect(), presented: Vec::new() }
    }
}

impl Work for Chains {
    fn next(&mut self, request: &mut Vec<u8>) -> Option<Ticket> {
        let token = self.tokens.pop_front()?;
        let form = format!("grant_type=refresh_token&refresh_token={token}");
        request.extend_from_slice(format!("{}{}\r\n\r\n{form}", self.head, form.len()).as_bytes());
        let free = self.presented.iter().position(Option::is_none).unwrap_or(self.presented.len());
        if free == self.presented.len() {
            self.presented.push(None);
        }
        *self.presented.get_mut(free)? = Some(token);
        u64::try_from(free).ok()
    }

    fn judge(&mut self, ticket: Ticket, answer: &Answer<'_>) -> Verdict {
        let presented = usize::try_from(ticket).ok().and_then(|ticket| self.presented.get_mut(ticket)).and_then(Option::take);
        let signed =
            answer.member("access_token").is_some_and(|token| token.split('.').count() == 3) && answer.member("id_token").is_some();
        match answer.member("refresh_token").filter(|_| answer.status == 200 && signed) {
            Some(token) => {
                self.tokens.push_back(token.to_owned());
                if presented.as_deref() == Some(token) { Verdict::Repeated } else { Verdict::Rotated }
            }
            None => Verdict::Unexpected(format!("status {}: {}", answer.status, answer.text())),
        }
    }
}
