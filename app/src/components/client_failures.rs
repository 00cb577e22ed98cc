//! Requests that failed by the configuration of clients.

use domain::client_failure::ClientFailure;
use leptos::prelude::*;

use crate::{
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    text::{said, word},
    ui::{Link, Table, Time},
};

/// Requests that failed by the configuration of clients, each reason with the place where it is set right.
#[component]
pub fn ClientFailures(
    /// The workspace.
    path: WorkspacePath,
    /// The failures, the newest first.
    failures: Vec<ClientFailure>,
    /// Whether each row names its client.
    #[prop(optional)]
    named: bool,
) -> impl IntoView {
    let mut heads = vec![
        t!("components-client-failures-why"),
        t!("components-client-failures-often"),
        t!("components-client-failures-last"),
        t!("components-client-failures-advice"),
    ];
    if named {
        heads.insert(0, t!("components-client"));
    }
    let rows = failures.into_iter().map(|failure| view! { <Row path=path.clone() failure named/> }).collect_view();
    view! {
        <section class="section">
            <div class="section-header">
                <h2>{t!("components-client-failures-title")}</h2>
                <p>{t!("components-client-failures-lead")}</p>
            </div>
            <Table label=t!("components-client-failures-title") heads><tbody>{rows}</tbody></Table>
        </section>
    }
    .into_any()
}

#[component]
fn Row(path: WorkspacePath, failure: ClientFailure, named: bool) -> impl IntoView {
    let often = t!("components-client-failures-times", count = failure.times);
    let ClientFailure { client_id, client_name, finding, refused, switch, last_at, .. } = failure;
    let exists = client_name.is_some();
    let client = named.then(|| {
        let client = match client_name {
            Some(name) => view! { <Link href=path.client_explain(client_id)>{name}</Link> }.into_any(),
            None => t!("components-client-failures-deleted").into_any(),
        };
        view! { <td data-label=t!("components-client")>{client}</td> }
    });
    let place = path.switch(switch, client_id).filter(|_| exists);
    let place = place.map(|href| view! { " " <Link href>{word(switch.label())}</Link> });
    view! {
        <tr>
            {client}
            <th scope="row" data-label=t!("components-client-failures-why")>{said(&finding)}" "<code>{refused.reason}</code></th>
            <td data-label=t!("components-client-failures-often")>{often}</td>
            <td data-label=t!("components-client-failures-last")><Time utc=last_at.to_string()/></td>
            <td data-label=t!("components-client-failures-advice")>{said(&refused.advice)}{place}</td>
        </tr>
    }
    .into_any()
}
