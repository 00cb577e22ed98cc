//! Token families: how their refresh tokens are presented, how they end, and how administrators see them.

mod ending;
mod filter;
mod find;
mod lifetimes;
mod list;
mod live;
mod matching;
mod moves;
mod recheck;
mod revocation;
mod rotation_window;
mod selection;
mod shared;
mod storage;

pub use self::{ending::EndedTokens, list::LiveAtClient, live::LiveFamilies, selection::FamiliesOf, shared::REFRESHES_PER_STATEMENT};
pub(crate) use self::{
    matching::revoke_some,
    recheck::Recheck,
    revocation::{lock_live, revoke, revoke_live},
    shared::SharedRefresh,
};
