//! `engine_events`

use domain::{
    clock::Timestamp,
    decision::{Condition, Grounds},
    family::RevocationReason,
    id::{ClientId, FamilyId, TokenEventId, UserId, WorkspaceId},
    scope::Scopes,
    token_event::{RefusedAssertion, TokenEvent, TokenEventKind},
};
use engine::family::Authorization;
use sea_orm::{Set, entity::prelude::*};
use serde::{Deserialize, Serialize};

use crate::{
    Error,
    column::{Column as In, to_json},
};

/// At most eight columns: with a ninth, PostgreSQL's header of a row grows by eight bytes.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "engine_events")]
pub struct Model {
    /// Begins with the time of the event, which has no other column.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub family_id: Option<Uuid>,
    /// None, like client and user, where the event is one of its family's life, which has them: such an event is read with its family,
    /// and forgotten with it. A decision or a refusal is read by its client, also after the family was forgotten.
    pub workspace_id: Option<Uuid>,
    pub client_id: Option<Uuid>,
    pub user_id: Option<Uuid>,
    /// The family's generation after the event. The largest number of the column stands for all larger ones.
    pub generation: Option<i32>,
    /// See [`kind`].
    pub kind: i16,
    /// The rest: a [`Detail`], or none where it would be empty.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub detail: Option<Json>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The numbers that kinds are stored as. They never change their meaning. On PostgreSQL [`kind::USES`] have partitions of their own.
pub(crate) mod kind {
    use engine::family::Transition;

    pub(crate) const ISSUED: i16 = 1;
    pub(crate) const WITHHELD: i16 = 2;
    pub(crate) const CLIENT_CREDENTIALS: i16 = 3;
    pub(crate) const ROTATED: i16 = 4;
    pub(crate) const REPEATED: i16 = 5;
    pub(crate) const RETRIED: i16 = 6;
    pub(crate) const KEPT: i16 = 7;
    pub(crate) const REUSED: i16 = 8;
    pub(crate) const REFUSED: i16 = 9;
    pub(crate) const REVOKED: i16 = 10;
    pub(crate) const EXCHANGED: i16 = 11;
    pub(crate) const ASSERTED: i16 = 12;

    /// The kinds of access tokens that were issued for a refresh token, or to a client for itself.
    pub(crate) const USES: [i16; 5] = [CLIENT_CREDENTIALS, ROTATED, REPEATED, RETRIED, KEPT];
    /// All others.
    pub(crate) const REST: [i16; 7] = [ISSUED, WITHHELD, REUSED, REFUSED, REVOKED, EXCHANGED, ASSERTED];
    /// Which events are decisions and refusals: word for word the condition of the index over them.
    pub(crate) const DECISIONS: &str = "kind IN (1, 2, 8, 9, 11, 12)";

    /// The moves that bring an access token.
    const REFRESHES: [(i16, Transition); 4] =
        [(ROTATED, Transition::Rotated), (REPEATED, Transition::Repeated), (RETRIED, Transition::Retried), (KEPT, Transition::Kept)];

    /// Returns the kind of a move's event.
    pub(crate) fn of(transition: Transition) -> i16 {
        REFRESHES.into_iter().find(|(_, of)| *of == transition).map_or(REUSED, |(kind, _)| kind)
    }

    /// Returns the move of an event, if it brought an access token.
    pub(crate) fn transition(kind: i16) -> Option<Transition> {
        REFRESHES.into_iter().find(|(of, _)| *of == kind).map(|(_, transition)| transition)
    }
}

/// What few events have. A node of a later version may have written more.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Detail {
    /// Of a refresh: where they differ from the family's. Of another event: where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    scopes: Option<Scopes>,
    #[serde(skip_serializing_if = "Scopes::is_empty")]
    left_out: Scopes,
    #[serde(skip_serializing_if = "Option::is_none")]
    grounds: Option<Grounds>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    conditions: Vec<Condition>,
    #[serde(skip_serializing_if = "Option::is_none")]
    presented: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked: Option<RevocationReason>,
    /// Of an exchange: the client that the exchanged token had been issued to.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject_client: Option<ClientId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<String>,
    /// Of an assertion: who signed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer: Option<String>,
    /// Of one that was refused: the claim by which its user is found.
    #[serde(skip_serializing_if = "Option::is_none")]
    claim: Option<String>,
    /// Of one that was refused: the value of that claim.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
}

/// Returns the row of an event, whose family has scopes that are not known here.
pub(crate) fn row(event: TokenEvent) -> Result<ActiveModel, Error> {
    row_beside(event, None)
}

/// Returns the row of an event beside its family's scopes, which a refresh does not repeat.
pub(crate) fn row_beside(event: TokenEvent, family: Option<&Scopes>) -> Result<ActiveModel, Error> {
    // Destructured, so that a new field does not compile before it has its place.
    let TokenEvent { id, workspace_id, client_id, user_id, family_id, at: _, scopes, left_out, kind } = event;
    let of_family = lives_with_its_family(&kind);
    let repeats = is_refresh(&kind) && family == Some(&scopes);
    let stated = !repeats && (is_refresh(&kind) || !scopes.is_empty());
    let mut detail = Detail { scopes: stated.then_some(scopes), left_out, ..Detail::default() };
    let (kind, generation) = match kind {
        TokenEventKind::Issued { grounds } => {
            detail.grounds = Some(grounds);
            (kind::ISSUED, None)
        }
        TokenEventKind::Withheld { conditions } => {
            detail.conditions = conditions;
            (kind::WITHHELD, None)
        }
        TokenEventKind::ClientCredentials => (kind::CLIENT_CREDENTIALS, None),
        TokenEventKind::Exchanged { subject_client, actor } => {
            (detail.subject_client, detail.actor) = (Some(subject_client), actor);
            (kind::EXCHANGED, None)
        }
        TokenEventKind::Asserted { issuer } => {
            detail.issuer = Some(issuer);
            (kind::ASSERTED, None)
        }
        TokenEventKind::Rotated { generation } => (kind::ROTATED, Some(generation)),
        TokenEventKind::Repeated { generation } => (kind::REPEATED, Some(generation)),
        TokenEventKind::Retried { generation } => (kind::RETRIED, Some(generation)),
        TokenEventKind::Kept { generation } => (kind::KEPT, Some(generation)),
        TokenEventKind::Reused { presented, generation } => {
            detail.presented = Some(presented);
            (kind::REUSED, Some(generation))
        }
        TokenEventKind::Refused { reason, assertion } => {
            detail.refused = Some(reason);
            if let Some(RefusedAssertion { issuer, claim, subject }) = assertion {
                (detail.issuer, detail.claim, detail.subject) = (Some(issuer), Some(claim), subject);
            }
            (kind::REFUSED, None)
        }
        TokenEventKind::Revoked { reason } => {
            detail.revoked = Some(reason);
            (kind::REVOKED, None)
        }
    };
    let detail = if detail == Detail::default() { None } else { Some(to_json(&detail)?) };
    let stated = |uuid: Uuid| if of_family { None } else { Some(uuid) };
    Ok(ActiveModel {
        id: Set(id.as_uuid()),
        family_id: Set(family_id.map(FamilyId::as_uuid)),
        workspace_id: Set(stated(workspace_id.as_uuid())),
        client_id: Set(stated(client_id.as_uuid())),
        user_id: Set(user_id.map(UserId::as_uuid).and_then(stated)),
        generation: Set(generation.map(|generation| i32::try_from(generation).unwrap_or(i32::MAX))),
        kind: Set(kind),
        detail: Set(detail),
    })
}

/// Returns whether an access token was issued for a refresh token.
const fn is_refresh(kind: &TokenEventKind) -> bool {
    use TokenEventKind::{Kept, Repeated, Retried, Rotated};

    matches!(kind, Rotated { .. } | Repeated { .. } | Retried { .. } | Kept { .. })
}

/// Returns whether an event is shown with its family alone, which has its workspace, client and user.
const fn lives_with_its_family(kind: &TokenEventKind) -> bool {
    is_refresh(kind) || matches!(kind, TokenEventKind::Revoked { .. })
}

impl Model {
    /// Returns the event, of this family where it lives with one.
    pub(crate) fn event(self, family: Option<&Authorization>) -> Result<TokenEvent, Error> {
        let corrupt = |column| In("engine_events", column).corrupt();
        let detail: Detail = match self.detail {
            Some(detail) => In("engine_events", "detail").json(detail)?,
            None => Detail::default(),
        };
        let generation = || self.generation.map(i64::from).ok_or(corrupt("generation"));
        let kind = match self.kind {
            kind::ISSUED => TokenEventKind::Issued { grounds: detail.grounds.ok_or(corrupt("detail"))? },
            kind::WITHHELD => TokenEventKind::Withheld { conditions: detail.conditions },
            kind::CLIENT_CREDENTIALS => TokenEventKind::ClientCredentials,
            kind::ROTATED => TokenEventKind::Rotated { generation: generation()? },
            kind::REPEATED => TokenEventKind::Repeated { generation: generation()? },
            kind::RETRIED => TokenEventKind::Retried { generation: generation()? },
            kind::KEPT => TokenEventKind::Kept { generation: generation()? },
            kind::REUSED => TokenEventKind::Reused { presented: detail.presented.ok_or(corrupt("detail"))?, generation: generation()? },
            kind::REFUSED => TokenEventKind::Refused {
                reason: detail.refused.ok_or(corrupt("detail"))?,
                assertion: detail.issuer.zip(detail.claim).map(|(issuer, claim)| RefusedAssertion {
                    issuer,
                    claim,
                    subject: detail.subject,
                }),
            },
            kind::REVOKED => TokenEventKind::Revoked { reason: detail.revoked.ok_or(corrupt("detail"))? },
            kind::EXCHANGED => {
                let subject_client = detail.subject_client.ok_or(corrupt("detail"))?;
                TokenEventKind::Exchanged { subject_client, actor: detail.actor }
            }
            kind::ASSERTED => TokenEventKind::Asserted { issuer: detail.issuer.ok_or(corrupt("detail"))? },
            _ => return Err(corrupt("kind")),
        };
        let of_family = family.filter(|_| lives_with_its_family(&kind));
        let scopes = match (detail.scopes, of_family) {
            (Some(scopes), _) => scopes,
            (None, Some(family)) if is_refresh(&kind) => family.scopes.clone(),
            (None, _) => Scopes::none(),
        };
        let workspace = self.workspace_id.map(WorkspaceId::from_uuid).or(of_family.map(|family| family.workspace_id));
        let client = self.client_id.map(ClientId::from_uuid).or(of_family.map(|family| family.client_id));
        Ok(TokenEvent {
            id: TokenEventId::from_uuid(self.id),
            workspace_id: workspace.ok_or(corrupt("workspace_id"))?,
            client_id: client.ok_or(corrupt("client_id"))?,
            user_id: self.user_id.map(UserId::from_uuid).or(of_family.map(|family| family.user_id)),
            family_id: self.family_id.map(FamilyId::from_uuid),
            at: time_of(self.id),
            scopes,
            left_out: detail.left_out,
            kind,
        })
    }
}

/// Returns the time that an identifier was made at (RFC 9562 §5.7).
pub(crate) fn time_of(id: Uuid) -> Timestamp {
    Timestamp::from_millis(i64::try_from(id.as_u128() >> 80).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::{
        Detail,
        kind::{ASSERTED, DECISIONS, EXCHANGED, ISSUED, REFUSED, REUSED, WITHHELD},
    };

    #[test]
    fn what_a_later_version_notes_is_no_reason_not_to_read_the_rest() {
        let read: Detail = serde_json::from_str(r#"{"refused": "client_disabled", "noted_later": true}"#).unwrap();
        assert_eq!(read, Detail { refused: Some("client_disabled".to_owned()), ..Detail::default() });
    }

    #[test]
    fn the_condition_of_the_index_names_the_numbers_of_its_kinds() {
        assert_eq!(DECISIONS, format!("kind IN ({ISSUED}, {WITHHELD}, {REUSED}, {REFUSED}, {EXCHANGED}, {ASSERTED})"));
    }
}
