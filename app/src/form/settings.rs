use leptos::prelude::*;
use serde::Serialize;

use super::{Form, FormAction, FormFunction, ReadOnly, Target, post::post, save_row::SaveRow};
use crate::{
    api::{OPENED_SEEN, OPENED_VALUES, OPENED_VERSION},
    done::DoneNotice,
    t,
    ui::Kind,
};

/// The values that a form of settings shows, by which its server function tells what was changed, and by whom.
#[derive(Debug, Clone)]
pub struct Shown(String);

impl Shown {
    /// These values, in the struct that the server function reads what is typed into.
    pub fn of(typed: &impl Serialize) -> Self {
        Self(serde_json::to_string(typed).unwrap_or_default())
    }
}

/// The place where a page says that its settings were saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SavedNotice {
    /// Above the form.
    Above,
    /// Elsewhere: the page has several forms, or leads to another page.
    Elsewhere,
}

/// A form that shows settings in force and saves them: with the token and the target, what it showed and in which version, the notices of
/// what was saved, of what failed and of what somebody else changed, and the guard of what is not saved yet.
#[component]
pub fn SettingsForm<S>(
    /// The way to its server function.
    action: FormAction<S>,
    /// What it changes.
    target: Target,
    /// The version that it shows.
    version: i64,
    /// The values that it shows.
    shown: Shown,
    /// Where it says that they were saved.
    saved: SavedNotice,
    /// What its button says.
    #[prop(default = t!("form-save"))]
    label: &'static str,
    /// Its fields.
    children: Children,
) -> impl IntoView
where
    S: FormFunction,
{
    let form = action.form;
    if let Some(reason) = action.refused() {
        return view! { <ReadOnly reason>{children()}</ReadOnly> }.into_any();
    }
    let fields = fields(form, version, shown, label, children);
    let form_view = post(action, target, true, fields);
    above(form, version, saved, form_view)
}

fn fields(form: Form, version: i64, Shown(values): Shown, label: &'static str, children: Children) -> AnyView {
    view! {
        // The first button is pressed by Enter in a field: none of those that stand beside the fields is meant.
        <button type="submit" hidden></button>
        <input type="hidden" name="version" value=form.typed(OPENED_VERSION).unwrap_or_else(|| version.to_string())/>
        <input type="hidden" name="opened[values]" value=form.typed(OPENED_VALUES).unwrap_or(values)/>
        <input type="hidden" name="opened[seen]" value=form.typed(OPENED_SEEN).unwrap_or_default()/>
        {children()}
        <SaveRow form label/>
    }
    .into_any()
}

fn above(form: Form, version: i64, saved: SavedNotice, form_view: AnyView) -> AnyView {
    let notice = (saved == SavedNotice::Above).then(|| view! { <DoneNotice version failed=form.failed()/> });
    view! { {notice} {form_view} }.into_any()
}

/// A form that makes something new. It says what failed at its end, and guards what is not sent yet.
#[component]
pub fn CreateForm<S>(
    /// The way to its server function.
    action: FormAction<S>,
    /// Where it is made.
    target: Target,
    /// What its button says.
    label: &'static str,
    /// The weight of its button.
    #[prop(default = Kind::Primary)]
    kind: Kind,
    /// Its fields.
    children: Children,
) -> impl IntoView
where
    S: FormFunction,
{
    let form = action.form;
    if let Some(reason) = action.refused() {
        return view! { <ReadOnly reason>{children()}</ReadOnly> }.into_any();
    }
    post(action, target, false, view! { {children()} <SaveRow form label kind/> }.into_any())
}
