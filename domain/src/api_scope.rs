//! The scopes of the admin API: two for each area of the table of actions, one to see what is there and one to change it. They are made of the
//! table, so each action has exactly one.

use crate::{
    built_in_role::BuiltInRole,
    description::Description,
    name::Name,
    permission::{Action, Actions},
    scope::{Scope, Scopes},
    service::ServiceScope,
};

/// What each of them begins with.
const PREFIX: &str = "admin:";

/// A scope of the admin API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApiScope {
    /// The heading of its actions.
    area: &'static str,
    /// Whether it changes nothing.
    reads: bool,
}

impl ApiScope {
    /// Returns all of them, in the order of the table.
    pub fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for action in Action::ALL {
            let scope = Self::of(*action);
            if !all.contains(&scope) {
                all.push(scope);
            }
        }
        all
    }

    /// Returns the scope that an action needs.
    pub fn of(action: Action) -> Self {
        // Auditors see everything and change nothing.
        Self { area: action.group(), reads: action.roles().contains(&BuiltInRole::Auditor) }
    }

    /// Returns its value on the wire: `admin:clients.read`.
    pub fn name(self) -> String {
        let area = self.area.to_lowercase().replace(' ', "_");
        format!("{PREFIX}{area}.{}", if self.reads { "read" } else { "write" })
    }

    /// Returns the actions that it allows to whoever may do them.
    pub fn actions(self) -> Actions {
        Action::ALL.iter().copied().filter(|action| Self::of(*action) == self).collect()
    }

    /// Returns what the console calls it.
    pub fn label(self) -> String {
        format!("{}: {}", self.area, if self.reads { "see" } else { "change" })
    }

    /// Returns the actions that an access token with these scopes allows to whoever may do them.
    pub fn actions_of(scopes: &Scopes) -> Actions {
        let held = Self::all().into_iter().filter(|scope| scopes.contains(&scope.name()));
        held.fold(Actions::NONE, |actions, scope| actions.or(scope.actions()))
    }

    /// Returns the scopes that these actions need.
    pub fn needed_by(actions: Actions) -> Scopes {
        let needed = Self::all().into_iter().filter(|scope| !scope.actions().and(actions).is_empty());
        needed.filter_map(|scope| Scope::parse(&scope.name()).ok()).collect()
    }

    /// Returns them as a service of a workspace has them.
    pub fn of_service() -> Vec<ServiceScope> {
        let described = |scope: Self| {
            let mut labels = String::new();
            for label in scope.actions().iter().map(Action::label) {
                let longer = if labels.is_empty() { label.to_owned() } else { format!("{labels}; {label}") };
                // The last of them have no room.
                if longer.chars().count() <= Description::MAX_CHARS {
                    labels = longer;
                }
            }
            Some(ServiceScope {
                scope: Scope::parse(&scope.name()).ok()?,
                display_name: Name::parse(&scope.label()).ok()?,
                description: Description::parse(&labels).unwrap_or_default(),
                description_de: Description::default(),
            })
        };
        Self::all().into_iter().filter_map(described).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_action_has_one_scope() {
        let all = ApiScope::all();
        for action in Action::ALL {
            assert_eq!(all.iter().filter(|scope| scope.actions().contains(*action)).count(), 1, "{action:?}");
        }
        assert_eq!(ApiScope::of_service().len(), all.len(), "each one is a scope with a name");
        assert!(ApiScope::of_service().iter().all(|scope| !scope.description.as_str().is_empty()));
        assert_eq!(ApiScope::actions_of(&ApiScope::needed_by(Actions::all())), Actions::all());
    }

    #[test]
    fn what_a_scope_to_see_allows_changes_nothing() {
        for scope in ApiScope::all() {
            let auditor = BuiltInRole::Auditor.actions();
            let seen = scope.actions().and(auditor);
            assert_eq!(seen, if scope.reads { scope.actions() } else { Actions::NONE }, "{}", scope.name());
        }
        let names: Vec<_> = ApiScope::all().into_iter().map(ApiScope::name).collect();
        assert!(names.contains(&"admin:clients.read".to_owned()) && names.contains(&"admin:signing_keys.write".to_owned()), "{names:?}");
    }

    #[test]
    fn a_token_with_other_scopes_allows_nothing() {
        assert_eq!(ApiScope::actions_of(&"openid admin:clients admin:clients.readwrite".parse().unwrap()), Actions::NONE);
        let seen = ApiScope::actions_of(&"admin:clients.read".parse().unwrap());
        assert_eq!(seen.iter().collect::<Vec<_>>(), [Action::SeeClients]);
    }
}
