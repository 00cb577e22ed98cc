use domain::passkey::PasskeySummary;
use leptos::prelude::*;

use crate::{
    form::{Confirm, FormAction, FormFunction, Target},
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
        let (id, target, name) = (format!("remove-passkey-{}", passkey.id), target.clone().with("passkey", passkey.id), passkey.name.to_string());
        view! {
            <Confirm id opens="Remove" title="Remove this passkey?" kind=Kind::Danger action=remove target label="Remove passkey">
                <p><strong>{name}</strong>" signs nobody in any more, and their sessions end. Without another passkey or an authenticator app their password alone signs them in. See that it is really them who ask."</p>
            </Confirm>
        }
        .into_any()
    });
    let ends = may_remove.then(|| ends.collect());
    table(passkeys, ends)
}

fn table(passkeys: Vec<PasskeySummary>, ends: Option<Vec<AnyView>>) -> AnyView {
    let mut heads = vec!["Name", "Kept", "Added", "Last used"];
    heads.extend(ends.is_some().then_some("Remove"));
    let mut ends = ends.map(Vec::into_iter);
    let rows = passkeys
        .into_iter()
        .map(|passkey| {
            let kept = if passkey.synced { "By a password manager, on all its devices" } else { "On one device" };
            let used = match passkey.last_used_at {
                Some(at) => view! { <Time utc=at.to_string()/> }.into_any(),
                None => "Never".into_any(),
            };
            let end = ends.as_mut().and_then(Iterator::next).map(|end| view! { <td class="family-revoke">{end}</td> });
            view! {
                <tr>
                    <th scope="row" data-label="Name">{passkey.name.to_string()}</th>
                    <td data-label="Kept">{kept}</td>
                    <td data-label="Added"><Time utc=passkey.created_at.to_string()/></td>
                    <td data-label="Last used">{used}</td>
                    {end}
                </tr>
            }
        })
        .collect_view();
    view! { <Table label="Passkeys" heads><tbody>{rows}</tbody></Table> }.into_any()
}
