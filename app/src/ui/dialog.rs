use leptos::prelude::*;

use super::Kind;

/// A dialog that asks before something is done. The browser itself opens and closes it, so it works without JavaScript; `Escape` and a
/// click beside it cancel.
#[component]
pub fn Dialog(
    /// Its identifier, which its [`DialogButton`] names.
    #[prop(into)]
    id: String,
    /// What is asked.
    #[prop(into)]
    title: String,
    /// What will happen, and the form that does it.
    children: Children,
) -> impl IntoView {
    let title_id = format!("{id}-title");
    let labelledby = title_id.clone();
    view! {
        <dialog class="dialog" id=id popover="auto" aria-labelledby=labelledby>
            <h2 id=title_id>{title}</h2>
            {children()}
        </dialog>
    }
    .into_any()
}

/// A button that opens a dialog, or closes the one it stands in.
#[component]
pub fn DialogButton(
    /// The dialog's identifier.
    #[prop(into)]
    dialog: String,
    /// Its weight.
    #[prop(default = Kind::Secondary)]
    kind: Kind,
    /// Whether it closes the dialog.
    #[prop(optional)]
    closes: bool,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let kind = match kind {
        Kind::Primary => "primary",
        Kind::Secondary => "secondary",
        Kind::Danger => "danger",
    };
    view! {
        <button type="button" class="button" data-kind=kind popovertarget=dialog popovertargetaction=if closes { "hide" } else { "show" }>
            {children()}
        </button>
    }
    .into_any()
}
