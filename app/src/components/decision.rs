//! What the token endpoint decided, in words.

use std::fmt::Write as _;

use domain::{decision, explanation::Recorded, token_event::TokenEventKind};

use crate::ui::Tone;

/// What was recorded, in words: what kind of answer it was, and why.
pub fn decision_words(recorded: &Recorded) -> (Tone, &'static str, String) {
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
