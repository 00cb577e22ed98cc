//! `token_families`

use domain::{
    binding::Binding,
    clock::Timestamp,
    family::{EndRule, Revocation, RevocationReason},
    id::{ClientId, FamilyId, LoginSessionId, UserId, WorkspaceId},
    lifetime::IdleTtl,
    subject_type::SectorIdentifier,
};
use engine::family::{Authorization, Family, Position};
use sea_orm::{ActiveValue, Condition, Iterable, Set, entity::prelude::*, sea_query::ExprTrait};

use crate::{
    Error,
    column::{Column as In, details_text},
    granted_claims, sign_in_method,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "token_families")]
pub struct Model {
    pub auth_time: i64,
    pub created_at: i64,
    pub rotated_at: i64,
    pub last_used_at: i64,
    pub expires_at: i64,
    pub generation: i64,
    pub revoked_at: Option<i64>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub workspace_id: Uuid,
    pub client_id: Uuid,
    pub user_id: Uuid,
    pub login_session_id: Uuid,
    /// In seconds; none where the family may stay unused.
    pub idle_ttl: Option<i32>,
    pub expires_by: i16,
    pub revocation_reason: Option<i16>,
    pub confirmed: bool,
    pub ends_with_session: bool,
    pub scopes: String,
    /// None where there are none, which takes no space.
    pub resources: Option<String>,
    /// None where there are none.
    pub authorization_details: Option<String>,
    #[sea_orm(column_type = "Blob", nullable)]
    pub dpop_jkt: Option<Vec<u8>>,
    /// Of the two there is one at most.
    #[sea_orm(column_type = "Blob", nullable)]
    pub x5t_s256: Option<Vec<u8>>,
    /// The sector of a pairwise subject; none of a public one.
    pub sector: Option<String>,
    pub signed_in_by: Option<i16>,
    pub acr: Option<i16>,
    /// As JSON; none where there are none, which takes no space.
    pub claims: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Returns the row of a family that begins.
pub(crate) fn row(family: &Family) -> ActiveModel {
    // Destructured, so that a new field does not compile before it has its column.
    let Authorization {
        id,
        workspace_id,
        client_id,
        user_id,
        login_session_id,
        scopes,
        resources,
        authorization_details,
        auth_time,
        signed_in_by,
        acr,
        claims,
        sector,
        created_at,
        ends_with_session,
        bound_to,
    } = &family.authorization;
    ActiveModel {
        id: Set(id.as_uuid()),
        workspace_id: Set(workspace_id.as_uuid()),
        client_id: Set(client_id.as_uuid()),
        user_id: Set(user_id.as_uuid()),
        login_session_id: Set(login_session_id.as_uuid()),
        scopes: Set(scopes.to_string()),
        resources: Set(Some(resources.to_string()).filter(|resources| !resources.is_empty())),
        authorization_details: Set(details_text(authorization_details)),
        auth_time: Set(auth_time.as_millis()),
        signed_in_by: Set(signed_in_by.map(sign_in_method::number)),
        acr: Set(acr.map(sign_in_method::acr_number)),
        claims: Set(granted_claims::written(claims)),
        sector: Set(sector.as_ref().map(ToString::to_string)),
        created_at: Set(created_at.as_millis()),
        ends_with_session: Set(*ends_with_session),
        dpop_jkt: Set(bound_to.and_then(Binding::key).map(|thumbprint| thumbprint.as_bytes().to_vec())),
        x5t_s256: Set(bound_to.and_then(Binding::certificate).map(|thumbprint| thumbprint.as_bytes().to_vec())),
        ..position_row(&family.position)
    }
}

/// Returns the columns of a position, and no others: what a move writes, and what it compares.
pub(crate) fn position_row(position: &Position) -> ActiveModel {
    // Destructured, so that a new field does not compile before it has its column.
    let Position { generation, confirmed, rotated_at, last_used_at, expires_at, expires_by, idle_ttl, revoked } = *position;
    ActiveModel {
        generation: Set(generation),
        confirmed: Set(confirmed),
        rotated_at: Set(rotated_at.as_millis()),
        last_used_at: Set(last_used_at.as_millis()),
        expires_at: Set(expires_at.as_millis()),
        expires_by: Set(rule_number(expires_by)),
        // At most ten years, which are far fewer seconds than fit.
        idle_ttl: Set(i32::try_from(idle_ttl.as_seconds()).ok().filter(|seconds| *seconds > 0)),
        ..revocation_row(revoked)
    }
}

/// Returns the columns of a revocation, and no others.
pub(crate) fn revocation_row(revoked: Option<Revocation>) -> ActiveModel {
    ActiveModel {
        revoked_at: Set(revoked.map(|revocation| revocation.at.as_millis())),
        revocation_reason: Set(revoked.map(|revocation| reason_number(revocation.reason))),
        ..Default::default()
    }
}

/// Returns the condition that a family stands at this position: each of its columns has the value that the position has.
pub(crate) fn stands_at(position: &Position) -> Condition {
    let row = position_row(position);
    Column::iter().fold(Condition::all(), |all, column| match row.get(column) {
        ActiveValue::NotSet => all,
        ActiveValue::Set(value) | ActiveValue::Unchanged(value) if value == value.as_null() => all.add(column.is_null()),
        ActiveValue::Set(value) | ActiveValue::Unchanged(value) => all.add(column.eq(value)),
    })
}

impl TryFrom<Model> for Family {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            position: Position {
                generation: row.generation,
                confirmed: row.confirmed,
                rotated_at: Timestamp::from_millis(row.rotated_at),
                last_used_at: Timestamp::from_millis(row.last_used_at),
                expires_at: Timestamp::from_millis(row.expires_at),
                expires_by: rule(row.expires_by)?,
                idle_ttl: In("token_families", "idle_ttl").parse(IdleTtl::from_seconds(row.idle_ttl.unwrap_or_default().into()))?,
                revoked: revocation(row.revoked_at, row.revocation_reason)?,
            },
            authorization: Authorization {
                id: FamilyId::from_uuid(row.id),
                workspace_id: WorkspaceId::from_uuid(row.workspace_id),
                client_id: ClientId::from_uuid(row.client_id),
                user_id: UserId::from_uuid(row.user_id),
                login_session_id: LoginSessionId::from_uuid(row.login_session_id),
                scopes: In("token_families", "scopes").parse(row.scopes.parse())?,
                resources: In("token_families", "resources").parse(row.resources.unwrap_or_default().parse())?,
                authorization_details: In("token_families", "authorization_details").details(row.authorization_details)?,
                auth_time: Timestamp::from_millis(row.auth_time),
                signed_in_by: sign_in_method::read("token_families", row.signed_in_by)?,
                acr: sign_in_method::read_acr("token_families", row.acr)?,
                claims: granted_claims::read("token_families", row.claims.as_deref())?,
                sector: In("token_families", "sector").parse(row.sector.map(SectorIdentifier::try_from).transpose())?,
                created_at: Timestamp::from_millis(row.created_at),
                ends_with_session: row.ends_with_session,
                bound_to: bound_to(row.dpop_jkt, row.x5t_s256)?,
            },
        })
    }
}

/// Returns what a family is bound to, from its two columns.
fn bound_to(key: Option<Vec<u8>>, certificate: Option<Vec<u8>>) -> Result<Option<Binding>, Error> {
    let column = In("token_families", "x5t_s256");
    match (In("token_families", "dpop_jkt").thumbprint(key)?, column.thumbprint(certificate)?) {
        (None, None) => Ok(None),
        (Some(key), None) => Ok(Some(Binding::Key(key))),
        (None, Some(certificate)) => Ok(Some(Binding::Certificate(certificate))),
        (Some(_), Some(_)) => Err(column.corrupt()),
    }
}

/// Returns the revocation of a family, from its two columns.
pub(crate) fn revocation(at: Option<i64>, reason: Option<i16>) -> Result<Option<Revocation>, Error> {
    let corrupt = In("token_families", "revocation_reason").corrupt();
    match (at, reason) {
        (None, None) => Ok(None),
        (Some(at), Some(number)) => {
            let reason = RevocationReason::ALL.into_iter().find(|reason| reason_number(*reason) == number).ok_or(corrupt)?;
            Ok(Some(Revocation { at: Timestamp::from_millis(at), reason }))
        }
        _ => Err(corrupt),
    }
}

/// Returns the number that a reason is stored as. It never changes its meaning.
pub(crate) const fn reason_number(reason: RevocationReason) -> i16 {
    match reason {
        RevocationReason::RefreshTokenReuse => 1,
        RevocationReason::CodeReuse => 2,
        RevocationReason::Client => 3,
        RevocationReason::Administrator => 4,
        RevocationReason::ClientDisabled => 5,
        RevocationReason::UserDisabled => 6,
        RevocationReason::PasswordChanged => 7,
        RevocationReason::Logout => 8,
        RevocationReason::User => 9,
        RevocationReason::FamilyLimit => 10,
        RevocationReason::ClientDeleted => 11,
        RevocationReason::UserDeleted => 12,
    }
}

/// Returns the number that a rule is stored as. It never changes its meaning.
pub(crate) const fn rule_number(rule: EndRule) -> i16 {
    match rule {
        EndRule::Absolute => 1,
        EndRule::Idle => 2,
        EndRule::Session => 3,
        EndRule::Policy => 4,
    }
}

fn rule(number: i16) -> Result<EndRule, Error> {
    EndRule::ALL.into_iter().find(|rule| rule_number(*rule) == number).ok_or(In("token_families", "expires_by").corrupt())
}

/// Returns the condition that a family is live at this time: [`Position::is_live`] in SQL.
pub(crate) fn is_live(now: Timestamp) -> Condition {
    let unused = Expr::val(now.as_millis()).sub(Expr::col(Column::LastUsedAt)).div(1000);
    Condition::all()
        .add(Column::RevokedAt.is_null())
        .add(Column::ExpiresAt.gt(now.as_millis()))
        .add(Condition::any().add(Column::IdleTtl.is_null()).add(unused.lt(Expr::col(Column::IdleTtl))))
}
