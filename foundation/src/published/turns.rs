//! How many addresses are asked at once, and who goes first. Whose they are decides how many: one that is slow, or that many clients name, does not
//! take what others need; and what strangers name leaves room for what the workspace knows.

use std::time::Duration;

use domain::{
    clock::Timestamp,
    id::{TenantId, WorkspaceId},
};
use engine::{
    attempts::{Attempts, FetchAttempt},
    client_keys::{KeyOwner, Standing},
};

use crate::shares::{Share, Shares};

/// How many are asked at once: by strangers, and by all.
#[derive(Debug, Clone, Copy)]
struct Most {
    strangers: usize,
    all: usize,
}

const OF_NODE: Most = Most { strangers: 24, all: 32 };
/// For the clients of one tenant, however many workspaces it has.
const OF_TENANT: Most = Most { strangers: 8, all: 12 };
/// For the clients of one workspace.
const OF_WORKSPACE: Most = Most { strangers: 4, all: 6 };
/// At one host, whoever names it: it may be slow, and then there is still room in each workspace.
const AT_HOST: Most = Most { strangers: 2, all: 4 };

impl Most {
    const fn of(self, standing: Standing) -> usize {
        match standing {
            Standing::Known => self.all,
            Standing::Stranger(_) => self.strangers,
        }
    }

    /// How many wait for one at a time.
    const fn waiting(self, standing: Standing) -> usize {
        self.of(standing) * 8
    }
}

/// How long somebody waits for a turn before they hear that the address cannot be read at the moment.
const WAIT: Duration = Duration::from_secs(2);

/// What an address that is asked counts for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Of {
    /// The server.
    Node,
    Tenant(TenantId),
    Workspace(WorkspaceId),
    Host(String),
}

/// Those that are being asked, and those that wait. A clone is the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Turns {
    taken: Shares<Of>,
    waiting: Shares<Of>,
    attempts: Attempts,
}

/// One of them, until it is dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    _share: Share<Of>,
    attempt: Option<FetchAttempt>,
}

/// The attempt of one that waits. Where it comes to no turn, or nobody waits for it any more, it does not count: the address was not asked.
struct Unasked(Option<FetchAttempt>);

impl Drop for Unasked {
    fn drop(&mut self) {
        if let Some(attempt) = self.0.take() {
            attempt.right();
        }
    }
}

impl Turn {
    /// The turn is over. Where the address gave what it was asked for, it does not count against whoever named it.
    pub(crate) fn end(self, gave: bool) {
        if let Some(attempt) = self.attempt.filter(|_| gave) {
            attempt.right();
        }
    }
}

impl Turns {
    /// Takes one; nothing if none is free within a moment, or too many that the same strangers named gave nothing.
    pub(crate) async fn take(&self, owner: KeyOwner, host: &str, now: Timestamp) -> Option<Turn> {
        let mut unasked = Unasked(match owner.standing {
            Standing::Known => None,
            Standing::Stranger(site) => Some(self.attempts.try_fetch(site, host, now).ok()?),
        });
        let share = self.share(owner, host).await?;
        Some(Turn { _share: share, attempt: unasked.0.take() })
    }

    async fn share(&self, owner: KeyOwner, host: &str) -> Option<Share<Of>> {
        let bounds = |number: fn(Most, Standing) -> usize| {
            let of = |most: Most| number(most, owner.standing);
            [
                (Of::Host(host.to_owned()), of(AT_HOST)),
                (Of::Workspace(owner.workspace), of(OF_WORKSPACE)),
                (Of::Tenant(owner.tenant), of(OF_TENANT)),
                (Of::Node, of(OF_NODE)),
            ]
        };
        if let Ok(share) = self.taken.take(bounds(Most::of)) {
            return Some(share);
        }
        let _place = self.waiting.take(bounds(Most::waiting)).ok()?;
        self.taken.take_within(bounds(Most::of), WAIT).await
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use engine::Site;
    use futures::FutureExt as _;

    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_767_225_600_000);

    fn owner(tenant: u8, workspace: u8, standing: Standing) -> KeyOwner {
        let now = Timestamp::from_millis(0);
        KeyOwner { tenant: TenantId::new(now, [tenant; 10]), workspace: WorkspaceId::new(now, [workspace; 10]), standing }
    }

    const STRANGER: Standing = Standing::Stranger(None);

    /// A turn that is free at once.
    fn take(turns: &Turns, owner: KeyOwner, host: &str) -> Option<Turn> {
        turns.take(owner, host, NOW).now_or_never().flatten()
    }

    /// Takes as many as are free, each at a host of its own.
    fn all(turns: &Turns, tenant: u8, workspace: u8, standing: Standing) -> Vec<Turn> {
        let mut number = 0;
        std::iter::from_fn(|| {
            number += 1;
            take(turns, owner(tenant, workspace, standing), &format!("{number}.{workspace}.example.com"))
        })
        .collect()
    }

    #[tokio::test]
    async fn no_workspace_no_tenant_and_no_host_takes_all_and_what_is_over_makes_room() {
        let turns = Turns::default();
        let mut taken = all(&turns, 0, 0, STRANGER);
        assert_eq!(taken.len(), OF_WORKSPACE.strangers);
        for workspace in 1..20 {
            taken.extend(all(&turns, 0, workspace, STRANGER));
        }
        assert_eq!(taken.len(), OF_TENANT.strangers, "however many workspaces it has");
        for tenant in 1..20 {
            taken.extend(all(&turns, tenant, 50 + tenant, STRANGER));
        }
        assert_eq!(taken.len(), OF_NODE.strangers);
        assert!(take(&turns, owner(0, 0, Standing::Known), "keys.example.com").is_some(), "whom the workspace knows has room beside them");
        taken.clear();
        let slow: Vec<_> = (0..20).filter_map(|tenant| take(&turns, owner(tenant, tenant, STRANGER), "slow.example.com")).collect();
        assert_eq!(slow.len(), AT_HOST.strangers, "whoever names it");
        assert!(take(&turns, owner(0, 0, STRANGER), "app.example.com").is_some(), "one host is not all that a workspace has");
    }

    #[tokio::test]
    async fn who_comes_when_all_are_taken_waits_a_moment() {
        let turns = Turns::default();
        let mut taken = all(&turns, 0, 0, STRANGER);
        let waiting = {
            let turns = turns.clone();
            tokio::spawn(async move { turns.take(owner(0, 0, STRANGER), "app.example.com", NOW).await.is_some() })
        };
        tokio::task::yield_now().await;
        taken.pop();
        assert!(waiting.await.unwrap());
    }

    #[tokio::test]
    async fn who_goes_away_while_they_wait_is_not_counted() {
        let turns = Turns::default();
        let standing = Standing::Stranger(Some(Site::from(IpAddr::V4(Ipv4Addr::new(203, 0, 113, 1)))));
        let slow: Vec<_> = (0..AT_HOST.all).filter_map(|_| take(&turns, owner(0, 0, Standing::Known), "slow.example.com")).collect();
        assert!((0..500).all(|_| take(&turns, owner(0, 0, standing), "slow.example.com").is_none()), "each waits, and is dropped");
        drop(slow);
        assert!(take(&turns, owner(0, 0, standing), "slow.example.com").is_some());
    }

    #[tokio::test]
    async fn what_strangers_name_is_counted_by_where_they_come_from_and_by_host_unless_it_gives_something() {
        let turns = Turns::default();
        let from = |last: u8| Standing::Stranger(Some(Site::from(IpAddr::V4(Ipv4Addr::new(203, 0, 113, last)))));
        let named = |standing: Standing, host: String, gave: bool| match take(&turns, owner(0, 0, standing), &host) {
            Some(turn) => {
                turn.end(gave);
                true
            }
            None => false,
        };
        assert!((0..500).all(|_| named(from(1), "app.example.com".to_owned(), true)), "what is there is no attempt");
        let asked = (0..500).filter(|number| named(from(1), format!("{number}.example.com"), false)).count();
        assert_eq!(asked, 30);
        assert!(named(from(2), "app.example.com".to_owned(), false), "others are not held up");
        let asked = (3..=200).filter(|last| named(from(*last), "one.example.com".to_owned(), false)).count();
        assert_eq!(asked, 60, "however many sites name one host");
        assert!((0..500).all(|_| named(Standing::Known, "one.example.com".to_owned(), false)), "whom the workspace knows is not counted");
    }
}
