//! What the token endpoint decided, in words.

use domain::{explanation::Recorded, token_event::TokenEventKind};

use crate::{
    t,
    text::{failures, said},
    ui::Tone,
};

/// What was recorded, in words: what kind of answer it was, and why.
pub fn decision_words(recorded: &Recorded) -> (Tone, &'static str, String) {
    let (tone, title, mut why) = answer(recorded);
    if !recorded.event.left_out.is_empty() {
        let left_out = t!("components-decision-left-out", scopes = recorded.event.left_out.to_string());
        why = format!("{why} {left_out}");
    }
    (tone, title, why)
}

fn answer(recorded: &Recorded) -> (Tone, &'static str, String) {
    let why = || recorded.refused.as_ref().map(|refused| said(&refused.description)).unwrap_or_default();
    match &recorded.event.kind {
        TokenEventKind::Issued { .. } => (Tone::Good, t!("components-decision-token"), t!("components-decision-met").to_owned()),
        TokenEventKind::Withheld { conditions } => (Tone::Warning, t!("components-decision-no-token"), failures(conditions)),
        TokenEventKind::Refused { reason, .. } => {
            let why = why();
            (Tone::Bad, t!("components-decision-refused"), if why.is_empty() { reason.clone() } else { why })
        }
        TokenEventKind::Exchanged { subject_client, actor } => {
            // By its identifier alone where it is gone, or not for who looks at it.
            let called = |id: String| recorded.names.get(&id).cloned().unwrap_or(id);
            let client = called(subject_client.to_string());
            let why = match actor {
                Some(actor) => t!("components-decision-exchanged-actor", client = client, actor = called(actor.clone())),
                None => t!("components-decision-exchanged-why", client = client),
            };
            (Tone::Good, t!("components-decision-exchanged"), why)
        }
        TokenEventKind::Asserted { issuer } => {
            (Tone::Good, t!("components-decision-asserted"), t!("components-decision-asserted-why", issuer = issuer.clone()))
        }
        TokenEventKind::Reused { .. } => (Tone::Bad, t!("components-decision-refused"), why()),
        kind => (Tone::Neutral, t!("components-decision-answered"), kind.code().to_owned()),
    }
}
