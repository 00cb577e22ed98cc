//! The deletion of expired rows.

use domain::lifetime::{AccessTokenTtl, AuthorizationCodeTtl};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::round::{Housekeeping, ROWS_AT_ONCE};
use crate::{
    Error, clients,
    entity::{
        administrator_link, authorization_code, denied_access_token, device_request, idempotency_key, installation_mail, login_session,
        mail, pushed_request, session_client, used_proof, user_link,
    },
};

/// For how many seconds a device that goes on asking is told that its code has expired, or was decided about.
const KEPT_AFTER: i64 = 600;

/// How many expired rows were deleted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ExpiredRows {
    /// Authorization codes that have expired, with all that was issued for them.
    pub authorization_codes: u64,
    /// Requests of devices that have expired.
    pub device_requests: u64,
    /// Denials of access tokens that have expired.
    pub denied_access_tokens: u64,
    /// Proofs of possession that are too old to be accepted.
    pub used_proofs: u64,
    /// Authorization requests that were pushed, and not answered or opened in time.
    pub pushed_requests: u64,
    /// Keys of requests that are no longer remembered.
    pub idempotency_keys: u64,
    /// Login sessions that have expired, with every access token of theirs.
    pub login_sessions: u64,
    /// Parts of clients in such sessions, where those were not ended.
    pub session_clients: u64,
    /// Client secrets that were replaced and no longer work.
    pub previous_secrets: u64,
    /// Mails that were not sent in time.
    pub mails: u64,
    /// Links in mails that were not used in time.
    pub user_links: u64,
    /// Mails to administrators that were not sent in time.
    pub installation_mails: u64,
    /// Links in mails to administrators that were not used in time.
    pub administrator_links: u64,
}

impl ExpiredRows {
    /// Returns whether there were none.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }
}

/// Deletes some rows of a table that satisfy a condition. Returns how many.
macro_rules! delete_some {
    ($connection:expr, $table:ident, $key:ident, $over:expr) => {{
        let over: Condition = $over;
        let some = $table::Entity::find().select_only().column($table::Column::$key).filter(over.clone()).limit(ROWS_AT_ONCE);
        let deleted = $table::Entity::delete_many().filter($table::Column::$key.in_subquery(some.into_query())).filter(over);
        deleted.exec($connection).await?.rows_affected
    }};
}

impl Housekeeping {
    /// Deletes some expired codes, requests of devices, denials, proofs, pushed requests, keys of requests, login sessions with the parts of clients in them,
    /// client secrets that were replaced, mails and links in them.
    pub async fn delete_expired(&self) -> Result<ExpiredRows, Error> {
        let now = self.now.as_millis();
        let transaction = self.begin().await?;
        let connection = transaction.connection();
        // A redeemed code is kept as long as its access token is valid, so that its second use can end that (RFC 6749 §4.1.2).
        let unredeemed = authorization_code::Column::RedeemedAccessTokenExpiresAt.is_null();
        let redeemed = Condition::any().add(unredeemed).add(authorization_code::Column::RedeemedAccessTokenExpiresAt.lte(now));
        let codes = Condition::all().add(authorization_code::Column::ExpiresAt.lte(now)).add(redeemed);
        let expired = ExpiredRows {
            authorization_codes: delete_some!(connection, authorization_code, Hash, codes),
            device_requests: delete_some!(
                connection,
                device_request,
                Hash,
                Condition::all().add(device_request::Column::ExpiresAt.lte(self.now.plus_seconds(-KEPT_AFTER).as_millis()))
            ),
            denied_access_tokens: delete_some!(
                connection,
                denied_access_token,
                Id,
                Condition::all().add(denied_access_token::Column::ExpiresAt.lte(now))
            ),
            used_proofs: delete_some!(connection, used_proof, Hash, Condition::all().add(used_proof::Column::ExpiresAt.lte(now))),
            pushed_requests: delete_some!(
                connection,
                pushed_request,
                Hash,
                Condition::all().add(pushed_request::Column::ExpiresAt.lte(now))
            ),
            idempotency_keys: delete_some!(
                connection,
                idempotency_key,
                KeyHash,
                Condition::all().add(idempotency_key::Column::ExpiresAt.lte(now))
            ),
            login_sessions: delete_some!(connection, login_session, Id, self.expired_sessions()),
            // Of one that was ended the client is to be told: its part is deleted by whoever tells it.
            session_clients: delete_some!(
                connection,
                session_client,
                Id,
                Condition::all()
                    .add(session_client::Column::ExpiresAt.lte(self.sessions_expired_by()))
                    .add(session_client::Column::EndedAt.is_null())
            ),
            previous_secrets: clients::forget_previous_secrets(connection, self.now, ROWS_AT_ONCE).await?,
            mails: delete_some!(connection, mail, Id, Condition::all().add(mail::Column::ExpiresAt.lte(now))),
            user_links: delete_some!(connection, user_link, Hash, Condition::all().add(user_link::Column::ExpiresAt.lte(now))),
            installation_mails: delete_some!(
                connection,
                installation_mail,
                Id,
                Condition::all().add(installation_mail::Column::ExpiresAt.lte(now))
            ),
            administrator_links: delete_some!(
                connection,
                administrator_link,
                Hash,
                Condition::all().add(administrator_link::Column::ExpiresAt.lte(now))
            ),
        };
        transaction.commit().await?;
        Ok(expired)
    }

    /// Returns the condition of sessions that nothing asks for: a session tells whether access tokens that were issued in it without a
    /// family are valid, until none of them can be.
    pub(super) fn expired_sessions(&self) -> Condition {
        Condition::all().add(login_session::Column::ExpiresAt.lte(self.sessions_expired_by()))
    }

    /// Returns when a session has expired at the latest that nothing asks for.
    fn sessions_expired_by(&self) -> i64 {
        let longest = AccessTokenTtl::LONGEST.as_seconds() + AuthorizationCodeTtl::LONGEST.as_seconds();
        self.now.plus_seconds(-longest).as_millis()
    }
}
