//! The inventory of refresh tokens.

mod detail;
mod filter;
mod list;
mod timeline;

pub use detail::FamilyPage;
pub use list::TokensPage;

#[cfg(feature = "ssr")]
use crate::{
    api::{ApiError, operator, session},
    components::Families,
    paths::WorkspacePath,
};

/// A page of the families that a filter finds, and the time it was.
#[cfg(feature = "ssr")]
pub(crate) async fn load_families(path: &WorkspacePath, filter: domain::view::FamilyFilter, after: &str) -> Result<Families, ApiError> {
    let page = operator()?.list_families(&path, filter, after.parse().ok()).await?;
    Ok(Families { page, now: session()?.clock.now() })
}
