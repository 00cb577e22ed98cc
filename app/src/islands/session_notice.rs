use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, SessionEnd, SessionTime, renew_session, session_ends_within},
    t,
    ui::{Notice, Tone},
};

/// How long before its end a session is said to end, in seconds.
const BEFORE_SECONDS: i64 = 300;
/// How often a page looks.
const EVERY: Duration = Duration::from_secs(15);

/// Returns how long the session goes on. Being asked, it goes on.
#[server(client = crate::api::Caller)]
pub async fn extend_session() -> Result<Option<SessionTime>, ApiError> {
    crate::api::session()?.signed_in().await?.ok_or(ApiError::SignedOut)?;
    Ok(use_context())
}

/// Where somebody signs in who then comes back to this page.
fn sign_in() -> String {
    let here = window().location();
    let next = format!("{}{}", here.pathname().unwrap_or_default(), here.search().unwrap_or_default());
    format!("{}?next={}", crate::paths::SIGN_IN, String::from(js_sys::encode_uri_component(&next)))
}

/// What is said, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionWords {
    unused: String,
    stay: String,
    old: String,
    over: String,
    sign_in: String,
}

/// As the server says it.
impl Default for SessionWords {
    fn default() -> Self {
        Self {
            unused: t!("layout-session-unused").to_owned(),
            stay: t!("layout-session-stay").to_owned(),
            old: t!("layout-session-old").to_owned(),
            over: t!("layout-session-over").to_owned(),
            sign_in: t!("layout-session-sign-in").to_owned(),
        }
    }
}

/// Says that the session is about to end or has ended, and how to go on.
#[island]
pub fn SessionNotice(
    /// What it says.
    words: SessionWords,
) -> impl IntoView {
    let ends = RwSignal::new(None);
    Effect::new(move |_| {
        let look = move || {
            let now = session_ends_within(BEFORE_SECONDS);
            if ends.get_untracked() != now {
                ends.set(now);
            }
        };
        // From the first look on the page's time is counted.
        look();
        set_interval(look, EVERY);
    });
    let stay = move || {
        spawn_local(async move {
            match extend_session().await {
                Ok(Some(time)) => {
                    renew_session(time);
                    ends.set(None);
                }
                Err(ApiError::SignedOut) => {
                    renew_session(SessionTime { unused: 0, left: 0 });
                    ends.set(Some(SessionEnd::Over));
                }
                // It was not reached: the notice stays, and so does its button.
                _ => {}
            }
        });
    };
    view! {
        <div role="status" class="session-notice">
            {move || ends.get().map(|end| said(end, words.clone(), stay))}
        </div>
    }
}

/// The notice of an end.
fn said(end: SessionEnd, words: SessionWords, stay: impl Fn() + Send + 'static) -> AnyView {
    match end {
        SessionEnd::Unused => view! {
            <Notice tone=Tone::Warning>
                {words.unused} " "
                <button type="button" class="button" data-kind="secondary" on:click=move |_| stay()>{words.stay}</button>
            </Notice>
        }
        .into_any(),
        SessionEnd::Old => view! {
            <Notice tone=Tone::Warning>{words.old}</Notice>
        }
        .into_any(),
        SessionEnd::Over => view! {
            <Notice tone=Tone::Warning>
                {words.over} " "
                <a href=sign_in()>{words.sign_in}</a>
            </Notice>
        }
        .into_any(),
    }
}
