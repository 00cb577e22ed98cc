//! What a client accepts (RFC 9110 §12.5.1).

use axum::http::{HeaderMap, header};
use engine::endpoint::signed_introspection::{AcceptedAnswers, MEDIA_TYPE};

/// Reads which introspection answers a client takes. Without the header, or with one that cannot be read, it takes any.
pub(super) fn introspection(headers: &HeaderMap) -> AcceptedAnswers {
    let ranges: Vec<(String, f32)> = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(range)
        .collect();
    let quality = |name: &str| ranges.iter().find(|(range, _)| range == name).map(|(_, quality)| *quality);
    // The most specific range counts.
    let signed = quality(MEDIA_TYPE).or_else(|| quality("application/*")).or_else(|| quality("*/*"));
    AcceptedAnswers {
        // A range that covers everything does not ask for what few can read.
        asks_for_signed: quality(MEDIA_TYPE).is_some_and(|own| own > 0.0 && own >= quality("application/json").unwrap_or_default()),
        takes_signed: ranges.is_empty() || signed.is_some_and(|quality| quality > 0.0),
    }
}

/// A media range and its weight; nothing if it has none that can be read.
fn range(text: &str) -> Option<(String, f32)> {
    let mut parts = text.split(';').map(str::trim);
    let range = parts.next().filter(|range| !range.is_empty())?.to_ascii_lowercase();
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    let quality: f32 = weight.unwrap_or("1").parse().ok()?;
    (0.0..=1.0).contains(&quality).then_some((range, quality))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    /// Whether these headers ask for a signed answer, and whether they take one.
    fn of(accept: &[&'static str]) -> (bool, bool) {
        let headers: HeaderMap = accept.iter().map(|value| (header::ACCEPT, HeaderValue::from_static(value))).collect();
        let AcceptedAnswers { asks_for_signed, takes_signed } = introspection(&headers);
        (asks_for_signed, takes_signed)
    }

    #[test]
    fn a_signed_answer_is_asked_for_by_its_name_and_taken_where_nothing_excludes_it() {
        let cases: [(&[&'static str], (bool, bool)); 13] = [
            (&[], (false, true)),
            (&["*/*"], (false, true)),
            (&["application/*"], (false, true)),
            (&["application/json"], (false, false)),
            (&["application/json, text/plain, */*"], (false, true)),
            (&["application/token-introspection+jwt"], (true, true)),
            (&["Application/Token-Introspection+JWT"], (true, true)),
            (&["application/json", "application/token-introspection+jwt"], (true, true)),
            (&["application/json, application/token-introspection+jwt;q=0.5"], (false, true)),
            (&["application/json;q=0.5, application/token-introspection+jwt; q=0.9"], (true, true)),
            (&["application/token-introspection+jwt;q=0, */*"], (false, false)),
            (&["application/token-introspection+jwt;q=2"], (false, true)),
            (&["text/html"], (false, false)),
        ];
        for (accept, expected) in cases {
            assert_eq!(of(accept), expected, "{accept:?}");
        }
    }
}
