//! The types of policy values: how each is typed, read and shown, and how it is sent.

use super::{FamilyLimit, FamilyLimitOutOfBounds, LimitRule, Rotation};
use crate::{
    lifetime::{Lifetime, LifetimeError, RefreshTokenTtl},
    unknown_value::UnknownValue,
    wire::sent::{Form, Value},
};

/// The control by which a value is typed or chosen.
#[derive(Debug, Clone, Copy)]
pub enum ValueKind {
    /// A duration such as `30d`.
    Duration,
    /// A whole number.
    Number,
    /// On or off.
    Switch,
    /// One of several, by its value on the wire and its label.
    Choice(fn() -> Vec<(&'static str, &'static str)>),
}

/// The reason why a text is no value of a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// A duration that cannot be read or is out of bounds.
    #[error(transparent)]
    Lifetime(#[from] LifetimeError),
    /// A number out of bounds.
    #[error(transparent)]
    FamilyLimit(#[from] FamilyLimitOutOfBounds),
    /// None of the choices.
    #[error(transparent)]
    Unknown(#[from] UnknownValue),
}

/// A type of policy values.
pub(super) trait Typed: Copy {
    const KIND: ValueKind;
    /// The bounds of a duration, in seconds.
    const LIMITS: Option<(i64, i64)> = None;

    /// Returns the text that [`Self::read`] reads back; `0` for nothing of what is counted.
    fn typed(self) -> String;

    /// Returns the value in words: `30 days`.
    fn words(self) -> String;

    fn read(text: &str) -> Result<Self, ValueError>;
}

impl<const MIN: i64, const MAX: i64> Typed for Lifetime<MIN, MAX> {
    const KIND: ValueKind = ValueKind::Duration;
    const LIMITS: Option<(i64, i64)> = Some((MIN, MAX));

    fn typed(self) -> String {
        if self.as_seconds() == 0 { "0".to_owned() } else { self.short() }
    }

    fn words(self) -> String {
        Self::words(self)
    }

    fn read(text: &str) -> Result<Self, ValueError> {
        Ok(Self::parse(text)?)
    }
}

impl Typed for Option<RefreshTokenTtl> {
    const KIND: ValueKind = ValueKind::Duration;
    const LIMITS: Option<(i64, i64)> = Some(RefreshTokenTtl::BOUNDS);

    fn typed(self) -> String {
        self.map_or_else(|| "0".to_owned(), Lifetime::short)
    }

    fn words(self) -> String {
        self.map_or_else(|| "0".to_owned(), Lifetime::words)
    }

    fn read(text: &str) -> Result<Self, ValueError> {
        Ok(RefreshTokenTtl::parse_or_none(text)?)
    }
}

impl Typed for bool {
    const KIND: ValueKind = ValueKind::Switch;

    fn typed(self) -> String {
        self.to_string()
    }

    fn words(self) -> String {
        (if self { "On" } else { "Off" }).to_owned()
    }

    fn read(text: &str) -> Result<Self, ValueError> {
        text.parse().map_err(|_| UnknownValue.into())
    }
}

impl Typed for FamilyLimit {
    const KIND: ValueKind = ValueKind::Number;

    fn typed(self) -> String {
        u16::from(self).to_string()
    }

    fn words(self) -> String {
        self.typed()
    }

    fn read(text: &str) -> Result<Self, ValueError> {
        Ok(Self::parse(text)?)
    }
}

/// Durations are sent as Go prints them, the way Cloudentity's API has it, and read as people type them, too.
impl<const MIN: i64, const MAX: i64> Value for Lifetime<MIN, MAX> {
    type Json = String;
    type Error = ValueError;
    const NAME: &'static str = "Duration";

    fn form() -> Form {
        DURATION
    }

    fn to_json(&self) -> String {
        self.go()
    }

    fn from_json(json: &String) -> Result<Self, ValueError> {
        Self::read(json)
    }
}

const DURATION: Form = Form::Text(Some(100), None);

impl<const MIN: i64, const MAX: i64> Value for Option<Lifetime<MIN, MAX>> {
    type Json = String;
    type Error = ValueError;
    const NAME: &'static str = "Duration";

    fn form() -> Form {
        DURATION
    }

    fn to_json(&self) -> String {
        self.map_or_else(|| "0s".to_owned(), Lifetime::go)
    }

    fn from_json(json: &String) -> Result<Self, ValueError> {
        Ok(Lifetime::parse_or_none(json)?)
    }
}

impl Value for bool {
    type Json = Self;
    type Error = ValueError;
    const NAME: &'static str = "Switch";

    fn form() -> Form {
        Form::Switch
    }

    fn to_json(&self) -> Self {
        *self
    }

    fn from_json(json: &Self) -> Result<Self, ValueError> {
        Ok(*json)
    }
}

impl Value for FamilyLimit {
    type Json = i64;
    type Error = ValueError;
    const NAME: &'static str = "TokenLimit";

    fn form() -> Form {
        Form::Number(0, 1000)
    }

    fn to_json(&self) -> i64 {
        u16::from(*self).into()
    }

    fn from_json(json: &i64) -> Result<Self, ValueError> {
        let number = u16::try_from(*json).map_err(|_| FamilyLimitOutOfBounds)?;
        Ok(number.try_into()?)
    }
}

macro_rules! choice {
    ($kind:ty) => {
        impl Typed for $kind {
            const KIND: ValueKind = ValueKind::Choice(|| Self::ALL.map(|value| (value.name(), value.label())).to_vec());

            fn typed(self) -> String {
                self.name().to_owned()
            }

            fn words(self) -> String {
                self.label().to_owned()
            }

            fn read(text: &str) -> Result<Self, ValueError> {
                Ok(text.parse()?)
            }
        }

        impl Value for $kind {
            type Json = String;
            type Error = ValueError;
            const NAME: &'static str = stringify!($kind);

            fn form() -> Form {
                Form::Choice(Self::ALL.map(Self::name).to_vec())
            }

            fn to_json(&self) -> String {
                self.name().to_owned()
            }

            fn from_json(json: &String) -> Result<Self, ValueError> {
                Self::read(json)
            }
        }
    };
}

choice!(Rotation);
choice!(LimitRule);
