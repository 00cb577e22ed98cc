//! A form that works without JavaScript, keeps what was typed and puts every problem at its field.

mod confirm;
mod form_action;
mod notice;
mod opened;
mod post;
mod save_row;
mod settings;
mod sign_in_beside;
mod target;
mod unsaved;

use leptos::{prelude::*, server_fn::ServerFn};

pub use confirm::{ActionButton, Confirm, danger_form};
pub use form_action::{FormAction, FormFunction};
pub use notice::FormNotice;
#[cfg(all(test, feature = "ssr"))]
pub use opened::Merged;
pub use opened::Opened;
#[cfg(feature = "ssr")]
pub use opened::Sent;
pub use post::PlainForm;
pub use settings::{CreateForm, SavedNotice, SettingsForm, Shown};
pub use sign_in_beside::{SignInBeside, load_form_token};
pub use target::Target;

use crate::{
    api::{ApiError, FieldConflict, SentForm, Typed},
    ui::{Conflict, Input, Labels, Mark, Tick, Ticks},
};

/// The outcome of a form's last submission. It comes with a [`FormAction`].
#[derive(Clone, Copy)]
pub struct Form {
    failure: Signal<Option<ApiError>>,
    /// The fields that were also changed elsewhere: asked about until something is saved, whatever else fails.
    conflicts: RwSignal<Vec<FieldConflict>>,
    pending: Signal<bool>,
    reload: RwSignal<u32>,
    saved: StoredValue<bool>,
    /// Whether it was sent since the page was opened.
    answered: StoredValue<bool>,
    /// What was sent by the page before this one, where it failed there.
    sent: StoredValue<Option<Typed>>,
    labels: Labels,
    within: &'static str,
}

impl Form {
    /// Follows an action.
    fn of<S>(action: ServerAction<S>) -> Self
    where
        S: ServerFn<Error = ApiError> + Clone + Send + Sync + 'static,
        S::Output: Send + Sync + 'static,
    {
        let value = action.value();
        let failure = Signal::derive(move || value.with(|value| value.as_ref().and_then(|result| result.as_ref().err().cloned())));
        let reload = RwSignal::new(0);
        let conflicts_of = |failure: &Option<ApiError>| failure.as_ref().map(|failure| failure.conflicts().to_vec()).unwrap_or_default();
        let conflicts = RwSignal::new(failure.with_untracked(conflicts_of));
        let (saved, answered) = (StoredValue::new(false), StoredValue::new(false));
        Effect::new(move |last: Option<()>| {
            action.version().track();
            // At first the value, if there is one, came with the page, and so did everything else.
            if last.is_none() {
                return;
            }
            answered.set_value(true);
            value.with_untracked(|value| match value {
                Some(Ok(_)) => {
                    saved.set_value(true);
                    conflicts.set(Vec::new());
                    reload.update(|count| *count += 1);
                }
                Some(Err(ApiError::Stale { conflicts: asked, .. })) => {
                    conflicts.set(asked.clone());
                    reload.update(|count| *count += 1);
                }
                _ => {}
            });
        });
        let came_with_the_page = value.with_untracked(|value| matches!(value, Some(Err(_))));
        let sent = StoredValue::new(
            use_context::<SentForm>().map(|SentForm(typed)| typed).filter(|typed| came_with_the_page && !typed.0.is_empty()),
        );
        Self { failure, conflicts, pending: action.pending().into(), reload, saved, answered, sent, labels: Labels::new(), within: "" }
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

    /// Returns whether the last submission failed.
    pub fn failed(self) -> Signal<bool> {
        let failure = self.failure;
        Signal::derive(move || failure.with(Option::is_some))
    }

    /// Returns whether one is under way.
    pub const fn pending(self) -> Signal<bool> {
        self.pending
    }

    /// The name under which a field is sent.
    pub fn name(self, field: &str) -> String {
        if self.within.is_empty() { field.to_owned() } else { format!("{}[{field}]", self.within) }
    }

    /// A field of text or of one value out of several: with what was typed where that could not be saved, else with the value in force.
    pub fn field(self, field: &'static str, current: impl Into<String>) -> Input {
        let current = current.into();
        let value = self.typed(field).unwrap_or_else(|| current.clone());
        self.input(field, value, current)
    }

    /// A field that is on or off: as it was sent where that could not be saved, else as it is in force.
    pub fn tick(self, field: &'static str, current: bool) -> Tick {
        let on = self.not_saved().map_or(current, |typed| typed.value(field) == Some("true"));
        Tick::of(self.input(field, String::new(), if current { "On" } else { "Off" }.to_owned()), on)
    }

    /// A field of several values, of which those are in force: as it was sent where that could not be saved.
    pub fn ticks<'a>(self, field: &'static str, current: impl IntoIterator<Item = &'a str>) -> Ticks {
        let current: Vec<_> = current.into_iter().map(str::to_owned).collect();
        let theirs = if current.is_empty() { "None".to_owned() } else { current.join(", ") };
        let on = match self.not_saved() {
            Some(Typed(typed)) => typed.into_iter().filter(|(name, _)| name == field).map(|(_, value)| value).collect(),
            None => current,
        };
        Ticks::new(self.input(field, String::new(), theirs), on)
    }

    /// A field with this value; what is in force stands beside it where it was also changed elsewhere.
    fn input(self, field: &'static str, value: String, in_force: String) -> Input {
        let conflicts = self.conflicts;
        let conflict = Signal::derive(move || {
            conflicts.with(|conflicts| {
                let conflict = conflicts.iter().find(|conflict| conflict.field == field)?;
                Some(Conflict {
                    field,
                    value: in_force.clone(),
                    by: conflict.by.clone(),
                    own: conflict.own,
                    at: conflict.at.map(|at| at.to_string()),
                })
            })
        });
        Input { mark: self.mark(field), name: self.name(field), value, conflict }
    }

    /// The place of a field, and what is wrong with it.
    fn mark(self, field: &'static str) -> Mark {
        Mark { field, id: field.replace('_', "-"), problem: self.problem(field), labels: self.labels }
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

    /// What was typed into a field, where that could not be saved.
    pub fn typed(self, field: &str) -> Option<String> {
        self.not_saved()?.value(field).map(str::to_owned)
    }

    /// What was typed and could not be saved: as the server function read it, else as it was sent.
    fn not_saved(self) -> Option<Typed> {
        let read = self.failure.with_untracked(|failure| Some(failure.as_ref()?.typed().cloned().unwrap_or_default()))?;
        if read.0.is_empty() { self.sent.get_value() } else { Some(read) }
    }

    /// Returns whether it failed before this page was opened.
    fn failed_before(self) -> bool {
        !self.answered.get_value()
    }
}
