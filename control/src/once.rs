//! Requests that are done once, however often they are sent: a program whose answer was lost sends the request again, by the same key.

use domain::{api_scope::ApiScope, clock::Timestamp};
use engine::{keys::hash_secret, random, storage::SecretHash};
use store::{Claim, ClaimTerms, Claimed, Standing, Transaction};

use crate::{Actor, Error, author::Author, operator::Operator};

/// How long a key is remembered.
const REMEMBERED_SECONDS: i64 = 24 * 3600;
/// After how long a request that was not done counts as given up, so that another one does it.
const LAPSE_SECONDS: i64 = 60;

/// What becomes of a request with a key.
#[derive(Debug)]
pub enum Attempt {
    /// It is done now, by this operator. What its next write commits, nobody commits again under the key; if the request was given up in the
    /// meantime and another one does it, the write fails ([`Error::TakenOver`]).
    Now(Box<Operator>),
    /// It was sent before.
    Repeated(Repeated),
}

/// What is known of a request that was sent before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repeated {
    /// It was done; what was kept of the answer.
    Done(Vec<u8>),
    /// It was done, but its answer cannot be read any more.
    Unanswered,
    /// It is under way.
    Running,
    /// The key was used for another request.
    Other,
}

impl Operator {
    /// Takes a key for a request, which the caller tells apart from others by this text. Only a hash of it is kept, and sealed: it may hold a
    /// password. The key is the actor's own: another one's keys,
    /// those of another token of the same administrator, and those of a token of the same client with another scope, are others.
    pub async fn attempt(&self, key: &str, request: &str) -> Result<Attempt, Error> {
        let now = self.now();
        let claim = Claim { key: self.hash_of(key), attempt: random::bytes(self.control.random()) };
        let (lapsed, expires_at) = (now.plus_seconds(-LAPSE_SECONDS), now.plus_seconds(REMEMBERED_SECONDS));
        let terms = ClaimTerms { now, lapsed, expires_at };
        let store = self.control.store();
        let request = hash_secret("idempotent-request", request);
        let sealed = self.seal_for("idempotent request", &claim.key, &request)?;
        let (known, standing) = match store.claim_key(claim, sealed, terms).await? {
            Claimed::New => return Ok(self.by(claim)),
            Claimed::Known { request, standing } => (request, standing),
        };
        if self.opened("idempotent request", &claim.key, &known).is_none_or(|known| known != request) {
            return Ok(Attempt::Repeated(Repeated::Other));
        }
        Ok(match standing {
            Standing::Lapsed if store.take_over_claim(claim, terms).await? => self.by(claim),
            Standing::Lapsed | Standing::Running => Attempt::Repeated(Repeated::Running),
            Standing::Done(answer) => {
                let answer = answer.and_then(|answer| self.opened("idempotent answer", &claim.key, &answer));
                Attempt::Repeated(answer.map_or(Repeated::Unanswered, Repeated::Done))
            }
        })
    }

    /// Keeps the answer to the request that this operator was made for. It is sealed: it may hold a secret that was shown once.
    pub async fn keep_answer(&self, answer: &[u8]) -> Result<(), Error> {
        let Some(claim) = self.claim else { return Ok(()) };
        let sealed = self.seal_for("idempotent answer", &claim.key, answer)?;
        Ok(self.control.store().keep_answer(claim, sealed, self.now()).await?)
    }

    /// Gives the key back if nothing was done, so that the request can be sent again by it.
    pub async fn give_up(&self) -> Result<(), Error> {
        let Some(claim) = self.claim else { return Ok(()) };
        Ok(self.control.store().release_claim(claim).await?)
    }

    fn by(&self, claim: Claim) -> Attempt {
        Attempt::Now(Box::new(Self { claim: Some(claim), ..self.clone() }))
    }

    fn hash_of(&self, key: &str) -> SecretHash {
        let principal = self.actor.principal();
        // What a token of all scopes was answered is not for one of fewer.
        let of = match &self.actor {
            Actor::Client(_, scope) => format!("{principal} {}", ApiScope::needed_by(*scope)),
            Actor::Administrator(..) | Actor::CommandLine => principal,
        };
        hash_secret("idempotency-key", &format!("{of} {key}"))
    }

    /// Seals what belongs to a key. Who has the database alone cannot read it, nor take it for that of another key.
    fn seal_for(&self, what: &str, key: &SecretHash, plain: &[u8]) -> Result<Vec<u8>, Error> {
        let control = &self.control;
        control.keys().seal(what, &[key.as_slice(), plain].concat(), control.random()).map_err(Error::internal)
    }

    /// Opens what was sealed; none where the master key that it was sealed under is no longer here.
    fn opened(&self, what: &str, key: &SecretHash, sealed: &[u8]) -> Option<Vec<u8>> {
        let opened = self.control.keys().open(what, sealed).ok()?;
        opened.strip_prefix(key.as_slice()).map(<[u8]>::to_vec)
    }
}

impl Author<'_> {
    /// Says in a transaction that it does the request that the author was made for.
    pub(crate) async fn use_claim(&self, transaction: &Transaction, now: Timestamp) -> Result<(), Error> {
        match self.claim {
            Some(claim) => transaction.use_claim(claim, now).await.map_err(|error| match error {
                store::Error::Stale => Error::TakenOver,
                error => error.into(),
            }),
            None => Ok(()),
        }
    }
}
