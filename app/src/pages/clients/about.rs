//! What a client says of itself, which nobody has checked.

use domain::client_metadata::ClientAbout;
use leptos::prelude::*;

use crate::{t, ui::Fact};

/// What it says of itself. Its addresses are no links: nobody has looked where they lead.
pub(super) fn said(about: ClientAbout) -> AnyView {
    let ClientAbout { client_uri, logo_uri, tos_uri, policy_uri, contacts, software_id, software_version, sector_identifier_uri } = about;
    let contacts = (!contacts.is_empty()).then(|| contacts.join(", "));
    let facts = [
        (t!("clients-registration-page"), client_uri),
        (t!("clients-registration-logo"), logo_uri),
        (t!("clients-registration-terms"), tos_uri),
        (t!("clients-registration-policy"), policy_uri),
        (t!("clients-registration-contacts"), contacts),
        (t!("clients-registration-software"), software_id),
        (t!("clients-registration-version"), software_version),
        (t!("clients-registration-sector"), sector_identifier_uri.map(|uri| uri.to_string())),
    ];
    let facts = facts.into_iter().filter_map(|(name, value)| Some((name, value?)));
    facts.map(|(name, value)| view! { <Fact name>{value}</Fact> }).collect_view().into_any()
}
