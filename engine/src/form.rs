//! Parameters of a request, as the standards want them read.

use std::collections::BTreeMap;

use url::form_urlencoded;

use crate::error::Refusal;

/// The parameters of a form or a query: each at most once, an empty one as good as none (RFC 6749 §3.1, §3.2).
#[derive(Clone, Default)]
pub struct Form(BTreeMap<String, String>);

impl Form {
    /// Reads `application/x-www-form-urlencoded` text.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let mut parameters = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            if parameters.insert(name.into_owned(), value.into_owned()).is_some() {
                return Err(Refusal::RepeatedParameter);
            }
        }
        parameters.retain(|_, value| !value.is_empty());
        Ok(Self(parameters))
    }

    /// The value of a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c013_a_repeated_parameter_is_refused_and_an_empty_one_is_none() {
        assert_eq!(Form::parse("a=1&b=2&a=1").err(), Some(Refusal::RepeatedParameter));
        assert_eq!(Form::parse("a=1&b=").unwrap().get("b"), None);
        assert_eq!(Form::parse("scope=a+b%20c").unwrap().get("scope"), Some("a b c"));
    }
}
