use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{SessionEnd, form_of, renew_session, session_ends_within},
    form::{SignInBeside, load_form_token},
    ui::{Notice, Tone},
};

/// How long before its end a session is said to end, in seconds.
const BEFORE_SECONDS: i64 = 300;
/// How often a page looks.
const EVERY: Duration = Duration::from_secs(15);

/// Says that the session is about to end, and how to go on.
#[component]
pub fn SessionNotice() -> impl IntoView {
    let ends = RwSignal::new(None);
    Effect::new(move |_| {
        let look = move || {
            let now = session_ends_within(BEFORE_SECONDS);
            if ends.try_get_untracked() != Some(now) {
                let _ = ends.try_set(now);
            }
        };
        // From the first look on the page's time is counted.
        look();
        if let Ok(looking) = set_interval_with_handle(look, EVERY) {
            on_cleanup(move || looking.clear());
        }
    });
    let stay = move |_| {
        spawn_local(async move {
            if let Ok(renewal) = load_form_token(form_of()).await {
                renew_session(&renewal);
                let _ = ends.try_set(None);
            }
        });
    };
    view! {
        <div role="status" class="session-notice">
            {move || ends.get().map(|end| match end {
                SessionEnd::Unused => view! {
                    <Notice tone=Tone::Warning>
                        "You are about to be signed out, because this page was not used for a while. "
                        <button type="button" class="button" data-kind="secondary" on:click=stay>"Stay signed in"</button>
                    </Notice>
                }
                .into_any(),
                SessionEnd::Old => view! {
                    <Notice tone=Tone::Warning>"Your session is about to end, a day after you signed in. " <SignInBeside/></Notice>
                }
                .into_any(),
            })}
        </div>
    }
    .into_any()
}
