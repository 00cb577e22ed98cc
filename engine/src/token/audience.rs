//! `aud` (RFC 7519 §4.1.3): the audience of a token.

use std::slice;

use domain::resource::{Resource, Resources};
use serde::{Deserialize, Serialize};

/// The audience of an access token: a string for one, a list for several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Audience {
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

impl Audience {
    /// The resource servers (RFC 8707 §2.2); the workspace itself if there are none.
    pub(crate) fn of(resources: &Resources, issuer: &str) -> Self {
        let mut all: Vec<_> = resources.iter().map(ToString::to_string).collect();
        match all.pop() {
            None => Self::One(issuer.to_owned()),
            Some(only) if all.is_empty() => Self::One(only),
            Some(last) => {
                all.push(last);
                Self::Several(all)
            }
        }
    }

    /// Returns the resource servers among it; none where it is the workspace itself.
    pub(crate) fn resources(&self, issuer: &str) -> Resources {
        let all = match self {
            Self::One(one) => slice::from_ref(one),
            Self::Several(all) => all.as_slice(),
        };
        all.iter().filter(|audience| *audience != issuer).filter_map(|audience| Resource::parse(audience).ok()).collect()
    }

    /// Returns whether the token is for this audience.
    pub fn contains(&self, audience: &str) -> bool {
        match self {
            Self::One(one) => one == audience,
            Self::Several(all) => all.iter().any(|one| one == audience),
        }
    }
}
