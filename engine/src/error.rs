//! Why a request was not answered as it was asked, and whose fault that is.

use std::{borrow::Cow, fmt};

use domain::explanation::Refused;

pub use crate::refusal::Refusal;
use crate::{details_schema::Crowded, keys::KeyError, signing_key::SigningError, storage::StorageError};

/// Why a request was not answered as it was asked. The client is told [`Error::refusal`]; the rest is for the log.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request was refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The request was refused because of this place in what the client sent.
    #[error("{refusal} {place}")]
    RefusedAt {
        /// The refusal.
        refusal: Refusal,
        /// The place.
        place: Place,
    },
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The settings changed again and again while the request was decided by them.
    #[error("the settings were changed again and again meanwhile")]
    Unsettled,
    /// Too many elements wait to be checked by the schema of their type.
    #[error(transparent)]
    Crowded(#[from] Crowded),
    /// A key could not be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A token could not be signed.
    #[error(transparent)]
    Signature(#[from] SigningError),
}

impl Error {
    /// Returns what the client is told: the refusal, or that the server cannot answer now.
    pub const fn refusal(&self) -> Refusal {
        match self {
            Self::Refused(refusal) | Self::RefusedAt { refusal, .. } => *refusal,
            Self::Storage(_) | Self::Unsettled | Self::Crowded(_) | Self::Key(_) | Self::Signature(_) => Refusal::TemporarilyUnavailable,
        }
    }

    /// The refusal, where the request was refused; none where the server cannot answer.
    pub const fn refused(&self) -> Option<Refusal> {
        match self {
            Self::Refused(refusal) | Self::RefusedAt { refusal, .. } => Some(*refusal),
            Self::Storage(_) | Self::Unsettled | Self::Crowded(_) | Self::Key(_) | Self::Signature(_) => None,
        }
    }

    /// The place that the refusal is about, if it is about one.
    pub const fn place(&self) -> Option<&Place> {
        match self {
            Self::RefusedAt { place, .. } => Some(place),
            Self::Refused(_) | Self::Storage(_) | Self::Unsettled | Self::Crowded(_) | Self::Key(_) | Self::Signature(_) => None,
        }
    }

    /// Returns the refusal as an explanation tells it, with its place; none where the server cannot answer.
    pub(crate) fn told(&self) -> Option<Refused> {
        let place = self.place().map(|place| place.as_str().to_owned());
        self.refused().map(|refusal| Refused { place, ..refusal.into() })
    }

    /// Returns the `error_description` for the client: what is wrong, and where.
    pub fn description(&self) -> Cow<'static, str> {
        described(self.refusal(), self.place())
    }

    /// A refusal, and the place that it is about if there is one.
    pub(crate) fn refused_at(refusal: Refusal, place: Option<Place>) -> Self {
        match place {
            Some(place) => Self::RefusedAt { refusal, place },
            None => Self::Refused(refusal),
        }
    }
}

/// A place in what a client sent, as it is told to that client: at most 200 of the characters that an `error_description` has (RFC 6749 §5.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place(Box<str>);

impl Place {
    /// The most characters of a place.
    const MOST: usize = 200;

    /// A place in a parameter. What cannot be told stands as a question mark.
    pub(crate) fn new(text: &str) -> Self {
        let is_told = |character: char| matches!(character, ' '..='!' | '#'..='[' | ']'..='~');
        let told: String = text.chars().map(|character| if is_told(character) { character } else { '?' }).take(Self::MOST).collect();
        Self(told.into())
    }

    /// The place as text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "At {}.", self.0)
    }
}

/// Returns the `error_description` of a refusal, with the place that it is about.
pub(crate) fn described(refusal: Refusal, place: Option<&Place>) -> Cow<'static, str> {
    match place {
        Some(place) => format!("{} {place}", refusal.description()).into(),
        None => refusal.description().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Clauses: 280.
    #[test]
    fn a_refusal_tells_the_place_that_it_is_about_in_the_characters_of_the_standard() {
        let at = |text: &str| Error::refused_at(Refusal::DetailsMisfit, Some(Place::new(text))).description().into_owned();
        assert!(at("authorization_details/0/amount").ends_with(" At authorization_details/0/amount."));
        assert!(at("authorization_details/0/\"gr\u{f6}\u{df}e\\").ends_with(" At authorization_details/0/?gr??e?."));
        assert_eq!(Place::new(&"x".repeat(1000)).0.len(), Place::MOST);
        assert_eq!(Error::from(Refusal::DetailsMisfit).description(), Refusal::DetailsMisfit.description());
    }
}
