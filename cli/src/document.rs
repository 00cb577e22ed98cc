//! A file that declares a configuration, and where in it each value is.

mod node;
mod references;

use std::{collections::BTreeMap, env, ffi::OsString, io, path::Path};

use control::Error;
use domain::{
    configuration::Configuration,
    name::Slug,
    problem::Problem,
    wire::{ConfigurationDocument, Misfit},
};
use serde_json::Value as Json;

use self::node::{Place, Tree};
use super::failure::Failure;
use crate::bounded_file;

/// The most bytes of such a file.
const MOST: u64 = 16 << 20;

/// What is wrong, where in the file and in what it declares.
type Complaint = (Place, String, String);

/// A file that declares a configuration.
#[derive(Debug)]
pub(super) struct Document {
    file: String,
    json: Json,
    /// What is wrong with what it refers to.
    unresolved: Vec<(String, String)>,
    /// Where each value is, by its JSON pointer, and where its name is, if it has one.
    values: BTreeMap<String, Place>,
    names: BTreeMap<String, Place>,
}

impl Document {
    /// Reads a file, in YAML or in JSON, which is a part of it; `-` is standard input.
    ///
    /// # Errors
    /// [`Failure::Document`] where it cannot be read as either, or says something twice.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let text = if path == Path::new("-") {
            bounded_file::read_text_from(io::stdin().lock(), MOST)
        } else {
            bounded_file::read_text_up_to(path, MOST)
        };
        let text = text.map_err(|source| Failure::File { path: path.to_owned(), source })?;
        let environment = |name: &str| env::vars_os().find(|(found, _)| found == name).map(|(_, value)| value);
        // What a file refers to is found from where it is, whoever reads it from wherever.
        let folder = path.parent().unwrap_or(Path::new(""));
        Self::parse(path.display().to_string(), &text, folder, environment)
    }

    fn parse(file: String, text: &str, folder: &Path, environment: impl Fn(&str) -> Option<OsString>) -> Result<Self, Failure> {
        let Tree { mut json, values, names, twice } = Tree::parse(text).map_err(|unreadable| {
            let (line, column) = unreadable.place;
            Failure::Document(vec![format!("{file}:{line}:{column}: {}", unreadable.sentence)])
        })?;
        let unresolved = references::resolve(&mut json, folder, environment);
        let document = Self { file, json, unresolved, values, names };
        let complaints: Vec<Complaint> =
            twice.into_iter().map(|(pointer, place)| (place, pointer, Problem::Duplicate.sentence())).collect();
        if complaints.is_empty() { Ok(document) } else { Err(document.wrong(complaints)) }
    }

    /// Returns what it declares.
    ///
    /// # Errors
    /// [`Failure::Document`] with all that is wrong with it by itself, also of secrets that it refers to.
    pub(super) fn declares(&self) -> Result<Configuration, Failure> {
        let read = ConfigurationDocument(self.json.clone()).read();
        let unresolved = self.unresolved.iter().map(|(pointer, sentence)| (self.place(pointer), pointer.clone(), sentence.clone()));
        match read {
            Ok(declared) if self.unresolved.is_empty() => Ok(declared),
            read => Err(self.wrong(self.complaints(&read.err().unwrap_or_default()).chain(unresolved).collect())),
        }
    }

    /// Returns why it was not applied, by the places in the file.
    pub(super) fn failure(&self, error: Error, tenant: &Slug) -> Failure {
        match error {
            Error::Unfit(misfits) => self.wrong(self.complaints(&misfits).collect()),
            Error::Undecided => Failure::NothingDone(
                "Active refresh tokens would end earlier, and it is not said whether they shall: add `--reach live_tokens` or `--reach \
                 new_tokens`. `regrant plan` says which they are."
                    .to_owned(),
            ),
            Error::Stale => Failure::NothingDone(
                "It would not be that plan any more: the file, a secret, `--prune`, `--reach`, or what is there is not as it was. Make a plan again."
                    .to_owned(),
            ),
            error => Failure::no_tenant(error, tenant),
        }
    }

    fn complaints<'a>(&'a self, misfits: &'a [Misfit]) -> impl Iterator<Item = Complaint> + 'a {
        misfits.iter().map(|Misfit { pointer, problem }| {
            let place = match (problem, self.names.get(pointer)) {
                // What is wrong with these is their name.
                (Problem::UnknownMember, Some(place)) => *place,
                _ => self.place(pointer),
            };
            let sentence = match problem {
                // It is in a list of its own line, or at its own place in one.
                Problem::RedirectUri { problem, .. } => problem.to_string(),
                problem => problem.sentence(),
            };
            (place, pointer.clone(), sentence)
        })
    }

    /// Returns what is wrong, from top to bottom.
    fn wrong(&self, mut complaints: Vec<Complaint>) -> Failure {
        complaints.sort();
        let told = complaints.into_iter().map(|((line, column), pointer, sentence)| {
            let at = if pointer.is_empty() { String::new() } else { format!("{pointer}: ") };
            format!("{}:{line}:{column}: {at}{sentence}", self.file)
        });
        Failure::Document(told.collect())
    }

    /// Returns where a value is; of one that is missing, where it is missing from.
    fn place(&self, pointer: &str) -> Place {
        let mut at = pointer;
        loop {
            match (self.values.get(at), at.rsplit_once('/')) {
                (Some(place), _) => return *place,
                (None, Some((above, _))) => at = above,
                (None, None) => return (1, 1),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "# A comment.\ntenant: { id: acme, name: Acme }\nservers:\n  - id: shop\n    name: Shop\n";

    fn wrong(text: &str) -> Vec<String> {
        let environment = |name: &str| (name == "SECRET").then(|| "0123456789abcdef0123456789abcdef\n".into());
        let read = Document::parse("file".to_owned(), text, Path::new(""), environment).and_then(|document| document.declares());
        match read {
            Err(Failure::Document(wrong)) => wrong,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_wrong_is_told_by_file_line_column_and_pointer() {
        for (rest, complaint) in [
            ("    colour: red\n", "file:6:5: /servers/0/colour: There is no such member."),
            ("    dpop_nonce_required: yes\n", "file:6:26: /servers/0/dpop_nonce_required: This must be `true` or `false`."),
            ("    name: Again\n", "file:6:5: /servers/0/name: This is there more than once."),
            ("    clients: 7\n", "file:6:14: /servers/0/clients: This must be a list."),
            ("    version: latest\n", "file:6:14: /servers/0/version: This must be a whole number."),
            ("    clients:\n      - client_name: 7\n", "file:7:22: /servers/0/clients/0/client_name: This must be a text."),
            (
                "    clients: [{ client_name: A, application_types: [service], client_secret: abc }]\n",
                "file:6:78: /servers/0/clients/0/client_secret: A secret does not stand in a file: name where it is, as `{ env: NAME }` or \
                 `{ file: PATH }`.",
            ),
            (
                "    clients: [{ client_name: A, application_types: [service], client_secret: { env: NOTHING } }]\n",
                "file:6:78: /servers/0/clients/0/client_secret: The environment variable NOTHING is not set.",
            ),
        ] {
            assert_eq!(wrong(&format!("{HEAD}{rest}")), [complaint], "{rest}");
        }
        let missing = wrong(&format!("{HEAD}    clients: [{{ application_types: [service] }}]\n"));
        assert_eq!(missing.len(), 1);
        assert!(missing[0].starts_with("file:6:15: /servers/0/clients/0/client_name: "), "{missing:?}");
        let unreadable = wrong("tenant: [\n");
        assert!(unreadable.len() == 1 && unreadable[0].starts_with("file:") && !unreadable[0].contains('\n'), "{unreadable:?}");
        assert!(wrong("")[0].starts_with("file:1:1: This must be an object."), "{:?}", wrong(""));
    }

    #[test]
    fn a_secret_is_read_from_where_it_is_and_a_file_in_json_is_one_in_yaml() {
        let text = "{\"tenant\": {\"id\": \"acme\"}, \"servers\": [{\"id\": \"shop\", \"name\": \"Shop\", \"clients\": [{\"client_name\": \"A\", \
                    \"application_types\": [\"service\"], \"client_secret\": {\"env\": \"SECRET\"}}]}]}";
        let environment = |name: &str| (name == "SECRET").then(|| "0123456789abcdef0123456789abcdef\n".into());
        let declared = Document::parse("file".to_owned(), text, Path::new(""), environment).unwrap().declares().unwrap();
        let secret = declared.workspaces[0].clients.as_ref().unwrap()[0].secret.clone().unwrap();
        assert_eq!(secret.expose(), "0123456789abcdef0123456789abcdef");
    }
}
