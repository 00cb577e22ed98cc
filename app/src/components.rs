//! What several pages share and what knows our words.

mod action_row;
mod confirm;
mod delete_section;
mod duration;
mod failure;
mod families;
mod impact;
mod loaded;
mod own_value;
mod query;
mod readiness;
mod revoke_all;
mod search;
mod suspends;
mod within;

pub use action_row::ActionRow;
pub use confirm::{Confirm, ConfirmRow, DangerRow};
pub use delete_section::{DeleteSection, TypedConfirmation};
pub use duration::DurationField;
pub use failure::{Failure, NotFound};
pub use families::{EndsSessions, Families, FamilyTable, RevokeButton, RevokeFamily, SELF_CHECKED, ScopeChips, StateBadge, what_ends};
pub use impact::{Decided, ImpactQuestion, TypedLifetimes, undecided};
pub use loaded::loaded;
pub use own_value::{InForce, OwnValue};
pub use query::{Query, query_string, use_query};
pub use readiness::Readiness;
pub use revoke_all::{RevokeAll, RevokeFamilies, RevokeListed, Whose};
pub use search::{Asked, SearchedList, use_asked};
pub use suspends::Suspends;
pub use within::{within_tenant, within_workspace};
