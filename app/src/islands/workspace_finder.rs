use leptos::{html, prelude::*};

use super::finder::{Finder, FinderPlace, FinderWords, Finding};

/// The field of the switcher: finds a workspace among all of the tenant, and opens it at the page that is shown.
#[island]
pub fn WorkspaceFinder(
    /// Where is searched.
    place: FinderPlace,
    /// The address of the list of workspaces.
    action: String,
    /// What it says.
    words: FinderWords,
) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    view! {
        <Finder
            id="workspace-finder"
            action
            place
            finding=Finding::new(words)
            field
        />
    }
}
