//! A value as it is sent.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};

/// A type of values that has one form in JSON.
pub trait Value: Sized {
    /// Its type in JSON: a text, a number, or yes and no.
    type Json: Clone + fmt::Debug + PartialEq + Serialize + DeserializeOwned;
    /// Why a value of that type in JSON may be none of these.
    type Error;
    /// The name of its type in a description.
    const NAME: &'static str;

    /// Returns what its JSON looks like.
    fn form() -> Form;

    /// Returns its JSON, in the one way in which it is written.
    fn to_json(&self) -> Self::Json;

    /// Reads its JSON.
    ///
    /// # Errors
    /// The reason why it is no such value.
    fn from_json(json: &Self::Json) -> Result<Self, Self::Error>;
}

/// What the JSON of a type of values looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// A text, with the most characters it can have and its format by the names of JSON Schema, where there are any.
    Text(Option<usize>, Option<&'static str>),
    /// A text that a regular expression describes.
    Pattern(&'static str),
    /// One of these texts.
    Choice(Vec<&'static str>),
    /// A whole number between these two.
    Number(i64, i64),
    /// Yes or no.
    Switch,
}

/// A value as it was sent, or is. Its type in JSON is right; whether it is such a value is found out by reading it.
pub struct Sent<T: Value>(T::Json);

impl<T: Value> Sent<T> {
    /// Returns a value as it is sent.
    pub fn of(value: &T) -> Self {
        Self(value.to_json())
    }

    /// Reads the value.
    ///
    /// # Errors
    /// The reason why it is no such value.
    pub fn read(&self) -> Result<T, T::Error> {
        T::from_json(&self.0)
    }
}

/// Of a value that was not sent: an empty text, 0, or no.
impl<T: Value<Json: Default>> Default for Sent<T> {
    fn default() -> Self {
        Self(T::Json::default())
    }
}

impl<T: Value> Clone for Sent<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Value> PartialEq for Sent<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T: Value> fmt::Debug for Sent<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: Value> Serialize for Sent<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Value> Deserialize<'de> for Sent<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::Json::deserialize(deserializer).map(Self)
    }
}
