//! Refresh tokens.

use axum::response::Response;
use control::{Error, Export, Operator};
use domain::{
    binding::Binding,
    clock::Timestamp,
    family::{FamilyState, FamilySummary},
    id::FamilyId,
    page::{Page, Window},
    view::FamilyFilter,
    wire::{Token, TokenQuery},
    workspace::WorkspacePath,
};

use super::{
    asked::{Asked, Refused, Sought},
    format::Format,
    stream::{Exported, file},
};

/// The refresh tokens that a filter finds, as they stand at one time; never the tokens themselves.
struct Families {
    operator: Operator,
    path: WorkspacePath,
    filter: FamilyFilter,
    format: Format,
    now: Timestamp,
}

pub(super) async fn export(asked: Asked, Sought(query): Sought<TokenQuery>) -> Result<Response, Refused> {
    let filter = query.read().map_err(|_| Refused::Unread)?;
    let (name, path) = (asked.file("refresh-tokens"), asked.workspace()?);
    let Asked { operator, format, .. } = asked;
    let now = operator.now();
    file(Families { operator, path, filter, format, now }, &name).await
}

impl Exported for Families {
    type Item = FamilySummary;
    type Key = FamilyId;
    const HEAD: &'static [&'static str] = &[
        "Token ID",
        "State",
        "User",
        "User ID",
        "Client",
        "Client ID",
        "Scopes",
        "Started",
        "Last used",
        "Expires",
        "Expires by",
        "Revoked",
        "Revoked because",
        "Rotations",
        "Ends with session",
        "Key thumbprint",
        "Certificate thumbprint",
        "Resources",
    ];

    fn format(&self) -> Format {
        self.format
    }

    async fn page(&self, window: Window<FamilyId>) -> Result<Page<FamilySummary>, Error> {
        self.operator.list_families(&self.path, &self.filter, window).await
    }

    async fn record(&self) -> Result<(), Error> {
        self.operator.record_export(&Export::Tokens(self.path.clone(), self.filter.clone()), self.format.into()).await
    }

    fn line(&self, family: &FamilySummary) -> String {
        let token = || Token::of(family, self.now);
        self.format.line(|| self.cells(family), token)
    }
}

impl Families {
    fn cells(&self, family: &FamilySummary) -> Vec<String> {
        let resources: Vec<_> = family.resources.iter().map(ToString::to_string).collect();
        vec![
            family.id.to_string(),
            state(family.state(self.now)).to_owned(),
            family.user_identifier.clone().unwrap_or_default(),
            family.user_id.to_string(),
            family.client_name.clone(),
            family.client_id.to_string(),
            family.scopes.to_string(),
            family.created_at.to_string(),
            family.last_used_at.to_string(),
            family.expires_at.to_string(),
            family.ends_by.code().to_owned(),
            family.revoked.map(|revoked| revoked.at.to_string()).unwrap_or_default(),
            family.revoked.map(|revoked| revoked.reason.code().to_owned()).unwrap_or_default(),
            family.generation.to_string(),
            if family.ends_with_session { "yes" } else { "no" }.to_owned(),
            family.bound_to.and_then(Binding::key).map(|key| key.to_string()).unwrap_or_default(),
            family.bound_to.and_then(Binding::certificate).map(|certificate| certificate.to_string()).unwrap_or_default(),
            resources.join(" "),
        ]
    }
}

/// Returns a state as the console has it.
const fn state(state: FamilyState) -> &'static str {
    match state {
        FamilyState::Live => "Active",
        FamilyState::Expired => "Expired",
        FamilyState::Revoked => "Revoked",
    }
}
