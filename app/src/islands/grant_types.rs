use leptos::{ev, html, prelude::*};
use serde::{Deserialize, Serialize};

use super::dom::{announce, first};
use crate::{
    t,
    ui::{Glyph, Icon, filled, filled_view},
};

/// A grant type that a client has or may have.
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantChip {
    /// Its name.
    pub name: String,
    /// What it is called: its name, unless that is a URN.
    pub label: String,
    /// Whether the client has it.
    pub in_force: bool,
    /// Whether it is ticked at first.
    pub ticked: bool,
    /// Whether the workspace allows it.
    pub allowed: bool,
    /// Whether this client may have it.
    pub addable: bool,
}

/// What is said, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantTypesWords {
    choose: String,
    add: String,
    not_allowed: String,
    refused: [String; 2],
    allow: [String; 2],
}

/// As the server says it.
impl Default for GrantTypesWords {
    fn default() -> Self {
        Self {
            choose: t!("layout-grants-choose").to_owned(),
            add: t!("layout-grants-add").to_owned(),
            not_allowed: t!("layout-grants-not-allowed").to_owned(),
            refused: [t!("layout-grants-refused-one"), t!("layout-grants-refused-several")].map(str::to_owned),
            allow: [t!("layout-grants-allow-one"), t!("layout-grants-allow-several")].map(str::to_owned),
        }
    }
}

/// A drop-down to add from, and a chip for each grant type. A chip is a checkbox and the drop-down a field of its own, so both are sent by
/// "Save changes" as they stand, with JavaScript or without.
#[island]
pub fn GrantTypes(
    /// All of them.
    chips: Vec<GrantChip>,
    /// The name of their checkboxes.
    ticks: String,
    /// The identifier of the drop-down.
    id: String,
    /// Its name.
    name: String,
    /// What describes it.
    described: Option<String>,
    /// Whether something is wrong.
    invalid: bool,
    /// Where the workspace's grant types are allowed.
    authorization: String,
    /// What it says.
    words: GrantTypesWords,
) -> impl IntoView {
    let GrantTypesWords { choose, add: add_words, not_allowed, refused: refused_words, allow: allow_words } = words;
    let at_first = chips.iter().filter(|chip| chip.ticked).map(|chip| chip.name.clone()).collect::<Vec<_>>();
    let chosen = RwSignal::new(at_first);
    let is_chosen = move |name: &str| chosen.with(|chosen| chosen.iter().any(|one| one == name));
    let refused = {
        let chips = chips.clone();
        move || chips.iter().filter(|chip| !chip.allowed && is_chosen(&chip.name)).map(|chip| chip.label.clone()).collect::<Vec<_>>()
    };
    let options = {
        let chips = chips.clone();
        move || {
            let offered = chips.iter().filter(|chip| chip.addable && !is_chosen(&chip.name));
            offered
                .map(|GrantChip { name, label, allowed, .. }| {
                    let label = if *allowed { label.clone() } else { filled(&not_allowed, &[("name", label)]) };
                    view! { <option value=name.clone()>{label}</option> }
                })
                .collect_view()
        }
    };
    // The boxes hold what is chosen: somebody may have changed them before this page came alive.
    let tick_box = {
        let ticks = ticks.clone();
        move |name: &str| first::<web_sys::HtmlInputElement>(&format!("input[name='{ticks}'][value='{name}']"))
    };
    let names: Vec<String> = chips.iter().map(|chip| chip.name.clone()).collect();
    let ticked_now = tick_box.clone();
    Effect::new(move |_| {
        let ticked = names.iter().filter(|name| ticked_now(name).is_some_and(|found| found.checked()));
        chosen.set(ticked.cloned().collect());
    });
    let boxes = chips.into_iter().map(|GrantChip { name, label, in_force, ticked, allowed, .. }| {
        let (value, hidden) = (name.clone(), name.clone());
        let urn = (label != name).then(|| name.clone());
        let changed = {
            let name = name.clone();
            move |event: ev::Targeted<ev::Event, web_sys::HtmlInputElement>| {
                let ticked = event.target().checked();
                chosen.update(|chosen| {
                    chosen.retain(|one| *one != name);
                    if ticked {
                        chosen.push(name.clone());
                    }
                });
            }
        };
        view! {
            // One that is in force stays to be seen when it is unticked, until that is saved.
            <label class="grant-type" data-allowed=allowed.to_string() hidden=move || !in_force && !is_chosen(&hidden)>
                <input type="checkbox" name=ticks.clone() value=value checked=ticked on:change:target=changed/>
                <code>{label}</code>
                {urn.map(|urn| view! { <small>{urn}</small> })}
                <Icon glyph=Glyph::Close/>
            </label>
        }
    });
    let select = NodeRef::<html::Select>::new();
    let add = move |_| {
        let Some(select) = select.get_untracked() else { return };
        let name = select.value();
        if let Some(found) = tick_box(&name) {
            found.set_checked(true);
            select.set_value("");
            announce(&found, "change");
        }
    };
    view! {
        <div class="grant-types">
            <div class="grant-types-chosen">{boxes.collect_view()}</div>
            <div class="grant-types-add">
                <div class="select">
                    <select
                        id=id
                        name=name
                        node_ref=select
                        autofocus=invalid
                        aria-describedby=described
                        aria-invalid=invalid.then_some("true")
                    >
                        <option value="" selected=true>{choose}</option>
                        {options}
                    </select>
                </div>
                // Without JavaScript it is not there, and saving adds what the drop-down holds.
                <button type="button" class="button grant-types-button" data-kind="secondary" on:click=add>{add_words}</button>
            </div>
        </div>
        {move || {
            let refused = refused();
            let ([one, several], [allow_one, allow_several]) = (&refused_words, &allow_words);
            let (said, allow) = if refused.len() == 1 { (one, allow_one) } else { (several, allow_several) };
            (!refused.is_empty()).then(|| {
                let said = filled_view(said, |part| match part {
                    "grants" => {
                        let grants = refused.iter().enumerate();
                        grants.map(|(index, grant)| view! { {(index > 0).then_some(", ")}<code>{grant.clone()}</code> }).collect_view().into_any()
                    }
                    _ => view! { <a href=authorization.clone()>{allow.clone()}</a> }.into_any(),
                });
                view! { <p class="field-links">{said}</p> }
            })
        }}
    }
}
