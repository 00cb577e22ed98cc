//! The header that says who asks: one, or none that counts.

use axum::http::{HeaderMap, header};

/// What stands in the `Authorization` header of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Credentials<'a> {
    /// There is none.
    Absent,
    /// This.
    Given(&'a str),
    /// No text: still an attempt, and a failed one.
    Unreadable,
    /// It is there more than once, and cannot be (RFC 9110 §5.3, §11.6.2): what is before this server may have looked at another one.
    Several,
}

impl<'a> Credentials<'a> {
    /// Reads the header. Nobody else does.
    pub(crate) fn of(headers: &'a HeaderMap) -> Self {
        let mut lines = headers.get_all(header::AUTHORIZATION).iter();
        match (lines.next(), lines.next()) {
            (None, _) => Self::Absent,
            (Some(line), None) => line.to_str().map_or(Self::Unreadable, Self::Given),
            (Some(_), Some(_)) => Self::Several,
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn two_are_none_even_if_they_are_the_same() {
        let read = |lines: &[&[u8]]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(header::AUTHORIZATION, HeaderValue::from_bytes(line).unwrap());
            }
            format!("{:?}", Credentials::of(&headers))
        };
        assert_eq!(read(&[]), "Absent");
        assert_eq!(read(&[b"Basic YTpi"]), "Given(\"Basic YTpi\")");
        assert_eq!(read(&[b"\xff"]), "Unreadable");
        for second in [&b"Basic YTpi"[..], b"Bearer x", b"", b"\xff"] {
            assert_eq!(read(&[b"Basic YTpi", second]), "Several");
        }
    }
}
