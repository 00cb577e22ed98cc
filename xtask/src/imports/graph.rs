//! Which file imports which. A name counts as the file that declares it, by however many re-exports it comes.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt::{self, Display},
};

use super::{
    source::File,
    tokens::{Import, Named},
};

/// One file's import of another: where, and what first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edge {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) line: usize,
    pub(super) names: BTreeSet<String>,
}

impl Display for Edge {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        write!(formatter, "{}:{} imports {} ({})", self.from, self.line, self.to, names.join(", "))
    }
}

pub(super) struct Graph {
    edges: Vec<Edge>,
}

/// One module's names.
#[derive(Default)]
struct Scope<'a> {
    /// The file that holds it.
    file: usize,
    items: BTreeSet<&'a str>,
    imports: Vec<&'a Import>,
    /// It is a file with nothing but declarations of modules and imports: a signpost that nobody depends on.
    signpost: bool,
}

struct Scopes<'a> {
    by_path: HashMap<Vec<String>, Scope<'a>>,
}

impl Graph {
    pub(super) fn of(files: &[File]) -> Self {
        let scopes = Scopes::of(files);
        let mut found: BTreeMap<(usize, usize), (usize, BTreeSet<String>)> = BTreeMap::new();
        for (index, file) in files.iter().enumerate() {
            for named in scopes.dependencies(file) {
                for target in scopes.declaring_files(&file.module, named) {
                    if target != index {
                        let (line, names) = found.entry((index, target)).or_insert((named.line, BTreeSet::new()));
                        *line = named.line.min(*line);
                        names.extend(named.segments.iter().rev().find(|name| *name != "self").cloned());
                    }
                }
            }
        }
        let path = |index: usize| files.get(index).map(|file| file.path.clone()).unwrap_or_default();
        let edges = found.into_iter().map(|((from, to), (line, names))| Edge { from: path(from), to: path(to), line, names });
        Self { edges: edges.collect() }
    }

    pub(super) fn edges(&self) -> &[Edge] {
        &self.edges
    }
}

impl<'a> Scopes<'a> {
    fn of(files: &'a [File]) -> Self {
        let mut by_path: HashMap<Vec<String>, Scope<'a>> = HashMap::new();
        for (index, file) in files.iter().enumerate() {
            let absolute = |module: &[String]| [&file.module[..], module].concat();
            let contents = &file.contents;
            let signpost = contents.items.is_empty() && contents.paths.is_empty();
            by_path.insert(file.module.clone(), Scope { file: index, signpost, ..Scope::default() });
            for module in contents.modules.iter().filter(|module| module.inline) {
                by_path.insert(absolute(&module.path), Scope { file: index, ..Scope::default() });
            }
            for item in &contents.items {
                if let Some(scope) = by_path.get_mut(&absolute(&item.module)) {
                    scope.items.insert(&item.name);
                }
            }
            for import in &contents.imports {
                if let Some(scope) = by_path.get_mut(&absolute(&import.named.module)) {
                    scope.imports.push(import);
                }
            }
        }
        Self { by_path }
    }

    /// The paths by which a file depends on others. A `pub use` in a file is no dependency by itself, but what the code names by it is.
    fn dependencies(&self, file: &'a File) -> impl Iterator<Item = &'a Named> {
        let signpost = self.by_path.get(&file.module).is_some_and(|scope| scope.signpost);
        let imports = file.contents.imports.iter().filter(|import| !import.public).map(|import| &import.named);
        let paths = file.contents.paths.iter();
        imports.chain(paths).filter(move |_| !signpost)
    }

    /// The files that declare what `named` names in a file of the module `above`; none for what comes from other crates.
    fn declaring_files(&self, above: &[String], named: &Named) -> BTreeSet<usize> {
        let mut search = Search { scopes: self, seen: Vec::new(), found: BTreeSet::new() };
        search.resolve(&[above, &named.module[..]].concat(), &named.segments);
        search.found
    }
}

/// One look for the files that a path names.
struct Search<'s, 'a> {
    scopes: &'s Scopes<'a>,
    /// The imports on the way, so that re-exports in a circle come to an end.
    seen: Vec<&'a Import>,
    found: BTreeSet<usize>,
}

impl<'a> Search<'_, 'a> {
    /// Adds the files that declare what a path names, seen from a module. Returns whether it names anything of this crate.
    fn resolve(&mut self, from: &[String], segments: &[String]) -> bool {
        let Some((module, rest)) = start(from, segments) else { return false };
        let absolute = rest.len() < segments.len();
        let Some((name, rest)) = rest.split_first() else {
            self.depend_on_module(&module);
            return true;
        };
        let known = self.find(from, &module, name, rest);
        if !known && absolute {
            // A name that a macro declares.
            self.depend_on_module(&module);
        }
        known || absolute
    }

    /// Looks for a name in a module, as the module `from` sees it, and goes on with the rest of the path from there.
    fn find(&mut self, from: &[String], module: &[String], name: &str, rest: &[String]) -> bool {
        let Some(scope) = self.scopes.by_path.get(module) else { return false };
        let mut known = false;
        let child = [module, &[name.to_owned()]].concat();
        if self.scopes.by_path.contains_key(&child) {
            known = true;
            let found = rest.split_first().is_some_and(|(next, rest)| self.find(from, &child, next, rest));
            if !found {
                self.depend_on_module(&child);
            }
        }
        if scope.items.contains(name) {
            known = true;
            self.found.insert(scope.file);
        }
        let visible = |import: &&'a Import| import.public || from.starts_with(module);
        for import in scope.imports.iter().copied().filter(visible).filter(|import| import.name.as_deref() == Some(name)) {
            known |= self.follow(import, |search, segments| search.resolve(module, &[segments, rest].concat()));
        }
        if !known {
            for import in scope.imports.iter().copied().filter(visible).filter(|import| import.all) {
                known |= self.follow(import, |search, segments| search.find_below(module, segments, name, rest));
            }
        }
        known
    }

    /// Goes on where an import points to, once.
    fn follow(&mut self, import: &'a Import, go_on: impl FnOnce(&mut Self, &[String]) -> bool) -> bool {
        if self.seen.iter().any(|earlier| std::ptr::eq(*earlier, import)) {
            return false;
        }
        self.seen.push(import);
        let known = go_on(self, &import.named.segments);
        self.seen.pop();
        known
    }

    /// Looks for a name in the module that a path leads to from another. It need not be there.
    fn find_below(&mut self, from: &[String], path: &[String], name: &str, rest: &[String]) -> bool {
        let Some((mut module, path)) = start(from, path) else { return false };
        module.extend(path.iter().cloned());
        self.find(from, &module, name, rest)
    }

    fn depend_on_module(&mut self, module: &[String]) {
        let scope = self.scopes.by_path.get(module).filter(|scope| !scope.signpost);
        self.found.extend(scope.map(|scope| scope.file));
    }
}

/// The module where a path begins, and what is left of the path.
fn start<'a>(module: &[String], segments: &'a [String]) -> Option<(Vec<String>, &'a [String])> {
    match segments {
        [first, rest @ ..] if first == "crate" => Some((Vec::new(), rest)),
        [first, rest @ ..] if first == "self" => Some((module.to_vec(), rest)),
        [first, ..] if first == "super" => {
            let count = segments.iter().take_while(|segment| *segment == "super").count();
            let above = module.get(..module.len().checked_sub(count)?)?;
            Some((above.to_vec(), segments.get(count..)?))
        }
        _ => Some((module.to_vec(), segments)),
    }
}
