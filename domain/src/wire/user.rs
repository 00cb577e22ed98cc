//! Users of a workspace's own pool.

use crate::{
    address::{self, TypedAddress},
    clock::Timestamp,
    id::{LoginSessionId, UserId},
    user::{self, UserStatus},
    view::{self, TypedUser},
    wire::{
        resource::Resource,
        sent::Sent,
        types::{sent, told},
    },
};

sent! {
    /// A user: what they sign in with, and what their tokens say of them.
    pub struct User told [id status created_at updated_at] needed [identifier name] {
        /// Their identifier, the `sub` of their tokens.
        pub id: Sent<UserId>,
        /// Whether they may sign in. They are enabled and disabled by operations of their own.
        pub status: Sent<UserStatus>,
        /// When they were added.
        pub created_at: Sent<Timestamp>,
        /// When what their tokens say of them last changed; absent if it never did.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub updated_at: Option<Sent<Timestamp>>,
        /// What they sign in with: an e-mail address or a user name, without regard to case; at most 254 characters.
        pub identifier: String,
        /// What they are called; at most 100 characters.
        pub name: String,
        /// Their e-mail address. They can sign in with it, too.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub email: Option<String>,
        /// Whether the address is known to be theirs. With another address it becomes `false`, unless it was so before.
        pub email_verified: bool,
        /// Their telephone number, with `+` and the country code.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub phone_number: Option<String>,
        /// Whether the number is known to be theirs. With another number it becomes `false`, unless it was so before.
        pub phone_number_verified: bool,
        /// Their postal address.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub address: Option<Address>,
        /// Their first password: 12 to 200 characters. Only where a user is created; it is never told.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub password: Option<String>,
    }

    /// A postal address; what is absent is not known. A part has at most 200 characters.
    pub struct Address {
        /// House number, street, box: one line or several.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub street_address: Option<String>,
        /// The city.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub locality: Option<String>,
        /// The state, province or prefecture.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub region: Option<String>,
        /// The postal code.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub postal_code: Option<String>,
        /// The country.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub country: Option<String>,
        /// The whole address, where it is not put together from the parts.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub formatted: Option<String>,
    }

    /// A new password.
    pub struct Password needed [password] {
        /// 12 to 200 characters.
        pub password: String,
    }

    /// What signing a user out everywhere ends; at least one of these.
    pub struct SignOut {
        /// Their sessions, and the refresh tokens that end with a session.
        pub sessions: bool,
        /// All refresh tokens and access tokens.
        pub tokens: bool,
        /// What they agreed to: clients ask again.
        pub consents: bool,
    }
}

told! {
    /// The open sessions of a user.
    pub struct UserSessions {
        /// The newest first; at most 50.
        pub sessions: Vec<UserSession>,
    }

    /// An open session of a user.
    pub struct UserSession {
        /// Its identifier.
        pub id: Sent<LoginSessionId>,
        /// The browser and its system, as they call themselves; absent if it is not known.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub browser: Option<String>,
        /// The network address that it was begun from.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub network_address: Option<String>,
        /// When it was begun.
        pub started_at: Sent<Timestamp>,
        /// When it last led to a client.
        pub last_seen_at: Sent<Timestamp>,
        /// When it expires.
        pub expires_at: Sent<Timestamp>,
        /// The names of the clients that it is known to have led to.
        pub clients: Vec<String>,
    }
}

impl Resource for User {
    fn pointer(field: &str) -> String {
        match field {
            "street_address" | "locality" | "region" | "postal_code" | "country" | "formatted" => format!("/address/{field}"),
            _ => format!("/{field}"),
        }
    }
}

impl Resource for Password {}

impl Resource for SignOut {}

impl From<&user::User> for User {
    fn from(user: &user::User) -> Self {
        let profile = &user.profile;
        Self {
            id: Sent::of(&user.id),
            status: Sent::of(&user.status),
            created_at: Sent::of(&user.created_at),
            updated_at: profile.updated_at.as_ref().map(Sent::of),
            identifier: user.identifier.to_string(),
            name: profile.name.to_string(),
            email: profile.email.clone(),
            email_verified: profile.email_verified,
            phone_number: profile.phone_number.as_ref().map(ToString::to_string),
            phone_number_verified: profile.phone_number_verified,
            address: profile.address.as_ref().map(Address::from),
            password: None,
        }
    }
}

impl User {
    /// Returns their sign-in name and profile, as the control plane takes them.
    pub fn typed(&self) -> TypedUser {
        TypedUser {
            identifier: self.identifier.clone(),
            name: self.name.clone(),
            email: self.email.clone().unwrap_or_default(),
            email_verified: self.email_verified,
            phone_number: self.phone_number.clone().unwrap_or_default(),
            phone_number_verified: self.phone_number_verified,
            address: self.address.as_ref().map(Address::typed).unwrap_or_default(),
        }
    }
}

impl From<&address::Address> for Address {
    fn from(address: &address::Address) -> Self {
        let TypedAddress { street_address, locality, region, postal_code, country, formatted } = address.as_typed();
        let known = |part: String| Some(part).filter(|part| !part.is_empty());
        Self {
            street_address: known(street_address),
            locality: known(locality),
            region: known(region),
            postal_code: known(postal_code),
            country: known(country),
            formatted: known(formatted),
        }
    }
}

impl Address {
    fn typed(&self) -> TypedAddress {
        let text = |part: &Option<String>| part.clone().unwrap_or_default();
        TypedAddress {
            street_address: text(&self.street_address),
            locality: text(&self.locality),
            region: text(&self.region),
            postal_code: text(&self.postal_code),
            country: text(&self.country),
            formatted: text(&self.formatted),
        }
    }
}

impl From<&SignOut> for view::SignOut {
    fn from(what: &SignOut) -> Self {
        Self { sessions: what.sessions, tokens: what.tokens, consents: what.consents }
    }
}

impl From<&view::UserSession> for UserSession {
    fn from(session: &view::UserSession) -> Self {
        Self {
            id: Sent::of(&session.id),
            browser: session.browser.clone(),
            network_address: session.address.clone(),
            started_at: Sent::of(&session.started_at),
            last_seen_at: Sent::of(&session.last_seen_at),
            expires_at: Sent::of(&session.expires_at),
            clients: session.clients.clone(),
        }
    }
}
