use domain::{
    id::{ClientId, UserId},
    page::COUNTED_UP_TO,
    permission::Action,
};
use leptos::prelude::*;

use super::{SELF_CHECKED, ends_sessions};
use crate::{
    api::{ApiError, done, operator},
    done::Done,
    form::{Confirm, FormAction, Target},
    paths::{self, WorkspacePages as _, WorkspacePath},
    t, t_view,
    ui::Kind,
};

/// Ends the refresh tokens of a client, of a user, of a user at a client, or of the workspace, and leads back to the page it was asked on.
/// Who is not named is left empty.
#[server]
pub async fn revoke_families(
    path: WorkspacePath,
    #[server(default)] client: String,
    #[server(default)] user: String,
    #[server(default)] sessions: bool,
    #[server(default)] back: String,
) -> Result<(), ApiError> {
    let client = named::<ClientId>(&client)?;
    let user = named::<UserId>(&user)?;
    // Sessions are asked about where one user is named.
    let sessions = if sessions && user.is_some() { control::Sessions::End } else { control::Sessions::Stay };
    operator()?.revoke_families(&path, client, user, sessions).await?;
    let back = paths::page(&back).unwrap_or_else(|| path.tokens());
    done(&back, Done::FamiliesRevoked);
    Ok(())
}

crate::form::needs!(RevokeFamilies: RevokeFamilies);

fn named<T: std::str::FromStr>(text: &str) -> Result<Option<T>, ApiError> {
    // A text that is no identifier must not stand for everybody.
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| ApiError::NotFound) }
}

/// The owner of refresh tokens: a client, a user, a user at a client, or the workspace.
#[derive(Debug, Clone, Default)]
pub struct FamilyOwner {
    /// Those of this client, by its identifier and name; of all where there is none.
    pub client: Option<(ClientId, String)>,
    /// Those of this user.
    pub user: Option<(UserId, String)>,
}

impl FamilyOwner {
    /// Returns it in words: `of alice at Shop`.
    fn words(&self) -> String {
        match (&self.client, &self.user) {
            (Some((_, client)), Some((_, user))) => t!("components-revoke-all-of-both", user = user.clone(), client = client.clone()),
            (Some((_, client)), None) => t!("components-revoke-all-of", name = client.clone()),
            (None, Some((_, user))) => t!("components-revoke-all-of", name = user.clone()),
            (None, None) => t!("components-revoke-all-of-workspace").to_owned(),
        }
    }
}

/// Asks, and ends all refresh tokens of an owner. Not there where none is active.
#[component]
pub fn RevokeAll(
    /// The workspace.
    path: WorkspacePath,
    /// Their owner.
    owner: FamilyOwner,
    /// How many are active, up to [`domain::page::COUNTED_UP_TO`].
    live: u64,
    /// Whether these are the least that there are.
    #[prop(optional)]
    at_least: bool,
    /// What the button says that opens it.
    #[prop(into)]
    opens: String,
    /// Ends them.
    revoke: FormAction<RevokeFamilies>,
    /// The page to come back to.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    (live > 0)
        .then(|| {
            let client = owner.client.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default();
            let user = owner.user.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default();
            let (one_user, dialog) = (owner.user.is_some(), format!("revoke-all-{client}-{user}"));
            let (tokens, words) = (tokens(live, at_least), owner.words());
            let tokens = view! { <strong>{tokens}</strong> };
            let ends = if live == 1 {
                t_view!("components-revoke-all-ends-one", tokens = tokens, owner = words)
            } else {
                t_view!("components-revoke-all-ends", tokens = tokens, owner = words)
            };
            // All of the workspace is another matter.
            let whole = client.is_empty() && user.is_empty();
            let revoke = if whole { revoke.needing(Action::RevokeAllFamilies) } else { revoke };
            let target = Target::workspace(&path).with("client", client).with("user", user).with("back", back);
            let choices = one_user.then(|| ends_sessions(&dialog));
            view! {
                <Confirm
                    id=dialog
                    opens
                    title=t!("components-revoke-all-title")
                    kind=Kind::Danger
                    action=revoke
                    target
                    label=t!("components-revoke-all-confirm")
                    choices
                >
                    <p>{ends}</p>
                    <p>{SELF_CHECKED.text()}</p>
                </Confirm>
            }
        })
        .into_any()
}

/// How many refresh tokens there are, in words.
fn tokens(live: u64, at_least: bool) -> String {
    let tokens = if live > COUNTED_UP_TO {
        t!("components-revoke-all-tokens-more", count = COUNTED_UP_TO)
    } else {
        t!("components-revoke-all-tokens", count = live)
    };
    if at_least { t!("components-revoke-all-at-least", tokens = tokens) } else { tokens }
}

/// Above a list of refresh tokens: how many of them are active, and the end of all those. Not there where none is.
#[component]
pub fn RevokeListed(
    /// The workspace.
    path: WorkspacePath,
    /// Their owner.
    owner: FamilyOwner,
    /// How many are active, up to [`domain::page::COUNTED_UP_TO`].
    live: u64,
    /// Ends them.
    revoke: FormAction<RevokeFamilies>,
    /// The page to come back to.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    (live > 0)
        .then(|| {
            let opens = revoke_all(live);
            let active = if live > COUNTED_UP_TO {
                t!("components-revoke-all-active-more", count = COUNTED_UP_TO)
            } else {
                t!("components-revoke-all-active", count = live)
            };
            view! {
                <div class="bulk-row" role="group" aria-label=t!("components-revoke-all-listed")>
                    <p>{active}</p>
                    <RevokeAll path owner live opens revoke back/>
                </div>
            }
        })
        .into_any()
}

/// What the button says.
fn revoke_all(live: u64) -> String {
    match live {
        1 => t!("components-revoke-all-button").to_owned(),
        // A number that is not known has no place on a button.
        _ if live > COUNTED_UP_TO => t!("components-revoke-all-button").to_owned(),
        _ => t!("components-revoke-all-button-count", count = live),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_has_the_number_if_it_is_known() {
        assert_eq!([1, 2_000, COUNTED_UP_TO + 1].map(revoke_all), ["Revoke all", "Revoke all 2,000", "Revoke all"]);
    }

    #[test]
    fn an_owner_is_told_in_words() {
        let now = domain::clock::Timestamp::from_millis(0);
        let client = Some((ClientId::new(now, [0; 10]), "Shop".to_owned()));
        let user = Some((UserId::new(now, [0; 10]), "alice".to_owned()));
        let words = |client, user| FamilyOwner { client, user }.words();
        assert_eq!(words(client.clone(), user.clone()), "of alice at Shop");
        assert_eq!([words(client, None), words(None, user), words(None, None)], ["of Shop", "of alice", "of this workspace"]);
    }

    #[test]
    fn what_is_no_identifier_is_not_everybody() {
        assert_eq!(named::<UserId>(""), Ok(None));
        assert_eq!(named::<UserId>("alice"), Err(ApiError::NotFound));
    }
}
