//! The metrics that Prometheus reads, as a report to a collector. They are counted once, by one recorder: so both tell the same.

use std::collections::BTreeMap;

use opentelemetry_proto::tonic::{
    collector::metrics::v1::ExportMetricsServiceRequest,
    common::v1::{AnyValue, InstrumentationScope, KeyValue, any_value::Value},
    metrics::v1::{
        AggregationTemporality, Gauge, Histogram, HistogramDataPoint, Metric, NumberDataPoint, ResourceMetrics, ScopeMetrics, Sum,
        metric::Data, number_data_point,
    },
    resource::v1::Resource,
};

use super::{
    exposition::{self, Family, Kind, Sample},
    names::{self, NAMES, SCOPE, Shape},
};

/// The metric whose attributes the conventions have more to say about.
const REQUEST_DURATION: &str = "http_server_request_duration_seconds";

/// When counting began, and the time of the report, in nanoseconds of Unix time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Period {
    pub(super) began: u64,
    pub(super) now: u64,
}

/// Makes a report of metrics in Prometheus' text. `scheme` is that of the server's public address.
pub(super) fn report(text: &str, resource: Resource, time: Period, scheme: &str) -> ExportMetricsServiceRequest {
    let metrics = exposition::families(text).iter().map(|family| metric(family, time, scheme)).collect();
    let scope = InstrumentationScope { name: SCOPE.to_owned(), version: env!("CARGO_PKG_VERSION").to_owned(), ..Default::default() };
    let scope_metrics = vec![ScopeMetrics { scope: Some(scope), metrics, schema_url: String::new() }];
    ExportMetricsServiceRequest {
        resource_metrics: vec![ResourceMetrics { resource: Some(resource), scope_metrics, schema_url: String::new() }],
    }
}

fn metric(family: &Family<'_>, time: Period, scheme: &str) -> Metric {
    let known = NAMES.iter().find(|name| name.prometheus == family.name);
    let shape = known.map_or(
        match family.kind {
            Kind::Counter => Shape::Counter,
            Kind::Gauge => Shape::Gauge,
            Kind::Histogram => Shape::Histogram,
        },
        |known| known.shape,
    );
    let aggregation_temporality = AggregationTemporality::Cumulative.into();
    let points = || family.samples.iter().filter_map(|sample| number(family, sample, time)).collect();
    let data = match shape {
        Shape::Counter => Data::Sum(Sum { data_points: points(), aggregation_temporality, is_monotonic: true }),
        Shape::UpDown => Data::Sum(Sum { data_points: points(), aggregation_temporality, is_monotonic: false }),
        Shape::Gauge => Data::Gauge(Gauge { data_points: points() }),
        Shape::Histogram => Data::Histogram(Histogram { data_points: histograms(family, time, scheme), aggregation_temporality }),
    };
    Metric {
        name: known.map_or(family.name, |known| known.otlp).to_owned(),
        description: family.help.to_owned(),
        unit: known.map_or("", |known| known.unit).to_owned(),
        data: Some(data),
        ..Default::default()
    }
}

fn number(family: &Family<'_>, sample: &Sample<'_>, time: Period) -> Option<NumberDataPoint> {
    Some(NumberDataPoint {
        attributes: attributes(family, &sample.labels, ""),
        start_time_unix_nano: time.began,
        time_unix_nano: time.now,
        value: Some(number_data_point::Value::AsDouble(sample.value.parse().ok()?)),
        ..Default::default()
    })
}

/// The numbers of one histogram, as they come together.
#[derive(Default)]
struct Buckets {
    bounds: Vec<f64>,
    /// How many values are not above each bound, and how many there are in all.
    cumulative: Vec<u64>,
    sum: f64,
    count: u64,
}

fn histograms(family: &Family<'_>, time: Period, scheme: &str) -> Vec<HistogramDataPoint> {
    let mut series: BTreeMap<Vec<(&str, &str)>, Buckets> = BTreeMap::new();
    for sample in &family.samples {
        let labels = sample.labels.iter().filter(|(name, _)| *name != "le").map(|(name, value)| (*name, value.as_str())).collect();
        let buckets = series.entry(labels).or_default();
        match sample.name.strip_prefix(family.name) {
            Some("_bucket") => {
                let bound = sample.labels.iter().find(|(name, _)| *name == "le").and_then(|(_, value)| value.parse().ok());
                buckets.bounds.extend(bound.filter(|bound: &f64| bound.is_finite()));
                buckets.cumulative.extend(sample.value.parse::<u64>());
            }
            Some("_sum") => buckets.sum = sample.value.parse().unwrap_or_default(),
            _ => buckets.count = sample.value.parse().unwrap_or_default(),
        }
    }
    let point = |(labels, buckets): (Vec<(&str, &str)>, Buckets)| {
        let before = std::iter::once(0).chain(buckets.cumulative.iter().copied());
        let bucket_counts = buckets.cumulative.iter().zip(before).map(|(here, before)| here.saturating_sub(before)).collect();
        HistogramDataPoint {
            attributes: attributes(family, &labels, scheme),
            start_time_unix_nano: time.began,
            time_unix_nano: time.now,
            count: buckets.count,
            sum: Some(buckets.sum),
            bucket_counts,
            explicit_bounds: buckets.bounds,
            ..Default::default()
        }
    };
    series.into_iter().map(point).collect()
}

fn attributes<T: AsRef<str>>(family: &Family<'_>, labels: &[(&str, T)], scheme: &str) -> Vec<KeyValue> {
    let is_request = family.name == REQUEST_DURATION;
    let mut attributes = Vec::new();
    for (label, value) in labels {
        let value = value.as_ref();
        match *label {
            // The conventions have no attribute where there is no route.
            "http_route" if value == "none" => {}
            "http_response_status_code" => {
                if let Ok(status) = value.parse::<i64>() {
                    attributes.push(attribute(names::attribute(label), Value::IntValue(status)));
                    if status >= 500 {
                        attributes.push(attribute("error.type".to_owned(), Value::StringValue(value.to_owned())));
                    }
                }
            }
            _ => attributes.push(attribute(names::attribute(label), Value::StringValue(value.to_owned()))),
        }
    }
    if is_request {
        attributes.push(attribute("url.scheme".to_owned(), Value::StringValue(scheme.to_owned())));
    }
    attributes
}

fn attribute(key: String, value: Value) -> KeyValue {
    KeyValue { key, value: Some(AnyValue { value: Some(value) }), ..Default::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIME: Period = Period { began: 1, now: 2 };

    fn metrics(text: &str) -> Vec<Metric> {
        let mut report = report(text, Resource::default(), TIME, "https");
        report.resource_metrics.remove(0).scope_metrics.remove(0).metrics
    }

    fn words(attributes: &[KeyValue]) -> Vec<String> {
        let word = |attribute: &KeyValue| match attribute.value.as_ref().and_then(|value| value.value.clone()) {
            Some(Value::StringValue(text)) => format!("{}={text}", attribute.key),
            other => format!("{}={other:?}", attribute.key),
        };
        attributes.iter().map(word).collect()
    }

    #[test]
    fn a_histogram_has_the_values_of_each_bucket_and_the_attributes_of_the_convention() {
        let text = r#"# HELP http_server_request_duration_seconds Time
# TYPE http_server_request_duration_seconds histogram
http_server_request_duration_seconds_bucket{http_route="/a",http_response_status_code="503",le="0.5"} 1
http_server_request_duration_seconds_bucket{http_route="/a",http_response_status_code="503",le="1"} 4
http_server_request_duration_seconds_bucket{http_route="/a",http_response_status_code="503",le="+Inf"} 5
http_server_request_duration_seconds_sum{http_route="/a",http_response_status_code="503"} 3.5
http_server_request_duration_seconds_count{http_route="/a",http_response_status_code="503"} 5
http_server_request_duration_seconds_bucket{http_route="none",http_response_status_code="404",le="0.5"} 1
http_server_request_duration_seconds_bucket{http_route="none",http_response_status_code="404",le="1"} 1
http_server_request_duration_seconds_bucket{http_route="none",http_response_status_code="404",le="+Inf"} 1
http_server_request_duration_seconds_sum{http_route="none",http_response_status_code="404"} 0.1
http_server_request_duration_seconds_count{http_route="none",http_response_status_code="404"} 1
"#;
        let [metric] = &metrics(text)[..] else { panic!("one metric") };
        assert_eq!(
            (metric.name.as_str(), metric.unit.as_str(), metric.description.as_str()),
            ("http.server.request.duration", "s", "Time")
        );
        let Some(Data::Histogram(histogram)) = &metric.data else { panic!("{metric:?}") };
        let point = histogram.data_points.iter().find(|point| point.count == 5).unwrap();
        assert_eq!(
            (point.explicit_bounds.as_slice(), point.bucket_counts.as_slice(), point.sum),
            ([0.5, 1.0].as_slice(), [1, 3, 1].as_slice(), Some(3.5))
        );
        assert_eq!(
            words(&point.attributes),
            ["http.route=/a", "http.response.status_code=Some(IntValue(503))", "error.type=503", "url.scheme=https"]
        );
        let without_route = histogram.data_points.iter().find(|point| point.count == 1).unwrap();
        assert_eq!(words(&without_route.attributes), ["http.response.status_code=Some(IntValue(404))", "url.scheme=https"]);
    }

    #[test]
    fn what_only_grows_is_a_sum_and_what_rises_and_falls_is_none_that_grows() {
        let text = r#"# TYPE regrant_refreshes_total counter
regrant_refreshes_total{outcome="rotated"} 7
# TYPE db_client_connection_count gauge
db_client_connection_count{pool="read",state="idle"} 2
# TYPE regrant_clock_offset_seconds gauge
regrant_clock_offset_seconds -0.25
# TYPE regrant_new_total counter
regrant_new_total 1
"#;
        let metrics = metrics(text);
        let seen = |name: &str| {
            let metric = metrics.iter().find(|metric| metric.name == name).unwrap();
            let (points, grows) = match metric.data.as_ref().unwrap() {
                Data::Sum(sum) => (&sum.data_points, Some(sum.is_monotonic)),
                Data::Gauge(gauge) => (&gauge.data_points, None),
                other => panic!("{other:?}"),
            };
            assert_eq!((points[0].start_time_unix_nano, points[0].time_unix_nano), (1, 2));
            let Some(number_data_point::Value::AsDouble(value)) = points[0].value else { panic!("{points:?}") };
            (value, grows, words(&points[0].attributes).join(" "))
        };
        assert_eq!(seen("regrant.refreshes"), (7.0, Some(true), "regrant.outcome=rotated".to_owned()));
        let connections = "db.client.connection.pool.name=read db.client.connection.state=idle".to_owned();
        assert_eq!(seen("db.client.connection.count"), (2.0, Some(false), connections));
        assert_eq!(seen("regrant.clock.offset"), (-0.25, None, String::new()));
        // One that has no name here keeps its own, and is not lost.
        assert_eq!(seen("regrant_new_total"), (1.0, Some(true), String::new()));
    }
}
