use domain::{family::FamilyState, view::FamilyFilter};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::ApiError,
    components::{FamilyOwner, NameField, NameMatch, Query, Unsettled, name_choices, query_string},
    paths::{WorkspacePages as _, WorkspacePath},
};

/// The query of the inventory, as it is typed. A client or a user is named by identifier or by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilyQuery {
    /// The client.
    pub client: String,
    /// The user.
    pub user: String,
    /// The state.
    pub state: String,
    /// The family behind which the page begins.
    pub after: String,
}

impl FamilyQuery {
    /// Reads the page's address.
    pub fn of(query: &Query) -> Self {
        let value = |name| query.value(name);
        Self { client: value("client"), user: value("user"), state: value("state"), after: value("after") }
    }

    /// Returns whether it asks for anything at all.
    pub const fn is_filtered(&self) -> bool {
        !(self.client.is_empty() && self.user.is_empty() && self.state.is_empty())
    }

    /// Returns the state that is asked for, by its name or its label, or none where all are.
    ///
    /// # Errors
    /// [`Unsettled`] where there is no such state; it must not stand for all.
    pub fn wanted_state(&self) -> Result<Option<FamilyState>, Unsettled> {
        let asked = self.state.trim();
        if asked.is_empty() {
            return Ok(None);
        }
        let found = STATES.into_iter().find(|(name, label, _)| name.eq_ignore_ascii_case(asked) || label.eq_ignore_ascii_case(asked));
        found.map(|(.., state)| Some(state)).ok_or(Unsettled)
    }

    /// Returns the address of the inventory that answers it.
    pub fn address(&self, path: &WorkspacePath) -> String {
        let pairs = [("client", &self.client), ("user", &self.user), ("state", &self.state), ("after", &self.after)];
        format!("{}{}", path.tokens(), query_string(&pairs.map(|(name, value)| (name, Some(value.as_str())))))
    }
}

/// The client and the user of a query, looked up.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Found {
    /// The client.
    pub client: NameMatch,
    /// The user.
    pub user: NameMatch,
}

impl Found {
    /// Returns the owner of the tokens.
    pub fn owner(&self) -> Result<FamilyOwner, Unsettled> {
        Ok(FamilyOwner { client: self.client.one()?, user: self.user.one()? })
    }
}

/// Looks up the client and the user of a query.
pub(super) async fn find(path: &WorkspacePath, asked: &FamilyQuery) -> Result<Found, ApiError> {
    Ok(Found { client: NameMatch::of_client(path, &asked.client).await?, user: NameMatch::of_user(path, &asked.user).await? })
}

impl Found {
    /// The filter for the families.
    ///
    /// # Errors
    /// [`Unsettled`] where the query names no state that there is.
    pub fn filter(&self, asked: &FamilyQuery) -> Result<FamilyFilter, Unsettled> {
        Ok(FamilyFilter { client: self.client.id(), user: self.user.id(), state: asked.wanted_state()? })
    }
}

const STATES: [(&str, &str, FamilyState); 3] =
    [("live", "Active", FamilyState::Live), ("expired", "Expired", FamilyState::Expired), ("revoked", "Revoked", FamilyState::Revoked)];

/// Asks the inventory for a client, a user, a state.
#[component]
pub fn Filter(
    /// The workspace.
    path: WorkspacePath,
    /// What is asked for now.
    asked: FamilyQuery,
    /// What that was found to be.
    found: Found,
) -> impl IntoView {
    let with = |client: &str, user: &str| {
        FamilyQuery { client: client.to_owned(), user: user.to_owned(), state: asked.state.clone(), after: String::new() }.address(&path)
    };
    let client_choices = name_choices("clients", &asked.client, &found.client, |client| with(client, &asked.user));
    let user_choices = name_choices("users", &asked.user, &found.user, |user| with(&asked.client, user));
    let client = NameField { name: "client", label: "Client", placeholder: "Name or client ID", without: with("", &asked.user) };
    let client = client.view(asked.client.clone(), found.client);
    let user = NameField { name: "user", label: "User", placeholder: "Name or e-mail", without: with(&asked.client, "") };
    let user = user.view(asked.user.clone(), found.user);
    let wanted = asked.wanted_state();
    let unknown = wanted.is_err().then(|| {
        let labels = STATES.map(|(_, label, _)| label).join(", ");
        view! { <p class="filter-choices">"There is no state “"{asked.state.clone()}"”. Choose one of these: "{labels}"."</p> }
    });
    let any = wanted == Ok(None);
    let states = STATES
        .into_iter()
        .map(|(name, label, state)| {
            let selected = wanted == Ok(Some(state));
            view! { <option value=name selected=selected>{label}</option> }
        })
        .collect_view();
    view! {
        <form method="get" action=path.tokens() class="toolbar">
            {client}
            {user}
            <label class="toolbar-field">
                <span>"State"</span>
                <div class="select">
                    <select name="state">
                        <option value="" selected=any>"Any"</option>
                        {states}
                    </select>
                </div>
            </label>
            <button type="submit" class="button" data-kind="secondary">"Filter"</button>
        </form>
        {client_choices}
        {user_choices}
        {unknown}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_named_by_its_value_or_its_label_and_an_unknown_one_stands_for_none() {
        let wanted = |state: &str| FamilyQuery { state: state.to_owned(), ..FamilyQuery::default() }.wanted_state();
        assert_eq!(wanted(""), Ok(None));
        for live in ["live", "active", "Active"] {
            assert_eq!(wanted(live), Ok(Some(FamilyState::Live)));
        }
        assert_eq!(wanted("ended"), Err(Unsettled));
    }
}
