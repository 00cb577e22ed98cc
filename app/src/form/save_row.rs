use leptos::prelude::*;

use super::{Form, notice::tone};
use crate::{
    api::ApiError,
    components::use_here,
    islands::{MENDED, Unsaved},
    t, t_view,
    ui::{Button, Kind, Label, Notice},
};

/// The most fields that are named at once; the others come when these are right.
const MOST_NAMED: usize = 5;
/// The selector of the links to fields.
const WAYS: &str = ".save-row-way";

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
            <a class="save-row-discard" href=use_here()>{t!("form-discard")}</a>
            <Unsaved typed asks said=t!("form-not-saved")/>
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
            match named.len() {
                0 => t!("form-invalid").into_any(),
                1 => while_wrong(t_view!("form-invalid-one", field = view! { <Ways to=named/> })),
                count => {
                    // Only those that are named can be seen to be mended.
                    let follows = (count <= MOST_NAMED).then(|| format!("{WAYS}:not([hidden])"));
                    let number = view! { <span data-count-of=follows>{count.to_string()}</span> };
                    while_wrong(t_view!("form-invalid-several", count = number, fields = view! { <Ways to=named/> }))
                }
            }
        }
        ApiError::Stale { conflicts, .. } if !conflicts.is_empty() => {
            let fields: Vec<_> = conflicts.iter().map(|conflict| conflict.field.as_str()).collect();
            t_view!("form-conflicts", fields = view! { <Ways to=form.labels.of(&fields)/> })
        }
        ApiError::Reset { field, .. } => {
            t_view!("form-reset", field = view! { <Ways to=form.labels.of(&[field.as_str()])/> })
        }
        ApiError::SignedOut if form.not_saved().is_some() => t!("form-signed-out").into_any(),
        ApiError::SignedOut => t!("form-signed-out-without").into_any(),
        // The question is at the top of the form.
        ApiError::Undecided { .. } => {
            t_view!("form-undecided", link = view! { <a href="#impact-title">{t!("form-undecided-link")}</a> })
        }
        _ => failure.sentence().into_any(),
    };
    view! { <Notice tone>{said}</Notice> }.into_any()
}

/// What is said while one of the fields that it names is as it was.
fn while_wrong(said: AnyView) -> AnyView {
    view! { <span data-while=format!("{WAYS}:not([hidden])")>{said}</span> }.into_any()
}

/// Links to fields. A browser that follows one puts the focus there. The link of a field that was wrong goes when the field is changed.
#[component]
fn Ways(to: Vec<Label>) -> impl IntoView {
    let more = to.len().saturating_sub(MOST_NAMED);
    let links = to.into_iter().take(MOST_NAMED).enumerate().map(|(index, Label { id, text, .. })| {
        let comma = (index > 0).then(|| view! { <span class="save-row-comma">", "</span> });
        view! { <span class="save-row-way" data-unless=format!("[id='{id}'][{MENDED}]")>{comma}<a href=format!("#{id}")>{text}</a></span> }
    });
    view! { {links.collect_view()} {(more > 0).then(|| format!(" {}", t!("form-more", count = more)))} }.into_any()
}
