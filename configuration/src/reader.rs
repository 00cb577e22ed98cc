//! Reads settings one by one, each checked, and remembers what is in force.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use store::Address;

use super::{
    error::ConfigurationError,
    key::Key,
    origin::Origin,
    source::{Given, Sources},
};

/// Reads settings one by one and remembers what is in force.
pub(super) struct Reader<'a> {
    sources: &'a Sources,
    effective: Vec<(Key, Given)>,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(sources: &'a Sources) -> Self {
        Self { sources, effective: Vec::new() }
    }

    /// Returns each setting that was read, as it is in force.
    pub(super) fn into_effective(self) -> Vec<(Key, Given)> {
        self.effective
    }

    pub(super) fn read<T>(
        &mut self,
        key: Key,
        default: String,
        expected: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, ConfigurationError> {
        let given = self.sources.get(key).cloned().unwrap_or(Given { text: default, origin: Origin::Default });
        let shown = shown(key, &given.text);
        let Some(value) = parse(given.text.trim()) else {
            return Err(ConfigurationError::Value { key: key.name(), origin: given.origin, value: shown, expected });
        };
        self.effective.push((key, Given { text: shown, origin: given.origin }));
        Ok(value)
    }

    /// Reads a setting that has no default.
    pub(super) fn optional<T>(
        &mut self,
        key: Key,
        expected: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, ConfigurationError> {
        match self.sources.get(key) {
            Some(_) => self.read(key, String::new(), expected, parse).map(Some),
            None => Ok(None),
        }
    }

    pub(super) fn count(&mut self, key: Key, default: usize) -> Result<usize, ConfigurationError> {
        self.read(key, default.to_string(), "a whole number from 1 to 1000000", |text| {
            text.parse().ok().filter(|count| (1..=1_000_000).contains(count))
        })
    }

    pub(super) fn seconds(&mut self, key: Key, default: u64) -> Result<Duration, ConfigurationError> {
        self.read(key, default.to_string(), "a number of seconds from 1 to 86400", |text| {
            text.parse().ok().filter(|seconds| (1..=86_400).contains(seconds)).map(Duration::from_secs)
        })
    }

    pub(super) fn yes_or_no(&mut self, key: Key, default: bool) -> Result<bool, ConfigurationError> {
        let default = if default { "yes" } else { "no" };
        self.read(key, default.to_owned(), "`yes` or `no`", |text| match text {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        })
    }

    pub(super) fn database(&mut self, default: String) -> Result<Address, ConfigurationError> {
        let key = Key::DatabaseUrl;
        let given = self.sources.get(key).cloned().unwrap_or(Given { text: default, origin: Origin::Default });
        let (text, value) = (given.text.trim(), shown(key, &given.text));
        let address = Address::parse(text);
        let address = address.map_err(|problem| ConfigurationError::Database {
            key: key.name(),
            origin: given.origin.clone(),
            value: value.clone(),
            problem,
        })?;
        self.effective.push((key, Given { text: value, origin: given.origin }));
        Ok(address)
    }

    pub(super) fn path(&mut self, key: Key, default: &Path) -> Result<PathBuf, ConfigurationError> {
        self.read(key, default.to_string_lossy().into_owned(), "a path", |text| Some(PathBuf::from(text)))
    }

    pub(super) fn text(&mut self, key: Key) -> Option<String> {
        let given = self.sources.get(key)?;
        self.effective.push((key, Given { text: shown(key, &given.text), origin: given.origin.clone() }));
        Some(given.text.clone())
    }
}

/// A value for people to read: of a secret nothing, of an address no password, whichever setting it is typed at.
fn shown(key: Key, text: &str) -> String {
    if key.is_secret() {
        return "…".to_owned();
    }
    match key {
        Key::DatabaseUrl | Key::MailServer => Address::show(text.trim()),
        _ if text.contains("://") && text.contains('@') => Address::show(text.trim()),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_setting_shows_a_password() {
        for (text, seen) in [
            ("smtps://ann:hunter2@a.example", "smtps://ann:…@a.example"),
            ("smtps://ann:hunt@er2@a.example", "smtps://ann:…@a.example"),
            ("smtps://ann:hunter2", "smtps://…"),
            ("smtps://a.example:465", "smtps://a.example:465"),
            ("smtps://[::1]:465", "smtps://[::1]:465"),
            ("ann:hunter2@a.example", "…"),
            ("hunter2", "…"),
        ] {
            assert_eq!(shown(Key::MailServer, text), seen);
            assert_eq!(shown(Key::DatabaseUrl, text), seen);
        }
        for key in Key::ALL {
            assert!(!shown(key, "https://ann:hunter2@a.example/x").contains("hunter2"), "{key:?}");
        }
    }
}
