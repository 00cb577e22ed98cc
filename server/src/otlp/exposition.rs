//! Metrics as Prometheus reads them (*Exposition formats*, text version 0.0.4), read back: what the recorder of this process wrote.

/// A metric with all its series.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Family<'a> {
    pub(super) name: &'a str,
    pub(super) help: &'a str,
    pub(super) kind: Kind,
    pub(super) samples: Vec<Sample<'a>>,
}

/// The types that this process has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Counter,
    Gauge,
    Histogram,
}

/// A line: of a histogram it is one number among several.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sample<'a> {
    pub(super) name: &'a str,
    pub(super) labels: Vec<(&'a str, String)>,
    pub(super) value: &'a str,
}

/// Reads metrics. What is not understood is left out.
pub(super) fn families(text: &str) -> Vec<Family<'_>> {
    let mut families: Vec<Family<'_>> = Vec::new();
    let mut described = ("", "");
    for line in text.lines() {
        if let Some(help) = line.strip_prefix("# HELP ") {
            described = help.split_once(' ').unwrap_or((help, ""));
        } else if let Some((name, kind)) = line.strip_prefix("# TYPE ").and_then(|line| line.split_once(' ')) {
            let help = if described.0 == name { described.1 } else { "" };
            families.extend(Kind::read(kind).map(|kind| Family { name, help, kind, samples: Vec::new() }));
        } else if let (Some(sample), Some(family)) = (sample(line), families.last_mut())
            && family.has(sample.name)
        {
            family.samples.push(sample);
        }
    }
    families
}

impl Kind {
    fn read(text: &str) -> Option<Self> {
        match text {
            "counter" => Some(Self::Counter),
            "gauge" => Some(Self::Gauge),
            "histogram" => Some(Self::Histogram),
            _ => None,
        }
    }
}

impl Family<'_> {
    fn has(&self, sample: &str) -> bool {
        let suffix = sample.strip_prefix(self.name);
        match self.kind {
            Kind::Counter | Kind::Gauge => suffix == Some(""),
            Kind::Histogram => matches!(suffix, Some("_bucket" | "_sum" | "_count")),
        }
    }
}

/// `name{label="value",…} value`
fn sample(line: &str) -> Option<Sample<'_>> {
    let (series, value) = line.rsplit_once(' ')?;
    let Some((name, labels)) = series.split_once('{') else { return Some(Sample { name: series, labels: Vec::new(), value }) };
    Some(Sample { name, labels: read_labels(labels.strip_suffix('}')?)?, value })
}

fn read_labels(mut text: &str) -> Option<Vec<(&str, String)>> {
    let mut labels = Vec::new();
    while !text.is_empty() {
        let (name, rest) = text.split_once("=\"")?;
        let (value, rest) = read_value(rest)?;
        labels.push((name, value));
        text = rest.strip_prefix(',').unwrap_or(rest);
    }
    Some(labels)
}

/// Reads up to the closing quote. Returns the value and what follows it.
fn read_value(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((value, text.get(at + 1..)?)),
            '\\' => match characters.next()?.1 {
                'n' => value.push('\n'),
                other => value.push(other),
            },
            other => value.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"# HELP requests_total Requests, by route
# TYPE requests_total counter
requests_total{route="/{tenant}/token, \"x\"",status="200"} 3
requests_total{route="a\\b\nc",status="400"} 1

# TYPE memory gauge
memory 1.5
# HELP took_seconds Time
# TYPE took_seconds histogram
took_seconds_bucket{le="0.5"} 1
took_seconds_bucket{le="+Inf"} 2
took_seconds_sum 1.25
took_seconds_count 2
# TYPE other summary
other{quantile="0.5"} 1
"#;

    #[test]
    fn every_series_is_read_with_its_labels() {
        let families = families(TEXT);
        let names: Vec<_> = families.iter().map(|family| (family.name, family.kind, family.help, family.samples.len())).collect();
        assert_eq!(
            names,
            [
                ("requests_total", Kind::Counter, "Requests, by route", 2),
                ("memory", Kind::Gauge, "", 1),
                ("took_seconds", Kind::Histogram, "Time", 4),
            ]
        );
        let label = |name, value: &str| (name, value.to_owned());
        assert_eq!(families[0].samples[0].labels, [label("route", "/{tenant}/token, \"x\""), label("status", "200")]);
        assert_eq!(families[0].samples[1].labels, [label("route", "a\\b\nc"), label("status", "400")]);
        assert_eq!(families[1].samples, [Sample { name: "memory", labels: Vec::new(), value: "1.5" }]);
    }

    #[test]
    fn what_is_no_metric_is_left_out() {
        for text in ["", "memory 1", "# TYPE memory gauge\nmemory{a=\"b 1", "# TYPE memory gauge\nmemory_sum 1", "# TYPE\n# HELP\n{"] {
            assert!(families(text).iter().all(|family| family.samples.is_empty()), "{text}");
        }
    }
}
