use domain::{explanation::Recorded, id::ClientId};
use leptos::prelude::*;

use crate::{
    components::decision_words,
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    text::of_user,
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
                    <th scope="row" data-label=t!("client-pages-explain-answer")><Badge tone>{title}</Badge></th>
                    <td data-label=t!("client-pages-explain-why")>{why}</td>
                    <td data-label=t!("client-pages-explain-user")>{recorded.user_identifier.as_deref().map(of_user)}</td>
                    <td data-label=t!("client-pages-explain-when")><Time utc=recorded.event.at.to_string()/></td>
                    <td data-label=t!("client-pages-explain-action")>
                        <Link href>
                            {t!("client-pages-explain-action")}
                            <span class="visually-hidden">{format!(" {title}, {}", recorded.event.at)}</span>
                        </Link>
                    </td>
                </tr>
            }
        })
        .collect_view();
    let heads = vec![
        t!("client-pages-explain-answer"),
        t!("client-pages-explain-why"),
        t!("client-pages-explain-user"),
        t!("client-pages-explain-when"),
        t!("client-pages-explain-action"),
    ];
    view! {
        <section class="section">
            <div class="section-header">
                <h2>{t!("client-pages-explain-recent-title")}</h2>
                <p>{t!("client-pages-explain-recent-lead")}</p>
            </div>
            {if none {
                view! { <p class="quiet">{t!("client-pages-explain-recent-none")}</p> }.into_any()
            } else {
                view! { <Table label=t!("client-pages-explain-recent-table") heads><tbody>{rows}</tbody></Table> }.into_any()
            }}
        </section>
    }
    .into_any()
}
