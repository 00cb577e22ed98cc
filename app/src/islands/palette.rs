use leptos::{html, prelude::*};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlDialogElement, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::{
    dom::{all, by_id, first, listen},
    finder::{Finder, FinderPlace, FinderWords, Finding},
};
use crate::{t, ui::filled_view};

/// The identifier of the list of shortcuts.
const SHORTCUTS: &str = "shortcuts";
/// Where a browser keeps that keys alone do nothing.
const SINGLE_KEYS: &str = "regrant-single-keys";

/// What the palette and the list of the keys say, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaletteWords {
    finder: FinderWords,
    search: String,
    title: String,
    /// Keys, and what each does.
    keys: Vec<[String; 2]>,
    single_keys: String,
    close: String,
}

/// As the server says it.
impl Default for PaletteWords {
    fn default() -> Self {
        let keys = [
            [t!("layout-keys-search"), t!("layout-keys-search-does")],
            ["?", t!("layout-keys-show-does")],
            ["\u{2191} \u{2193}", t!("layout-keys-choose-does")],
            ["Enter", t!("layout-keys-open-does")],
            ["Escape", t!("layout-keys-close-does")],
        ];
        Self {
            finder: FinderWords::of(t!("layout-search-everything")),
            search: t!("layout-search-everything").to_owned(),
            title: t!("layout-keys-title").to_owned(),
            keys: keys.map(|key| key.map(str::to_owned)).to_vec(),
            single_keys: t!("layout-keys-single").to_owned(),
            close: t!("layout-keys-close").to_owned(),
        }
    }
}

/// The command palette: a dialog that finds pages and everything else, opened by keys from every page and by the search field of the bar, and the
/// list of the keys. Without JavaScript it is not there, and the search field leads to a page.
#[island]
pub fn Palette(
    /// Where is searched.
    place: FinderPlace,
    /// The address of the page with the results.
    action: String,
    /// What it says.
    words: PaletteWords,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let shortcuts = NodeRef::<html::Dialog>::new();
    let field = NodeRef::<html::Input>::new();
    let PaletteWords { finder, search, title, keys, single_keys: use_keys, close } = words;
    let finding = Finding::new(finder);
    // Of keys alone: who dictates, or types by chance, can turn them off (WCAG 2.1.4).
    let single_keys = RwSignal::new(true);
    let open = {
        let place = place.clone();
        move || {
            let Some((dialog, field)) = dialog.get_untracked().zip(field.get_untracked()) else { return };
            if !dialog.open() {
                let _ = dialog.show_modal();
            }
            field.select();
            finding.look(place.clone(), &field);
        }
    };
    let show = move |dialog: NodeRef<html::Dialog>| {
        if let Some(dialog) = dialog.get_untracked().filter(|dialog| !dialog.open()) {
            let _ = dialog.show_modal();
        }
    };
    Effect::new(move |_| {
        single_keys.set(stored().is_none());
        let by_key = open.clone();
        listen(&document(), "keydown", move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>().filter(|event| !event.default_prevented()) else { return };
            let with_control = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
            let alone = !event.ctrl_key() && !event.meta_key() && !event.alt_key() && single_keys.get_untracked() && !is_typing(event);
            match event.key().as_str() {
                "k" | "K" if with_control => by_key(),
                "/" if alone && !is_modal() => by_key(),
                "?" if alone && !is_modal() => show(shortcuts),
                _ => return,
            }
            event.prevent_default();
        });
        // The field of the bar, and the link in its place in a narrow window, open the palette too. A key opens it before it types, so that its
        // letter is the first in the palette's field.
        for opener in all(".topbar-search-link, .topbar-search input") {
            let (by_click, by_typing) = (open.clone(), open.clone());
            listen(&opener, "click", move |event| {
                event.prevent_default();
                by_click();
            });
            listen(&opener, "keydown", move |event| {
                let types = |event: &KeyboardEvent| {
                    !event.ctrl_key() && !event.meta_key() && !["Tab", "Shift", "Enter", "Escape"].contains(&event.key().as_str())
                };
                if event.dyn_ref::<KeyboardEvent>().is_some_and(types) {
                    by_typing();
                }
            });
        }
        if let Some(button) = by_id::<Element>("show-shortcuts") {
            listen(&button, "click", move |_| show(shortcuts));
        }
        // A click beside a dialog closes it, as with those that the browser opens by itself.
        for one in [dialog, shortcuts] {
            if let Some(element) = one.get_untracked() {
                let itself = element.clone();
                listen(&element, "click", move |event| {
                    if event.target().is_some_and(|target| target.dyn_ref::<HtmlDialogElement>() == Some(&itself)) {
                        itself.close();
                    }
                });
            }
        }
    });
    let set_single_keys = move |event: leptos::ev::Targeted<leptos::ev::Event, HtmlInputElement>| {
        let on = event.target().checked();
        single_keys.set(on);
        if let Ok(Some(storage)) = window().local_storage() {
            let _ = if on { storage.remove_item(SINGLE_KEYS) } else { storage.set_item(SINGLE_KEYS, "off") };
        }
    };
    let keys = keys.into_iter().map(|[key, does]| view! { <div><dt><kbd>{key}</kbd></dt><dd>{does}</dd></div> });
    let use_keys = filled_view(&use_keys, |key| view! { <kbd>{if key == "search" { "/" } else { "?" }}</kbd> }.into_any());
    view! {
        <dialog class="dialog palette" node_ref=dialog aria-label=search>
            <Finder id="palette" action place finding field/>
        </dialog>
        <dialog class="dialog" id=SHORTCUTS node_ref=shortcuts aria-labelledby="shortcuts-title">
            <h2 id="shortcuts-title">{title}</h2>
            <dl class="shortcuts">{keys.collect_view()}</dl>
            <label class="shortcuts-switch">
                <input type="checkbox" prop:checked=move || single_keys.get() on:change:target=set_single_keys/>
                <span>{use_keys}</span>
            </label>
            <form method="dialog" class="dialog-actions">
                <button type="submit" class="button" data-kind="secondary" autofocus=true>{close}</button>
            </form>
        </dialog>
    }
}

/// Returns what the browser keeps of keys alone.
fn stored() -> Option<String> {
    window().local_storage().ok()??.get_item(SINGLE_KEYS).ok()?
}

/// Returns whether a key is typed into something.
///
/// The field of a dialog that has just been closed keeps the focus until the browser draws the next frame; nobody sees it, so nobody types into it.
fn is_typing(event: &KeyboardEvent) -> bool {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) else { return false };
    if target.offset_width() == 0 {
        return false;
    }
    target.is_content_editable() || ["INPUT", "TEXTAREA", "SELECT"].contains(&target.tag_name().as_str())
}

/// Returns whether a dialog is open over the page.
fn is_modal() -> bool {
    first::<Element>("dialog[open]").is_some()
}
