//! The end of all refresh tokens that a filter finds: by a job.

use domain::{page::Counted, view::FamilyFilter};
use leptos::prelude::*;

use crate::{
    api::{ApiError, done, operator},
    components::SELF_CHECKED,
    done::Done,
    form::{Confirm, FormAction, Target},
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Kind, bounded_count},
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
            let tokens = bounded_count(live.number, "active refresh token", "active refresh tokens");
            let tokens = if live.at_least { format!("At least {tokens}") } else { tokens };
            let target = Target::workspace(&path).with("filter", serde_json::to_string(&filter).unwrap_or_default());
            view! {
                <div class="bulk-row" role="group" aria-label="Active refresh tokens">
                    <p>{format!("{tokens} match the filter.")}</p>
                    <Confirm
                        id="revoke-matching"
                        opens="Revoke all that match"
                        title="Revoke all that match?"
                        kind=Kind::Danger
                        action=revoke
                        target
                        label="Revoke them"
                    >
                        <p>
                            <strong>{tokens.clone()}</strong>
                            " match the filter as it is on this page. A job revokes them, some at a time; you can watch it, and stop it."
                        </p>
                        <p>"As long as a user's session here is open, an application can get another one without a password. "{SELF_CHECKED}</p>
                    </Confirm>
                </div>
            }
        })
        .into_any()
}
