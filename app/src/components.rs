//! Parts of pages that know our words and that several pages share.

mod action_link;
mod action_row;
mod activity;
mod address;
mod changes;
mod client_failures;
mod cut;
mod decision;
mod delete_section;
mod export_links;
mod failure;
mod families;
mod filter_fields;
mod impact;
mod language;
mod loaded;
mod named;
mod passkey;
mod passkey_table;
mod pauses;
mod policy;
mod query;
mod readiness;
mod renewing;
mod reuse;
mod revoke_all;
mod search;
mod setting;
mod show_as;
mod suspends;
mod theme;
mod whole;
mod workspace;

pub use action_link::ActionLink;
pub use action_row::ActionRow;
pub use activity::{ActivityCharts, Periods, Series, activity_call, activity_lead};
pub use address::{
    use_here, use_param, use_param_in_tenant_or_installation, use_param_in_workspace, use_query, use_tenant, use_tenant_or_installation,
    use_workspace_path,
};
pub use changes::Changes;
pub use client_failures::ClientFailures;
pub use cut::{Cut, Extent, Pages, cut_address};
pub use decision::decision_words;
pub use delete_section::{DeleteSection, TypedConfirmation};
pub use export_links::ExportLinks;
pub use failure::{Failure, NotFound, why_not_shown};
pub(crate) use families::load_families;
pub use families::{
    Families, FamilyTable, PausedNotice, RevokeButton, RevokeFamily, SELF_CHECKED, ScopeChips, SelectRows, StateBadge, ends_sessions,
    what_ends,
};
pub use filter_fields::{choice_field, filter_chips, number_field, period_field, since, text_field, time_field};
pub use impact::{Decided, ImpactQuestion, TypedLifetimes, undecided};
pub use language::LanguageSwitch;
pub use loaded::{load_at, loaded};
pub use named::{NameField, NameMatch, Unsettled, name_choices};
pub use passkey::{AskedPasskey, PasskeyButton};
pub use passkey_table::{PasskeyTable, removable_passkeys};
pub use pauses::{PauseQuestion, asks_about_pauses};
pub use policy::{PolicyFields, PolicyOverride, Sources, TypedOverrides, TypedPolicy};
pub use query::{Query, identifiers, query_of, query_string};
pub use readiness::Readiness;
pub use renewing::Renewing;
pub use reuse::{ReopenButton, ReopenReuse, ReuseLinks, ReuseState, ReuseStory, handle_address, owner};
pub use revoke_all::{FamilyOwner, RevokeAll, RevokeFamilies, RevokeListed};
pub use search::{ListQuery, SearchedList, use_filtered_list_query, use_list_query};
pub use setting::{Setting, last_change, load_last_changes, load_settings, unless_default};
pub use show_as::{ShowAs, Shows};
pub use suspends::Suspends;
pub use theme::ThemeSwitch;
pub use whole::Whole;
pub use workspace::{load_overview, load_workspace, within_workspace};
