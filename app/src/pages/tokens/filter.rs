use std::str::FromStr;

use domain::{
    family::FamilyState,
    id::{ClientId, UserId},
    view::FamilyFilter,
};
use leptos::prelude::*;
use leptos_router::components::A;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, operator},
    components::{FamilyOwner, Query, query_string},
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Glyph, Icon},
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

/// The outcome of looking a name up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NameMatch {
    /// Nothing was typed.
    All,
    /// This one, by identifier and name.
    One(String, String),
    /// One of these; or of more, where there are too many to show.
    Several(Vec<(String, String)>),
    /// There is none.
    Nothing,
}

impl NameMatch {
    /// Returns the one that is meant, or none where all are.
    fn one<T: FromStr>(&self) -> Result<Option<(T, String)>, Unsettled> {
        match self {
            Self::All => Ok(None),
            Self::One(id, name) => Ok(Some((id.parse().map_err(|_| Unsettled)?, name.clone()))),
            Self::Several(_) | Self::Nothing => Err(Unsettled),
        }
    }
}

/// The query does not name one client, user or state; then it must not stand for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsettled;

impl NameMatch {
    fn of(mut found: Vec<(String, String)>, typed: &str) -> Self {
        let typed = typed.trim().to_lowercase();
        let exact: Vec<_> = found.iter().filter(|(id, name)| *id == typed || name.to_lowercase() == typed).cloned().collect();
        if let [(id, name)] = exact.as_slice() {
            return Self::One(id.clone(), name.clone());
        }
        match found.len() {
            0 => Self::Nothing,
            1 => found.pop().map_or(Self::Nothing, |(id, name)| Self::One(id, name)),
            _ => Self::Several(found),
        }
    }

    fn id(&self) -> Option<&str> {
        match self {
            Self::One(id, _) => Some(id),
            _ => None,
        }
    }

    /// Returns whether it names all or one, so that the list can be shown.
    pub const fn is_settled(&self) -> bool {
        matches!(self, Self::All | Self::One(..))
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
    let operator = operator()?;
    let client = if asked.client.trim().is_empty() {
        NameMatch::All
    } else {
        let page = operator.list_clients(path, &asked.client, None).await?;
        NameMatch::of(
            page.items.into_iter().map(|client| (client.id.to_string(), client.settings.name.to_string())).collect(),
            &asked.client,
        )
    };
    let user = match asked.user.trim().parse::<UserId>() {
        _ if asked.user.trim().is_empty() => NameMatch::All,
        Ok(id) => match operator.load_user(path, id).await {
            Ok(view) => NameMatch::One(id.to_string(), view.user.identifier.to_string()),
            Err(control::Error::NotFound) => NameMatch::Nothing,
            Err(error) => return Err(error.into()),
        },
        Err(_) => {
            let page = operator.list_users(path, &asked.user, None).await?;
            NameMatch::of(page.items.into_iter().map(|user| (user.id.to_string(), user.identifier.to_string())).collect(), &asked.user)
        }
    };
    Ok(Found { client, user })
}

impl Found {
    /// The filter for the families.
    ///
    /// # Errors
    /// [`Unsettled`] where the query names no state that there is.
    pub fn filter(&self, asked: &FamilyQuery) -> Result<FamilyFilter, Unsettled> {
        Ok(FamilyFilter {
            client: self.client.id().and_then(|id| id.parse::<ClientId>().ok()),
            user: self.user.id().and_then(|id| id.parse::<UserId>().ok()),
            state: asked.wanted_state()?,
        })
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
    let client_choices = choices("clients", &asked.client, &found.client, |client| with(client, &asked.user));
    let user_choices = choices("users", &asked.user, &found.user, |user| with(&asked.client, user));
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

/// A field for a name; where it was found, what it stands for, with the way to take it back.
struct NameField {
    name: &'static str,
    label: &'static str,
    placeholder: &'static str,
    without: String,
}

impl NameField {
    fn view(self, typed: String, found: NameMatch) -> AnyView {
        let Self { name, label, placeholder, without } = self;
        match found {
            NameMatch::One(id, called) => {
                let remove = format!("Any {}", label.to_lowercase());
                view! {
                    <div class="toolbar-field">
                        <span>{label}</span>
                        <span class="filter-chip">
                            <input type="hidden" name=name value=id/>
                            <span class="filter-chip-name">{called}</span>
                            <A href=without attr:aria-label=remove><Icon glyph=Glyph::Close/></A>
                        </span>
                    </div>
                }
                .into_any()
            }
            _ => view! {
                <label class="toolbar-field">
                    <span>{label}</span>
                    <input type="text" class="input" name=name value=typed placeholder=placeholder autocomplete="off" spellcheck="false"/>
                </label>
            }
            .into_any(),
        }
    }
}

/// Where a name stands for several, or for none, says so and offers them.
fn choices(what: &'static str, typed: &str, found: &NameMatch, address: impl Fn(&str) -> String) -> Option<AnyView> {
    let typed = typed.to_owned();
    match found {
        NameMatch::Several(several) => {
            let links = several.iter().map(|(id, name)| {
                let (href, name) = (address(id), name.clone());
                view! { <li><A href=href>{name}</A></li> }
            });
            let links = links.collect_view();
            Some(
                view! {
                    <div class="filter-choices">
                        <p>"Several "{what}" match “"{typed}"”. Which one?"</p>
                        <ul>{links}</ul>
                    </div>
                }
                .into_any(),
            )
        }
        NameMatch::Nothing => Some(view! { <p class="filter-choices">"There are no "{what}" that match “"{typed}"”."</p> }.into_any()),
        NameMatch::All | NameMatch::One(..) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(names: &[&str]) -> Vec<(String, String)> {
        names.iter().enumerate().map(|(id, name)| (id.to_string(), (*name).to_owned())).collect()
    }

    #[test]
    fn a_state_is_named_by_its_value_or_its_label_and_an_unknown_one_stands_for_none() {
        let wanted = |state: &str| FamilyQuery { state: state.to_owned(), ..FamilyQuery::default() }.wanted_state();
        assert_eq!(wanted(""), Ok(None));
        for live in ["live", "active", "Active"] {
            assert_eq!(wanted(live), Ok(Some(FamilyState::Live)));
        }
        assert_eq!(wanted("ended"), Err(Unsettled));
    }

    #[test]
    fn a_whole_name_is_the_one_that_is_meant() {
        assert_eq!(NameMatch::of(pairs(&["Shop", "Shop floor"]), "shop"), NameMatch::One("0".to_owned(), "Shop".to_owned()));
        assert_eq!(NameMatch::of(pairs(&["Shop", "Shop floor"]), "sho"), NameMatch::Several(pairs(&["Shop", "Shop floor"])));
        assert_eq!(NameMatch::of(pairs(&["Shop floor"]), "sho"), NameMatch::One("0".to_owned(), "Shop floor".to_owned()));
        assert_eq!(NameMatch::of(Vec::new(), "x"), NameMatch::Nothing);
    }
}
