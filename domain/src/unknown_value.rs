//! The error of a text that names none of the values of an enum.

/// A text that is not one of the known values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this value is not known")]
pub struct UnknownValue;
