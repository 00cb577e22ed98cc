//! The console's pages: a section is a file of `app/src/pages` with its folder, a page a file that declares a component named `…Page`.

use super::{graph::Edge, source::File};

const PAGES: &str = "app/src/pages/";

/// Imports between sections, and of pages by anything below `pages`.
pub(super) fn find(files: &[File], edges: &[Edge]) -> Vec<String> {
    let is_page = |path: &str| {
        let file = files.iter().find(|file| file.path == path);
        file.is_some_and(|file| file.contents.items.iter().any(|item| item.name.ends_with("Page")))
    };
    let broken = edges.iter().filter(|edge| match (section(&edge.from), section(&edge.to)) {
        (Some(from), Some(to)) => from != to || is_page(&edge.to),
        _ => false,
    });
    broken.map(|edge| format!("{edge}: no page imports another; what they share belongs in app/src/components")).collect()
}

/// `clients` for `app/src/pages/clients.rs` and all that is in its folder.
fn section(path: &str) -> Option<&str> {
    let below = path.strip_prefix(PAGES)?;
    below.split('/').next()?.split('.').next()
}
