//! The one cookie: the random name of a session.

use axum::http::{HeaderMap, header::COOKIE};

/// How the cookie is called and written, which depends on whether browsers come by https.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SessionCookie {
    https: bool,
}

impl SessionCookie {
    pub(crate) const fn new(https: bool) -> Self {
        Self { https }
    }

    const fn name(self) -> &'static str {
        // RFC 6265bis §4.1.3: `__Host-` needs `Secure`, which browsers do not keep over plain http.
        if self.https { "__Host-demo-shop" } else { "demo-shop" }
    }

    const fn security(self) -> &'static str {
        if self.https { "; Secure" } else { "" }
    }

    pub(crate) fn read(self, headers: &HeaderMap) -> Option<&str> {
        let pairs = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
        pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(name, _)| *name == self.name()).map(|(_, value)| value)
    }

    pub(crate) fn set(self, id: &str) -> String {
        format!("{}={id}; Path=/; HttpOnly; SameSite=Lax{}", self.name(), self.security())
    }

    pub(crate) fn clear(self) -> String {
        format!("{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{}", self.name(), self.security())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cookie: &str) -> HeaderMap {
        HeaderMap::from_iter([(COOKIE, cookie.parse().unwrap())])
    }

    #[test]
    fn the_cookie_is_found_among_others() {
        let cookie = SessionCookie::new(false);
        assert_eq!(cookie.read(&headers("a=b; demo-shop=one; xdemo-shop=two")), Some("one"));
        assert_eq!(cookie.read(&headers("__Host-demo-shop=one")), None);
        assert_eq!(cookie.read(&HeaderMap::new()), None);
    }

    #[test]
    fn over_https_the_cookie_belongs_to_the_host_alone() {
        assert_eq!(SessionCookie::new(true).set("x"), "__Host-demo-shop=x; Path=/; HttpOnly; SameSite=Lax; Secure");
        assert_eq!(SessionCookie::new(false).set("x"), "demo-shop=x; Path=/; HttpOnly; SameSite=Lax");
    }
}
