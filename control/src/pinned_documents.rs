//! Documents of clients that a workspace keeps itself: which there can be, and what a change of them is told as.

use domain::{
    audit::Change,
    problem::Problem,
    scope::Scopes,
    service::{self, Service},
    settings::{
        authorization::AuthorizationSettings,
        pinned_documents::{MOST_PINNED, PinnedDocument},
        registration::RegistrationSettings,
        tokens::TokenSettings,
    },
    workspace::Workspace,
};

use crate::{Control, Error, changes, details_types::shortened, edit::Edit, error::Problems};

/// The field that they are in.
const FIELD: &str = "pinned_client_documents";

/// Refuses documents that a workspace with these settings cannot keep: too many of them, two of one address, or one that is new or changed and is
/// none of a client there. One that was kept before stays, whatever the settings have become since.
pub(crate) fn check(
    control: &Control,
    before: &RegistrationSettings,
    (authorization, tokens): (&AuthorizationSettings, &TokenSettings),
    offered: &Scopes,
) -> Result<(), Error> {
    let kept = &authorization.registration.pinned_client_documents;
    let mut problems = Problems::default();
    if u32::try_from(kept.len()).is_ok_and(|count| count > MOST_PINNED) {
        problems.note(FIELD, Problem::TooMany { most: MOST_PINNED });
    }
    let is_twice = |(place, one): (usize, &PinnedDocument)| kept.iter().skip(place + 1).any(|other| other.url() == one.url());
    if kept.iter().enumerate().any(is_twice) {
        problems.note(FIELD, Problem::Duplicate);
    }
    for document in changed(before, &authorization.registration) {
        if let Err(error) = control.engine().check_document(document.url(), document.members(), (authorization, tokens), offered) {
            problems.note(FIELD, error);
        }
    }
    problems.check()
}

/// Refuses documents of a workspace that is new, and has these services beside those that every workspace has.
pub(crate) fn check_new(control: &Control, settings: (&AuthorizationSettings, &TokenSettings), services: &[Service]) -> Result<(), Error> {
    let usual = service::defaults();
    let of_all = usual.iter().flat_map(|(_, _, scopes)| scopes).chain(services.iter().flat_map(|service| &service.scopes));
    let offered: Scopes = of_all.map(|offered| offered.scope.clone()).collect();
    check(control, &RegistrationSettings::default(), settings, &offered)
}

/// Returns the scopes of services.
pub(crate) fn offered(services: &[Service]) -> Scopes {
    services.iter().flat_map(|service| &service.scopes).map(|offered| offered.scope.clone()).collect()
}

/// Returns the documents that are new, or differ from those before.
fn changed<'a>(before: &'a RegistrationSettings, after: &'a RegistrationSettings) -> impl Iterator<Item = &'a PinnedDocument> {
    after.pinned_client_documents.iter().filter(move |document| before.pinned_document(document.url()) != Some(*document))
}

/// Returns what differs, for the audit line: the addresses, and of a document that is new or changed its beginning.
pub(crate) fn told(before: &RegistrationSettings, after: &RegistrationSettings) -> Vec<Change> {
    let addresses = |settings: &RegistrationSettings| {
        settings.pinned_client_documents.iter().map(|pinned| pinned.url().as_str()).collect::<Vec<_>>().join(", ")
    };
    let (from, to) = (addresses(before), addresses(after));
    let mut told = if from == to { Vec::new() } else { changes::one(FIELD, &from, &to) };
    let words = |document: &PinnedDocument| shortened(&document.to_json().to_string());
    for document in changed(before, after) {
        let earlier = before.pinned_document(document.url()).map(words).unwrap_or_default();
        told.extend(changes::one("pinned_client_document", &earlier, &words(document)));
    }
    told
}

impl Edit<'_, Workspace> {
    /// Refuses documents that the workspace cannot keep.
    pub(crate) async fn check_pinned_documents(
        &self,
        before: &RegistrationSettings,
        settings: (&AuthorizationSettings, &TokenSettings),
    ) -> Result<(), Error> {
        let offered = offered(&self.store().list_services().await?);
        check(self.author.control, before, settings, &offered)
    }
}
