use domain::{grant_type::GrantType, view::ClientView};
use leptos::prelude::*;

use crate::{
    form::Form,
    islands::{self, GrantChip},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    text::word,
    ui::{Field, Input, Mark, Ticks},
};

/// *Grant types*.
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
) -> impl IntoView {
    let hint = t!("clients-grants-hint");
    // What is wrong with the field, and what somebody else saved of it, stands at the drop-down.
    let input = ticks.input.clone();
    let input = Input { name: form.name("add_grant_type"), mark: Mark { id: "add-grant-type".to_owned(), ..input.mark }, ..input };
    let (id, name) = (input.mark.id.clone(), input.name.clone());
    let (described, invalid) = (input.describe(hint), input.invalid().is_some());
    let (allowed, settings) = (&view.workspace.authorization.grant_types, &view.client.settings);
    let chip = |grant: GrantType| GrantChip {
        name: grant.name().to_owned(),
        // Nobody tells two URNs apart by their beginnings.
        label: if grant.name().contains(':') { word(grant.label()) } else { grant.name() }.to_owned(),
        in_force: settings.grant_types.contains(&grant),
        ticked: ticks.is_on(grant.name()),
        allowed: allowed.contains(&grant),
        addable: settings.client_type.may_have(grant),
    };
    let chips = GrantType::ALL.map(chip).into();
    view! {
        <Field input label=t!("clients-grants-label") hint>
            <islands::GrantTypes chips ticks=ticks.tick_name() id name described invalid authorization=path.authorization() words=islands::GrantTypesWords::default()/>
        </Field>
    }
    .into_any()
}
