use domain::{
    decision::{self, Grounds},
    scope::Scopes,
    token_event::{TokenEvent, TokenEventKind},
};
use leptos::prelude::*;

use crate::{
    components::ScopeChips,
    ui::{Section, Time, Tone},
};

/// What happened to a family, the newest first.
#[component]
pub fn Timeline(
    /// What happened.
    events: Vec<TokenEvent>,
    /// The scopes that were granted: those of an access token are told where they are fewer.
    granted: Scopes,
) -> impl IntoView {
    let none = events.is_empty();
    let rows = events
        .into_iter()
        .map(|event| {
            let Words { tone, title, detail } = words(&event.kind);
            let narrowed = !event.scopes.is_empty() && event.scopes != granted;
            view! {
                <li class="timeline-event" data-tone=tone.name()>
                    <div class="timeline-heading"><strong>{title}</strong><Time utc=event.at.to_string() seconds=true/></div>
                    <p>{detail}</p>
                    {narrowed.then(|| view! {
                        <div class="timeline-scopes"><span>"The access token was for"</span><ScopeChips scopes=event.scopes/></div>
                    })}
                </li>
            }
        })
        .collect_view();
    view! {
        <Section title="History" lead="The newest first.">
            {if none {
                view! { <p class="quiet">"No events are kept any more."</p> }.into_any()
            } else {
                view! { <ol class="timeline">{rows}</ol> }.into_any()
            }}
        </Section>
    }
    .into_any()
}

struct Words {
    tone: Tone,
    title: &'static str,
    detail: String,
}

/// An event in words for an administrator.
fn words(kind: &TokenEventKind) -> Words {
    let (tone, title, detail) = match kind {
        TokenEventKind::Issued { grounds } => {
            let detail = match grounds {
                Grounds::OfflineAccess => "The user signed in, and the client got its first refresh token.",
                Grounds::LoginSession => "The user signed in, and the client got its first refresh token. It ends when the user signs out.",
            };
            (Tone::Good, "Issued", detail.to_owned())
        }
        TokenEventKind::Rotated { generation } => {
            (Tone::Neutral, "Refreshed", format!("The token was used and replaced: rotation {generation}."))
        }
        TokenEventKind::Repeated { generation } => {
            let detail = format!("The token of rotation {generation} was used again within the retry window and stays the same.");
            (Tone::Neutral, "Refreshed", detail)
        }
        TokenEventKind::Retried { generation } => {
            let detail = format!("The client used the token it had before and got the current one, of rotation {generation}.");
            (Tone::Info, "Asked again", detail)
        }
        TokenEventKind::Kept { .. } => (Tone::Neutral, "Refreshed", "The token was used and kept: rotation is off.".to_owned()),
        TokenEventKind::Reused { presented, generation } => {
            let detail = format!(
                "The token replaced at rotation {} was used again; the current one was from rotation {generation}. Somebody may have copied it.",
                presented + 1
            );
            (Tone::Bad, "An old token came back", detail)
        }
        TokenEventKind::Refused { reason } => (Tone::Warning, "Refused", format!("The client was refused: {reason}.")),
        TokenEventKind::Revoked { reason } => (Tone::Warning, "Revoked", format!("It ended because {}.", reason.words())),
        TokenEventKind::Withheld { conditions } => {
            let why = decision::failures(conditions);
            (Tone::Neutral, "No refresh token", format!("Only an access token was issued. {why}"))
        }
        TokenEventKind::ClientCredentials => (Tone::Neutral, "Access token", "The client got an access token for itself.".to_owned()),
    };
    Words { tone, title, detail }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reuse_is_told_by_the_rotation_that_had_replaced_the_token() {
        let told = words(&TokenEventKind::Reused { presented: 2, generation: 7 });
        assert_eq!(told.tone, Tone::Bad);
        assert!(
            told.detail.starts_with("The token replaced at rotation 3 was used again; the current one was from rotation 7."),
            "{}",
            told.detail
        );
    }
}
