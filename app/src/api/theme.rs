//! In which colours this browser shows the console. It is kept in a cookie of the browser, and not with the administrator: what suits the eyes depends on
//! the screen.

use serde::{Deserialize, Serialize};

use super::kept::{A_YEAR, keep, kept};

/// The name of the cookie.
const COOKIE: &str = "regrant-console-theme";

/// The colours of the console.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Those that the reader's system asks for.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// All themes.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Returns its name, as forms and the cookie have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Returns the `data-theme` of the document; none where the system decides.
    pub fn attribute(self) -> Option<&'static str> {
        (self != Self::System).then(|| self.name())
    }

    /// Returns what the browser is told before the style is there: it draws the empty page in these colours.
    pub const fn color_scheme(self) -> &'static str {
        match self {
            Self::System => "light dark",
            theme => theme.name(),
        }
    }

    /// Reads a name. What is none was not written here, and the system decides.
    fn read(name: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.name() == name).unwrap_or_default()
    }
}

/// Returns the theme of this browser.
pub fn theme() -> Theme {
    kept(COOKIE).map(|name| Theme::read(&name)).unwrap_or_default()
}

/// Keeps the theme of this browser.
pub fn keep_theme(theme: Theme) {
    // Where the system decides, there is nothing to keep.
    keep(COOKIE, theme.name(), if theme == Theme::System { 0 } else { A_YEAR });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_is_read_as_it_is_written_and_nonsense_is_the_systems() {
        for theme in Theme::ALL {
            assert_eq!(Theme::read(theme.name()), theme);
        }
        assert_eq!((Theme::read("purple"), Theme::read("")), (Theme::System, Theme::System));
        assert_eq!(Theme::ALL.map(Theme::attribute), [None, Some("light"), Some("dark")]);
    }
}
