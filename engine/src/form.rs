//! Parameters of a request, as the standards want them read.

use std::collections::BTreeMap;

use url::form_urlencoded;

use crate::error::Refusal;

/// The one parameter that may come more than once (RFC 8707 §2).
const REPEATABLE: &str = "resource";

/// The parameters of a form or a query: each at most once except for `resource`; an empty one counts as missing (RFC 6749 §3.1, §3.2). None
/// holds a NUL, which no parameter may have (RFC 6749 appendix A) and not every database can keep.
#[derive(Clone, Default)]
pub struct Form {
    parameters: BTreeMap<String, String>,
    resources: Vec<String>,
}

impl Form {
    /// Reads `application/x-www-form-urlencoded` text.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let mut form = Self::default();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            if name.contains('\0') || value.contains('\0') {
                return Err(Refusal::MalformedForm);
            }
            if name == REPEATABLE {
                form.resources.push(value.into_owned());
            } else if form.parameters.insert(name.into_owned(), value.into_owned()).is_some() {
                return Err(Refusal::RepeatedParameter);
            }
        }
        form.parameters.retain(|_, value| !value.is_empty());
        form.resources.retain(|value| !value.is_empty());
        Ok(form)
    }

    /// A form of these parameters.
    pub fn of<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Refusal> {
        Self::parse(&form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish())
    }

    /// The value of a parameter that comes once.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }

    /// Each parameter with its value, and `resource` once for each value of it.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        let once = self.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        once.chain(self.resources.iter().map(|value| (REPEATABLE, value.as_str())))
    }

    /// Each `resource` that was asked for.
    pub fn resources(&self) -> &[String] {
        &self.resources
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Clauses: 13.
    #[test]
    fn a_repeated_parameter_is_refused_and_an_empty_one_is_none() {
        assert_eq!(Form::parse("a=1&b=2&a=1").err(), Some(Refusal::RepeatedParameter));
        assert_eq!(Form::parse("a=1&b=").unwrap().get("b"), None);
        assert_eq!(Form::parse("a=1%00").err(), Some(Refusal::MalformedForm));
        assert_eq!(Form::parse("scope=a+b%20c").unwrap().get("scope"), Some("a b c"));
    }

    /// Clauses: 76.
    #[test]
    fn a_resource_may_be_repeated() {
        let form = Form::parse("resource=https%3A%2F%2Fa.example&resource=&resource=https://b.example").unwrap();
        assert_eq!(form.resources(), ["https://a.example", "https://b.example"]);
        assert_eq!(form.get("resource"), None, "no value of it stands for all");
    }
}
