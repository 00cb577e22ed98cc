//! The parameters of addresses.

use crate::{
    audit::AuditAction,
    clock::Timestamp,
    family::FamilyState,
    id::{ClientId, UserId},
    impact::Reach,
    problem::Problem,
    view::{AuditFilter, DecisionFilter, DecisionOutcome, FamilyFilter},
    wire::{
        reading::{Misfit, Reading},
        resource::Resource,
        sent::Sent,
        types::sent,
    },
};

sent! {
    /// How far a change of lifetimes reaches.
    pub struct ReachQuery {
        /// Whether existing refresh tokens get the earlier end (`live_tokens`) or keep theirs (`new_tokens`).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub reach: Option<Sent<Reach>>,
    }

    /// Which refresh tokens are listed; all where nothing is asked for.
    pub struct TokenQuery {
        /// Those of this client.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub client_id: Option<Sent<ClientId>>,
        /// Those of this user.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub user_id: Option<Sent<UserId>>,
        /// Those in this state.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub state: Option<Sent<FamilyState>>,
    }

    /// Which audit lines are listed; all where nothing is asked for.
    pub struct AuditQuery {
        /// Those of this action.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub action: Option<Sent<AuditAction>>,
        /// Those of this actor, by the name or the address that the lines have.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub actor: Option<String>,
        /// Those about the object with this identifier.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub target_id: Option<String>,
        /// Those from this time on.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub since: Option<Sent<Timestamp>>,
        /// Those before this time.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub until: Option<Sent<Timestamp>>,
    }

    /// Which decisions are listed; all where nothing is asked for.
    pub struct DecisionQuery {
        /// Those about this client.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub client_id: Option<Sent<ClientId>>,
        /// Those about this user.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub user_id: Option<Sent<UserId>>,
        /// Those with this outcome: a refresh token was issued or withheld, the request was refused, or reuse was detected.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub outcome: Option<Sent<DecisionOutcome>>,
        /// Those with this reason, by its code: of a refusal, or a condition of a refresh token that did not hold.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub reason: Option<String>,
        /// Those from this time on.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub since: Option<Sent<Timestamp>>,
        /// Those before this time.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub until: Option<Sent<Timestamp>>,
    }

    /// Which roles are listed.
    pub struct RoleQuery {
        /// Only those that the caller can assign.
        pub assignable: bool,
    }
}

impl Resource for ReachQuery {}
impl Resource for TokenQuery {}
impl Resource for AuditQuery {}
impl Resource for DecisionQuery {}
impl Resource for RoleQuery {}

impl ReachQuery {
    /// Reads it.
    ///
    /// # Errors
    /// Where it does not fit.
    pub fn read(&self) -> Result<Option<Reach>, Vec<Misfit>> {
        let mut reading = Reading::default();
        let reach = reading.optional("/reach", self.reach.as_ref());
        reading.done(Some(reach))
    }
}

impl TokenQuery {
    /// Reads it.
    ///
    /// # Errors
    /// All that does not fit.
    pub fn read(&self) -> Result<FamilyFilter, Vec<Misfit>> {
        let mut reading = Reading::default();
        let filter = FamilyFilter {
            client: reading.optional("/client_id", self.client_id.as_ref()),
            user: reading.optional("/user_id", self.user_id.as_ref()),
            state: reading.optional("/state", self.state.as_ref()),
        };
        reading.done(Some(filter))
    }
}

impl AuditQuery {
    /// Reads it.
    ///
    /// # Errors
    /// Where it does not fit.
    pub fn read(&self) -> Result<AuditFilter, Vec<Misfit>> {
        let mut reading = Reading::default();
        let filter = AuditFilter {
            action: reading.optional("/action", self.action.as_ref()),
            actor: text(&mut reading, "/actor", self.actor.as_ref()),
            target_id: text(&mut reading, "/target_id", self.target_id.as_ref()),
            since: reading.optional("/since", self.since.as_ref()),
            until: reading.optional("/until", self.until.as_ref()),
        };
        reading.done(Some(filter))
    }
}

impl DecisionQuery {
    /// Reads it.
    ///
    /// # Errors
    /// All that does not fit.
    pub fn read(&self) -> Result<DecisionFilter, Vec<Misfit>> {
        let mut reading = Reading::default();
        let filter = DecisionFilter {
            client: reading.optional("/client_id", self.client_id.as_ref()),
            user: reading.optional("/user_id", self.user_id.as_ref()),
            outcome: reading.optional("/outcome", self.outcome.as_ref()),
            reason: self.reason.clone(),
            since: reading.optional("/since", self.since.as_ref()),
            until: reading.optional("/until", self.until.as_ref()),
        };
        reading.done(Some(filter))
    }
}

/// Returns a text that is looked for. No database has control characters in what it looks for.
fn text(reading: &mut Reading, pointer: &str, sent: Option<&String>) -> Option<String> {
    if sent.is_some_and(|sent| sent.chars().any(char::is_control)) {
        reading.note(pointer, Problem::ControlCharacter);
    }
    sent.cloned()
}
