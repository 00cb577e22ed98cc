//! Parameters of a request, as the standards want them read.

use std::collections::BTreeMap;

use url::form_urlencoded;

use crate::error::Refusal;

/// The parameters that may come more than once (RFC 8707 §2, RFC 8693 §2.1).
const REPEATABLE: [&str; 2] = ["resource", "audience"];

/// The parameters of a form or a query: each at most once except for `resource` and `audience`; an empty one counts as missing (RFC 6749 §3.1,
/// §3.2). None holds a NUL, which no parameter may have (RFC 6749 appendix A) and not every database can keep.
#[derive(Clone, Default)]
pub struct Form {
    parameters: BTreeMap<String, String>,
    resources: Vec<String>,
    audiences: Vec<String>,
}

impl Form {
    /// Reads `application/x-www-form-urlencoded` text.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let mut form = Self::default();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            if name.contains('\0') || value.contains('\0') {
                return Err(Refusal::MalformedForm);
            }
            let [resource, audience] = REPEATABLE;
            if name == resource {
                form.resources.push(value.into_owned());
            } else if name == audience {
                form.audiences.push(value.into_owned());
            } else if form.parameters.insert(name.into_owned(), value.into_owned()).is_some() {
                return Err(Refusal::RepeatedParameter);
            }
        }
        form.parameters.retain(|_, value| !value.is_empty());
        form.resources.retain(|value| !value.is_empty());
        form.audiences.retain(|value| !value.is_empty());
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

    /// Each parameter with its value, and those that may be repeated once for each value.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        let [resource, audience] = REPEATABLE;
        let once = self.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let resources = self.resources.iter().map(move |value| (resource, value.as_str()));
        once.chain(resources).chain(self.audiences.iter().map(move |value| (audience, value.as_str())))
    }

    /// The parameters as a query, to be read again.
    pub(crate) fn to_query(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(self.parameters()).finish()
    }

    /// Each `resource` that was asked for.
    pub fn resources(&self) -> &[String] {
        &self.resources
    }

    /// Each `audience` that was asked for.
    pub fn audiences(&self) -> &[String] {
        &self.audiences
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

    /// Clauses: 208.
    #[test]
    fn an_audience_may_be_repeated() {
        let form = Form::parse("audience=orders&audience=&resource=https://b.example&audience=billing").unwrap();
        assert_eq!(form.audiences(), ["orders", "billing"]);
        assert_eq!(form.resources(), ["https://b.example"]);
        assert_eq!(form.get("audience"), None);
        let named = form.parameters().collect::<Vec<_>>();
        assert_eq!(named, [("resource", "https://b.example"), ("audience", "orders"), ("audience", "billing")]);
    }
}
