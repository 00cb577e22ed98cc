//! Where traces and metrics are sent, and how much of them.

use std::{path::PathBuf, time::Duration};

use http::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;
use url::Url;

use super::{error::ConfigurationError, key::Key, reader::Reader};

/// Traces and metrics for an OpenTelemetry collector.
#[derive(Debug, Clone)]
pub struct Otlp {
    /// The collector.
    pub endpoint: Endpoint,
    /// The headers that are sent along; none where the collector asks for none.
    pub headers: Option<HeaderSource>,
    /// `service.name`.
    pub service_name: String,
    /// Further attributes of the resource.
    pub resource_attributes: Attributes,
    /// The share of requests that are traced, from 0 to 1.
    pub trace_sample_ratio: f64,
    /// The time between two reports of metrics.
    pub metrics_interval: Duration,
}

/// The address of a collector: `http` or `https`, without user, query and fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint(Url);

/// Where the headers are.
#[derive(Debug, Clone)]
pub enum HeaderSource {
    /// In the configuration itself, by way of the environment.
    Text(Headers),
    /// In a file.
    File(PathBuf),
}

/// Headers for a collector. Their values are not shown.
#[derive(Debug, Clone, Default)]
pub struct Headers(HeaderMap);

/// Attributes, by their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributes(Vec<(String, String)>);

impl Otlp {
    /// Reads the settings. All of them are checked, also where nothing is sent.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Option<Self>, ConfigurationError> {
        let endpoint = reader.optional(Key::OtlpEndpoint, Endpoint::EXPECTED, Endpoint::parse)?;
        let text = reader.optional(Key::OtlpHeaders, Headers::EXPECTED, Headers::parse)?;
        let file = reader.optional(Key::OtlpHeadersFile, "a path", |text| Some(PathBuf::from(text)))?;
        let headers = text.map(HeaderSource::Text).or(file.map(HeaderSource::File));
        let service_name = reader.read(Key::OtlpServiceName, "regrant".to_owned(), "a name of at most 255 characters", |text| {
            (text.chars().count() <= 255).then(|| text.to_owned())
        })?;
        let resource_attributes = reader.read(
            Key::OtlpResourceAttributes,
            String::new(),
            "pairs such as `deployment.environment.name=production`",
            Attributes::parse,
        )?;
        let trace_sample_ratio = reader.read(Key::OtlpTraceSampleRatio, "0.01".to_owned(), "a number from 0 to 1", |text| {
            text.parse().ok().filter(|ratio| (0.0..=1.0).contains(ratio))
        })?;
        let metrics_interval = reader.seconds(Key::OtlpMetricsInterval, 60)?;
        Ok(endpoint.map(|endpoint| Self { endpoint, headers, service_name, resource_attributes, trace_sample_ratio, metrics_interval }))
    }
}

impl Endpoint {
    const EXPECTED: &str = "`http://` or `https://` and a host, as `http://127.0.0.1:4318`, without user, query and fragment";

    fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let bare = matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none()
            && url.port_or_known_default() != Some(0);
        bare.then_some(Self(url))
    }

    /// Returns the address below it that a kind of data is sent to, such as `v1/traces`.
    pub fn below(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        url.set_path(&format!("{}/{path}", self.0.path().trim_end_matches('/')));
        url
    }

    /// The address itself.
    pub const fn url(&self) -> &Url {
        &self.0
    }
}

impl Headers {
    const EXPECTED: &str = "pairs such as `authorization=Bearer%20abc`, with commas between them";

    /// Reads pairs of names and values. `None` where one is no header.
    pub fn parse(text: &str) -> Option<Self> {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs(text)? {
            let mut value = HeaderValue::from_str(&value).ok()?;
            value.set_sensitive(true);
            headers.append(HeaderName::from_bytes(name.as_bytes()).ok()?, value);
        }
        Some(Self(headers))
    }

    /// The headers, each marked as sensitive.
    pub fn into_map(self) -> HeaderMap {
        self.0
    }
}

impl Attributes {
    fn parse(text: &str) -> Option<Self> {
        pairs(text).map(Self)
    }

    /// The attributes, in the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Pairs in the form that OpenTelemetry has for its variables, which is that of W3C Baggage: values are percent-encoded. A file may have
/// them in several lines.
fn pairs(text: &str) -> Option<Vec<(String, String)>> {
    let pairs = text.split([',', '\n']).map(str::trim).filter(|pair| !pair.is_empty());
    let read = |pair: &str| {
        let (name, value) = pair.split_once('=')?;
        let value = percent_decode_str(value.trim()).decode_utf8().ok()?;
        let name = name.trim();
        (!name.is_empty()).then(|| (name.to_owned(), value.into_owned()))
    };
    pairs.map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_goes_below_the_address_whatever_its_path() {
        for (endpoint, traces) in [
            ("http://127.0.0.1:4318", "http://127.0.0.1:4318/v1/traces"),
            ("http://127.0.0.1:4318/", "http://127.0.0.1:4318/v1/traces"),
            ("https://otlp.example.com/api/otel", "https://otlp.example.com/api/otel/v1/traces"),
        ] {
            assert_eq!(Endpoint::parse(endpoint).unwrap().below("v1/traces").as_str(), traces);
        }
        for refused in
            ["127.0.0.1:4318", "grpc://a:4317", "http://me:secret@a:4318", "http://a:4318/?x", "http://a:4318/#x", "http://a:0", ""]
        {
            assert!(Endpoint::parse(refused).is_none(), "{refused}");
        }
    }

    #[test]
    fn headers_are_pairs_whose_values_are_not_shown() {
        let headers = Headers::parse("authorization=Bearer%20hunter2, x-tenant = 1\nx-empty=").unwrap();
        assert!(!format!("{headers:?}").contains("hunter2"), "{headers:?}");
        let map = headers.into_map();
        assert_eq!(
            (map["authorization"].to_str().unwrap(), &map["x-tenant"], &map["x-empty"]),
            ("Bearer hunter2", &"1".parse().unwrap(), &"".parse().unwrap())
        );
        assert!(Headers::parse("").unwrap().into_map().is_empty());
        for refused in ["authorization", "=x", "a b=c", "a=%0A", "a=%FF"] {
            assert!(Headers::parse(refused).is_none(), "{refused}");
        }
    }

    #[test]
    fn attributes_keep_what_is_encoded_in_them() {
        let attributes = Attributes::parse("deployment.environment.name=a%2Cb,cloud.region=eu").unwrap();
        assert_eq!(attributes.iter().collect::<Vec<_>>(), [("deployment.environment.name", "a,b"), ("cloud.region", "eu")]);
        assert!(Attributes::parse("production").is_none());
    }
}
