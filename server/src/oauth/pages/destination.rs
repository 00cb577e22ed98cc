//! Where an address leads, for people.

use domain::origin::Origin;
use translation::Language;

use crate::text::t;

/// Names the place that an address leads to.
pub(super) fn destination(language: Language, address: &str) -> String {
    match (Origin::parse(address), scheme(address)) {
        (Some(origin), _) if origin.is_loopback() => t!(language, "pages-program-on-device", origin = origin.to_string()),
        (Some(origin), _) => origin.to_string().split_once("://").map(|(_, host)| host.to_owned()).unwrap_or_default(),
        (None, scheme) => t!(language, "pages-app-on-device", scheme = scheme.unwrap_or_default()),
    }
}

/// Returns the scheme of an address (RFC 3986 §3.1).
fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte);
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic()) && scheme.bytes().all(letter);
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_destination_is_named_by_what_tells_it_apart() {
        let english = |address| destination(Language::English, address);
        assert_eq!(english("https://app.example.com/callback"), "app.example.com");
        assert_eq!(english("http://127.0.0.1:9000/callback"), "a program on this device (http://127.0.0.1:9000)");
        assert_eq!(english("com.example.app:/callback"), "an app on this device (com.example.app:)");
    }
}
