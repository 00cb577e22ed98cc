//! Forms that do one thing: at once, after a question in a dialog, or after one on a page of its own.

use leptos::prelude::*;

use super::{
    FormAction, FormFunction, FormNotice, ReadOnly, Target,
    post::{post, post_button},
};
use crate::{
    t,
    ui::{Button, Dialog, DialogButton, Kind, LinkButton},
};

/// A button that does something which needs no question. It is not there for whoever may not do it.
#[component]
pub fn ActionButton<S>(
    /// The way to its server function.
    action: FormAction<S>,
    /// What it changes.
    target: Target,
    /// What it does.
    label: &'static str,
    /// To what, where the page has several of these: those who see the row need not be told.
    #[prop(optional, into)]
    to: String,
    /// Its weight.
    #[prop(default = Kind::Secondary)]
    kind: Kind,
) -> impl IntoView
where
    S: FormFunction,
{
    if action.refused().is_some() {
        return ().into_any();
    }
    let to = (!to.is_empty()).then(|| view! { <span class="visually-hidden">" "{to}</span> });
    post_button(action, target, view! { <Button kind>{label}{to}</Button> }.into_any())
}

/// A button that asks in a dialog before something is done that cannot be taken back. It is not there for whoever may not do it. The page says what failed, by a [`FormNotice`]: the
/// dialog would hide it.
#[component]
pub fn Confirm<S>(
    /// The dialog's identifier.
    #[prop(into)]
    id: String,
    /// What the button says that opens it.
    #[prop(into)]
    opens: String,
    /// What is asked.
    #[prop(into)]
    title: String,
    /// How much the button that opens it asks for.
    #[prop(default = Kind::Secondary)]
    kind: Kind,
    /// The way to its server function.
    action: FormAction<S>,
    /// What it changes.
    target: Target,
    /// What the button says that does it.
    label: &'static str,
    /// How much that button asks for: what breaks nothing does not look like what destroys.
    #[prop(default = Kind::Danger)]
    does: Kind,
    /// What can be chosen along with it.
    #[prop(optional_no_strip)]
    choices: Option<AnyView>,
    /// What will happen.
    children: Children,
) -> impl IntoView
where
    S: FormFunction,
{
    if action.refused().is_some() {
        return ().into_any();
    }
    let row = confirm_row(id.clone(), label, does);
    let form = post(action, target, false, view! { {choices} {row} }.into_any());
    dialog(id, opens, title, kind, view! { {children()} {form} }.into_any())
}

fn dialog(id: String, opens: String, title: String, kind: Kind, body: AnyView) -> AnyView {
    let opened = id.clone();
    view! {
        <DialogButton dialog=opened kind>{opens}</DialogButton>
        <Dialog id title>
            <div class="confirm">{body}</div>
        </Dialog>
    }
    .into_any()
}

fn confirm_row(dialog: String, label: &'static str, does: Kind) -> AnyView {
    view! {
        <div class="dialog-actions">
            <DialogButton dialog closes=true>{t!("form-cancel")}</DialogButton>
            <Button kind=does>{label}</Button>
        </div>
    }
    .into_any()
}

/// The form of a page that asks before something is done that cannot be taken back. `body` gets the row that ends it: do it, or go back.
pub fn danger_form<S>(action: FormAction<S>, target: Target, back: String, label: String, body: impl FnOnce(AnyView) -> AnyView) -> AnyView
where
    S: FormFunction,
{
    let form = action.form;
    if let Some(reason) = action.refused() {
        let row = view! { <LinkButton href=back kind=Kind::Secondary>{t!("form-back")}</LinkButton> }.into_any();
        let fields = body(row);
        return view! { <ReadOnly reason>{fields}</ReadOnly> }.into_any();
    }
    let row = view! {
        <div class="dialog-actions">
            <LinkButton href=back kind=Kind::Secondary>{t!("form-cancel")}</LinkButton>
            <Button kind=Kind::Danger>{label}</Button>
        </div>
    }
    .into_any();
    let form_view = post(action, target, false, body(row));
    view! { <FormNotice form/> {form_view} }.into_any()
}
