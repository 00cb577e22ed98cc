//! A form that works without JavaScript, keeps what was typed and puts every problem at its field.

use leptos::{
    ev, html,
    prelude::*,
    server_fn::{Http, ServerFn, codec::PostUrl},
};
use leptos_router::hooks::use_location;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;

use crate::{
    api::{ApiError, Caller, FORM_TOKEN_FIELD, form_token},
    paths::Place,
    ui::{Button, Input, Notice, Tone},
};

/// What became of a form's last submission. A page makes one for its action, outside of everything that loads.
#[derive(Clone, Copy)]
pub struct Form {
    failure: Signal<Option<ApiError>>,
    pending: Signal<bool>,
    reload: RwSignal<u32>,
    saved: StoredValue<bool>,
    within: &'static str,
}

impl Form {
    /// Follows an action.
    pub fn of<S>(action: ServerAction<S>) -> Self
    where
        S: ServerFn<Error = ApiError> + Clone + Send + Sync + 'static,
        S::Output: Send + Sync + 'static,
    {
        let value = action.value();
        let failure = Signal::derive(move || value.with(|value| value.as_ref().and_then(|result| result.as_ref().err().cloned())));
        let reload = RwSignal::new(0);
        let saved = StoredValue::new(false);
        Effect::new(move |last: Option<()>| {
            action.version().track();
            // At first the value, if there is one, came with the page, and so did everything else.
            if last.is_none() {
                return;
            }
            value.with_untracked(|value| match value {
                Some(Ok(_)) => {
                    saved.set_value(true);
                    reload.update(|count| *count += 1);
                }
                Some(Err(ApiError::Stale { .. })) => reload.update(|count| *count += 1),
                _ => {}
            });
        });
        Self { failure, pending: action.pending().into(), reload, saved, within: "" }
    }

    /// The same for fields that are sent as `within[name]`: those of a struct among the server function's arguments.
    #[must_use]
    pub const fn within(self, within: &'static str) -> Self {
        Self { within, ..self }
    }

    /// Changes when what the page shows is to be loaded again. A resource's source reads it.
    pub fn reload(self) -> u32 {
        self.reload.get()
    }

    /// Why the last submission failed.
    pub const fn failure(self) -> Signal<Option<ApiError>> {
        self.failure
    }

    /// Did the last submission fail?
    pub fn failed(self) -> Signal<bool> {
        let failure = self.failure;
        Signal::derive(move || failure.with(Option::is_some))
    }

    /// Is one under way?
    pub const fn pending(self) -> Signal<bool> {
        self.pending
    }

    /// The name under which a field is sent.
    pub fn name(self, field: &str) -> String {
        if self.within.is_empty() { field.to_owned() } else { format!("{}[{field}]", self.within) }
    }

    /// A field: with what was typed where that could not be saved, else with the value in force.
    pub fn field(self, field: &'static str, current: impl Into<String>) -> Input {
        let current = current.into();
        let failure = self.failure;
        let typed = move || failure.with(|failure| failure.as_ref().and_then(|failure| typed_value(failure, field)));
        let value = untrack(typed).unwrap_or_else(|| current.clone());
        Input {
            id: field.replace('_', "-"),
            name: self.name(field),
            value,
            problem: self.problem(field),
            // Beside what somebody typed, what somebody else saved.
            in_force: Signal::derive(move || {
                let stale = failure.with(|failure| matches!(failure, Some(ApiError::Stale { .. })));
                (stale && typed().is_some_and(|typed| typed != current)).then(|| current.clone())
            }),
        }
    }

    /// The problem of a field, in a sentence.
    pub fn problem(self, field: &'static str) -> Signal<Option<String>> {
        let failure = self.failure;
        Signal::derive(move || {
            failure.with(|failure| {
                let problems = failure.as_ref().map(ApiError::problems).unwrap_or_default();
                problems.iter().find(|at| at.field == field).map(|at| at.problem.sentence())
            })
        })
    }

    /// Whether a value of a field is ticked as it is in force, where somebody else saved that in the meantime.
    pub fn ticked_in_force(self, field: &'static str, value: &'static str, current: bool) -> Signal<Option<String>> {
        let failure = self.failure;
        Signal::derive(move || failure.with(|failure| ticked_elsewhere(failure.as_ref()?, field, value, current)))
    }

    /// Is this value of a field ticked: as it was sent where that could not be saved, else as it is in force?
    pub fn is_ticked(self, field: &str, value: &str, current: bool) -> bool {
        self.failure.with_untracked(|failure| match failure.as_ref().and_then(ApiError::typed) {
            Some(typed) if !typed.0.is_empty() => typed.0.iter().any(|(name, sent)| name == field && sent == value),
            _ => current,
        })
    }
}

/// What somebody else saved about a box, where that is not what was ticked.
fn ticked_elsewhere(failure: &ApiError, field: &str, value: &str, current: bool) -> Option<String> {
    let ApiError::Stale { typed } = failure else { return None };
    let ticked = typed.0.iter().any(|(name, sent)| name == field && sent == value);
    (ticked != current).then(|| if current { "on" } else { "off" }.to_owned())
}

fn typed_value(failure: &ApiError, field: &str) -> Option<String> {
    failure.typed()?.value(field).map(str::to_owned)
}

/// A form that sends its fields to a server function, with the page's token among them.
#[component]
pub fn PostForm<S, Output>(
    /// The action that follows what becomes of it.
    action: ServerAction<S>,
    /// Its fields.
    children: Children,
) -> impl IntoView
where
    S: ServerFn<Client = Caller, Protocol = Http<PostUrl, Output>, Error = ApiError> + DeserializeOwned + Clone + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
    Output: 'static,
{
    view! {
        <ActionForm action>
            <TokenField/>
            {children()}
        </ActionForm>
    }
    .into_any()
}

/// The same without a script: the page that comes after it is a new one, and nothing that was loaded stays in the browser.
#[component]
pub fn PlainForm(
    /// The address of the server function.
    to: &'static str,
    /// Its fields.
    children: Children,
) -> impl IntoView {
    view! {
        <form method="post" action=to>
            <TokenField/>
            {children()}
        </form>
    }
    .into_any()
}

#[component]
fn TokenField() -> impl IntoView {
    view! { <input type="hidden" name=FORM_TOKEN_FIELD value=form_token()/> }.into_any()
}

/// Says above a form why its last submission failed; nothing while it did not.
#[component]
pub fn FormNotice(
    /// The form.
    form: Form,
    /// Are its fields all in sight, so that what stands beside them is enough?
    #[prop(optional)]
    beside_fields: bool,
) -> impl IntoView {
    let failure = form.failure();
    view! {
        <div role="alert" class="form-notice">
            {move || {
                failure.get().filter(|failure| !(beside_fields && matches!(failure, ApiError::Invalid { .. }))).map(|failure| {
                    let tone = match failure {
                        ApiError::Stale { .. } | ApiError::Undecided { .. } => Tone::Warning,
                        _ => Tone::Bad,
                    };
                    let rest = matches!(failure, ApiError::Stale { .. })
                        .then_some(" Your values are still below; where they differ, what is in force now stands beside them. Save again to replace it.");
                    view! { <Notice tone>{failure.sentence()}{rest}</Notice> }
                })
            }}
        </div>
    }
    .into_any()
}

/// The hidden fields that say where something is changed, and in which version.
#[component]
pub fn PlaceFields(
    /// The workspace.
    place: Place,
    /// The version that is changed.
    #[prop(optional)]
    version: Option<i64>,
) -> impl IntoView {
    view! {
        <input type="hidden" name="place[tenant]" value=place.tenant.to_string()/>
        <input type="hidden" name="place[workspace]" value=place.workspace.to_string()/>
        {version.map(|version| view! { <input type="hidden" name="version" value=version.to_string()/> })}
    }
    .into_any()
}

/// The row at the end of a form of settings: the button, and whether there is anything that is not saved yet.
#[component]
pub fn SaveRow(
    /// The form.
    form: Form,
    /// What the button says.
    #[prop(default = "Save changes")]
    label: &'static str,
) -> impl IntoView {
    let row = NodeRef::<html::Div>::new();
    let dirty = RwSignal::new(false);
    watch_changes(form, row, dirty);
    view! {
        <div class="save-row" node_ref=row data-dirty=move || dirty.get().to_string()>
            <Button busy=form.pending()>{label}</Button>
            <span class="save-row-hint" role="status">{move || dirty.get().then_some("Not saved yet")}</span>
        </div>
    }
    .into_any()
}

/// Keeps an eye on the form around an element: whether it differs from what was loaded, and on whoever is about to leave it then.
fn watch_changes(form: Form, inside: NodeRef<html::Div>, dirty: RwSignal<bool>) {
    let around = move || {
        inside.try_get_untracked().flatten().and_then(|row| row.closest("form").ok().flatten()?.dyn_into::<web_sys::HtmlFormElement>().ok())
    };
    // All of this may be asked once more after the form is gone from the page; then there is nothing to look at.
    let look = move || {
        let unsaved = |failure: &Option<ApiError>| failure.as_ref().is_some_and(|failure| failure.typed().is_some());
        let failed = form.failure().try_with_untracked(unsaved).unwrap_or_default();
        let _ = dirty.try_set(failed || around().is_some_and(|form| differs(&form)));
    };

    Effect::new(move |_| {
        if inside.get().is_none() {
            return;
        }
        // After a save, what is shown is what is in force: `720h` is now `30d`.
        if form.saved.try_update_value(std::mem::take).unwrap_or_default()
            && let Some(form) = around()
        {
            form.reset();
        }
        look();
    });
    // Focus goes to the first field that is marked.
    Effect::new(move |last: Option<()>| {
        form.failure().track();
        if last.is_some() {
            request_animation_frame(move || {
                look();
                let marked = around().and_then(|form| form.query_selector("[aria-invalid='true']").ok().flatten());
                if let Some(marked) = marked.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
                    let _ = marked.focus();
                }
            });
        }
    });
    Effect::new(move |_| {
        let input = window_event_listener(ev::input, move |_| look());
        let change = window_event_listener(ev::change, move |_| look());
        let unload = window_event_listener(ev::beforeunload, move |event| {
            if is_set(dirty.into()) && !is_set(form.pending()) {
                event.prevent_default();
            }
        });
        on_cleanup(move || {
            input.remove();
            change.remove();
            unload.remove();
        });
    });
    ask_before_leaving(dirty);
}

fn is_set(signal: Signal<bool>) -> bool {
    signal.try_get_untracked().unwrap_or_default()
}

/// Asks before a link leads away from what is not saved. The router takes clicks at the window; this looks at them before.
fn ask_before_leaving(dirty: RwSignal<bool>) {
    let path = use_location().pathname;
    Effect::new(move |_| {
        let listener = wasm_bindgen::closure::Closure::<dyn Fn(web_sys::MouseEvent)>::new(move |event: web_sys::MouseEvent| {
            let link = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            let link = link.and_then(|element| element.closest("a[href]").ok().flatten());
            let leads_away = link.is_some_and(|link| {
                let href = link.get_attribute("href").unwrap_or_default();
                !href.starts_with('#') && link.get_attribute("target").is_none() && Some(href) != path.try_get_untracked()
            });
            let in_place = !event.ctrl_key() && !event.meta_key() && !event.shift_key() && event.button() == 0;
            if is_set(dirty.into()) && leads_away && in_place {
                let leave = window().confirm_with_message("Your changes are not saved yet. Leave without saving?").unwrap_or(true);
                if leave {
                    let _ = dirty.try_set(false);
                } else {
                    event.prevent_default();
                    event.stop_propagation();
                }
            }
        });
        let function: js_sys::Function = listener.as_ref().unchecked_ref::<js_sys::Function>().clone();
        let _ = document().add_event_listener_with_callback_and_bool("click", &function, true);
        let kept = StoredValue::new_local(listener);
        on_cleanup(move || {
            let _ = document().remove_event_listener_with_callback_and_bool("click", &function, true);
            kept.dispose();
        });
    });
}

/// Does any field of a form differ from what it was loaded with?
fn differs(form: &web_sys::HtmlFormElement) -> bool {
    let elements = form.elements();
    (0..elements.length()).filter_map(|index| elements.item(index)).any(|element| {
        if let Some(input) = element.dyn_ref::<web_sys::HtmlInputElement>() {
            match input.type_().as_str() {
                "hidden" | "submit" => false,
                "checkbox" | "radio" => input.checked() != input.default_checked(),
                _ => input.value() != input.default_value(),
            }
        } else if let Some(area) = element.dyn_ref::<web_sys::HtmlTextAreaElement>() {
            area.default_value().is_ok_and(|default| area.value() != default)
        } else if let Some(select) = element.dyn_ref::<web_sys::HtmlSelectElement>() {
            let options = select.options();
            (0..options.length())
                .filter_map(|index| options.item(index)?.dyn_into::<web_sys::HtmlOptionElement>().ok())
                .any(|option| option.selected() != option.default_selected())
        } else {
            false
        }
    })
}
