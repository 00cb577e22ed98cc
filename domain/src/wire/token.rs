//! Refresh tokens, a family each, and what the token endpoint decided.

use serde::Serialize;
use serde_json::Value as Json;

use crate::{
    authorization_details::Detail,
    binding::Binding,
    client_failure,
    clock::Timestamp,
    explanation::{Recorded, Refused},
    family::{FamilyState, FamilySummary},
    id::{ClientId, FamilyId, TokenEventId, UserId},
    scope::Scope,
    token_event::{self, RefusedAssertion, TokenEventKind},
    view::DecisionLine,
    wire::{
        resource::Resource,
        sent::Sent,
        types::{sent, told},
    },
};

sent! {
    /// How a refresh token is revoked.
    pub struct Revoke {
        /// Whether the session in which it was issued ends, too, and with it the other tokens that end with that session.
        pub end_sessions: bool,
    }

    /// Which refresh tokens are revoked: those of a client, of a user, of a user at a client, or all of the workspace.
    pub struct RevokeMany {
        /// Those of this client.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub client_id: Option<Sent<ClientId>>,
        /// Those of this user.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub user_id: Option<Sent<UserId>>,
        /// All of the workspace. It has to be said where neither a client nor a user is named.
        pub all: bool,
        /// Whether the sessions in which they were issued end, too.
        pub end_sessions: bool,
    }
}

told! {
    /// A refresh token from its issue to its end, with all that took its place: a family.
    pub struct Token {
        /// Its identifier.
        pub id: Sent<FamilyId>,
        /// The client that has it.
        pub client_id: Sent<ClientId>,
        /// The client's name.
        pub client_name: String,
        /// Who signed in.
        pub user_id: Sent<UserId>,
        /// What that user signs in with; absent if they were deleted.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub user_identifier: Option<String>,
        /// Its state.
        pub state: Sent<FamilyState>,
        /// What was granted.
        pub scopes: Vec<Sent<Scope>>,
        /// The resource servers that were granted (RFC 8707).
        pub resources: Vec<String>,
        /// The authorization details that were granted (RFC 9396).
        pub authorization_details: Vec<Json>,
        /// How often it was replaced.
        pub generation: i64,
        /// When it was first issued.
        pub created_at: Sent<Timestamp>,
        /// When it was last used.
        pub last_used_at: Sent<Timestamp>,
        /// When it ends, unless it is used or ended before.
        pub expires_at: Sent<Timestamp>,
        /// The rule that sets this end: `absolute`, `idle`, `session` or `policy`.
        pub ends_by: String,
        /// Whether it ends when the user signs out.
        pub ends_with_session: bool,
        /// The thumbprint of the key that it is bound to (RFC 9449).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub dpop_jkt: Option<String>,
        /// The SHA-256 thumbprint of the certificate that it is bound to (RFC 8705).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub x5t_s256: Option<String>,
        /// When it was revoked.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub revoked_at: Option<Sent<Timestamp>>,
        /// Why it was revoked.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub revocation_reason: Option<String>,
        /// Its recent events, the newest first; not in a list.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub events: Option<Vec<TokenEvent>>,
    }

    /// How many refresh tokens there are.
    pub struct TokenCount {
        /// How many, up to 10,000; a larger number stands for more.
        pub count: u64,
        /// Whether only the newest 10,000 tokens were looked at, and there are others: no index finds what is asked for.
        pub at_least: bool,
    }

    /// How many refresh tokens were revoked.
    pub struct RevokedTokens {
        /// How many.
        pub revoked: u64,
    }

    /// Something that happened at the token endpoint.
    pub struct TokenEvent {
        /// Its identifier, which sorts by time.
        pub id: Sent<TokenEventId>,
        /// When it happened.
        pub at: Sent<Timestamp>,
        /// What happened: `issued`, `withheld`, `client_credentials`, `exchanged`, `asserted`, `rotated`, `repeated`, `retried`, `kept`, `reused`,
        /// `refused` or `revoked`.
        pub kind: String,
        /// The client that asked.
        pub client_id: Sent<ClientId>,
        /// The user it was about.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub user_id: Option<Sent<UserId>>,
        /// The refresh token that it happened to.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub token_id: Option<Sent<FamilyId>>,
        /// The scopes of the access token.
        pub scopes: Vec<Sent<Scope>>,
        /// The scopes that were asked for and not granted.
        pub left_out: Vec<Sent<Scope>>,
        /// On what a refresh token was issued.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub grounds: Option<String>,
        /// The conditions that did not hold for one.
        pub conditions: Vec<String>,
        /// The generation that is current since.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub generation: Option<i64>,
        /// The generation that was presented, where it was a superseded one.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub presented: Option<i64>,
        /// The reason code of a refusal, or of a revocation.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub reason: Option<String>,
        /// The client that the access token had been issued to which was exchanged.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subject_client_id: Option<Sent<ClientId>>,
        /// Who acts with the access token that it was exchanged for, where that says so: a client or a user.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub actor: Option<String>,
        /// Who signed the assertion that the access token was issued for, or that was refused, as it says.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub assertion_issuer: Option<String>,
        /// The claim of an assertion that was refused by which users of its issuer are found.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub assertion_claim: Option<String>,
        /// The value of that claim.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub assertion_subject: Option<String>,
    }

    /// What the token endpoint decided about a request of a client.
    pub struct Decision {
        /// The event.
        pub event: TokenEvent,
        /// The client's name, where clients are searched; absent if it was deleted.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub client_name: Option<String>,
        /// What the user signs in with, if one is known.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub user_identifier: Option<String>,
        /// The refusal, where it was one.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub refused: Option<Refusal>,
    }

    /// What the token endpoint decided lately about a client.
    pub struct Decisions {
        /// The latest 50, newest first.
        pub decisions: Vec<Decision>,
    }

    /// Requests that failed by the configuration of clients.
    pub struct ClientFailures {
        /// The newest days of the last 30, at most 100.
        pub failures: Vec<ClientFailure>,
    }

    /// The requests of one day that failed by the configuration of a client, for one reason.
    pub struct ClientFailure {
        /// The client.
        pub client_id: Sent<ClientId>,
        /// Its name, unless it was deleted.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub client_name: Option<String>,
        /// What was found, in a sentence.
        pub finding: String,
        /// The refusal.
        pub refused: Refusal,
        /// Where it is set right, in words.
        pub switch: String,
        /// How many there were.
        pub times: u64,
        /// When the first of them came.
        pub first_at: Sent<Timestamp>,
        /// When the last of them came.
        pub last_at: Sent<Timestamp>,
    }

    /// A refusal, with what the client sees and what can be done about it.
    pub struct Refusal {
        /// The `error` of the standard.
        pub error: String,
        /// The stable reason code.
        pub reason: String,
        /// The refusal in a sentence.
        pub description: String,
        /// What to look at.
        pub advice: String,
        /// The place in the request that it is about, where it is about one.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub place: Option<String>,
    }
}

impl Resource for Revoke {}

impl Resource for RevokeMany {}

impl Token {
    /// Returns a family as it stands at this time.
    pub fn of(family: &FamilySummary, now: Timestamp) -> Self {
        Self {
            id: Sent::of(&family.id),
            client_id: Sent::of(&family.client_id),
            client_name: family.client_name.clone(),
            user_id: Sent::of(&family.user_id),
            user_identifier: family.user_identifier.clone(),
            state: Sent::of(&family.state(now)),
            scopes: family.scopes.iter().map(Sent::of).collect(),
            resources: family.resources.iter().map(ToString::to_string).collect(),
            authorization_details: family.authorization_details.iter().map(Detail::to_json).collect(),
            generation: family.generation,
            created_at: Sent::of(&family.created_at),
            last_used_at: Sent::of(&family.last_used_at),
            expires_at: Sent::of(&family.expires_at),
            ends_by: family.ends_by.code().to_owned(),
            ends_with_session: family.ends_with_session,
            dpop_jkt: family.bound_to.and_then(Binding::key).as_ref().map(ToString::to_string),
            x5t_s256: family.bound_to.and_then(Binding::certificate).as_ref().map(ToString::to_string),
            revoked_at: family.revoked.as_ref().map(|end| Sent::of(&end.at)),
            revocation_reason: family.revoked.map(|end| end.reason.code().to_owned()),
            events: None,
        }
    }

    /// The same with its events.
    #[must_use]
    pub fn with_events(self, events: &[token_event::TokenEvent]) -> Self {
        Self { events: Some(events.iter().map(TokenEvent::from).collect()), ..self }
    }
}

impl From<&token_event::TokenEvent> for TokenEvent {
    fn from(event: &token_event::TokenEvent) -> Self {
        let mut told = Self {
            id: Sent::of(&event.id),
            at: Sent::of(&event.at),
            kind: event.kind.code().to_owned(),
            client_id: Sent::of(&event.client_id),
            user_id: event.user_id.as_ref().map(Sent::of),
            token_id: event.family_id.as_ref().map(Sent::of),
            scopes: event.scopes.iter().map(Sent::of).collect(),
            left_out: event.left_out.iter().map(Sent::of).collect(),
            grounds: None,
            conditions: Vec::new(),
            generation: None,
            presented: None,
            reason: None,
            subject_client_id: None,
            actor: None,
            assertion_issuer: None,
            assertion_claim: None,
            assertion_subject: None,
        };
        match &event.kind {
            TokenEventKind::Issued { grounds } => told.grounds = Some(code(grounds)),
            TokenEventKind::Withheld { conditions } => told.conditions = conditions.iter().map(code).collect(),
            TokenEventKind::ClientCredentials => {}
            TokenEventKind::Exchanged { subject_client, actor } => {
                (told.subject_client_id, told.actor) = (Some(Sent::of(subject_client)), actor.clone());
            }
            TokenEventKind::Asserted { issuer } => told.assertion_issuer = Some(issuer.clone()),
            TokenEventKind::Rotated { generation }
            | TokenEventKind::Repeated { generation }
            | TokenEventKind::Retried { generation }
            | TokenEventKind::Kept { generation } => told.generation = Some(*generation),
            TokenEventKind::Reused { presented, generation } => {
                (told.presented, told.generation) = (Some(*presented), Some(*generation));
            }
            TokenEventKind::Refused { reason, assertion } => {
                told.reason = Some(reason.clone());
                if let Some(RefusedAssertion { issuer, claim, subject }) = assertion {
                    (told.assertion_issuer, told.assertion_claim) = (Some(issuer.clone()), Some(claim.clone()));
                    told.assertion_subject.clone_from(subject);
                }
            }
            TokenEventKind::Revoked { reason } => told.reason = Some(reason.code().to_owned()),
        }
        told
    }
}

/// Returns the name of a value that is written as a text.
fn code(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

impl From<&Recorded> for Decision {
    fn from(recorded: &Recorded) -> Self {
        Self {
            event: TokenEvent::from(&recorded.event),
            client_name: None,
            user_identifier: recorded.user_identifier.clone(),
            refused: recorded.refused.as_ref().map(Refusal::from),
        }
    }
}

impl From<&DecisionLine> for Decision {
    fn from(line: &DecisionLine) -> Self {
        Self { client_name: line.client_name.clone(), ..Self::from(&line.recorded) }
    }
}

impl From<client_failure::ClientFailure> for ClientFailure {
    fn from(failure: client_failure::ClientFailure) -> Self {
        Self {
            client_id: Sent::of(&failure.client_id),
            client_name: failure.client_name,
            finding: failure.finding,
            refused: (&failure.refused).into(),
            switch: failure.switch.words().to_owned(),
            times: failure.times,
            first_at: Sent::of(&failure.first_at),
            last_at: Sent::of(&failure.last_at),
        }
    }
}

impl From<&Refused> for Refusal {
    fn from(refused: &Refused) -> Self {
        let Refused { error, reason, description, advice, place } = refused.clone();
        Self { error, reason, description, advice, place }
    }
}
