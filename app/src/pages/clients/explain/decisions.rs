use std::fmt::Write as _;

use domain::{decision, explanation::Recorded, id::ClientId, token_event::TokenEventKind};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Badge, Table, Time, Tone},
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
            let (tone, title, why) = words(&recorded);
            let href = path.client_decision(client, recorded.event.id);
            view! {
                <tr>
                    <th scope="row" data-label="Answer"><Badge tone>{title}</Badge></th>
                    <td data-label="Why">{why}</td>
                    <td data-label="User">{recorded.user_identifier}</td>
                    <td data-label="When"><Time utc=recorded.event.at.to_string()/></td>
                    <td data-label="Explain"><A href>"Explain"<span class="visually-hidden">{format!(": {title}, {}", recorded.event.at)}</span></A></td>
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

/// What was recorded, in words: what kind of answer it was, and why.
pub(super) fn words(recorded: &Recorded) -> (Tone, &'static str, String) {
    let (tone, title, mut why) = answer(recorded);
    if !recorded.event.left_out.is_empty() {
        let _ = write!(why, " Left out, as the client may not ask for it: {}.", recorded.event.left_out);
    }
    (tone, title, why)
}

fn answer(recorded: &Recorded) -> (Tone, &'static str, String) {
    let why = || recorded.refused.as_ref().map(|refused| refused.description.clone()).unwrap_or_default();
    match &recorded.event.kind {
        TokenEventKind::Issued { .. } => (Tone::Good, "Refresh token", "All conditions were met.".to_owned()),
        TokenEventKind::Withheld { conditions } => (Tone::Warning, "No refresh token", decision::failures(conditions)),
        TokenEventKind::Refused { reason } => {
            let why = why();
            (Tone::Bad, "Refused", if why.is_empty() { reason.clone() } else { why })
        }
        TokenEventKind::Reused { .. } => (Tone::Bad, "Refused", why()),
        kind => (Tone::Neutral, "Answered", kind.code().to_owned()),
    }
}
