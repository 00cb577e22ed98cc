use std::collections::BTreeSet;

use domain::{grant_type::GrantType, view::ClientView};
use leptos::{ev, html, prelude::*};
use leptos_router::components::A;

use crate::{
    form::Form,
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Field, Glyph, Icon, Input, Mark, Tick, Ticks},
};

/// *Grant types*: a drop-down to add from, and a chip for each. A chip is a checkbox and the drop-down a field of its own, so both are
/// sent by "Save changes" as they stand, with JavaScript or without.
#[component]
pub fn GrantTypes(
    /// The form they are in.
    form: Form,
    /// Their field.
    ticks: Ticks,
    /// The workspace.
    path: WorkspacePath,
    /// The client.
    view: ClientView,
    /// Those that are chosen now.
    chosen: RwSignal<BTreeSet<GrantType>>,
    /// The one that waits in the drop-down.
    waiting: RwSignal<Option<GrantType>>,
) -> impl IntoView {
    const HINT: &str = "Choose one to add it. Press one to remove it.";
    // What is wrong with the field, and what somebody else saved of it, stands at the drop-down.
    let input = ticks.input.clone();
    let input = Input { name: form.name("add_grant_type"), mark: Mark { id: "add-grant-type".to_owned(), ..input.mark }, ..input };
    let (id, name) = (input.mark.id.clone(), input.name.clone());
    let (described, invalid, focus) = (input.describe(HINT), input.invalid(), input.starts_with_focus());

    let allowed = view.workspace.authorization.grant_types.clone();
    let in_force = view.client.settings.grant_types.clone();
    let chips = GrantType::ALL
        .into_iter()
        .map(|grant| {
            let state = Chip { grant, in_force: in_force.contains(&grant), allowed: allowed.contains(&grant) };
            chip(ticks.tick(grant.name()), state, chosen)
        })
        .collect_view();

    let client_type = view.client.settings.client_type;
    let offered = allowed.clone();
    let options = move || {
        let addable =
            GrantType::ALL.into_iter().filter(|grant| client_type.may_have(*grant) && chosen.with(|chosen| !chosen.contains(grant)));
        addable
            .map(|grant| {
                let label =
                    if offered.contains(&grant) { grant.name().to_owned() } else { format!("{grant} (not allowed in this workspace)") };
                view! { <option value=grant.name()>{label}</option> }
            })
            .collect_view()
    };
    let select = NodeRef::<html::Select>::new();
    let add = move |_| {
        if let Some(grant) = waiting.get_untracked() {
            chosen.update(|chosen| {
                chosen.insert(grant);
            });
            waiting.set(None);
            announce_change(select);
        }
    };
    view! {
        <Field input label="Grant types" hint=HINT>
            <div class="grant-types">
                <div class="grant-types-chosen">{chips}</div>
                <div class="grant-types-add">
                    <div class="select">
                        <select
                            id=id
                            name=name
                            node_ref=select
                            autofocus=focus
                            aria-describedby=described
                            aria-invalid=invalid
                            on:change:target=move |event| waiting.set(event.target().value().parse().ok())
                        >
                            <option value="" selected=true>"Add a grant type"</option>
                            {options}
                        </select>
                    </div>
                    // Without JavaScript it is not there, and saving adds what the drop-down holds.
                    <button type="button" class="button grant-types-button" data-kind="secondary" on:click=add>"Add"</button>
                </div>
            </div>
        </Field>
        <NotAllowed path allowed chosen/>
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Chip {
    grant: GrantType,
    in_force: bool,
    allowed: bool,
}

/// One that is in force stays to be seen when it is unticked, until that is saved.
fn chip(tick: Tick, chip: Chip, chosen: RwSignal<BTreeSet<GrantType>>) -> impl IntoView {
    let Chip { grant, in_force, allowed } = chip;
    // What was ticked and could not be saved is ticked in the page itself, for those without JavaScript.
    let (name, value, at_first) = tick.into_parts();
    let ticked = move || chosen.with(|chosen| chosen.contains(&grant));
    let changed = move |event: ev::Targeted<ev::Event, web_sys::HtmlInputElement>| {
        let ticked = event.target().checked();
        chosen.update(|chosen| {
            if ticked {
                chosen.insert(grant)
            } else {
                chosen.remove(&grant)
            };
        });
    };
    view! {
        <label class="grant-type" data-allowed=allowed.to_string() hidden=move || !in_force && !ticked()>
            <input
                type="checkbox"
                name=name
                value=value
                checked=at_first
                prop:checked=ticked
                on:change:target=changed
            />
            <code>{grant.name()}</code>
            <Icon glyph=Glyph::Close/>
        </label>
    }
    .into_any()
}

/// Says which of the chosen ones the workspace does not allow.
#[component]
fn NotAllowed(path: WorkspacePath, allowed: BTreeSet<GrantType>, chosen: RwSignal<BTreeSet<GrantType>>) -> impl IntoView {
    move || {
        let refused: Vec<_> = chosen.with(|chosen| chosen.difference(&allowed).map(ToString::to_string).collect());
        let (cannot, allow) = match refused.len() {
            1 => (", so the client cannot use it. ", "Allow it in Settings › Authorization"),
            _ => (", so the client cannot use them. ", "Allow them in Settings › Authorization"),
        };
        (!refused.is_empty()).then(|| {
            let refused = refused.iter().enumerate().map(|(index, grant)| {
                view! { {(index > 0).then_some(", ")}<code>{grant.clone()}</code> }
            });
            view! {
                <p class="field-links">
                    "This workspace does not allow "{refused.collect_view()}{cannot}
                    <A href=path.authorization()>{allow}</A>"."
                </p>
            }
        })
    }
}

/// Tells the form that something changed which nobody typed.
fn announce_change(select: NodeRef<html::Select>) {
    request_animation_frame(move || {
        if let Some(select) = select.get_untracked() {
            select.set_value("");
            let init = web_sys::EventInit::new();
            init.set_bubbles(true);
            if let Ok(event) = web_sys::Event::new_with_event_init_dict("change", &init) {
                let _ = select.dispatch_event(&event);
            }
        }
    });
}
