//! The deletion of expired rows. Families are kept: reuse could not be recognised by one that was deleted.

use domain::{
    clock::Timestamp,
    lifetime::{AccessTokenTtl, AuthorizationCodeTtl},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use crate::{
    EngineStorage, Error,
    entity::{authorization_code, denied_access_token, login_session, used_proof},
};

/// How many expired rows were deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExpiredRows {
    /// Authorization codes that have expired, with all that was issued for them.
    pub authorization_codes: u64,
    /// Denials of access tokens that have expired.
    pub denied_access_tokens: u64,
    /// Proofs of possession that are too old to be accepted.
    pub used_proofs: u64,
    /// Login sessions that have expired, with every access token of theirs.
    pub login_sessions: u64,
}

impl EngineStorage {
    /// Deletes expired codes, denials, proofs and login sessions.
    pub async fn delete_expired(&self, now: Timestamp) -> Result<ExpiredRows, Error> {
        let (at, now) = (now, now.as_millis());
        let transaction = self.store.begin().await?;
        // A redeemed code is kept as long as its access token is valid, so that its second use can end that (RFC 6749 §4.1.2).
        let unredeemed = authorization_code::Column::RedeemedAccessTokenExpiresAt.is_null();
        let expired = Condition::any().add(unredeemed).add(authorization_code::Column::RedeemedAccessTokenExpiresAt.lte(now));
        let codes = authorization_code::Entity::delete_many()
            .filter(authorization_code::Column::ExpiresAt.lte(now))
            .filter(expired)
            .exec(transaction.connection())
            .await?;
        let denials = denied_access_token::Entity::delete_many()
            .filter(denied_access_token::Column::ExpiresAt.lte(now))
            .exec(transaction.connection())
            .await?;
        let proofs =
            used_proof::Entity::delete_many().filter(used_proof::Column::ExpiresAt.lte(now)).exec(transaction.connection()).await?;
        // A session tells whether access tokens that were issued in it without a family are valid, until none of them can be.
        let longest = AccessTokenTtl::LONGEST.as_seconds() + AuthorizationCodeTtl::LONGEST.as_seconds();
        let sessions = login_session::Entity::delete_many()
            .filter(login_session::Column::ExpiresAt.lte(at.plus_seconds(-longest).as_millis()))
            .exec(transaction.connection())
            .await?;
        transaction.commit().await?;
        Ok(ExpiredRows {
            authorization_codes: codes.rows_affected,
            denied_access_tokens: denials.rows_affected,
            used_proofs: proofs.rows_affected,
            login_sessions: sessions.rows_affected,
        })
    }
}
