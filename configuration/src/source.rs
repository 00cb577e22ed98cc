//! Reads the values of settings: from the file, the environment and the command line. The later one wins.

use std::{collections::BTreeMap, ffi::OsString, path::Path};

use super::{error::ConfigurationError, key::Key, origin::Origin};
use crate::bounded_file;

/// The configuration file that is read when none is named.
pub const DEFAULT_FILE: &str = "regrant.toml";

/// A value as it was given.
#[derive(Debug, Clone)]
pub struct Given {
    /// Its text.
    pub text: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// The values that were given.
#[derive(Debug, Clone, Default)]
pub struct Sources(BTreeMap<Key, Given>);

impl Sources {
    /// Reads the file, where there is one, and the environment.
    ///
    /// A file that is named must be there; [`DEFAULT_FILE`] is read where it is.
    pub fn read(file: Option<&Path>, environment: impl IntoIterator<Item = (OsString, OsString)>) -> Result<Self, ConfigurationError> {
        let mut sources = Self::default();
        match file {
            Some(path) => sources.read_file(path)?,
            None if Path::new(DEFAULT_FILE).exists() => sources.read_file(Path::new(DEFAULT_FILE))?,
            None => {}
        }
        sources.read_environment(environment)?;
        Ok(sources)
    }

    /// Reads these settings from the environment, and nothing else.
    pub fn of_environment(environment: impl IntoIterator<Item = (OsString, OsString)>, keys: &[Key]) -> Result<Self, ConfigurationError> {
        let wanted = |variable: &OsString| keys.iter().any(|key| *variable == *key.variable());
        let mut sources = Self::default();
        sources.read_environment(environment.into_iter().filter(|(variable, _)| wanted(variable)))?;
        Ok(sources)
    }

    /// Sets a value from the command line.
    pub fn set(&mut self, key: Key, text: String) {
        self.0.insert(key, Given { text, origin: Origin::CommandLine });
    }

    /// Returns the value of a setting, where it was given. An empty one is none: that is how a variable is unset in many places.
    pub fn get(&self, key: Key) -> Option<&Given> {
        self.0.get(&key).filter(|given| !given.text.trim().is_empty())
    }

    fn read_file(&mut self, path: &Path) -> Result<(), ConfigurationError> {
        let text = bounded_file::read_text(path).map_err(|source| ConfigurationError::Unreadable { path: path.to_owned(), source })?;
        self.read_toml(path, &text)
    }

    fn read_toml(&mut self, path: &Path, text: &str) -> Result<(), ConfigurationError> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            ConfigurationError::NotToml {
                path: path.to_owned(),
                line: before.matches('\n').count() + 1,
                message: error.message().to_owned(),
            }
        })?;
        for (name, value) in table {
            let Some(key) = Key::from_name(&name) else {
                let nearest = nearest(&name, Key::ALL.map(Key::name));
                return Err(ConfigurationError::UnknownKey { key: name, path: path.to_owned(), nearest });
            };
            if let Some(file) = key.secret_file().map(Key::name) {
                return Err(ConfigurationError::SecretInFile { key: key.name(), variable: key.variable(), file, path: path.to_owned() });
            }
            let text = text_of(key, value).ok_or_else(|| {
                let expected = if key.is_list() { "a text, or a list of texts" } else { "a text, a number, `true` or `false`" };
                ConfigurationError::Kind { key: key.name(), path: path.to_owned(), expected }
            })?;
            self.0.insert(key, Given { text, origin: Origin::File(path.to_owned()) });
        }
        Ok(())
    }

    fn read_environment(&mut self, environment: impl IntoIterator<Item = (OsString, OsString)>) -> Result<(), ConfigurationError> {
        let mut standard = Vec::new();
        for (variable, value) in environment {
            let Some(variable) = variable.to_str() else { continue };
            if let Some((key, variable)) = of_standard_variable(variable) {
                standard.push((key, variable, value));
                continue;
            }
            if !variable.starts_with("REGRANT_") {
                continue;
            }
            if variable == "REGRANT_CONFIG" || is_service_link(variable) {
                continue;
            }
            let Some(key) = Key::ALL.into_iter().find(|key| key.variable() == variable) else {
                let nearest = nearest(variable, Key::ALL.map(Key::variable));
                return Err(ConfigurationError::UnknownVariable { variable: variable.to_owned(), nearest });
            };
            self.insert_variable(key, value, Origin::Environment)?;
        }
        // They are for all programs of a machine, so what was set for this one comes first, in the file as in the environment.
        for (key, variable, value) in standard {
            if self.get(key).is_none() {
                self.insert_variable(key, value, Origin::Standard(variable))?;
            }
        }
        Ok(())
    }

    fn insert_variable(&mut self, key: Key, value: OsString, origin: Origin) -> Result<(), ConfigurationError> {
        match value.into_string() {
            Ok(text) => {
                self.0.insert(key, Given { text, origin });
                Ok(())
            }
            // What cannot be read may be a secret, too.
            Err(_) => Err(ConfigurationError::Value { key: key.name(), origin, value: "…".to_owned(), expected: "a text in UTF-8" }),
        }
    }
}

/// A value of a file as it would stand in a variable.
fn text_of(key: Key, value: toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Float(number) => Some(number.to_string()),
        toml::Value::Boolean(is_so) => Some(if is_so { "yes" } else { "no" }.to_owned()),
        toml::Value::Array(parts) if key.is_list() => {
            let parts: Option<Vec<&str>> = parts.iter().map(toml::Value::as_str).collect();
            Some(parts?.join(", "))
        }
        _ => None,
    }
}

/// The setting that a variable of OpenTelemetry's specification stands for, with the variable's name.
fn of_standard_variable(variable: &str) -> Option<(Key, &'static str)> {
    Key::ALL.into_iter().find_map(|key| key.standard_variable().filter(|standard| *standard == variable).map(|standard| (key, standard)))
}

/// What Kubernetes puts into the environment for a service that is called `regrant`; nobody meant it for us.
fn is_service_link(variable: &str) -> bool {
    variable == "REGRANT_PORT" || variable.starts_with("REGRANT_PORT_") || variable.starts_with("REGRANT_SERVICE_")
}

/// The name that is at most two slips away.
fn nearest<N: AsRef<str>>(typed: &str, names: impl IntoIterator<Item = N>) -> Option<N> {
    names
        .into_iter()
        .map(|name| (distance(typed, name.as_ref()), name))
        .filter(|(distance, _)| *distance <= 2)
        .min_by_key(|(d, _)| *d)
        .map(|(_, name)| name)
}

/// How many letters must be put in, taken out or changed (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (index, letter) in from.chars().enumerate() {
        let mut next = vec![index + 1];
        for ((above, diagonal), other) in row.iter().skip(1).zip(&row).zip(&to) {
            let left = next.last().copied().unwrap_or_default();
            next.push((above + 1).min(left + 1).min(diagonal + usize::from(letter != *other)));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Configuration;

    fn file(text: &str) -> Result<Sources, ConfigurationError> {
        let mut sources = Sources::default();
        sources.read_toml(Path::new("regrant.toml"), text).map(|()| sources)
    }

    fn environment(variable: &str, value: &str) -> Result<Sources, ConfigurationError> {
        let mut sources = Sources::default();
        sources.read_environment([(variable.into(), value.into())]).map(|()| sources)
    }

    fn refusal(result: Result<Sources, ConfigurationError>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn an_unknown_key_is_refused_by_name_with_the_one_that_was_meant() {
        assert_eq!(refusal(file("lisen = 'x'")), "`lisen` in regrant.toml is not a setting. Did you mean `listen`?");
        assert_eq!(refusal(file("colour = 'x'")), "`colour` in regrant.toml is not a setting.");
        assert_eq!(
            refusal(environment("REGRANT_LISTN", "x")),
            "REGRANT_LISTN in the environment is not a setting. Did you mean `REGRANT_LISTEN`?"
        );
    }

    #[test]
    fn a_file_that_is_not_toml_is_refused_with_its_line() {
        assert!(refusal(file("listen = 'x'\npublic_url = http")).starts_with("regrant.toml, line 2: this is not TOML: "));
    }

    #[test]
    fn values_are_written_as_toml_has_them() {
        let read = |text: &str, key| file(text).unwrap().get(key).map(|given| given.text.clone()).unwrap();
        assert_eq!(read("trusted_proxies = ['127.0.0.1', '10.0.0.0/8']", Key::TrustedProxies), "127.0.0.1, 10.0.0.0/8");
        assert_eq!(read("otlp_trace_sample_ratio = 0.5", Key::OtlpTraceSampleRatio), "0.5");
        assert_eq!(read("mail_private_networks = true", Key::MailPrivateNetworks), "yes");
        assert_eq!(refusal(file("trusted_proxies = [1]")), "`trusted_proxies` in regrant.toml must be a text, or a list of texts.");
        assert_eq!(refusal(file("listen = ['x']")), "`listen` in regrant.toml must be a text, a number, `true` or `false`.");
    }

    #[test]
    fn every_file_in_the_documentation_is_one_that_is_taken() {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
        let pages = std::fs::read_dir(docs).unwrap().map(|entry| entry.unwrap().path());
        let mut taken = 0;
        for page in pages.filter(|page| page.extension().is_some_and(|ending| ending == "md")) {
            let text = std::fs::read_to_string(&page).unwrap();
            for block in text.split("```toml\n").skip(1) {
                let block = block.split("```").next().unwrap();
                let sources = file(block).unwrap_or_else(|error| panic!("{}: {error}\n{block}", page.display()));
                Configuration::from_sources(&sources).unwrap_or_else(|error| panic!("{}: {error}\n{block}", page.display()));
                taken += 1;
            }
        }
        assert!(taken >= 5, "{taken}");
    }

    #[test]
    fn a_table_is_no_value() {
        assert_eq!(refusal(file("[listen]\nport = 1")), "`listen` in regrant.toml must be a text, a number, `true` or `false`.");
    }

    #[test]
    fn the_master_key_cannot_stand_in_the_file() {
        assert_eq!(
            refusal(file("master_key = '1:abc'")),
            "`master_key` cannot be set in regrant.toml: set REGRANT_MASTER_KEY in the environment, or use `master_key_file`."
        );
        assert_eq!(
            refusal(file("otlp_headers = 'a=b'")),
            "`otlp_headers` cannot be set in regrant.toml: set REGRANT_OTLP_HEADERS in the environment, or use `otlp_headers_file`."
        );
    }

    #[test]
    fn the_environment_wins_over_the_file_and_an_empty_variable_is_none() {
        let mut sources = file("listen = '127.0.0.1:1'\nlog_level = 'debug'").unwrap();
        let given = [("REGRANT_LISTEN".into(), "127.0.0.1:2".into()), ("REGRANT_DATA_DIR".into(), OsString::new())];
        sources.read_environment(given).unwrap();
        assert_eq!(sources.get(Key::Listen).unwrap().text, "127.0.0.1:2");
        assert_eq!(sources.get(Key::LogLevel).unwrap().origin, Origin::File("regrant.toml".into()));
        assert!(sources.get(Key::DataDir).is_none());
    }

    #[test]
    fn a_variable_of_opentelemetry_is_read_where_nothing_of_ours_says_otherwise() {
        let endpoint = |mut sources: Sources, given: &[(&str, &str)]| {
            sources.read_environment(given.iter().map(|(variable, value)| (variable.into(), value.into()))).unwrap();
            sources.get(Key::OtlpEndpoint).map(|given| format!("{} {}", given.text, given.origin))
        };
        let standard = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://standard:4318");
        let ours = ("REGRANT_OTLP_ENDPOINT", "http://ours:4318");
        let from_standard = Some("http://standard:4318 from OTEL_EXPORTER_OTLP_ENDPOINT".to_owned());
        let from_ours = Some("http://ours:4318 from the environment".to_owned());
        assert_eq!(endpoint(Sources::default(), &[standard]), from_standard);
        assert_eq!(endpoint(Sources::default(), &[standard, ours]), from_ours);
        assert_eq!(endpoint(Sources::default(), &[ours, standard]), from_ours);
        let in_file = file("otlp_endpoint = 'http://file:4318'").unwrap();
        assert_eq!(endpoint(in_file, &[standard]), Some("http://file:4318 from regrant.toml".to_owned()));
        // One that we do not read is none of our business.
        assert_eq!(endpoint(Sources::default(), &[("OTEL_TRACES_SAMPLER", "always_on")]), None);
        let only = Sources::of_environment([(standard.0.into(), standard.1.into())], &[Key::LogLevel]).unwrap();
        assert!(only.get(Key::OtlpEndpoint).is_none());
    }

    #[test]
    fn what_kubernetes_adds_for_a_service_of_our_name_is_passed_over() {
        assert!(environment("REGRANT_PORT_8080_TCP", "tcp://10.0.0.1:8080").is_ok());
        assert!(environment("REGRANT_SERVICE_HOST", "10.0.0.1").is_ok());
    }
}
