use domain::id::{ClientId, UserId};
use leptos::prelude::*;

use super::{Confirm, ConfirmRow, EndsSessions, SELF_CHECKED};
use crate::{
    api::ApiError,
    form::{Form, PostForm, WorkspaceFields},
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Kind, counted, group},
};
#[cfg(feature = "ssr")]
use crate::{
    api::{done, operator},
    done::Done,
    paths,
};

/// Ends the refresh tokens of a client, of a user, of a user at a client, or of the workspace, and leads back to the page it was asked on.
/// Who is not named is left empty.
#[server(client = crate::api::Caller)]
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

#[cfg(feature = "ssr")]
fn named<T: std::str::FromStr>(text: &str) -> Result<Option<T>, ApiError> {
    // What is no identifier is nobody's: it must not come to mean everybody's.
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| ApiError::NotFound) }
}

/// Whose refresh tokens are revoked.
#[derive(Debug, Clone, Default)]
pub struct Whose {
    /// Those of this client, by its identifier and name; of all where there is none.
    pub client: Option<(ClientId, String)>,
    /// Those of this user.
    pub user: Option<(UserId, String)>,
}

impl Whose {
    /// In words: `of alice at Shop`.
    fn words(&self) -> String {
        match (&self.client, &self.user) {
            (Some((_, client)), Some((_, user))) => format!("of {user} at {client}"),
            (Some((_, client)), None) => format!("of {client}"),
            (None, Some((_, user))) => format!("of {user}"),
            (None, None) => "of this workspace".to_owned(),
        }
    }
}

/// Asks, and ends all refresh tokens of somebody. Not there where none lives.
#[component]
pub fn RevokeAll(
    /// The workspace.
    path: WorkspacePath,
    /// Whose.
    whose: Whose,
    /// How many live.
    live: u64,
    /// What the button says that opens it.
    #[prop(into)]
    opens: String,
    /// Ends them.
    revoke: ServerAction<RevokeFamilies>,
    /// What became of that.
    form: Form,
    /// The page to come back to.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    (live > 0)
        .then(|| {
            let client = whose.client.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default();
            let user = whose.user.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default();
            let (one_user, dialog) = (whose.user.is_some(), format!("revoke-all-{client}-{user}"));
            let tokens = counted(live, "live refresh token", "live refresh tokens");
            let ends = if live == 1 { "ends" } else { "end" };
            let words = whose.words();
            view! {
                <Confirm id=dialog.clone() opens title="Revoke these refresh tokens?" kind=Kind::Danger>
                    <p>
                        <strong>{tokens}</strong>{format!(" {words} {ends} at once. ")}
                        "As long as a user's session here is open, an application can get another one without a password."
                    </p>
                    <p>{SELF_CHECKED}</p>
                    <PostForm action=revoke>
                        <WorkspaceFields path/>
                        <input type="hidden" name="client" value=client/>
                        <input type="hidden" name="user" value=user/>
                        <input type="hidden" name="back" value=back/>
                        {one_user.then(|| view! { <EndsSessions dialog=dialog.clone()/> })}
                        <ConfirmRow dialog form label="Revoke them"/>
                    </PostForm>
                </Confirm>
            }
        })
        .into_any()
}

/// Above a list of refresh tokens: how many of them live, and the end of all those. Not there where none lives.
#[component]
pub fn RevokeListed(
    /// The workspace.
    path: WorkspacePath,
    /// Whose.
    whose: Whose,
    /// How many live.
    live: u64,
    /// Ends them.
    revoke: ServerAction<RevokeFamilies>,
    /// What became of that.
    form: Form,
    /// The page to come back to.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    (live > 0)
        .then(|| {
            let (told, opens) = if live == 1 {
                ("1 lives.".to_owned(), "Revoke this one".to_owned())
            } else {
                (format!("{} live.", group(live)), format!("Revoke these {}", group(live)))
            };
            view! {
                <div class="bulk-row">
                    <p>{told}</p>
                    <RevokeAll path whose live opens revoke form back/>
                </div>
            }
        })
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_they_are_is_told_in_words() {
        let now = domain::clock::Timestamp::from_millis(0);
        let client = Some((ClientId::new(now, [0; 10]), "Shop".to_owned()));
        let user = Some((UserId::new(now, [0; 10]), "alice".to_owned()));
        let words = |client, user| Whose { client, user }.words();
        assert_eq!(words(client.clone(), user.clone()), "of alice at Shop");
        assert_eq!([words(client, None), words(None, user), words(None, None)], ["of Shop", "of alice", "of this workspace"]);
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn what_is_no_identifier_is_not_everybody() {
        assert_eq!(named::<UserId>(""), Ok(None));
        assert_eq!(named::<UserId>("alice"), Err(ApiError::NotFound));
    }
}
