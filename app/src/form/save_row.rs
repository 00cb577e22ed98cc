use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

use super::{Form, notice::tone, sign_in_beside::SignInBeside, unsaved::watch_changes};
use crate::{
    api::ApiError,
    ui::{Button, Label, Notice},
};

/// The most fields that are named at once; the others come when these are right.
const MOST_NAMED: usize = 5;

/// The row at the end of a form: the button, whether there is anything that is not saved yet, and why the last submission failed, with the
/// way to each field that it is about. It stays in sight while there is something to say.
#[component]
pub fn SaveRow(
    /// The form.
    form: Form,
    /// What the button says.
    label: &'static str,
) -> impl IntoView {
    let row = NodeRef::<html::Div>::new();
    let notice = NodeRef::<html::Div>::new();
    let (failure, failed) = (form.failure(), form.failed());
    // A question of the form's own has buttons of its own, and is not covered.
    let asks = Signal::derive(move || failure.with(|failure| matches!(failure, Some(ApiError::Undecided { .. }))));
    let dirty = RwSignal::new(false);
    watch_changes(form, row, dirty);
    Effect::new(move |last: Option<()>| {
        let here = failure.with(|failure| failure.as_ref().is_some_and(|failure| !leads_to_a_field(failure)));
        // A page that was loaded again has a new row, for a form that was answered before.
        if (last.is_some() || form.answered.get_value()) && here {
            request_animation_frame(move || {
                if let Some(notice) = notice.try_get_untracked().flatten() {
                    let _ = notice.focus();
                }
            });
        }
    });
    // Without JavaScript, the page itself gives it the focus.
    let focus = failure.with_untracked(|failure| failure.as_ref().is_some_and(|failure| !leads_to_a_field(failure)));
    view! {
        <div
            class="save-row"
            node_ref=row
            data-dirty=move || dirty.get().to_string()
            data-pinned=move || ((dirty.get() || failed.get()) && !asks.get()).to_string()
        >
            <div class="save-row-notice" role="alert" tabindex="-1" autofocus=focus node_ref=notice>
                {move || failure.get().map(|failure| view! { <SaveNotice form failure/> })}
            </div>
            <Button busy=form.pending()>{label}</Button>
            <span class="save-row-hint" role="status">{move || dirty.get().then_some("Not saved yet")}</span>
        </div>
    }
    .into_any()
}

/// Returns whether the focus goes to a field, or to a question of the form's own.
const fn leads_to_a_field(failure: &ApiError) -> bool {
    matches!(failure, ApiError::Invalid { .. } | ApiError::Undecided { .. })
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
        ApiError::SignedOut if form.failed_before() && form.sent.with_value(Option::is_some) => {
            "You were signed out in the meantime, so nothing was saved. What you typed is still here: save it again.".into_any()
        }
        ApiError::SignedOut if form.failed_before() => {
            "You were signed out in the meantime, so nothing was saved. What you typed was too long to be kept: type it again.".into_any()
        }
        ApiError::SignedOut => view! { {failure.sentence()} " " <SignInBeside/> }.into_any(),
        ApiError::OtherPage => {
            view! { "The session that this page was shown to is over, and nothing was saved. " <SignInBeside/> }.into_any()
        }
        // The question is at the top of the form.
        ApiError::Undecided { .. } => {
            view! { "Nothing was saved yet. " <a href="#impact-title" rel="external">"Decide whether the change applies to existing refresh tokens"</a> "." }
                .into_any()
        }
        _ => failure.sentence().into_any(),
    };
    view! { <Notice tone>{said}</Notice> }.into_any()
}

/// Links to fields.
#[component]
fn Ways(to: Vec<Label>) -> impl IntoView {
    let more = to.len().saturating_sub(MOST_NAMED);
    let links = to.into_iter().take(MOST_NAMED).enumerate().map(|(index, Label { id, text, .. })| {
        let target = id.clone();
        let go = move |event: ev::MouseEvent| {
            let field = document().get_element_by_id(&target).and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok());
            if let Some(field) = field {
                event.prevent_default();
                let _ = field.focus();
            }
        };
        view! { {(index > 0).then_some(", ")} <a href=format!("#{id}") rel="external" on:click=go>{text}</a> }
    });
    view! { {links.collect_view()} {(more > 0).then(|| format!(" and {more} more"))} }.into_any()
}
