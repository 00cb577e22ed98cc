//! The record of refusals: one event a minute for a client, a reason and a family, however often the same is refused.
//!
//! A client that goes on with a dead token, once a second for a day, would otherwise write more than all the others together. What was
//! recorded of late is remembered per process, in memory and in bounds: beyond them nothing more is written, so that neither time nor
//! space nor the database can be used up from outside.

use std::{collections::HashMap, sync::Mutex};

use domain::{
    client::Client,
    clock::Timestamp,
    id::{ClientId, FamilyId},
    scope::Scopes,
    token_event::{TokenEvent, TokenEventKind},
};

use crate::{
    engine::{Engine, Realm},
    error::{Error, Refusal},
    form::Form,
    storage::Storage,
};

/// The same refusal is recorded again after so many seconds.
const INTERVAL: i64 = 60;
/// How many different ones are recorded in that time.
const MOST: usize = 10_000;

type Key = (ClientId, &'static str, Option<FamilyId>);

/// What was recorded of late.
#[derive(Debug, Default)]
pub(crate) struct RefusalRecord(Mutex<Lately>);

#[derive(Debug, Default)]
struct Lately {
    recorded: HashMap<Key, Timestamp>,
    swept_at: Option<Timestamp>,
}

impl RefusalRecord {
    /// Is this to be recorded? Then it counts as recorded.
    fn is_due(&self, key: Key, now: Timestamp) -> bool {
        let Ok(mut lately) = self.0.lock() else {
            return false;
        };
        let recent = |at: Timestamp| (0..INTERVAL).contains(&now.seconds_since(at));
        if lately.recorded.get(&key).copied().is_some_and(recent) {
            return false;
        }
        if lately.recorded.len() >= MOST && !lately.swept_at.is_some_and(recent) {
            lately.recorded.retain(|_, at| recent(*at));
            lately.swept_at = Some(now);
        }
        if lately.recorded.len() >= MOST {
            return false;
        }
        lately.recorded.insert(key, now);
        true
    }
}

impl<S: Storage> Engine<S> {
    /// Records that a client that authenticated was refused, for the family that its token names where it names one.
    pub(crate) async fn record_refusal(&self, realm: &Realm, client: &Client, refusal: Refusal, form: &Form) -> Result<(), Error> {
        // The move on the family has recorded it.
        if refusal == Refusal::ReusedRefreshToken {
            return Ok(());
        }
        let presented = form.get("refresh_token").and_then(|text| self.refresh_token_key(realm).read(text));
        let family_id = presented.map(|token| token.family_id);
        let now = self.now();
        if !self.refusal_record().is_due((client.id, refusal.reason(), family_id), now) {
            return Ok(());
        }
        let event = TokenEvent {
            id: self.event_id(now),
            workspace_id: realm.workspace.id,
            client_id: client.id,
            user_id: None,
            family_id,
            at: now,
            scopes: Scopes::none(),
            kind: TokenEventKind::Refused { reason: refusal.reason().to_owned() },
        };
        Ok(self.storage().record_event(event).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u32) -> Key {
        let mut random = [0; 10];
        random[..4].copy_from_slice(&number.to_be_bytes());
        (ClientId::new(Timestamp::from_millis(0), random), "code_expired", None)
    }

    #[test]
    fn the_same_refusal_is_due_once_a_minute_and_another_at_once() {
        let record = RefusalRecord::default();
        let start = Timestamp::from_millis(0);
        assert!(record.is_due(key(1), start));
        assert!(!record.is_due(key(1), start.plus_seconds(59)));
        assert!(record.is_due((key(1).0, "code_reused", None), start));
        assert!(record.is_due(key(1), start.plus_seconds(60)));
    }

    #[test]
    fn a_clock_that_is_set_back_silences_nobody() {
        let record = RefusalRecord::default();
        let start = Timestamp::from_millis(10_000_000);
        assert!(record.is_due(key(1), start));
        assert!(record.is_due(key(1), start.plus_seconds(-3600)));
    }

    #[test]
    fn what_is_remembered_stays_in_its_bounds() {
        let record = RefusalRecord::default();
        let start = Timestamp::from_millis(0);
        let due = (0..30_000).filter(|number| record.is_due(key(*number), start)).count();
        assert_eq!(due, MOST);
        assert_eq!(record.0.lock().unwrap().recorded.len(), MOST);
        assert!(record.is_due(key(99_999), start.plus_seconds(61)), "a minute later there is room again");
    }
}
