use domain::name::Slug;
use leptos::prelude::*;

use super::{COPIED, Done};
use crate::{
    components::use_query,
    form::{ActionButton, FormAction, FormNotice, Target},
    t,
    ui::{Notice, Tone},
    undo::UndoChange,
};

/// Says what was done, where the page's address has a code. With `version`, "saved" is said only of the version in force,
/// so that a bookmark or a reload claims nothing that is not so.
#[component]
pub fn DoneNotice(
    /// The version in force.
    #[prop(optional, into)]
    version: Option<i64>,
    /// Whether something failed since: then nothing else is said.
    #[prop(optional)]
    failed: bool,
) -> impl IntoView {
    let query = use_query();
    let done = Done::parse(&query.value("done"), query.value("version").parse().ok());
    let said = done.filter(|done| match *done {
        Done::Saved(saved) | Done::SavedTogether(saved) => version.is_none_or(|version| version == saved),
        _ => true,
    });
    let undo = FormAction::<UndoChange>::new();
    let undo_failed = undo.form.failed().then(|| view! { <FormNotice form=undo.form/> });
    let name = query.value("undo");
    let copied = Slug::parse(&query.value(COPIED)).ok();
    let notice = said.filter(|_| !failed).map(|done| {
        let copied =
            copied.filter(|_| done == Done::WorkspaceCopied).map(|of| format!(" {}", t!("outcomes-copied", workspace = of.to_string())));
        let offer = (!name.is_empty())
            .then(|| view! { <ActionButton action=undo target=Target::none().with("undo", name) label=t!("outcomes-undo")/> });
        view! { <Notice tone=Tone::Good><span>{done.sentence().into_owned()}{copied}</span>{offer}</Notice> }
    });
    view! {
        {undo_failed}
        <div role="status" class="done">{notice}</div>
    }
    .into_any()
}
