//! The end of all refresh tokens that a filter finds: by a job.

use domain::{
    page::{COUNTED_UP_TO, Counted},
    view::FamilyFilter,
};
use leptos::prelude::*;

use crate::{
    api::{ApiError, done, operator},
    done::Done,
    form::{Confirm, FormAction, Target},
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
    ui::Kind,
};

/// Starts the revocation of the refresh tokens that a filter means, as JSON: those that were shown and counted.
#[server]
pub async fn start_revocation(path: WorkspacePath, filter: String) -> Result<(), ApiError> {
    let filter: FamilyFilter = serde_json::from_str(&filter).map_err(|_| ApiError::NotFound)?;
    let job = operator()?.start_revocation(&path, &filter).await?;
    done(&path.job(job.id), Done::JobStarted);
    Ok(())
}

crate::form::needs!(StartRevocation: RevokeFamilies);

/// Above a list of refresh tokens that a filter finds: how many of them are active, and the end of all those. Not there where none is.
#[component]
pub fn RevokeMatching(
    /// The workspace.
    path: WorkspacePath,
    /// Which are meant, at the time of the page.
    filter: FamilyFilter,
    /// How many are active, as far as they were counted.
    live: Counted,
    /// Starts it.
    revoke: FormAction<StartRevocation>,
) -> impl IntoView {
    (live.number > 0 || live.at_least)
        .then(|| {
            let tokens = words(live);
            let target = Target::workspace(&path).with("filter", serde_json::to_string(&filter).unwrap_or_default());
            view! {
                <div class="bulk-row" role="group" aria-label=t!("tokens-matching-label")>
                    <p>{t!("tokens-matching-found", tokens = tokens.clone())}</p>
                    <Confirm
                        id="revoke-matching"
                        opens=t!("tokens-matching-opens")
                        title=t!("tokens-matching-title")
                        kind=Kind::Danger
                        action=revoke
                        target
                        label=t!("tokens-matching-revoke")
                    >
                        <p>{t_view!("tokens-matching-question", tokens = view! { <strong>{tokens}</strong> })}</p>
                        <p>{t!("tokens-matching-stays")}</p>
                    </Confirm>
                </div>
            }
        })
        .into_any()
}

/// How many are active, as far as they were counted.
fn words(live: Counted) -> String {
    let tokens = if live.number > COUNTED_UP_TO {
        t!("tokens-matching-more", count = COUNTED_UP_TO)
    } else {
        t!("tokens-matching-count", count = live.number)
    };
    if live.at_least { t!("tokens-matching-at-least", tokens = tokens) } else { tokens }
}
