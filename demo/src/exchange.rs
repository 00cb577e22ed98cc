//! The log of what went over the wire, safe to look at: secrets are shortened before they come here.

use std::collections::VecDeque;

use domain::clock::Timestamp;
use openidconnect::{HttpRequest, http::header::AUTHORIZATION};
use url::Url;

use crate::{
    answer::{Answer, is_secret},
    text::shorten,
};

/// Who carried it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Channel {
    /// The browser, by a redirect (the front channel).
    Browser,
    /// The application itself (the back channel).
    Direct,
}

/// One request and what came back.
#[derive(Debug, Clone)]
pub(crate) struct Exchange {
    pub(crate) at: Timestamp,
    pub(crate) channel: Channel,
    pub(crate) method: String,
    /// The address without its query.
    pub(crate) address: String,
    pub(crate) path: String,
    pub(crate) parameters: Vec<(String, String)>,
    pub(crate) status: Option<u16>,
    pub(crate) answer: Option<String>,
}

impl Exchange {
    /// A redirect that carries parameters through the browser.
    pub(crate) fn by_browser(at: Timestamp, url: &Url) -> Self {
        let parameters = shortened(url.query().unwrap_or_default().as_bytes());
        Self {
            at,
            channel: Channel::Browser,
            method: "GET".to_owned(),
            address: bare(url),
            path: url.path().to_owned(),
            parameters,
            status: None,
            answer: None,
        }
    }

    /// A request that the application is about to send.
    pub(crate) fn direct(at: Timestamp, request: &HttpRequest) -> Self {
        let mut parameters = Vec::new();
        if let Some(authorization) = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok()) {
            let scheme = authorization.split_once(' ').map_or("", |(scheme, _)| scheme);
            let shown = match authorization.strip_prefix("Bearer ") {
                Some(token) => shorten(token),
                None => "…".to_owned(),
            };
            parameters.push(("Authorization".to_owned(), format!("{scheme} {shown}")));
        }
        let address = request.uri().to_string();
        let (address, query) = address.split_once('?').unwrap_or((&address, ""));
        parameters.extend(shortened(query.as_bytes()));
        parameters.extend(shortened(request.body()));
        Self {
            at,
            channel: Channel::Direct,
            method: request.method().to_string(),
            address: address.to_owned(),
            path: request.uri().path().to_owned(),
            parameters,
            status: None,
            answer: None,
        }
    }

    #[must_use]
    pub(crate) fn answered(mut self, answer: &Answer) -> Self {
        self.status = Some(answer.status);
        self.answer = Some(answer.shortened());
        self
    }

    #[must_use]
    pub(crate) fn unanswered(mut self, reason: String) -> Self {
        self.answer = Some(reason);
        self
    }
}

fn bare(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    url.into()
}

fn shortened(form: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(form)
        .map(|(name, value)| {
            let value = if is_secret(&name) { shorten(&value) } else { value.into_owned() };
            (name.into_owned(), value)
        })
        .collect()
}

/// The last exchanges of one session.
#[derive(Debug, Default)]
pub(crate) struct Log(VecDeque<Exchange>);

impl Log {
    /// How many are kept.
    pub(crate) const CAPACITY: usize = 20;

    pub(crate) fn extend(&mut self, exchanges: impl IntoIterator<Item = Exchange>) {
        self.0.extend(exchanges);
        let surplus = self.0.len().saturating_sub(Self::CAPACITY);
        self.0.drain(..surplus);
    }

    /// The newest first.
    pub(crate) fn newest_first(&self) -> impl Iterator<Item = &Exchange> {
        self.0.iter().rev()
    }
}

#[cfg(test)]
mod tests {
    use openidconnect::http::Request;

    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(0);

    #[test]
    fn no_secret_of_a_request_reaches_the_log() {
        let secret = "x".repeat(50);
        let body = format!("grant_type=refresh_token&refresh_token={secret}&code_verifier={secret}&client_secret=hunter2");
        let request =
            Request::post("http://op.example/token?a=b").header(AUTHORIZATION, "Basic aHVudGVyMg==").body(body.into_bytes()).unwrap();
        let exchange = Exchange::direct(NOW, &request);
        let shown = format!("{exchange:?}");
        assert!(!shown.contains(&secret) && !shown.contains("hunter2") && !shown.contains("aHVudGVyMg"));
        assert_eq!(exchange.address, "http://op.example/token");
        assert_eq!(
            exchange.parameters,
            [
                ("Authorization", "Basic …"),
                ("a", "b"),
                ("grant_type", "refresh_token"),
                ("refresh_token", "xxxxxxxx…xxxxxx"),
                ("code_verifier", "xxxxxxxx…xxxxxx"),
                ("client_secret", "…"),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
    }

    #[test]
    fn a_bearer_token_is_shortened() {
        let token = "y".repeat(50);
        let request = Request::get("http://op.example/userinfo").header(AUTHORIZATION, format!("Bearer {token}")).body(Vec::new()).unwrap();
        assert_eq!(Exchange::direct(NOW, &request).parameters, [("Authorization".to_owned(), "Bearer yyyyyyyy…yyyyyy".to_owned())]);
    }

    #[test]
    fn the_code_in_a_redirect_is_shortened() {
        let url = format!("http://shop.example/callback?code={}&state=abc", "z".repeat(43)).parse().unwrap();
        let exchange = Exchange::by_browser(NOW, &url);
        assert_eq!(exchange.address, "http://shop.example/callback");
        assert_eq!(exchange.parameters[0].1, "zzzzzzzz…zzzzzz");
    }

    #[test]
    fn only_the_last_twenty_are_kept() {
        let mut log = Log::default();
        for number in 0..30 {
            log.extend([Exchange::by_browser(NOW, &format!("http://op.example/{number}").parse().unwrap())]);
        }
        let paths: Vec<_> = log.newest_first().map(|exchange| exchange.path.clone()).collect();
        assert_eq!((paths.len(), paths[0].as_str(), paths[19].as_str()), (20, "/29", "/10"));
    }
}
