//! What the Rust files declare, as far as a document needs to know.

use std::collections::BTreeSet;

/// The repository's Rust files.
pub(super) struct Code {
    files: Vec<File>,
}

struct File {
    /// The crate, the folders and the file's own name, which are the modules of a path.
    modules: BTreeSet<String>,
    /// The names after `fn`, `struct` and their like.
    declared: BTreeSet<String>,
    /// The types that the file has an `impl` for.
    implemented: BTreeSet<String>,
    /// The names with which lines begin: fields and variants among them.
    leading: BTreeSet<String>,
    text: String,
}

const DECLARING: [&str; 8] = ["fn", "struct", "enum", "trait", "type", "const", "static", "mod"];

impl Code {
    /// Reads files from their paths and contents.
    pub(super) fn read(files: &[(String, String)]) -> Self {
        Self { files: files.iter().map(|(path, text)| File::read(path, text)).collect() }
    }

    /// Returns whether a name or a path like `Type::method` is declared.
    pub(super) fn declares(&self, path: &str) -> bool {
        let names: Vec<&str> = path.split("::").collect();
        match names.as_slice() {
            [name] => self.files.iter().any(|file| file.declared.contains(*name) || file.modules.contains(*name)),
            [.., owner, name] => self.files.iter().any(|file| file.declares_in(owner, name)),
            [] => false,
        }
    }

    /// Returns whether a file has this text, in code or in a comment.
    pub(super) fn contains(&self, text: &str) -> bool {
        self.files.iter().any(|file| file.text.contains(text))
    }
}

impl File {
    fn read(path: &str, text: &str) -> Self {
        let modules = path.trim_end_matches(".rs").split('/').filter(|part| *part != "src").map(str::to_owned).collect();
        let code: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.starts_with("//")).collect();
        let (mut declared, mut implemented, mut leading) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for line in &code {
            let words: Vec<&str> =
                line.split(|letter: char| !letter.is_alphanumeric() && letter != '_').filter(|word| !word.is_empty()).collect();
            declared.extend(words.windows(2).filter_map(|pair| match pair {
                [keyword, name] if DECLARING.contains(keyword) => Some((*name).to_owned()),
                _ => None,
            }));
            if words.first() == Some(&"impl") {
                implemented.extend(words.iter().skip(1).map(|word| (*word).to_owned()));
            }
            leading.extend(words.iter().find(|word| !["pub", "crate", "super"].contains(word)).map(|word| (*word).to_owned()));
        }
        Self { modules, declared, implemented, leading, text: text.to_owned() }
    }

    fn declares_in(&self, owner: &str, name: &str) -> bool {
        let has_name = self.declared.contains(name);
        (self.modules.contains(owner) || self.implemented.contains(owner)) && has_name
            || self.declared.contains(owner) && (has_name || self.leading.contains(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_declared_where_it_belongs() {
        let files = [
            ("engine/src/grant.rs".to_owned(), "impl Engine {\n    pub async fn exchange(&self) {}\n}\n".to_owned()),
            ("engine/src/refusal.rs".to_owned(), "pub enum Refusal {\n    MissingProof,\n}\n// fn gone() {}\n".to_owned()),
        ];
        let code = Code::read(&files);
        for name in ["exchange", "Engine::exchange", "grant::exchange", "engine::grant::exchange", "Refusal::MissingProof", "engine"] {
            assert!(code.declares(name), "{name}");
        }
        for name in ["gone", "Engine::gone", "Refusal::exchange", "Other::MissingProof", "MissingProof"] {
            assert!(!code.declares(name), "{name}");
        }
        assert!(code.contains("async fn exchange"));
    }
}
