//! Names that are typed to ask a list for something of one client or of one user.

use std::str::FromStr;

use domain::id::UserId;
use leptos::prelude::*;
use leptos_router::components::A;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, operator},
    paths::WorkspacePath,
    t,
    ui::{Glyph, Icon, Link},
};

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
    pub fn one<T: FromStr>(&self) -> Result<Option<(T, String)>, Unsettled> {
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
    /// Looks a client up, by identifier or name.
    pub async fn of_client(path: &WorkspacePath, typed: &str) -> Result<Self, ApiError> {
        if typed.trim().is_empty() {
            return Ok(Self::All);
        }
        let found = operator()?.list_clients(path, typed, None).await?.items;
        Ok(Self::of(found.into_iter().map(|client| (client.id.to_string(), client.settings.name.to_string())).collect(), typed))
    }

    /// Looks a user up, by identifier or sign-in name.
    pub async fn of_user(path: &WorkspacePath, typed: &str) -> Result<Self, ApiError> {
        let operator = operator()?;
        match typed.trim().parse::<UserId>() {
            _ if typed.trim().is_empty() => Ok(Self::All),
            Ok(id) => match operator.load_user(path, id).await {
                Ok(view) => Ok(Self::One(id.to_string(), view.user.identifier.to_string())),
                Err(control::Error::NotFound) => Ok(Self::Nothing),
                Err(error) => Err(error.into()),
            },
            Err(_) => {
                let found = operator.list_users(path, typed, None).await?.items;
                Ok(Self::of(found.into_iter().map(|user| (user.id.to_string(), user.identifier.to_string())).collect(), typed))
            }
        }
    }

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

    /// Returns the identifier of the one that is meant.
    pub fn id<T: FromStr>(&self) -> Option<T> {
        match self {
            Self::One(id, _) => id.parse().ok(),
            _ => None,
        }
    }

    /// Returns whether it names all or one, so that the list can be shown.
    pub const fn is_settled(&self) -> bool {
        matches!(self, Self::All | Self::One(..))
    }
}

/// A field for a name; where it was found, what it stands for, with the way to take it back.
#[derive(Debug, Clone)]
pub struct NameField {
    /// The field's name.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What may be typed.
    pub placeholder: &'static str,
    /// The address of the same page without it.
    pub without: String,
}

/// A field for a name that offers some while it is typed.
#[derive(Debug, Clone)]
pub struct OfferingField {
    field: NameField,
    /// The identifier of the `<datalist>` that it offers.
    offered: Option<&'static str>,
}

impl NameField {
    /// The same field with what a `<datalist>` offers.
    pub const fn offering(self, list: &'static str) -> OfferingField {
        OfferingField { field: self, offered: Some(list) }
    }

    /// Returns the field.
    pub fn view(self, typed: String, found: NameMatch) -> AnyView {
        OfferingField { field: self, offered: None }.view(typed, found)
    }
}

impl OfferingField {
    /// Returns the field.
    pub fn view(self, typed: String, found: NameMatch) -> AnyView {
        let Self { field: NameField { name, label, placeholder, without }, offered } = self;
        match found {
            NameMatch::One(id, called) => {
                // Of a client or of a user.
                let remove = t!("components-named-any", field = name);
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
                    <input
                        type="text"
                        class="input"
                        name=name
                        value=typed
                        placeholder=placeholder
                        list=offered
                        autocomplete="off"
                        spellcheck="false"
                    />
                </label>
            }
            .into_any(),
        }
    }
}

/// Where a name stands for several, or for none, says so and offers them.
pub fn name_choices(what: &'static str, typed: &str, found: &NameMatch, address: impl Fn(&str) -> String) -> Option<AnyView> {
    let typed = typed.to_owned();
    match found {
        NameMatch::Several(several) => {
            let links = several.iter().map(|(id, name)| {
                let (href, name) = (address(id), name.clone());
                view! { <li><Link href=href>{name}</Link></li> }
            });
            let links = links.collect_view();
            Some(
                view! {
                    <div class="filter-choices">
                        <p>{t!("components-named-several", what = what, typed = typed)}</p>
                        <ul>{links}</ul>
                    </div>
                }
                .into_any(),
            )
        }
        NameMatch::Nothing => {
            let nothing = t!("components-named-nothing", what = what, typed = typed);
            Some(view! { <p class="filter-choices">{nothing}</p> }.into_any())
        }
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
    fn a_whole_name_is_the_one_that_is_meant() {
        assert_eq!(NameMatch::of(pairs(&["Shop", "Shop floor"]), "shop"), NameMatch::One("0".to_owned(), "Shop".to_owned()));
        assert_eq!(NameMatch::of(pairs(&["Shop", "Shop floor"]), "sho"), NameMatch::Several(pairs(&["Shop", "Shop floor"])));
        assert_eq!(NameMatch::of(pairs(&["Shop floor"]), "sho"), NameMatch::One("0".to_owned(), "Shop floor".to_owned()));
        assert_eq!(NameMatch::of(Vec::new(), "x"), NameMatch::Nothing);
    }
}
