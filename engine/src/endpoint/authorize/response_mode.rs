//! How an answer is sent (OAuth 2.0 Multiple Response Type Encoding Practices §2.1, Form Post Response Mode, JARM §2.3).

/// How an answer is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseMode {
    /// In the query of the redirect.
    Query,
    /// In a form that the user's browser posts.
    FormPost,
    /// As a signed JWT, in the query of the redirect.
    QueryJwt,
    /// As a signed JWT, in the fragment of the redirect.
    FragmentJwt,
    /// As a signed JWT, in a form that the user's browser posts.
    FormPostJwt,
}

impl ResponseMode {
    /// The values of `response_mode`.
    pub(crate) const NAMES: [&str; 6] = ["query", "form_post", "jwt", "query.jwt", "fragment.jwt", "form_post.jwt"];

    /// Returns the values of `response_mode` that are taken: all of them, or those alone that are signed.
    pub(crate) fn names(signed_alone: bool) -> Vec<&'static str> {
        Self::NAMES.into_iter().filter(|name| !signed_alone || Self::of(Some(name)).is_some_and(Self::is_signed)).collect()
    }

    /// Returns the mode of this name, or the usual one; nothing if there is no such mode.
    pub(super) fn of(named: Option<&str>) -> Option<Self> {
        match named {
            None | Some("query") => Some(Self::Query),
            Some("form_post") => Some(Self::FormPost),
            // JARM §2.3.4: that of the response type, whose answers go into the query.
            Some("jwt" | "query.jwt") => Some(Self::QueryJwt),
            Some("fragment.jwt") => Some(Self::FragmentJwt),
            Some("form_post.jwt") => Some(Self::FormPostJwt),
            Some(_) => None,
        }
    }

    /// Returns whether the answer is a signed JWT.
    pub const fn is_signed(self) -> bool {
        matches!(self, Self::QueryJwt | Self::FragmentJwt | Self::FormPostJwt)
    }

    /// Returns whether the user's browser posts it.
    pub const fn is_posted(self) -> bool {
        matches!(self, Self::FormPost | Self::FormPostJwt)
    }

    /// Returns whether it stands in the fragment of the address, which the browser keeps to itself and its scripts.
    pub const fn is_in_fragment(self) -> bool {
        matches!(self, Self::FragmentJwt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_is_a_mode_and_no_other_is() {
        for name in ResponseMode::NAMES {
            let mode = ResponseMode::of(Some(name)).unwrap();
            assert_eq!(mode.is_signed(), name.ends_with("jwt"), "{name}");
            assert_eq!(mode.is_posted(), name.starts_with("form_post"), "{name}");
            assert_eq!(mode.is_in_fragment(), name.starts_with("fragment"), "{name}");
        }
        for name in ["fragment", "JWT", "query.JWT", ".jwt", "web_message", ""] {
            assert_eq!(ResponseMode::of(Some(name)), None, "{name}");
        }
        assert_eq!(ResponseMode::names(false), ResponseMode::NAMES);
        assert_eq!(ResponseMode::names(true), ["jwt", "query.jwt", "fragment.jwt", "form_post.jwt"]);
        assert_eq!(ResponseMode::of(None), Some(ResponseMode::Query));
    }
}
