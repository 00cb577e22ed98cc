use domain::passkey::PasskeySummary;
use leptos::prelude::*;

use crate::{
    form::{Confirm, FormAction, FormFunction, Target},
    t, t_view,
    ui::{Kind, Table, Time},
};

/// Passkeys, the oldest first.
#[component]
pub fn PasskeyTable(
    /// The passkeys.
    passkeys: Vec<PasskeySummary>,
) -> impl IntoView {
    table(passkeys, None)
}

/// The passkeys of somebody else, and what removes one. `target` is whose they are.
pub fn removable_passkeys<S: FormFunction>(passkeys: Vec<PasskeySummary>, remove: FormAction<S>, target: &Target) -> AnyView {
    let may_remove = remove.refused().is_none();
    let ends = passkeys.iter().map(|passkey| {
        let (id, target, name) =
            (format!("remove-passkey-{}", passkey.id), target.clone().with("passkey", passkey.id), passkey.name.to_string());
        view! {
            <Confirm
                id
                opens=t!("components-passkeys-remove")
                title=t!("components-passkeys-remove-title")
                kind=Kind::Danger
                action=remove
                target
                label=t!("components-passkeys-remove-button")
            >
                <p>{t_view!("components-passkeys-remove-text", name = view! { <strong>{name}</strong> })}</p>
            </Confirm>
        }
        .into_any()
    });
    let ends = may_remove.then(|| ends.collect());
    table(passkeys, ends)
}

fn table(passkeys: Vec<PasskeySummary>, ends: Option<Vec<AnyView>>) -> AnyView {
    let mut heads =
        vec![t!("components-name"), t!("components-passkeys-kept"), t!("components-passkeys-added"), t!("components-passkeys-last-used")];
    heads.extend(ends.is_some().then_some(t!("components-passkeys-remove")));
    let mut ends = ends.map(Vec::into_iter);
    let rows = passkeys
        .into_iter()
        .map(|passkey| {
            let kept = if passkey.synced { t!("components-passkeys-synced") } else { t!("components-passkeys-one-device") };
            let used = match passkey.last_used_at {
                Some(at) => view! { <Time utc=at.to_string()/> }.into_any(),
                None => t!("components-passkeys-never").into_any(),
            };
            let end = ends.as_mut().and_then(Iterator::next).map(|end| view! { <td class="family-revoke">{end}</td> });
            view! {
                <tr>
                    <th scope="row" data-label=t!("components-name")>{passkey.name.to_string()}</th>
                    <td data-label=t!("components-passkeys-kept")>{kept}</td>
                    <td data-label=t!("components-passkeys-added")><Time utc=passkey.created_at.to_string()/></td>
                    <td data-label=t!("components-passkeys-last-used")>{used}</td>
                    {end}
                </tr>
            }
        })
        .collect_view();
    view! { <Table label=t!("components-passkeys-table") heads><tbody>{rows}</tbody></Table> }.into_any()
}
