//! The parameters of addresses.

use crate::{
    audit::AuditAction,
    audit_group::AuditGroup,
    clock::Timestamp,
    family::{FamilyState, RevocationReason},
    id::{ClientId, UserId},
    impact::Reach,
    problem::Problem,
    scope::Scope,
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
        /// Those that were first issued before this time.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub created_before: Option<Sent<Timestamp>>,
        /// Those that were not used since this time.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub unused_since: Option<Sent<Timestamp>>,
        /// Those that work, and end before this time unless they are used.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub expires_before: Option<Sent<Timestamp>>,
        /// Those that were revoked for this reason.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub revocation_reason: Option<Sent<RevocationReason>>,
        /// Those that have this scope.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub scope: Option<Sent<Scope>>,
        /// Those that are bound to a key (RFC 9449) or a certificate (RFC 8705), or those that are not.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub key_bound: Option<bool>,
    }

    /// Which audit lines are listed; all where nothing is asked for.
    pub struct AuditQuery {
        /// Those of this action.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub action: Option<Sent<AuditAction>>,
        /// Those of this group of actions: changes, sign-ins, or what concerns security.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub group: Option<Sent<AuditGroup>>,
        /// Those whose actor or target contains this text, in upper or lower case. No index finds them: a page may have few items, or none, and
        /// still a next one.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub text: Option<String>,
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
    /// Returns what asks for this.
    pub fn of(filter: &FamilyFilter) -> Self {
        // Destructured, so that a new field does not compile before it can be asked for.
        let FamilyFilter { client, user, state, began_before, unused_since, expires_before, ended_because, scope, key_bound } = filter;
        Self {
            client_id: client.as_ref().map(Sent::of),
            user_id: user.as_ref().map(Sent::of),
            state: state.as_ref().map(Sent::of),
            created_before: began_before.as_ref().map(Sent::of),
            unused_since: unused_since.as_ref().map(Sent::of),
            expires_before: expires_before.as_ref().map(Sent::of),
            revocation_reason: ended_because.as_ref().map(Sent::of),
            scope: scope.as_ref().map(Sent::of),
            key_bound: *key_bound,
        }
    }

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
            began_before: reading.optional("/created_before", self.created_before.as_ref()),
            unused_since: reading.optional("/unused_since", self.unused_since.as_ref()),
            expires_before: reading.optional("/expires_before", self.expires_before.as_ref()),
            ended_because: reading.optional("/revocation_reason", self.revocation_reason.as_ref()),
            scope: reading.optional("/scope", self.scope.as_ref()),
            key_bound: self.key_bound,
        };
        reading.done(Some(filter))
    }
}

impl AuditQuery {
    /// Returns what asks for this.
    pub fn of(filter: &AuditFilter) -> Self {
        let AuditFilter { action, group, text, actor, target_id, since, until } = filter;
        Self {
            action: action.as_ref().map(Sent::of),
            group: group.as_ref().map(Sent::of),
            text: text.clone(),
            actor: actor.clone(),
            target_id: target_id.clone(),
            since: since.as_ref().map(Sent::of),
            until: until.as_ref().map(Sent::of),
        }
    }

    /// Reads it.
    ///
    /// # Errors
    /// Where it does not fit.
    pub fn read(&self) -> Result<AuditFilter, Vec<Misfit>> {
        let mut reading = Reading::default();
        let filter = AuditFilter {
            action: reading.optional("/action", self.action.as_ref()),
            group: reading.optional("/group", self.group.as_ref()),
            text: text(&mut reading, "/text", self.text.as_ref()),
            actor: text(&mut reading, "/actor", self.actor.as_ref()),
            target_id: text(&mut reading, "/target_id", self.target_id.as_ref()),
            since: reading.optional("/since", self.since.as_ref()),
            until: reading.optional("/until", self.until.as_ref()),
        };
        reading.done(Some(filter))
    }
}

impl DecisionQuery {
    /// Returns what asks for this.
    pub fn of(filter: &DecisionFilter) -> Self {
        let DecisionFilter { client, user, outcome, reason, since, until } = filter;
        Self {
            client_id: client.as_ref().map(Sent::of),
            user_id: user.as_ref().map(Sent::of),
            outcome: outcome.as_ref().map(Sent::of),
            reason: reason.clone(),
            since: since.as_ref().map(Sent::of),
            until: until.as_ref().map(Sent::of),
        }
    }

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
