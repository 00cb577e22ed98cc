//! What an installation is for, as its console shows it: production is not mistaken for staging.

use std::fmt;

/// What the environment is called, such as *Production*: 1 to 20 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvironmentName(String);

impl EnvironmentName {
    /// The most characters that it may have.
    pub const MAX_CHARS: usize = 20;

    /// Returns the name that this text is, without space around it; none where it is empty, too long, or holds what cannot be shown.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = !text.is_empty() && text.chars().nth(Self::MAX_CHARS).is_none() && !text.chars().any(char::is_control);
        fits.then(|| Self(text.to_owned()))
    }

    /// Returns it as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EnvironmentName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The colour of an environment. What it looks like is in the console's style, where its contrast is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EnvironmentColor {
    /// That of nothing in particular.
    #[default]
    Gray,
    /// Red.
    Red,
    /// Amber.
    Amber,
    /// Green.
    Green,
    /// Blue.
    Blue,
    /// Purple.
    Purple,
}

impl EnvironmentColor {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Gray, Self::Red, Self::Amber, Self::Green, Self::Blue, Self::Purple];

    /// Returns its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gray => "gray",
            Self::Red => "red",
            Self::Amber => "amber",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Purple => "purple",
        }
    }

    /// Returns the colour of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|color| color.name() == name)
    }
}

/// What an installation is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    /// What it is called.
    pub name: EnvironmentName,
    /// Its colour.
    pub color: EnvironmentColor,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_can_be_shown() {
        assert_eq!(EnvironmentName::parse(" Staging EU ").unwrap().as_str(), "Staging EU");
        assert!(EnvironmentName::parse(&"ü".repeat(20)).is_some());
        for wrong in ["", " ", &"ü".repeat(21), "a\u{7}b"] {
            assert_eq!(EnvironmentName::parse(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_colour_has_a_name_of_its_own() {
        for color in EnvironmentColor::ALL {
            assert_eq!(EnvironmentColor::from_name(color.name()), Some(color));
        }
        assert_eq!(EnvironmentColor::from_name("pink"), None);
    }
}
