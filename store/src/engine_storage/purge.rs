//! The end of what nobody can ask for any more. Families are not among it: one that was deleted could not recognise reuse.

use domain::{
    clock::Timestamp,
    lifetime::{AccessTokenTtl, AuthorizationCodeTtl},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::EngineStorage;
use crate::{
    Error,
    entity::{authorization_code, denied_access_token, login_session, used_proof},
};

/// What was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purged {
    /// Authorization codes whose time is over, and that of what was issued for them.
    pub authorization_codes: u64,
    /// Denials of access tokens that have expired by now.
    pub denied_access_tokens: u64,
    /// Proofs of possession that are too old to be used by now.
    pub used_proofs: u64,
    /// Login sessions whose time is over, and that of every access token of theirs.
    pub login_sessions: u64,
}

impl EngineStorage {
    /// Deletes the codes, denials, proofs and login sessions whose time is over.
    pub async fn purge(&self, now: Timestamp) -> Result<Purged, Error> {
        let (at, now) = (now, now.as_millis());
        let transaction = self.store.begin().await?;
        // A redeemed code is kept as long as what it brought lives, so that its second use can end it (RFC 6749 §4.1.2).
        let unredeemed = authorization_code::Column::RedeemedAccessTokenExpiresAt.is_null();
        let over = Condition::any().add(unredeemed).add(authorization_code::Column::RedeemedAccessTokenExpiresAt.lte(now));
        let codes = authorization_code::Entity::delete_many()
            .filter(authorization_code::Column::ExpiresAt.lte(now))
            .filter(over)
            .exec(transaction.connection())
            .await?;
        let denials = denied_access_token::Entity::delete_many()
            .filter(denied_access_token::Column::ExpiresAt.lte(now))
            .exec(transaction.connection())
            .await?;
        let proofs =
            used_proof::Entity::delete_many().filter(used_proof::Column::ExpiresAt.lte(now)).exec(transaction.connection()).await?;
        // A session says whether the access tokens that came of it without a family still live, until none of them can.
        let longest = AccessTokenTtl::LONGEST.as_seconds() + AuthorizationCodeTtl::LONGEST.as_seconds();
        let sessions = login_session::Entity::delete_many()
            .filter(login_session::Column::ExpiresAt.lte(at.plus_seconds(-longest).as_millis()))
            .exec(transaction.connection())
            .await?;
        transaction.commit().await?;
        Ok(Purged {
            authorization_codes: codes.rows_affected,
            denied_access_tokens: denials.rows_affected,
            used_proofs: proofs.rows_affected,
            login_sessions: sessions.rows_affected,
        })
    }
}
