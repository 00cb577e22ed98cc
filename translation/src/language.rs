//! The languages, and how a reader asks for one.

/// A language that people read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// German.
    German,
}

impl Language {
    /// All languages.
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// Returns its tag (RFC 5646).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// Returns what those call it who speak it.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
        }
    }

    /// Returns what stands between thousands.
    pub const fn thousands(self) -> &'static str {
        match self {
            Self::English => ",",
            Self::German => ".",
        }
    }

    /// Reads a tag, or one of a region.
    pub fn read(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or_default().trim();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// Returns the first that there is of tags with blanks between them, as `ui_locales` has them (OpenID Connect Core §3.1.2.1).
    pub fn first_of(tags: &str) -> Option<Self> {
        tags.split_ascii_whitespace().find_map(Self::read)
    }

    /// Returns the one that a browser likes best of those that there are, by its `Accept-Language` (RFC 9110 §12.5.4).
    pub fn accepted(header: &str) -> Option<Self> {
        let weighed = header.split(',').filter_map(|range| {
            let (tag, weight) = range.split_once(';').unwrap_or((range, "q=1"));
            let weight: f32 = weight.trim().trim_start_matches(['q', 'Q']).trim_start_matches('=').parse().ok()?;
            (weight > 0.0).then_some(())?;
            Some((Self::read(tag.trim())?, weight))
        });
        weighed.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(language, _)| language)
    }
}

/// Returns by what a text is put into an alphabetical order, in either language: capitals and umlauts make no difference (DIN 5007-1).
pub fn alphabetical(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'ä' => key.push('a'),
            'ö' => key.push('o'),
            'ü' => key.push('u'),
            'ß' => key.push_str("ss"),
            other => key.push(other),
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::{Language, alphabetical};

    #[test]
    fn an_umlaut_stands_with_its_letter() {
        let mut words = ["Zeit", "über", "Ähnlich", "Straße", "Strand", "unter", "bar"];
        words.sort_by_key(|word| alphabetical(word));
        assert_eq!(words, ["Ähnlich", "bar", "Strand", "Straße", "über", "unter", "Zeit"]);
    }

    #[test]
    fn the_first_language_that_there_is_is_taken() {
        for (header, language) in [
            ("de-AT,de;q=0.9,en;q=0.8", Some(Language::German)),
            ("en-GB,en;q=0.9,de;q=0.8", Some(Language::English)),
            ("fr,de;q=0.4,en;q=0.7", Some(Language::English)),
            ("fr", None),
            ("de;q=0", None),
            ("en; q=0.5, de; Q=0.9", Some(Language::German)),
            ("*", None),
            ("", None),
            (";;q=x,,,", None),
        ] {
            assert_eq!(Language::accepted(header), language, "{header}");
        }
        for (tags, language) in [
            ("fr-CA de-AT en", Some(Language::German)),
            ("EN de", Some(Language::English)),
            ("  de  ", Some(Language::German)),
            ("fr", None),
            ("", None),
            ("denmark", None),
        ] {
            assert_eq!(Language::first_of(tags), language, "{tags}");
        }
    }
}
