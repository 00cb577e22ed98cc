//! What the JSON of something is like, for those who describe it.

use std::collections::BTreeMap;

use crate::wire::sent::{Form, Sent, Value};

/// What the JSON of something is like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A value, by the name of its type.
    Value(&'static str, Form),
    /// A text of any kind.
    Text,
    /// A whole number.
    Number,
    /// Yes or no.
    Switch,
    /// Anything.
    Any,
    /// A list.
    List(Box<Self>),
    /// Members of any name.
    Map(Box<Self>),
    /// Something that may be absent.
    Optional(Box<Self>),
    /// One of several.
    OneOf(&'static str, Vec<Self>),
    /// Members by their names.
    Object(Object),
}

/// Members by their names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// The name of the type.
    pub name: &'static str,
    /// What it is, in words.
    pub about: String,
    /// Its members.
    pub members: Vec<Member>,
    /// Whether programs send it, too. Other members are refused then.
    pub sent: bool,
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its name.
    pub name: &'static str,
    /// What it is, in words.
    pub about: String,
    /// What its JSON is like.
    pub shape: Shape,
    /// Whether it is told and not set.
    pub told: bool,
    /// Whether it has to be sent.
    pub needed: bool,
}

/// Something whose JSON is known.
pub trait Shaped {
    /// Returns what its JSON is like.
    fn shape() -> Shape;
}

macro_rules! shaped {
    ($($type:ty: $shape:expr;)*) => {$(
        impl Shaped for $type {
            fn shape() -> Shape {
                $shape
            }
        }
    )*};
}

shaped! {
    String: Shape::Text;
    i64: Shape::Number;
    u64: Shape::Number;
    bool: Shape::Switch;
    serde_json::Value: Shape::Any;
}

impl<T: Value> Shaped for Sent<T> {
    fn shape() -> Shape {
        Shape::Value(T::NAME, T::form())
    }
}

impl<T: Shaped> Shaped for Vec<T> {
    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }
}

impl<T: Shaped> Shaped for Option<T> {
    fn shape() -> Shape {
        Shape::Optional(Box::new(T::shape()))
    }
}

impl<T: Shaped> Shaped for BTreeMap<String, T> {
    fn shape() -> Shape {
        Shape::Map(Box::new(T::shape()))
    }
}

/// Returns the words of a comment, which stands in lines that begin with a space.
pub(crate) fn words(lines: &[&str]) -> String {
    lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}
