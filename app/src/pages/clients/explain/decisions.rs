use domain::{explanation::Recorded, id::ClientId};
use leptos::prelude::*;

use crate::{
    components::decision_words,
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Badge, Link, Table, Time},
};

/// A client's recent token requests, each with the way to its explanation.
#[component]
pub fn Decisions(
    /// The workspace.
    path: WorkspacePath,
    /// The client.
    client: ClientId,
    /// The decisions and refusals, the newest first.
    decisions: Vec<Recorded>,
) -> impl IntoView {
    let none = decisions.is_empty();
    let rows = decisions
        .into_iter()
        .map(|recorded| {
            let (tone, title, why) = decision_words(&recorded);
            let href = path.client_decision(client, recorded.event.id);
            view! {
                <tr>
                    <th scope="row" data-label="Answer"><Badge tone>{title}</Badge></th>
                    <td data-label="Why">{why}</td>
                    <td data-label="User">{recorded.user_identifier}</td>
                    <td data-label="When"><Time utc=recorded.event.at.to_string()/></td>
                    <td data-label="Explain"><Link href>"Explain"<span class="visually-hidden">{format!(" {title}, {}", recorded.event.at)}</span></Link></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="section">
            <div class="section-header">
                <h2>"Recent token requests"</h2>
                <p>"Sign-ins and refusals at the token endpoint, the newest first. The same refusal is recorded once a minute."</p>
            </div>
            {if none {
                view! { <p class="quiet">"Nothing yet. What this client asks the token endpoint for appears here."</p> }.into_any()
            } else {
                view! { <Table label="Answers" heads=vec!["Answer", "Why", "User", "When", "Explain"]><tbody>{rows}</tbody></Table> }.into_any()
            }}
        </section>
    }
    .into_any()
}
