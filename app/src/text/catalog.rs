//! The catalogs, as they are in the program.

use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue, concurrent::FluentBundle};

use super::digits::in_thousands;
use crate::api::Language;

/// The arguments of a text.
pub type Arguments = Vec<(&'static str, FluentValue<'static>)>;

macro_rules! areas {
    ($($area:literal)*) => {
        /// The areas of the console's text: a file in each language.
        #[cfg(test)]
        pub(super) const AREAS: &[&str] = &[$($area),*];

        const fn sources(language: Language) -> &'static [&'static str] {
            match language {
                Language::English => &[$(include_str!(concat!("../../text/en/", $area, ".ftl"))),*],
                Language::German => &[$(include_str!(concat!("../../text/de/", $area, ".ftl"))),*],
            }
        }
    };
}

areas! {
    "account" "administrators" "auth-server" "clients" "client-pages" "components" "form" "layout" "logs" "outcomes" "reuses" "settings" "tokens"
    "ui" "users" "webhooks" "workspaces" "words"
}

/// Words of the domain, by their English names.
const GERMAN_WORDS: &str = include_str!("../../text/de/words.yaml");

/// Everything that is said in one language.
pub(super) struct Catalog {
    bundle: FluentBundle<FluentResource>,
    /// Texts without arguments, as they are shown.
    plain: HashMap<&'static str, &'static str>,
    /// Words of the domain by their English names; none in English.
    words: HashMap<&'static str, &'static str>,
}

static ENGLISH: LazyLock<Catalog> = LazyLock::new(|| Catalog::read(Language::English));
static GERMAN: LazyLock<Catalog> = LazyLock::new(|| Catalog::read(Language::German));

/// Returns the catalog of a language.
pub(super) fn catalog(language: Language) -> &'static Catalog {
    match language {
        Language::English => &ENGLISH,
        Language::German => &GERMAN,
    }
}

impl Catalog {
    fn read(language: Language) -> Self {
        // A tag of ours is a tag.
        let mut bundle = FluentBundle::new_concurrent(language.tag().parse().into_iter().collect());
        // Pages mark themselves what they quote.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match language {
            Language::English => |value, _| grouped(value, Language::English),
            Language::German => |value, _| grouped(value, Language::German),
        }));
        let mut ids: Vec<String> = Vec::new();
        for source in sources(language) {
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
        let words = match language {
            Language::English => HashMap::new(),
            Language::German => serde_saphyr::from_str::<HashMap<String, String>>(GERMAN_WORDS).unwrap_or_default(),
        };
        let words = words.into_iter().map(|(english, own)| (&*Box::leak(english.into_boxed_str()), &*Box::leak(own.into_boxed_str())));
        Self { plain, words: words.collect(), bundle }
    }

    /// Returns the text without arguments that has this identifier.
    pub(super) fn plain(&self, id: &'static str) -> &'static str {
        self.plain.get(id).copied().unwrap_or(id)
    }

    /// Returns a word of the domain.
    pub(super) fn word(&self, english: &'static str) -> &'static str {
        self.find_word(english).unwrap_or(english)
    }

    /// Returns a word of the domain, where it is there.
    pub(super) fn find_word(&self, english: &str) -> Option<&'static str> {
        self.words.get(english).copied()
    }

    /// Returns the text that has this identifier, with these arguments, where there is one.
    pub(super) fn find(&self, id: &str, arguments: Arguments) -> Option<String> {
        self.try_find(id, arguments).map(|(text, _)| text)
    }

    /// The same, with what is wrong with it.
    pub(super) fn try_find(&self, id: &str, arguments: Arguments) -> Option<(String, Vec<FluentError>)> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let arguments: FluentArgs<'_> = arguments.into_iter().collect();
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&arguments), &mut errors);
        Some((Cow::into_owned(text), errors))
    }
}

/// Returns the identifiers of the messages in a source: they begin a line.
pub(super) fn identifiers(source: &str) -> impl Iterator<Item = &str> {
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
