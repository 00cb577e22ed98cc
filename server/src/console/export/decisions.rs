//! What the token endpoint decided.

use axum::response::Response;
use control::{Error, Export, Operator};
use domain::{
    id::TokenEventId,
    page::{Page, Window},
    token_event::TokenEventKind,
    view::{DecisionFilter, DecisionLine},
    wire::{Decision, DecisionQuery},
    workspace::WorkspacePath,
};

use super::{
    asked::{Asked, Refused, Sought},
    format::Format,
    stream::{Exported, file},
};

/// The decisions that a filter finds, newest first.
struct Decisions {
    operator: Operator,
    path: WorkspacePath,
    filter: DecisionFilter,
    format: Format,
}

pub(super) async fn export(asked: Asked, Sought(query): Sought<DecisionQuery>) -> Result<Response, Refused> {
    let filter = query.read().map_err(|_| Refused::Unread)?;
    let (name, path) = (asked.file("token-requests"), asked.workspace()?);
    let Asked { operator, format, .. } = asked;
    file(Decisions { operator, path, filter, format }, &name).await
}

impl Exported for Decisions {
    type Item = DecisionLine;
    type Key = TokenEventId;
    const HEAD: &'static [&'static str] = &[
        "Event ID",
        "Time",
        "Client",
        "Client ID",
        "User",
        "User ID",
        "Answer",
        "Reason",
        "Error",
        "Scopes",
        "Left out",
        "Token ID",
        "Subject client ID",
        "Actor",
    ];

    fn format(&self) -> Format {
        self.format
    }

    async fn page(&self, window: Window<TokenEventId>) -> Result<Page<DecisionLine>, Error> {
        self.operator.search_decisions(&self.path, self.filter.clone(), window).await
    }

    async fn record(&self) -> Result<(), Error> {
        self.operator.record_export(&Export::Decisions(self.path.clone(), self.filter.clone()), self.format.into()).await
    }

    fn line(&self, line: &DecisionLine) -> String {
        self.format.line(|| cells(line), || Decision::from(line))
    }
}

fn cells(line: &DecisionLine) -> Vec<String> {
    let event = &line.recorded.event;
    // As the admin API tells it.
    let told = Decision::from(line);
    let reasons = told.event.reason.unwrap_or_else(|| told.event.conditions.join(" "));
    let scopes = |scopes: &domain::scope::Scopes| scopes.to_string();
    let (subject_client, actor) = match &event.kind {
        TokenEventKind::Exchanged { subject_client, actor } => (subject_client.to_string(), actor.clone()),
        // Who said that the client may act: no column of its own for that.
        TokenEventKind::Asserted { issuer } => (String::new(), Some(issuer.clone())),
        _ => (String::new(), None),
    };
    vec![
        event.id.to_string(),
        event.at.to_string(),
        line.client_name.clone().unwrap_or_default(),
        event.client_id.to_string(),
        line.recorded.user_identifier.clone().unwrap_or_default(),
        event.user_id.map(|id| id.to_string()).unwrap_or_default(),
        event.kind.code().to_owned(),
        reasons,
        line.recorded.refused.as_ref().map(|refused| refused.error.clone()).unwrap_or_default(),
        scopes(&event.scopes),
        scopes(&event.left_out),
        event.family_id.map(|id| id.to_string()).unwrap_or_default(),
        subject_client,
        actor.unwrap_or_default(),
    ]
}
