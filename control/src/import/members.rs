//! The members of an object, of which none is forgotten: whatever is not read is left out, and told.

use std::{borrow::Cow, collections::BTreeSet};

use domain::{
    import::Reason,
    problem::{JsonType, Problem},
    wire::escaped,
};
use serde_json::{Map, Value as Json};

use super::findings::Findings;

/// An object, at its place in the file.
#[derive(Debug)]
pub(super) struct Members<'a> {
    pub(super) at: String,
    /// What a report calls it.
    pub(super) name: String,
    all: &'a Map<String, Json>,
    read: BTreeSet<&'a str>,
}

impl<'a> Members<'a> {
    /// Reads an object.
    pub(super) fn of(json: &'a Json, at: String, findings: &mut Findings) -> Option<Self> {
        let Json::Object(all) = json else {
            findings.wrong(at, Problem::WrongType(JsonType::Object));
            return None;
        };
        Some(Self { at, name: String::new(), all, read: BTreeSet::new() })
    }

    pub(super) fn pointer(&self, name: &str) -> String {
        format!("{}/{}", self.at, escaped(name))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.all.get(name).is_some_and(|value| !value.is_null())
    }

    /// Takes a member, whatever it is; none where it is `null`.
    fn take(&mut self, name: &str) -> Option<&'a Json> {
        let (name, value) = self.all.get_key_value(name)?;
        self.read.insert(name);
        Some(value).filter(|value| !value.is_null())
    }

    fn typed<T>(&mut self, name: &str, findings: &mut Findings, wanted: JsonType, read: impl FnOnce(&'a Json) -> Option<T>) -> Option<T> {
        let value = self.take(name)?;
        let read = read(value);
        if read.is_none() {
            findings.wrong(self.pointer(name), Problem::WrongType(wanted));
        }
        read
    }

    /// Takes a text that is not empty.
    pub(super) fn text(&mut self, name: &str, findings: &mut Findings) -> Option<&'a str> {
        self.typed(name, findings, JsonType::Text, Json::as_str).map(str::trim).filter(|text| !text.is_empty())
    }

    pub(super) fn switch(&mut self, name: &str, findings: &mut Findings) -> Option<bool> {
        self.typed(name, findings, JsonType::Switch, Json::as_bool)
    }

    pub(super) fn number(&mut self, name: &str, findings: &mut Findings) -> Option<i64> {
        self.typed(name, findings, JsonType::Number, Json::as_i64)
    }

    pub(super) fn list(&mut self, name: &str, findings: &mut Findings) -> &'a [Json] {
        self.typed(name, findings, JsonType::List, Json::as_array).map_or(&[], Vec::as_slice)
    }

    /// Takes a list of texts, each with its place.
    pub(super) fn texts(&mut self, name: &str, findings: &mut Findings) -> Vec<(String, &'a str)> {
        let mut texts = Vec::new();
        for (index, value) in self.list(name, findings).iter().enumerate() {
            let at = format!("{}/{index}", self.pointer(name));
            match value.as_str() {
                Some(text) => texts.push((at, text.trim())),
                None => findings.wrong(at, Problem::WrongType(JsonType::Text)),
            }
        }
        texts
    }

    /// Takes an object, which a report calls as this one.
    pub(super) fn object(&mut self, name: &str, findings: &mut Findings) -> Option<Self> {
        let members = Self::of(self.take(name)?, self.pointer(name), findings)?;
        Some(Self { name: self.name.clone(), ..members })
    }

    /// Takes the objects of a list.
    pub(super) fn objects(&mut self, name: &str, findings: &mut Findings) -> Vec<Self> {
        let at = self.pointer(name);
        let items = self.list(name, findings).iter().enumerate();
        let named = |members: Self| Self { name: self.name.clone(), ..members };
        items.filter_map(|(index, item)| Self::of(item, format!("{at}/{index}"), findings).map(named)).collect()
    }

    /// Takes a value that is written as text, as the attributes of Keycloak are: also the only one of a list.
    pub(super) fn attribute(&mut self, name: &str, findings: &mut Findings) -> Option<Cow<'a, str>> {
        let single = |value: &'a Json| match value {
            Json::String(text) => Some(Cow::Borrowed(text.trim())),
            Json::Bool(_) | Json::Number(_) => Some(Cow::Owned(value.to_string())),
            _ => None,
        };
        let text = self.typed(name, findings, JsonType::Text, |value| match value {
            Json::Array(values) => match values.as_slice() {
                [] => Some(Cow::Borrowed("")),
                [one] => single(one),
                [..] => None,
            },
            value => single(value),
        });
        text.filter(|text| !text.is_empty())
    }

    /// Takes members that mean nothing here.
    pub(super) fn ignore(&mut self, names: &[&str]) {
        for name in names {
            self.take(name);
        }
    }

    /// Leaves members out that say something.
    pub(super) fn leave_out(&mut self, names: &[&str], reason: Reason, findings: &mut Findings) {
        for name in names {
            if self.take(name).is_some_and(says_something) {
                findings.leave_out(reason, self.pointer(name), &self.name);
            }
        }
    }

    /// Leaves everything out that was not taken and says something.
    pub(super) fn leave_rest_out(self, reason: Reason, findings: &mut Findings) {
        for (name, _) in self.all.iter().filter(|(name, value)| !self.read.contains(name.as_str()) && says_something(value)) {
            findings.leave_out(reason, self.pointer(name), &self.name);
        }
    }
}

/// Returns whether a value says something: what is empty, zero or off is nothing to carry over.
fn says_something(value: &Json) -> bool {
    match value {
        Json::Null => false,
        Json::Bool(on) => *on,
        Json::Number(number) => number.as_f64() != Some(0.0),
        Json::String(text) => !matches!(text.trim(), "" | "false" | "0"),
        Json::Array(items) => !items.is_empty(),
        Json::Object(members) => !members.is_empty(),
    }
}
