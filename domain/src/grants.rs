//! What an administrator may do where: the levels of an installation, and the actions that are granted at them.

use serde::{Deserialize, Serialize};

use crate::{
    id::{ClientId, TenantId, WorkspaceId},
    permission::{Action, Actions, Extent},
};

/// A level of the installation. Each one but the first lies within another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The whole installation.
    Installation,
    /// A tenant.
    Tenant(TenantId),
    /// A workspace of a tenant.
    Workspace(TenantId, WorkspaceId),
    /// A client of a workspace.
    Client(TenantId, WorkspaceId, ClientId),
}

impl Level {
    /// Returns how far it extends.
    pub const fn extent(self) -> Extent {
        match self {
            Self::Installation => Extent::Installation,
            Self::Tenant(_) => Extent::Tenant,
            Self::Workspace(..) => Extent::Workspace,
            Self::Client(..) => Extent::Client,
        }
    }

    /// Returns the tenant that it lies in, or is.
    pub const fn tenant(self) -> Option<TenantId> {
        match self {
            Self::Installation => None,
            Self::Tenant(tenant) | Self::Workspace(tenant, _) | Self::Client(tenant, ..) => Some(tenant),
        }
    }

    /// Returns the workspace that it lies in, or is.
    pub const fn workspace(self) -> Option<WorkspaceId> {
        match self {
            Self::Installation | Self::Tenant(_) => None,
            Self::Workspace(_, workspace) | Self::Client(_, workspace, _) => Some(workspace),
        }
    }

    /// Returns the client that it is.
    pub const fn client(self) -> Option<ClientId> {
        match self {
            Self::Client(.., client) => Some(client),
            _ => None,
        }
    }

    /// Returns whether the other level lies within this one, or is this one.
    pub fn contains(self, other: Self) -> bool {
        match self {
            Self::Installation => true,
            Self::Tenant(tenant) => other.tenant() == Some(tenant),
            // An identifier of a workspace or of a client is of one tenant only.
            Self::Workspace(_, workspace) => other.workspace() == Some(workspace),
            Self::Client(.., client) => other.client() == Some(client),
        }
    }
}

/// Actions that are granted at a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Where.
    pub level: Level,
    /// What.
    pub actions: Actions,
}

/// All that an administrator may do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grants(Vec<Grant>);

impl Grants {
    /// All actions everywhere.
    pub fn everything() -> Self {
        Self::new([Grant { level: Level::Installation, actions: Actions::all() }])
    }

    /// Returns these grants, without the actions that reach further than the level at which they are granted.
    pub fn new(grants: impl IntoIterator<Item = Grant>) -> Self {
        let within = grants.into_iter().map(|Grant { level, actions }| Grant { level, actions: actions.up_to(level.extent()) });
        Self(within.filter(|grant| !grant.actions.is_empty()).collect())
    }

    /// Returns each grant.
    pub fn iter(&self) -> impl Iterator<Item = Grant> {
        self.0.iter().copied()
    }

    /// Returns whether nothing is granted.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether the action is permitted at this level.
    pub fn may(&self, action: Action, at: Level) -> bool {
        self.0.iter().any(|grant| grant.level.contains(at) && grant.actions.contains(action))
    }

    /// Returns whether the action is permitted somewhere.
    pub fn may_somewhere(&self, action: Action) -> bool {
        self.0.iter().any(|grant| grant.actions.contains(action))
    }

    /// Returns whether there is something at this level to see: what is granted holds there, or further in.
    pub fn sees(&self, level: Level) -> bool {
        self.0.iter().any(|grant| grant.level.contains(level) || level.contains(grant.level))
    }

    /// Returns whether all that the others permit is permitted by these, too.
    pub fn cover(&self, others: &Self) -> bool {
        self.lacking(others).is_none()
    }

    /// Returns the first thing that the others permit and these do not; none where these cover the others.
    pub fn lacking(&self, others: &Self) -> Option<Action> {
        others.iter().find_map(|grant| grant.actions.iter().find(|action| !self.may(*action, grant.level)))
    }

    /// Returns what is left of these grants where only some actions may be used.
    #[must_use]
    pub fn only(&self, actions: Actions) -> Self {
        Self::new(self.iter().map(|grant| Grant { actions: grant.actions.and(actions), ..grant }))
    }

    /// Returns the tenant that all of this lies in, if it is one.
    pub fn one_tenant(&self) -> Option<TenantId> {
        let mut tenants = self.iter().map(|grant| grant.level.tenant());
        let first = tenants.next()??;
        tenants.all(|tenant| tenant == Some(first)).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{built_in_role::BuiltInRole, clock::Timestamp};

    fn tenant(tenant: u8) -> TenantId {
        TenantId::new(Timestamp::from_millis(0), [tenant; 10])
    }

    fn workspace(tenant: u8, workspace: u8) -> WorkspaceId {
        WorkspaceId::new(Timestamp::from_millis(i64::from(tenant)), [workspace; 10])
    }

    fn levels() -> impl Strategy<Value = Level> {
        (0..4_u8, 0..2_u8, 0..2_u8, 0..2_u8).prop_map(|(depth, t, w, c)| match depth {
            0 => Level::Installation,
            1 => Level::Tenant(tenant(t)),
            2 => Level::Workspace(tenant(t), workspace(t, w)),
            _ => Level::Client(tenant(t), workspace(t, w), ClientId::new(Timestamp::from_millis(i64::from(t * 2 + w)), [c; 10])),
        })
    }

    fn actions() -> impl Strategy<Value = Actions> {
        prop_oneof![
            prop::sample::select(BuiltInRole::ALL).prop_map(BuiltInRole::actions),
            prop::collection::vec(prop::sample::select(Action::ALL), 0..5).prop_map(|actions| actions.into_iter().collect()),
        ]
    }

    fn grants() -> impl Strategy<Value = Grants> {
        prop::collection::vec((levels(), actions()), 0..4)
            .prop_map(|grants| Grants::new(grants.into_iter().map(|(level, actions)| Grant { level, actions })))
    }

    proptest! {
        #[test]
        fn who_covers_another_may_do_all_that_the_other_may(one in grants(), other in grants(), at in levels()) {
            if one.cover(&other) {
                for action in Action::ALL {
                    prop_assert!(one.may(*action, at) || !other.may(*action, at), "{action:?}");
                }
            }
        }

        #[test]
        fn who_does_not_cover_another_lacks_something(one in grants(), other in grants()) {
            if !one.cover(&other) {
                prop_assert!(other.iter().any(|grant| grant.actions.iter().any(|action| !one.may(action, grant.level))));
            }
        }

        #[test]
        fn what_is_permitted_at_a_level_is_permitted_further_in_and_seen(grants in grants(), outer in levels(), inner in levels()) {
            for action in Action::ALL {
                if grants.may(*action, outer) {
                    prop_assert!(grants.sees(outer));
                    prop_assert!(!outer.contains(inner) || grants.may(*action, inner));
                }
            }
        }

        #[test]
        fn a_narrower_use_is_covered(grants in grants(), actions in actions()) {
            prop_assert!(grants.cover(&grants.only(actions)));
        }

        #[test]
        fn an_action_is_not_granted_below_the_level_that_it_is_about(grants in grants()) {
            for grant in grants.iter() {
                prop_assert!(grant.actions.iter().all(|action| action.extent() <= grant.level.extent()));
            }
        }
    }

    #[test]
    fn a_tenants_owner_creates_no_tenants() {
        let owner = Grants::new([Grant { level: Level::Tenant(tenant(1)), actions: BuiltInRole::Owner.actions() }]);
        assert!(owner.may(Action::CreateWorkspace, Level::Tenant(tenant(1))));
        assert!(!owner.may_somewhere(Action::CreateTenant));
        assert_eq!(owner.one_tenant(), Some(tenant(1)));
        assert_eq!(Grants::everything().one_tenant(), None);
    }
}
