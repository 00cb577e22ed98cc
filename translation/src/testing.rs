//! What the crates that have texts check of them. Each check returns what it has found, in sentences.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::Path,
};

use fluent_bundle::FluentResource;

use crate::{
    catalog::{Catalogs, identifiers},
    language::Language,
    missing, words,
};

/// Words that stand nowhere in German texts, each with the one that does: a thing has one name.
const NO_TERMS: [(&str, &str); 5] = [
    ("Workspace", "Arbeitsbereich"),
    ("Tenant", "Mandant"),
    ("Anwender", "Benutzer"),
    ("Applikation", "Anwendung"),
    ("Zugriffstoken", "Access-Token"),
];

/// Returns what is wrong with the words of a German text.
pub fn terms(german: &str) -> Vec<String> {
    let found = NO_TERMS.iter().filter(|(word, _)| german.contains(word));
    found.map(|(word, term)| format!("{german:?} has {word}, which is called {term}")).collect()
}

/// Returns the sentences of ours, or the identifiers of such, that were to be told in another language since the process began, and that it
/// does not have.
pub fn untranslated() -> Vec<String> {
    missing::noted()
}

/// Returns every word and sentence without values that there is in German, each with its German.
pub fn german_words() -> Vec<(&'static str, &'static str)> {
    words::all().collect()
}

/// Returns the messages of an area of a crate in a language, each by its identifier with what stands there.
///
/// # Errors
/// The file cannot be read.
pub fn messages(folder: &str, language: Language, area: &str) -> io::Result<BTreeMap<String, String>> {
    let source = fs::read_to_string(Path::new(folder).join("text").join(language.tag()).join(format!("{area}.ftl")))?;
    let mut messages: BTreeMap<String, String> = BTreeMap::new();
    let mut last = None;
    for line in source.lines() {
        if let Some(id) = identifiers(line).next() {
            last = Some(id.to_owned());
        }
        if let Some(id) = &last {
            let message = messages.entry(id.clone()).or_default();
            message.push_str(line);
            message.push('\n');
        }
    }
    Ok(messages)
}

/// Returns the names of the arguments in a message: what begins with `$` between braces. Elsewhere it is a letter as any other.
pub fn arguments(message: &str) -> BTreeSet<&str> {
    let inside = message.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default());
    let names = inside.flat_map(|expression| expression.split('$').skip(1));
    names.map(|rest| rest.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_')).next().unwrap_or_default()).collect()
}

/// Checks the files of a crate: that there is one for each area in each language and no other, that it is read as it is meant, and that no
/// message is there twice.
///
/// # Errors
/// A file cannot be read.
pub fn files(folder: &str, texts: &Catalogs) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for language in Language::ALL {
        let of_language = Path::new(folder).join("text").join(language.tag());
        let mut there = BTreeSet::new();
        for entry in fs::read_dir(&of_language)? {
            let path = entry?.path();
            let is_area = path.extension().is_some_and(|extension| extension == "ftl");
            there.extend(path.file_stem().filter(|_| is_area).map(|stem| stem.to_string_lossy().into_owned()));
        }
        let listed: BTreeSet<String> = texts.areas().iter().map(|area| (*area).to_owned()).collect();
        if there != listed {
            found.push(format!("{}: the files are {there:?}, and the areas {listed:?}", language.tag()));
        }
        for area in texts.areas() {
            let source = fs::read_to_string(of_language.join(format!("{area}.ftl")))?;
            found.extend(twice(&source).into_iter().map(|id| format!("{}/{area}: {id} is there twice", language.tag())));
            if let Err((_, errors)) = FluentResource::try_new(source) {
                found.push(format!("{}/{area}: {errors:?}", language.tag()));
            }
        }
    }
    Ok(found)
}

/// Returns the identifiers that are in a source more than once.
fn twice(source: &str) -> Vec<String> {
    let mut ids = BTreeSet::new();
    identifiers(source).filter(|id| !ids.insert(*id)).map(str::to_owned).collect()
}

/// Checks that both languages have the same messages with the same arguments, that their identifiers begin with their area, and that German has one
/// word for a thing.
///
/// # Errors
/// A file cannot be read.
pub fn pairs(folder: &str, texts: &Catalogs) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for area in texts.areas() {
        let (english, german) = (messages(folder, Language::English, area)?, messages(folder, Language::German, area)?);
        for id in english.keys().chain(german.keys()).collect::<BTreeSet<_>>() {
            match (english.get(id), german.get(id)) {
                (Some(one), Some(other)) if arguments(one) == arguments(other) => {}
                (Some(_), Some(_)) => found.push(format!("{id}: its arguments differ by language")),
                (Some(_), None) => found.push(format!("{id} has no German")),
                (None, _) => found.push(format!("{id} has no English")),
            }
            found.extend(german.get(id).into_iter().flat_map(|text| terms(text)));
            if !id.starts_with(&format!("{area}-")) {
                found.push(format!("{area}: {id} begins with its area"));
            }
        }
    }
    Ok(found)
}

/// Checks that every text that the code of a crate names is there, and that every text that is there is named. The code names them in the first
/// literal after the beginning of one of these calls, such as `t!(`.
///
/// # Errors
/// A file cannot be read.
pub fn names(folder: &str, texts: &Catalogs, calls: &[&str]) -> io::Result<Vec<String>> {
    let mut code = Vec::new();
    sources(&Path::new(folder).join("src"), &mut code)?;
    let named: BTreeSet<&str> = code.iter().flat_map(|source| calls.iter().flat_map(move |call| named_in(source, call))).collect();
    let mut there = BTreeSet::new();
    for area in texts.areas() {
        there.extend(messages(folder, Language::English, area)?.into_keys());
    }
    let absent = named.iter().filter(|id| id.contains('-') && !there.contains(**id)).map(|id| format!("there is no text {id}"));
    let idle = there.iter().filter(|id| !named.contains(id.as_str())).map(|id| format!("no code names {id}"));
    Ok(absent.chain(idle).collect())
}

/// What stands in the first literal of a call, wherever it is made.
fn named_in<'a>(source: &'a str, call: &'a str) -> impl Iterator<Item = &'a str> {
    let is_word = |before: char| before.is_ascii_alphanumeric() || before == '_';
    let is_whole = move |at: usize| !source.get(..at).unwrap_or_default().ends_with(is_word);
    let after = move |at: usize| source.get(at + call.len()..).unwrap_or_default();
    source.match_indices(call).filter(move |(at, _)| is_whole(*at)).filter_map(move |(at, _)| {
        // What comes before the literal is the language, where it is named.
        let line = after(at).trim_start();
        let begins = line.find('"')?;
        let before = line.get(..begins)?;
        let is_argument = before.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.,&*() \n".contains(&byte));
        if is_argument { line.get(begins + 1..)?.split('"').next() } else { None }
    })
}

/// Returns every line of these folders of a crate's `src` in which a sentence stands that people would read, but for what is for developers.
///
/// # Errors
/// A file cannot be read.
pub fn sentences(folder: &str, rooms: &[&str]) -> io::Result<Vec<String>> {
    let mut code = Vec::new();
    for room in rooms {
        sources(&Path::new(folder).join("src").join(room), &mut code)?;
    }
    let has_one = |line: &&str| {
        let is_for_developers = ["//", "#["].iter().any(|begins| line.trim_start().starts_with(begins))
            || ["expect(", "reason =", "tracing::", "panic!"].iter().any(|way| line.contains(way));
        !is_for_developers && line.split('"').skip(1).step_by(2).any(is_sentence)
    };
    let lines = code.iter().flat_map(|source| source.split("#[cfg(test)]").next().unwrap_or_default().lines().filter(has_one));
    Ok(lines.map(|line| line.trim().to_owned()).collect())
}

/// Returns whether a literal is a sentence, or the beginning of one: a capital letter and another word; or a part of one, three words.
fn is_sentence(literal: &str) -> bool {
    let is_word = |word: &str| {
        let letters = word.trim_end_matches(['.', ',', ':', '?', '!']);
        letters.len() > 1 && letters.bytes().all(|byte| byte.is_ascii_lowercase())
    };
    let mut words = literal.split(' ');
    let capital = words.next().is_some_and(|first| {
        let mut letters = first.chars();
        letters.next().is_some_and(|first| first.is_ascii_uppercase()) && letters.all(|letter| letter.is_ascii_lowercase())
    });
    let begins = capital && words.next().is_some_and(is_word);
    begins || literal.split_whitespace().filter(|&word| is_word(word)).count() >= 3
}

/// Every source file below a folder, or the file itself with that name.
fn sources(folder: &Path, found: &mut Vec<String>) -> io::Result<()> {
    if !folder.is_dir() {
        found.push(fs::read_to_string(folder)?);
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_named_in_the_first_literal_of_a_call() {
        let code = "t!(\"a-b\") + t!(visit.language(), \"c-d\", n = \"x\") + not!(\"e\") + t!(\n    language,\n    \"f-g\") + t!(name)";
        assert_eq!(named_in(code, "t!(").collect::<Vec<_>>(), ["a-b", "c-d", "f-g"]);
    }

    #[test]
    fn an_argument_stands_between_braces() {
        let text = "a { $b -> [one] { NUMBER($c) } *[other] d } {$e} and #/$defs/f";
        assert_eq!(arguments(text), BTreeSet::from(["b", "c", "e"]));
    }

    #[test]
    fn a_sentence_is_told_from_what_is_none() {
        for sentence in ["Sign in again", "Type it to confirm.", " would like to: ", "to manage your account"] {
            assert!(is_sentence(sentence), "{sentence}");
        }
        for other in ["Regrant", "text/html; charset=utf-8", "username webauthn", "problem code-hint", "default-src 'none'", "a b c"] {
            assert!(!is_sentence(other), "{other}");
        }
    }
}
