//! Reuses of refresh tokens, and the marks of those that somebody has handled.

use crate::{
    clock::Timestamp,
    id::{ClientId, FamilyId, TokenEventId, UserId},
    reuse::{Handled, ReuseFilter, ReuseLine},
    wire::{
        reading::{Misfit, Reading},
        resource::Resource,
        sent::Sent,
        types::{sent, told},
    },
};

sent! {
    /// That somebody has handled a reuse.
    pub struct ReuseMark told [handled_at handled_by] {
        /// What was found out, or done about it: at most 500 characters, possibly none, with line breaks.
        pub note: String,
        /// When it was marked.
        pub handled_at: Sent<Timestamp>,
        /// Who marked it, by the name that audit events have.
        pub handled_by: String,
    }

    /// Which reuses are listed; all where nothing is asked for.
    pub struct ReuseQuery {
        /// Those at this client.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub client_id: Option<Sent<ClientId>>,
        /// Those of this user.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub user_id: Option<Sent<UserId>>,
        /// That of this refresh token. The audit event `refresh_token.reused` has it as its target.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub token_id: Option<Sent<FamilyId>>,
        /// Those that somebody has handled, or those that nobody has.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub handled: Option<bool>,
        /// Those from this time on.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub since: Option<Sent<Timestamp>>,
        /// Those before this time.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub until: Option<Sent<Timestamp>>,
    }
}

told! {
    /// A refresh token that came back after it was replaced. What took its place was revoked then, with the access tokens issued with it.
    pub struct Reuse {
        /// Its identifier, which sorts by time: that of its event.
        pub id: Sent<TokenEventId>,
        /// When it came back.
        pub at: Sent<Timestamp>,
        /// The refresh token, from its issue to this end.
        pub token_id: Sent<FamilyId>,
        /// The client that presented it.
        pub client_id: Sent<ClientId>,
        /// The client's name.
        pub client_name: String,
        /// Whose it was.
        pub user_id: Sent<UserId>,
        /// What that user signs in with.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub user_identifier: Option<String>,
        /// The generation that was presented, counted from 0.
        pub presented: i64,
        /// The generation that was current, counted from 0.
        pub generation: i64,
        /// The network address that it came from, as far as it is known.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub address: Option<String>,
        /// The mark; absent while nobody has handled it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub handled: Option<ReuseMark>,
    }
}

impl Resource for ReuseMark {}
impl Resource for ReuseQuery {}

impl From<&Handled> for ReuseMark {
    fn from(handled: &Handled) -> Self {
        Self { note: handled.note.to_string(), handled_at: Sent::of(&handled.at), handled_by: handled.by.clone() }
    }
}

impl From<&ReuseLine> for Reuse {
    fn from(line: &ReuseLine) -> Self {
        let ReuseLine { reuse, client_name, user_identifier } = line;
        Self {
            id: Sent::of(&reuse.id),
            at: Sent::of(&reuse.at()),
            token_id: Sent::of(&reuse.family_id),
            client_id: Sent::of(&reuse.client_id),
            client_name: client_name.clone(),
            user_id: Sent::of(&reuse.user_id),
            user_identifier: user_identifier.clone(),
            presented: reuse.presented,
            generation: reuse.generation,
            address: reuse.address.map(|address| address.to_string()),
            handled: reuse.handled.as_ref().map(ReuseMark::from),
        }
    }
}

impl ReuseQuery {
    /// Reads it.
    ///
    /// # Errors
    /// All that does not fit.
    pub fn read(&self) -> Result<ReuseFilter, Vec<Misfit>> {
        let mut reading = Reading::default();
        let filter = ReuseFilter {
            client: reading.optional("/client_id", self.client_id.as_ref()),
            user: reading.optional("/user_id", self.user_id.as_ref()),
            family: reading.optional("/token_id", self.token_id.as_ref()),
            handled: self.handled,
            since: reading.optional("/since", self.since.as_ref()),
            until: reading.optional("/until", self.until.as_ref()),
        };
        reading.done(Some(filter))
    }
}
