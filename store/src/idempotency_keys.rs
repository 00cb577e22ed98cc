//! Requests that are done once, however often they are sent: by a key that their sender chose.
//!
//! The one who claims a key does what is asked for, and says so in the transaction that does it. A claim that was not used in time can be
//! taken over; then the transaction of the one who had it fails.

use domain::clock::Timestamp;
use engine::storage::SecretHash;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use crate::{
    Error, Store, Transaction,
    entity::idempotency_key::{ActiveModel, Column, Entity, Model},
};

/// A claim to do what is asked for under a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// The hash of the key.
    pub key: SecretHash,
    /// Identifies this claim among those to the key.
    pub attempt: [u8; 16],
}

/// The times that a claim is held to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClaimTerms {
    /// When it begins.
    pub now: Timestamp,
    /// A claim that began at this time or before has lapsed.
    pub lapsed: Timestamp,
    /// When the key is forgotten.
    pub expires_at: Timestamp,
}

/// What is known of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claimed {
    /// Nothing: whoever asked has the claim.
    New,
    /// Somebody has asked for this under the key.
    Known {
        /// What was asked for, as it was stored.
        request: Vec<u8>,
        /// How that stands.
        standing: Standing,
    },
}

/// How what was asked for under a key stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It is under way.
    Running,
    /// It was begun and not done in time: its claim can be taken over.
    Lapsed,
    /// It was done, with this answer as it was stored; none where the answer was lost.
    Done(Option<Vec<u8>>),
}

impl Store {
    /// Claims a key for a request.
    pub async fn claim_key(&self, claim: Claim, request: Vec<u8>, terms: ClaimTerms) -> Result<Claimed, Error> {
        let ClaimTerms { now, lapsed, expires_at } = terms;
        let transaction = self.begin().await?;
        let row = ActiveModel {
            key_hash: Set(claim.key.into()),
            request: Set(request),
            attempt: Set(Uuid::from_bytes(claim.attempt)),
            began_at: Set(now.as_millis()),
            done_at: Set(None),
            answer: Set(None),
            expires_at: Set(expires_at.as_millis()),
        };
        let expired = Entity::delete_many().filter(of(&claim)).filter(Column::ExpiresAt.lte(now.as_millis()));
        expired.exec(transaction.connection()).await?;
        let new = Entity::insert(row).on_conflict(OnConflict::column(Column::KeyHash).do_nothing().to_owned());
        if new.exec_without_returning(transaction.connection()).await? > 0 {
            transaction.commit().await?;
            return Ok(Claimed::New);
        }
        let found = Entity::find().filter(of(&claim)).lock_exclusive().one(transaction.connection()).await?;
        transaction.commit().await?;
        let Some(Model { request, began_at, done_at, answer, .. }) = found else { return Err(Error::Stale) };
        let standing = match done_at {
            // The answer is kept after the commit: within that time it may be on its way.
            Some(done_at) if answer.is_none() && done_at > lapsed.as_millis() => Standing::Running,
            Some(_) => Standing::Done(answer),
            None if began_at <= lapsed.as_millis() => Standing::Lapsed,
            None => Standing::Running,
        };
        Ok(Claimed::Known { request, standing })
    }

    /// Takes over a claim that has lapsed. Returns `false` where somebody else did, or it was used after all.
    pub async fn take_over_claim(&self, claim: Claim, terms: ClaimTerms) -> Result<bool, Error> {
        let transaction = self.begin().await?;
        let taken = Entity::update_many()
            .set(ActiveModel { attempt: Set(Uuid::from_bytes(claim.attempt)), began_at: Set(terms.now.as_millis()), ..Default::default() })
            .filter(of(&claim))
            .filter(Column::DoneAt.is_null())
            .filter(Column::BeganAt.lte(terms.lapsed.as_millis()))
            .exec(transaction.connection())
            .await?;
        transaction.commit().await?;
        Ok(taken.rows_affected == 1)
    }

    /// Keeps the answer to what was done under a claim.
    pub async fn keep_answer(&self, claim: Claim, answer: Vec<u8>, now: Timestamp) -> Result<(), Error> {
        let transaction = self.begin().await?;
        Entity::update_many()
            .set(ActiveModel { answer: Set(Some(answer)), ..Default::default() })
            .col_expr(Column::DoneAt, Expr::col(Column::DoneAt).if_null(now.as_millis()))
            .filter(of(&claim))
            .filter(Column::Attempt.eq(Uuid::from_bytes(claim.attempt)))
            .exec(transaction.connection())
            .await?;
        transaction.commit().await
    }

    /// Gives up a claim under which nothing was done.
    pub async fn release_claim(&self, claim: Claim) -> Result<(), Error> {
        let transaction = self.begin().await?;
        let unused = Entity::delete_many()
            .filter(of(&claim))
            .filter(Column::Attempt.eq(Uuid::from_bytes(claim.attempt)))
            .filter(Column::DoneAt.is_null());
        unused.exec(transaction.connection()).await?;
        transaction.commit().await
    }
}

impl Transaction {
    /// Says that this transaction does what a claim is for. [`Error::Stale`] where the claim was taken over.
    pub async fn use_claim(&self, claim: Claim, now: Timestamp) -> Result<(), Error> {
        let used = Entity::update_many()
            .set(ActiveModel { done_at: Set(Some(now.as_millis())), ..Default::default() })
            .filter(of(&claim))
            .filter(Column::Attempt.eq(Uuid::from_bytes(claim.attempt)))
            .filter(Column::DoneAt.is_null())
            .exec(self.connection())
            .await?;
        if used.rows_affected == 1 { Ok(()) } else { Err(Error::Stale) }
    }
}

fn of(claim: &Claim) -> Expr {
    Column::KeyHash.eq(claim.key.as_slice())
}
