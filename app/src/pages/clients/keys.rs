//! The public keys that a client has registered, one by one.

use domain::client_keys::{ClientAlgorithm, JwkSet, PublicJwk};
use leptos::prelude::*;

use crate::{t, ui::Table};

/// What can be compared with the keys of an application: their names, what they sign by, and their thumbprints.
#[component]
pub(super) fn RegisteredKeys(keys: JwkSet) -> impl IntoView {
    let rows = keys.keys().iter().map(row).collect_view();
    let heads = vec![t!("clients-keys-name"), t!("clients-keys-algorithm"), t!("clients-keys-thumbprint")];
    view! { <Table label=t!("clients-keys-table") heads><tbody>{rows}</tbody></Table> }.into_any()
}

fn row(key: &PublicJwk) -> AnyView {
    let name = match &key.kid {
        Some(kid) => view! { <code>{kid.clone()}</code> }.into_any(),
        None => t!("clients-keys-unnamed").into_any(),
    };
    let algorithms: Vec<_> =
        ClientAlgorithm::ALL.into_iter().filter(|algorithm| key.is_for(*algorithm)).map(ClientAlgorithm::name).collect();
    let thumbprint = control::thumbprint(key).map(|thumbprint| thumbprint.to_string()).unwrap_or_default();
    view! {
        <tr>
            <th scope="row" data-label=t!("clients-keys-name")>{name}</th>
            <td data-label=t!("clients-keys-algorithm")>{algorithms.join(", ")}</td>
            <td data-label=t!("clients-keys-thumbprint")><code>{thumbprint}</code></td>
        </tr>
    }
    .into_any()
}
