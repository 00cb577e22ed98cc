//! Cookies, as far as one server's pages need them (RFC 6265).

use url::Url;

use crate::http::Answer;

/// The cookies of a browser.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cookies(Vec<Cookie>);

#[derive(Debug, Clone)]
struct Cookie {
    host: String,
    path: String,
    name: String,
    value: String,
}

impl Cookies {
    /// Keeps what an answer sets, and forgets what it ends.
    pub(crate) fn take(&mut self, url: &Url, answer: &Answer) {
        for line in answer.all("set-cookie") {
            let mut parts = line.split(';').map(str::trim);
            let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { continue };
            let (mut path, mut has_ended) = (default_path(url), false);
            for attribute in parts {
                let (key, value) = attribute.split_once('=').unwrap_or((attribute, ""));
                match key.to_ascii_lowercase().as_str() {
                    "path" if value.starts_with('/') => value.clone_into(&mut path),
                    "max-age" => has_ended = value.parse::<i64>().is_ok_and(|seconds| seconds <= 0),
                    // What servers write to end a cookie.
                    "expires" => has_ended |= value.contains("1970"),
                    _ => {}
                }
            }
            let host = url.host_str().unwrap_or_default().to_owned();
            self.0.retain(|known| (&known.host, &known.path, known.name.as_str()) != (&host, &path, name));
            if !has_ended {
                self.0.push(Cookie { host, path, name: name.to_owned(), value: value.to_owned() });
            }
        }
    }

    /// Returns the value of a `Cookie` header for an address; none where there is no cookie for it.
    pub(crate) fn header(&self, url: &Url) -> Option<String> {
        let is_for = |cookie: &&Cookie| url.host_str() == Some(cookie.host.as_str()) && is_below(url.path(), &cookie.path);
        let pairs: Vec<String> = self.0.iter().filter(is_for).map(|cookie| format!("{}={}", cookie.name, cookie.value)).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

/// RFC 6265 §5.1.4: the folder of the address.
fn default_path(url: &Url) -> String {
    match url.path().rsplit_once('/') {
        Some(("", _)) | None => "/".to_owned(),
        Some((folder, _)) => folder.to_owned(),
    }
}

fn is_below(path: &str, of: &str) -> bool {
    path.strip_prefix(of).is_some_and(|rest| rest.is_empty() || of.ends_with('/') || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderMap, HeaderValue, SET_COOKIE};

    use super::*;

    fn answer(lines: &[&'static str]) -> Answer {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(SET_COOKIE, HeaderValue::from_static(line));
        }
        Answer { status: 200, headers, body: String::new(), json: serde_json::Value::Null }
    }

    #[test]
    fn a_cookie_is_sent_below_its_path_until_it_ends() {
        let at = |path: &str| Url::parse(&format!("http://127.0.0.1:1/{path}")).unwrap();
        let mut cookies = Cookies::default();
        cookies.take(&at("a/b"), &answer(&["s=1; Path=/; HttpOnly", "i=2; path=/interaction/x", "d=3"]));
        assert_eq!(cookies.header(&at("interaction/x/submit")).as_deref(), Some("s=1; i=2"));
        assert_eq!(cookies.header(&at("a/c")).as_deref(), Some("s=1; d=3"));
        assert_eq!(cookies.header(&at("interaction/xy")).as_deref(), Some("s=1"));
        cookies.take(&at("a/b"), &answer(&["s=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT", "d=; max-age=0"]));
        assert_eq!(cookies.header(&at("a/c")), None);
    }
}
