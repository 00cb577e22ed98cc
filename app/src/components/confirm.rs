use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::{
    form::Form,
    ui::{Button, Dialog, DialogButton, Kind, LinkButton},
};

/// A button that asks before something is done that cannot be taken back. The dialog names what it does, and can be cancelled.
#[component]
pub fn Confirm(
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
    /// What will happen, and the form that does it: it ends with a [`ConfirmRow`].
    children: Children,
) -> impl IntoView {
    let dialog = id.clone();
    // What became of it is said on the page, which the dialog would hide.
    let close = |event: leptos::ev::SubmitEvent| {
        let form = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let dialog = form.and_then(|form| form.closest("[popover]").ok().flatten());
        if let Some(dialog) = dialog.and_then(|dialog| dialog.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = dialog.hide_popover();
        }
    };
    view! {
        <DialogButton dialog kind>{opens}</DialogButton>
        <Dialog id title>
            <div class="confirm" on:submit=close>{children()}</div>
        </Dialog>
    }
    .into_any()
}

/// The end of a form in a [`Confirm`]: do it, or do not.
#[component]
pub fn ConfirmRow(
    /// The dialog's identifier.
    #[prop(into)]
    dialog: String,
    /// The form.
    form: Form,
    /// What is done.
    label: &'static str,
    /// Does it destroy something?
    #[prop(default = Kind::Danger)]
    kind: Kind,
) -> impl IntoView {
    view! {
        <div class="dialog-actions">
            <DialogButton dialog closes=true>"Cancel"</DialogButton>
            <Button kind busy=form.pending()>{label}</Button>
        </div>
    }
    .into_any()
}

/// The same on a page of its own that asks: do it, or go back.
#[component]
pub fn DangerRow(
    /// The page to go back to.
    back: String,
    /// The form.
    form: Form,
    /// What is done.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <div class="dialog-actions">
            <LinkButton href=back kind=Kind::Secondary>"Cancel"</LinkButton>
            <Button kind=Kind::Danger busy=form.pending()>{label}</Button>
        </div>
    }
    .into_any()
}
