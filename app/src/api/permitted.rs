//! What the administrator may do at the place of the page, as the server hands it over with the page. It only decides what is shown: each use case
//! checks for itself.

use domain::permission::{Action, Actions};
use leptos::prelude::use_context;

use crate::{
    t,
    text::{role_at, word},
};

/// What may be done at the place of the page.
#[derive(Debug, Clone)]
pub struct Permitted {
    /// The actions that are permitted there, or somewhere within.
    pub actions: Actions,
    /// The roles of the administrator, in words; empty where everything is permitted.
    pub roles: Vec<String>,
}

/// Returns whether an action is permitted at the place of the page. Where nobody is signed in, nothing is asked about.
pub fn permits(action: Action) -> bool {
    use_context::<Permitted>().is_none_or(|permitted| permitted.actions.contains(action))
}

/// Returns why an action is not permitted there, in a sentence; nothing where it is.
pub fn refusal(action: Action) -> Option<String> {
    let permitted = use_context::<Permitted>()?;
    (!permitted.actions.contains(action)).then(|| sentence(&permitted.roles, action))
}

fn sentence(roles: &[String], action: Action) -> String {
    let what = word(action.label());
    match roles {
        [] => t!("outcomes-no-role", action = what),
        [role] => t!("outcomes-role", role = role_at(role), action = what),
        roles => {
            let roles: Vec<_> = roles.iter().map(|role| role_at(role)).collect();
            t!("outcomes-roles", roles = roles.join(", "), action = what)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_names_the_role_and_what_it_lacks() {
        let roles = ["Auditor of Acme".to_owned(), "Support of Acme".to_owned()];
        assert_eq!(
            sentence(&roles[..1], Action::SetTokenSettings),
            "Your role (Auditor of Acme) does not permit this: Change token settings."
        );
        assert!(sentence(&roles, Action::SetClient).starts_with("Your roles (Auditor of Acme, Support of Acme) do not permit this"));
    }
}
