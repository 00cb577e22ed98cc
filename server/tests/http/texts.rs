//! The texts of both languages, to look for English on German pages.

use std::{collections::BTreeMap, fs, path::Path};

use translation::testing;

/// The texts of a crate in a language that stand on one line and have no argument, by their identifiers.
fn texts(of_crate: &str, language: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(of_crate).join("text").join(language);
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let sources =
        files.filter(|path| path.extension().is_some_and(|extension| extension == "ftl")).map(|path| fs::read_to_string(path).unwrap());
    let texts: Vec<_> = sources.collect();
    let lines = texts.iter().flat_map(|text| text.lines()).filter(|line| !line.starts_with(['#', ' ']) && !line.contains('{'));
    lines.filter_map(|line| line.split_once(" = ")).map(|(id, text)| (id.to_owned(), text.to_owned())).collect()
}

/// What is said otherwise in German, each by what names it: the texts of a crate, and what the domain and the engine say. A single word may be
/// a name, or the same in both languages.
pub(crate) fn otherwise_in_german(of_crate: &str) -> Vec<(String, String)> {
    let (english, german) = (texts(of_crate, "en"), texts(of_crate, "de"));
    let own = english.into_iter().filter(|(id, text)| german.get(id).is_some_and(|own| own != text));
    let words = testing::german_words().into_iter().filter(|(english, own)| english != own);
    let all = own.chain(words.map(|(english, _)| (english.to_owned(), english.to_owned())));
    all.filter(|(_, text)| text.contains(' ')).collect()
}

/// Returns what names the texts that a page says in English.
pub(crate) fn english_in(page: &str, texts: &[(String, String)]) -> Vec<String> {
    let says = |(_, text): &&(String, String)| {
        // As it stands in a page.
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        page.contains(&format!(">{text}<")) || page.contains(&format!("=\"{text}\""))
    };
    texts.iter().filter(says).map(|(name, _)| name.clone()).collect()
}
