//! Users, what was issued for them, and what is typed of them.

use serde::{Deserialize, Serialize};

use crate::{
    address::TypedAddress,
    clock::Timestamp,
    family::FamilySummary,
    id::{ClientId, LoginSessionId},
    reuse::Reuse,
    token_event::TokenEvent,
    user::User,
};

/// A user with what was issued for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserView {
    /// The user.
    pub user: User,
    /// Their token families, the newest first; a page of them, the inventory has the rest.
    pub families: Vec<FamilySummary>,
    /// How many of their refresh tokens live, up to [`COUNTED_UP_TO`](crate::page::COUNTED_UP_TO). Where there are more, the other numbers of
    /// refresh tokens are the least that there are.
    pub live: u64,
    /// The clients that hold live refresh tokens of theirs, by name.
    pub clients: Vec<ClientFamilies>,
    /// How many of their refresh tokens a new password ends.
    pub ended_by_password: u64,
    /// Their open sessions, the newest first; as many as a page shows.
    pub sessions: Vec<UserSession>,
    /// How many sessions are open.
    pub open_sessions: u64,
    /// For how many clients a consent is kept.
    pub consents: u64,
    /// Whether they have a second factor.
    pub second_factor: bool,
}

/// An open login session of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserSession {
    /// Its identifier.
    pub id: LoginSessionId,
    /// The browser and its system, as they call themselves; none if it is not known.
    pub browser: Option<String>,
    /// The network address that it was begun from.
    pub address: Option<String>,
    /// When it was begun.
    pub started_at: Timestamp,
    /// When it last led to a client.
    pub last_seen_at: Timestamp,
    /// When it expires.
    pub expires_at: Timestamp,
    /// The clients it is known to have led to, by name.
    pub clients: Vec<String>,
}

/// What signing a user out everywhere ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOut {
    /// Their sessions, and the refresh tokens that end with a session.
    pub sessions: bool,
    /// All refresh tokens and access tokens.
    pub tokens: bool,
    /// What they agreed to: clients ask again.
    pub consents: bool,
}

/// What a user signs in with, and what their tokens say of them, as typed; what is empty is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedUser {
    /// What they sign in with.
    pub identifier: String,
    /// What they are called.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Whether it is known to be theirs.
    pub email_verified: bool,
    /// Their telephone number.
    pub phone_number: String,
    /// Whether it is known to be theirs.
    pub phone_number_verified: bool,
    /// Their postal address.
    pub address: TypedAddress,
}

/// How many refresh tokens of a user live at a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientFamilies {
    /// The client.
    pub client_id: ClientId,
    /// Its name.
    pub client_name: String,
    /// How many live.
    pub live: u64,
}

/// A user who is to be added, as typed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewUser {
    /// What they sign in with.
    pub identifier: String,
    /// What they are called.
    pub name: String,
    /// Their e-mail address; empty for none.
    pub email: String,
    /// Their first password.
    pub password: String,
}

/// Shows no password.
impl std::fmt::Debug for NewUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewUser").field("identifier", &self.identifier).finish_non_exhaustive()
    }
}

/// A token family with its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilyView {
    /// The family.
    pub summary: FamilySummary,
    /// Its recent events, the newest first.
    pub events: Vec<TokenEvent>,
    /// The reuse that ended it, where one did.
    pub reuse: Option<Reuse>,
}
