//! How many addresses are asked at once. Whose they are decides how many: one that is slow, or that many clients name, does not take what others
//! need.

use domain::id::{TenantId, WorkspaceId};
use engine::client_keys::KeyOwner;

use crate::shares::{Share, Shares};

/// How many are asked at once.
const AT_ONCE: usize = 32;
/// How many for the clients of one tenant, however many workspaces it has.
const OF_ONE_TENANT: usize = 8;
/// How many for the clients of one workspace.
const OF_ONE_WORKSPACE: usize = 4;
/// How many at one host, whoever names it: it may be slow, and nobody has to ask it more often because others do.
const AT_ONE_HOST: usize = 4;

/// What an address that is asked counts for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Of {
    /// The server.
    Node,
    Tenant(TenantId),
    Workspace(WorkspaceId),
    Host(String),
}

/// Those that are being asked. A clone is the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Turns(Shares<Of>);

impl Turns {
    /// Takes one, until it is dropped; nothing if there are too many.
    pub(crate) fn take(&self, owner: KeyOwner, host: &str) -> Option<Share<Of>> {
        let bounds = [
            (Of::Host(host.to_owned()), AT_ONE_HOST),
            (Of::Workspace(owner.workspace), OF_ONE_WORKSPACE),
            (Of::Tenant(owner.tenant), OF_ONE_TENANT),
            (Of::Node, AT_ONCE),
        ];
        self.0.take(bounds).ok()
    }
}

#[cfg(test)]
mod tests {
    use domain::clock::Timestamp;

    use super::*;

    fn owner(tenant: u8, workspace: u8) -> KeyOwner {
        let now = Timestamp::from_millis(0);
        KeyOwner { tenant: TenantId::new(now, [tenant; 10]), workspace: WorkspaceId::new(now, [workspace; 10]) }
    }

    /// Takes as many as there are, each at a host of its own.
    fn all(turns: &Turns, tenant: u8, workspace: u8) -> Vec<Share<Of>> {
        let mut number = 0;
        std::iter::from_fn(|| {
            number += 1;
            turns.take(owner(tenant, workspace), &format!("{number}.{workspace}.example.com"))
        })
        .collect()
    }

    #[test]
    fn no_workspace_no_tenant_and_no_host_takes_all_and_what_is_over_makes_room() {
        let turns = Turns::default();
        let mut taken = all(&turns, 0, 0);
        assert_eq!(taken.len(), OF_ONE_WORKSPACE);
        for workspace in 1..50 {
            taken.extend(all(&turns, 0, workspace));
        }
        assert_eq!(taken.len(), OF_ONE_TENANT, "however many workspaces it has");
        for tenant in 1..50 {
            taken.extend(all(&turns, tenant, 50 + tenant));
        }
        assert_eq!(taken.len(), AT_ONCE);
        taken.clear();
        let slow: Vec<_> = (0..50).filter_map(|tenant| turns.take(owner(tenant, tenant), "slow.example.com")).collect();
        assert_eq!(slow.len(), AT_ONE_HOST, "whoever names it");
        assert!(turns.take(owner(99, 99), "app.example.com").is_some());
    }
}
