use domain::{
    decision::{Condition, Grounds},
    scope::Scopes,
    token_event::{TokenEvent, TokenEventKind},
};
use leptos::prelude::*;

use crate::{
    components::ScopeChips,
    t,
    text::word,
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
                        <div class="timeline-scopes"><span>{t!("tokens-timeline-scopes")}</span><ScopeChips scopes=event.scopes/></div>
                    })}
                </li>
            }
        })
        .collect_view();
    view! {
        <Section title=t!("tokens-timeline-title") lead=t!("tokens-timeline-lead")>
            {if none {
                view! { <p class="quiet">{t!("tokens-timeline-none")}</p> }.into_any()
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
                Grounds::OfflineAccess => t!("tokens-timeline-issued-offline"),
                Grounds::LoginSession => t!("tokens-timeline-issued-session"),
            };
            (Tone::Good, t!("tokens-timeline-issued"), detail.to_owned())
        }
        TokenEventKind::Rotated { generation } => {
            (Tone::Neutral, t!("tokens-timeline-refreshed"), t!("tokens-timeline-rotated", rotation = *generation))
        }
        TokenEventKind::Repeated { generation } => {
            (Tone::Neutral, t!("tokens-timeline-refreshed"), t!("tokens-timeline-repeated", rotation = *generation))
        }
        TokenEventKind::Retried { generation } => {
            (Tone::Info, t!("tokens-timeline-again"), t!("tokens-timeline-retried", rotation = *generation))
        }
        TokenEventKind::Kept { .. } => (Tone::Neutral, t!("tokens-timeline-refreshed"), t!("tokens-timeline-kept").to_owned()),
        TokenEventKind::Reused { presented, generation } => {
            let detail = t!("tokens-timeline-reused-detail", replaced = *presented + 1, current = *generation);
            (Tone::Bad, t!("tokens-timeline-reused"), detail)
        }
        TokenEventKind::Refused { reason, .. } => {
            (Tone::Warning, t!("tokens-timeline-refused"), t!("tokens-timeline-refused-detail", reason = reason.clone()))
        }
        TokenEventKind::Revoked { reason } => {
            (Tone::Warning, t!("tokens-timeline-revoked"), t!("tokens-timeline-revoked-detail", reason = word(reason.words())))
        }
        TokenEventKind::Withheld { conditions } => {
            let detail = t!("tokens-timeline-withheld-detail", why = failures(conditions));
            (Tone::Neutral, t!("tokens-timeline-withheld"), detail)
        }
        TokenEventKind::Exchanged { .. } => {
            (Tone::Neutral, t!("tokens-timeline-exchanged"), t!("tokens-timeline-exchanged-detail").to_owned())
        }
        TokenEventKind::Asserted { issuer } => {
            (Tone::Neutral, t!("tokens-timeline-asserted"), t!("tokens-timeline-asserted-detail", issuer = issuer.clone()))
        }
        TokenEventKind::ClientCredentials => (Tone::Neutral, t!("tokens-timeline-access"), t!("tokens-timeline-access-detail").to_owned()),
    };
    Words { tone, title, detail }
}

/// What failed, as the beginning of a sentence.
fn failures(conditions: &[Condition]) -> String {
    let failures: Vec<_> = conditions.iter().map(|condition| word(condition.failure())).collect();
    let words = failures.join(", ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
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
