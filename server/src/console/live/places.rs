//! How many follow logs at a node.

use domain::{id::AdministratorId, name::Slug};
use engine::storage::SecretHash;

use crate::shares::{Share, Shares};

/// How many streams one session has at a node. A browser opens six connections to a server that speaks HTTP/1.1, for all of its windows: the
/// others are left for pages.
const OF_A_SESSION: usize = 3;
/// How many streams one administrator has, in all of their sessions: whoever signs in again gets no more.
const OF_AN_ADMINISTRATOR: usize = 6;
/// How many streams of the logs of one tenant there are, whoever follows them.
const OF_A_TENANT: usize = 30;
/// How many streams a node has.
const OF_A_NODE: usize = 100;

/// The streams of a node, by those whom they count for. A clone is the same.
#[derive(Debug, Clone, Default)]
pub(super) struct Places(Shares<Of>);

/// The place of one stream, which is free again when this is dropped.
pub(super) type Place = Share<Of>;

/// Whom a stream counts for, and so who has as many as they may.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Of {
    Session(SecretHash),
    Administrator(AdministratorId),
    Tenant(Slug),
    Node,
}

/// Who follows the log of which tenant, or of something in it.
#[derive(Debug, Clone)]
pub(super) struct Whose {
    pub(super) session: SecretHash,
    pub(super) administrator: AdministratorId,
    pub(super) tenant: Slug,
}

impl Places {
    /// Takes a place.
    ///
    /// # Errors
    /// Who has as many as they may.
    pub(super) fn take(&self, whose: Whose) -> Result<Place, Of> {
        self.0.take([
            (Of::Node, OF_A_NODE),
            (Of::Session(whose.session), OF_A_SESSION),
            (Of::Administrator(whose.administrator), OF_AN_ADMINISTRATOR),
            (Of::Tenant(whose.tenant), OF_A_TENANT),
        ])
    }
}

#[cfg(test)]
mod tests {
    use domain::clock::Timestamp;

    use super::*;

    fn whose(session: u8, administrator: u8, tenant: u8) -> Whose {
        Whose {
            session: [session; 32],
            administrator: AdministratorId::new(Timestamp::from_millis(0), [administrator; 10]),
            tenant: Slug::parse(&format!("t{tenant}")).unwrap(),
        }
    }

    #[test]
    fn a_session_an_administrator_a_tenant_and_a_node_have_so_many_and_what_is_left_is_free_again() {
        let places = Places::default();
        let refused = |whose| places.take(whose).err();
        let mut of_one: Vec<_> = (0..OF_A_SESSION).map(|_| places.take(whose(0, 0, 0)).unwrap()).collect();
        assert_eq!(refused(whose(0, 0, 0)), Some(Of::Session([0; 32])));
        of_one.pop();
        of_one.push(places.take(whose(0, 0, 0)).unwrap());
        of_one.extend((OF_A_SESSION..OF_AN_ADMINISTRATOR).map(|_| places.take(whose(1, 0, 0)).unwrap()));
        let one = whose(2, 0, 9).administrator;
        assert_eq!(refused(whose(2, 0, 9)), Some(Of::Administrator(one)), "in whichever session, of whichever tenant");
        let take = |number: u8, tenant| places.take(whose(number, number, tenant)).ok();
        let of_tenant: Vec<_> = (10..200).filter_map(|number| take(number, 0)).collect();
        assert_eq!(of_one.len() + of_tenant.len(), OF_A_TENANT);
        assert_eq!(refused(whose(200, 200, 0)), Some(Of::Tenant(Slug::parse("t0").unwrap())));
        let others: Vec<_> = (10..200).filter_map(|number| take(number, number)).collect();
        assert_eq!(of_one.len() + of_tenant.len() + others.len(), OF_A_NODE);
        assert_eq!(refused(whose(200, 200, 200)), Some(Of::Node));
        assert_eq!(refused(whose(0, 0, 0)), Some(Of::Node));
        drop(of_one);
        assert!(places.take(whose(200, 200, 200)).is_ok());
    }
}
