use leptos::prelude::*;

use super::{Form, notice::tone};
use crate::{
    api::ApiError,
    components::use_here,
    islands::Unsaved,
    ui::{Button, Kind, Label, Notice},
};

/// The most fields that are named at once; the others come when these are right.
const MOST_NAMED: usize = 5;

/// The row at the end of a form: the button, whether there is anything that is not saved yet, the way to discard that, and why the last submission failed, with the
/// way to each field that it is about. It stays in sight while there is something to say.
#[component]
pub fn SaveRow(
    /// The form.
    form: Form,
    /// What the button says.
    label: &'static str,
    /// Its weight.
    #[prop(default = Kind::Primary)]
    kind: Kind,
) -> impl IntoView {
    let failure = form.failure();
    let typed = failure.as_ref().is_some_and(|failure| failure.typed().is_some());
    // The focus goes to the first field that is marked, or to a question of the form's own, or else here. That question has buttons of its
    // own, and is not covered.
    let asks = matches!(failure, Some(ApiError::Undecided { .. }));
    let focus = failure.as_ref().is_some_and(|failure| !asks && !matches!(failure, ApiError::Invalid { .. }));
    let pinned = failure.is_some() && !asks;
    view! {
        <div class="save-row" data-dirty=typed.to_string() data-pinned=pinned.to_string()>
            <div class="save-row-notice" role="alert" tabindex="-1" autofocus=focus>
                {failure.map(|failure| view! { <SaveNotice form failure/> })}
            </div>
            <Button kind>{label}</Button>
            // The page as it is without what was typed.
            <a class="save-row-discard" href=use_here()>"Discard"</a>
            <Unsaved typed asks/>
        </div>
    }
    .into_any()
}

#[component]
fn SaveNotice(form: Form, failure: ApiError) -> impl IntoView {
    let tone = tone(&failure);
    let said = match &failure {
        ApiError::Invalid { problems, .. } => {
            let fields: Vec<_> = problems.iter().map(|at| at.field.as_str()).collect();
            let named = form.labels.of(&fields);
            let count = match named.len() {
                0 => "Look at what is marked above.".to_owned(),
                1 => "1 error: ".to_owned(),
                count => format!("{count} errors: "),
            };
            view! { "Nothing was saved yet. " {count} <Ways to=named/> }.into_any()
        }
        ApiError::Stale { conflicts, .. } if !conflicts.is_empty() => {
            let fields: Vec<_> = conflicts.iter().map(|conflict| conflict.field.as_str()).collect();
            view! {
                "Nothing was saved yet. While you were editing, also changed elsewhere: " <Ways to=form.labels.of(&fields)/>
                ". Choose the value to keep, and save again. Other changes stay."
            }
            .into_any()
        }
        ApiError::Reset { field, .. } => {
            view! { "The default is filled in: " <Ways to=form.labels.of(&[field.as_str()])/> ". Nothing was saved yet." }.into_any()
        }
        ApiError::SignedOut if form.not_saved().is_some() => {
            "You were signed out in the meantime, so nothing was saved. What you typed is still here: save it again.".into_any()
        }
        ApiError::SignedOut => {
            "You were signed out in the meantime, so nothing was saved. What you typed was too long to be kept: type it again.".into_any()
        }
        // The question is at the top of the form.
        ApiError::Undecided { .. } => {
            view! { "Nothing was saved yet. " <a href="#impact-title">"Decide whether the change applies to existing refresh tokens"</a> "." }
                .into_any()
        }
        _ => failure.sentence().into_any(),
    };
    view! { <Notice tone>{said}</Notice> }.into_any()
}

/// Links to fields. A browser that follows one puts the focus there.
#[component]
fn Ways(to: Vec<Label>) -> impl IntoView {
    let more = to.len().saturating_sub(MOST_NAMED);
    let links = to.into_iter().take(MOST_NAMED).enumerate().map(|(index, Label { id, text, .. })| {
        view! { {(index > 0).then_some(", ")} <a href=format!("#{id}")>{text}</a> }
    });
    view! { {links.collect_view()} {(more > 0).then(|| format!(" and {more} more"))} }.into_any()
}
