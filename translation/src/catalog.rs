//! The texts of a crate, as they are in the program.

use std::{borrow::Cow, collections::HashMap, sync::OnceLock};

use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue, concurrent::FluentBundle};

use crate::{digits::in_thousands, language::Language};

/// The arguments of a text.
pub type Arguments = Vec<(&'static str, FluentValue<'static>)>;

/// The sources of a language, a file for each area.
type Sources = fn(Language) -> &'static [&'static str];

/// Around the number of an element in a text: private characters (Unicode 16, 23.5), which no text has.
const OPENS: char = '\u{f8f0}';
const CLOSES: char = '\u{f8f1}';

/// The texts of the crate that calls it: the areas `text/<language>/<area>.ftl` of its folder.
#[macro_export]
macro_rules! catalogs {
    ($($area:literal)*) => {
        $crate::Catalogs::new(&[$($area),*], |language| match language {
            $crate::Language::English => &[$(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/text/en/", $area, ".ftl"))),*],
            $crate::Language::German => &[$(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/text/de/", $area, ".ftl"))),*],
        })
    };
}

/// The texts of a crate in each language. [`catalogs!`](crate::catalogs) makes them.
pub struct Catalogs {
    areas: &'static [&'static str],
    sources: Sources,
    english: OnceLock<Catalog>,
    german: OnceLock<Catalog>,
}

/// Everything that a crate says in one language.
struct Catalog {
    bundle: FluentBundle<FluentResource>,
    /// Texts without arguments, as they are shown.
    plain: HashMap<&'static str, &'static str>,
}

/// A piece of a text that has elements in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Text(String),
    /// The element with this number, from 0 on.
    Element(usize),
}

impl Catalogs {
    /// Texts in these areas, from these sources.
    pub const fn new(areas: &'static [&'static str], sources: Sources) -> Self {
        Self { areas, sources, english: OnceLock::new(), german: OnceLock::new() }
    }

    /// Returns the areas.
    pub const fn areas(&self) -> &'static [&'static str] {
        self.areas
    }

    /// Returns the text without arguments that has this identifier; the identifier where there is none.
    pub fn plain(&self, language: Language, id: &'static str) -> &'static str {
        self.catalog(language).plain.get(id).copied().unwrap_or(id)
    }

    /// Returns the text that has this identifier, with these arguments; the identifier where there is none.
    pub fn format(&self, language: Language, id: &'static str, arguments: Arguments) -> String {
        self.find(language, id, arguments).unwrap_or_else(|| id.to_owned())
    }

    /// Returns the text that has this identifier, with these arguments, where there is one.
    pub fn find(&self, language: Language, id: &str, arguments: Arguments) -> Option<String> {
        self.try_find(language, id, arguments).map(|(text, _)| text)
    }

    /// Returns the pieces of a text whose arguments are elements, named in the order of their numbers. An element that the text does not
    /// name is in none of them.
    pub fn pieces(&self, language: Language, id: &'static str, names: &[&'static str]) -> Vec<Piece> {
        let places = names.iter().enumerate().map(|(number, name)| (*name, FluentValue::from(format!("{OPENS}{number}{CLOSES}"))));
        let text = self.format(language, id, places.collect());
        let mut pieces = Vec::new();
        for (index, part) in text.split(OPENS).enumerate() {
            let (number, rest) = if index == 0 { ("", part) } else { part.split_once(CLOSES).unwrap_or(("", part)) };
            pieces.extend(number.parse().ok().map(Piece::Element));
            pieces.extend((!rest.is_empty()).then(|| Piece::Text(rest.to_owned())));
        }
        pieces
    }

    /// Returns a text, and what is wrong with it.
    pub(crate) fn try_find(&self, language: Language, id: &str, arguments: Arguments) -> Option<(String, Vec<FluentError>)> {
        let bundle = &self.catalog(language).bundle;
        let pattern = bundle.get_message(id)?.value()?;
        let arguments: FluentArgs<'_> = arguments.into_iter().collect();
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&arguments), &mut errors);
        Some((Cow::into_owned(text), errors))
    }

    fn catalog(&self, language: Language) -> &Catalog {
        let once = match language {
            Language::English => &self.english,
            Language::German => &self.german,
        };
        once.get_or_init(|| Catalog::read(language, (self.sources)(language)))
    }
}

impl Catalog {
    fn read(language: Language, sources: &[&str]) -> Self {
        // A tag of ours is a tag.
        let mut bundle = FluentBundle::new_concurrent(language.tag().parse().into_iter().collect());
        // Pages mark themselves what they quote.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match language {
            Language::English => |value, _| grouped(value, Language::English),
            Language::German => |value, _| grouped(value, Language::German),
        }));
        let mut ids: Vec<String> = Vec::new();
        for source in sources {
            // What cannot be read is left out; a test reads everything.
            let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(resource, _)| resource);
            ids.extend(identifiers(source).map(str::to_owned));
            bundle.add_resource_overriding(resource);
        }
        let plain = ids.into_iter().filter_map(|id| {
            let mut errors = Vec::new();
            let pattern = bundle.get_message(&id)?.value()?;
            let text = bundle.format_pattern(pattern, None, &mut errors).into_owned();
            // Once for each text of the program, for as long as it runs.
            errors.is_empty().then(|| (&*Box::leak(id.into_boxed_str()), &*Box::leak(text.into_boxed_str())))
        });
        let plain = plain.collect();
        Self { bundle, plain }
    }
}

/// Returns the identifiers of the messages in a source: they begin a line.
pub(crate) fn identifiers(source: &str) -> impl Iterator<Item = &str> {
    source.lines().filter_map(|line| line.split_once(" =").map(|(id, _)| id)).filter(|id| {
        id.starts_with(|letter: char| letter.is_ascii_lowercase())
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    })
}

/// Returns a whole number with separators.
fn grouped(value: &FluentValue<'_>, language: Language) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let digits = number.as_string();
    let digits =
        digits.strip_prefix('-').is_none().then_some(digits.as_ref()).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some(in_thousands(digits, language.thousands()))
}

#[cfg(test)]
mod tests {
    use super::*;

    static TEXTS: Catalogs = Catalogs::new(&["a"], |language| match language {
        Language::English => &["a-plain = Hello\na-rich = To { $place }, by { $way }.\na-many = { $count } files\n"],
        Language::German => &["a-plain = Hallo\na-rich = { $way } nach { $place }\na-many = { $count } Dateien\n"],
    });

    #[test]
    fn a_text_is_told_in_the_language_that_is_asked_for() {
        assert_eq!(Language::ALL.map(|language| TEXTS.plain(language, "a-plain")), ["Hello", "Hallo"]);
        let many = |language| TEXTS.format(language, "a-many", vec![("count", 12_345.into())]);
        assert_eq!(Language::ALL.map(many), ["12,345 files", "12.345 Dateien"]);
        assert_eq!(TEXTS.plain(Language::German, "a-none"), "a-none");
    }

    #[test]
    fn elements_stand_where_the_language_has_them() {
        let [english, german] = Language::ALL.map(|language| TEXTS.pieces(language, "a-rich", &["place", "way"]));
        let text = |text: &str| Piece::Text(text.to_owned());
        assert_eq!(english, [text("To "), Piece::Element(0), text(", by "), Piece::Element(1), text(".")]);
        assert_eq!(german, [Piece::Element(1), text(" nach "), Piece::Element(0)]);
    }
}
