//! Requests that failed by the configuration of clients.

use domain::client_failure::ClientFailure;
use leptos::prelude::*;

use crate::{
    paths::{WorkspacePages as _, WorkspacePath},
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
    let mut heads = vec!["Why", "How often", "Last", "What to do"];
    if named {
        heads.insert(0, "Client");
    }
    let rows = failures.into_iter().map(|failure| view! { <Row path=path.clone() failure named/> }).collect_view();
    view! {
        <section class="section">
            <div class="section-header">
                <h2>"Failed by configuration"</h2>
                <p>
                    "Requests of the last 30 days that got nowhere, before a user or a token had a part in them. Each reason is counted by the day, in \
                     UTC. Whoever knows a client ID can cause them."
                </p>
            </div>
            <Table label="Failed by configuration" heads><tbody>{rows}</tbody></Table>
        </section>
    }
    .into_any()
}

#[component]
fn Row(path: WorkspacePath, failure: ClientFailure, named: bool) -> impl IntoView {
    let often = failure.times_words();
    let ClientFailure { client_id, client_name, finding, refused, switch, last_at, .. } = failure;
    let exists = client_name.is_some();
    let client = named.then(|| {
        let client = match client_name {
            Some(name) => view! { <Link href=path.client_explain(client_id)>{name}</Link> }.into_any(),
            None => "Deleted client".into_any(),
        };
        view! { <td data-label="Client">{client}</td> }
    });
    let place = path.switch(switch, client_id).filter(|_| exists);
    let place = place.map(|href| view! { " " <Link href>{switch.label()}</Link> });
    view! {
        <tr>
            {client}
            <th scope="row" data-label="Why">{finding}" "<code>{refused.reason}</code></th>
            <td data-label="How often">{often}</td>
            <td data-label="Last"><Time utc=last_at.to_string()/></td>
            <td data-label="What to do">{refused.advice}{place}</td>
        </tr>
    }
    .into_any()
}
