//! What a change of lifetimes does to live refresh tokens. It is shown before the change is made, and the administrator decides.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{
    client::ClientSettings, id::ClientId, in_force, lifetime::RefreshTokenTtl, settings::tokens::TokenSettings, unknown_value::UnknownValue,
};

/// How far a change of lifetimes reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// It applies to new refresh tokens. Existing ones keep the end that they were given.
    NewTokens,
    /// It shortens existing ones, too. It never lengthens one: the absolute end never moves later.
    LiveTokens,
}

impl Reach {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::NewTokens, Self::LiveTokens];

    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NewTokens => "new_tokens",
            Self::LiveTokens => "live_tokens",
        }
    }
}

impl FromStr for Reach {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        Self::ALL.into_iter().find(|value| value.name() == text).ok_or(UnknownValue)
    }
}

/// Lifetimes that were lowered, in seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Shortening {
    /// The absolute lifetime, counted from the sign-in; 0 if no refresh tokens are issued.
    pub absolute: Option<i64>,
    /// The lifetime without use; at least 1.
    pub idle: Option<i64>,
}

impl Shortening {
    /// What is lowered for a client when settings take the place of others.
    pub fn between(before: (&TokenSettings, &ClientSettings), after: (&TokenSettings, &ClientSettings)) -> Self {
        let absolute = |(workspace, client)| {
            let ttls = in_force::ttls(workspace, client);
            ttls.refresh_token_ttl.map_or(0, RefreshTokenTtl::as_seconds)
        };
        let idle =
            |(workspace, client)| Some(in_force::policy(workspace, client).refresh_token_idle_ttl.as_seconds()).filter(|idle| *idle > 0);
        Self {
            absolute: Some(absolute(after)).filter(|new| *new < absolute(before)),
            idle: idle(after).filter(|new| idle(before).is_none_or(|old| *new < old)),
        }
    }

    /// Returns whether nothing is lowered.
    pub const fn is_none(&self) -> bool {
        self.absolute.is_none() && self.idle.is_none()
    }
}

/// What shorter lifetimes do to the live families of one client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientImpact {
    /// The client.
    pub client_id: ClientId,
    /// Its name.
    pub client_name: String,
    /// How many families get an earlier end.
    pub shortened: u64,
    /// How many of them are over at once.
    pub over: u64,
}

/// What shorter lifetimes do to the live families of a workspace.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Impact {
    /// How many families get an earlier end.
    pub shortened: u64,
    /// How many of them are over at once.
    pub over: u64,
    /// How many clients they belong to.
    pub client_count: u64,
    /// Those clients, the most affected first; at most [`Impact::MOST_CLIENTS`] of them.
    pub clients: Vec<ClientImpact>,
}

impl Impact {
    /// How many clients are shown by name.
    pub const MOST_CLIENTS: usize = 20;

    /// All of it together.
    pub fn of(mut clients: Vec<ClientImpact>) -> Self {
        clients.sort_by(|one, other| other.shortened.cmp(&one.shortened).then_with(|| one.client_name.cmp(&other.client_name)));
        Self {
            shortened: clients.iter().map(|client| client.shortened).sum(),
            over: clients.iter().map(|client| client.over).sum(),
            client_count: u64::try_from(clients.len()).unwrap_or(u64::MAX),
            clients: {
                clients.truncate(Self::MOST_CLIENTS);
                clients
            },
        }
    }

    /// Returns whether no family is affected.
    pub const fn is_none(&self) -> bool {
        self.shortened == 0
    }
}

/// The live families of one client that a switch pauses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PausedClient {
    /// The client.
    pub client_id: ClientId,
    /// Its name.
    pub client_name: String,
    /// How many, up to [`crate::page::COUNTED_UP_TO`] of a client alone.
    pub tokens: u64,
}

/// The live families that a switch pauses: they are refused while it is off, and work again once it is on, unless they have expired by then.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paused {
    /// How many.
    pub tokens: u64,
    /// How many clients they belong to.
    pub client_count: u64,
    /// Those clients, the most affected first; at most [`Impact::MOST_CLIENTS`] of them.
    pub clients: Vec<PausedClient>,
}

impl Paused {
    /// All of it together; of clients without such families nothing.
    pub fn of(mut clients: Vec<PausedClient>) -> Self {
        clients.retain(|client| client.tokens > 0);
        clients.sort_by(|one, other| other.tokens.cmp(&one.tokens).then_with(|| one.client_name.cmp(&other.client_name)));
        Self {
            tokens: clients.iter().map(|client| client.tokens).sum(),
            client_count: u64::try_from(clients.len()).unwrap_or(u64::MAX),
            clients: {
                clients.truncate(Impact::MOST_CLIENTS);
                clients
            },
        }
    }

    /// Returns whether there are none.
    pub const fn is_none(&self) -> bool {
        self.tokens == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{client::ClientType, lifetime::IdleTtl, name::Name, settings::tokens::TokenTtls};

    const DAY: i64 = 24 * 3600;

    fn settings(ttl: &str, idle: &str) -> TokenSettings {
        let mut settings = TokenSettings::default();
        settings.ttls.refresh_token_ttl = TokenTtls::parse_refresh_token_ttl(ttl).unwrap();
        settings.refresh.refresh_token_idle_ttl = IdleTtl::parse(idle).unwrap();
        settings
    }

    #[test]
    fn only_what_is_lowered_shortens() {
        let client = ClientSettings::defaults(Name::parse("Shop").unwrap(), ClientType::ServerSideWeb);
        let between = |before: (&str, &str), after: (&str, &str)| {
            Shortening::between((&settings(before.0, before.1), &client), (&settings(after.0, after.1), &client))
        };
        assert_eq!(between(("30d", "0"), ("7d", "0")), Shortening { absolute: Some(7 * DAY), idle: None });
        assert_eq!(between(("30d", "0"), ("0", "0")), Shortening { absolute: Some(0), idle: None });
        assert_eq!(between(("30d", "0"), ("30d", "7d")), Shortening { absolute: None, idle: Some(7 * DAY) });
        assert_eq!(between(("30d", "7d"), ("30d", "1d")), Shortening { absolute: None, idle: Some(DAY) });
        for (before, after) in [(("30d", "7d"), ("60d", "14d")), (("30d", "7d"), ("30d", "0")), (("0", "0"), ("30d", "0"))] {
            assert!(between(before, after).is_none(), "{before:?} {after:?}");
        }
    }

    #[test]
    fn a_client_with_lifetimes_of_its_own_is_not_touched_by_the_workspaces() {
        let mut client = ClientSettings::defaults(Name::parse("Shop").unwrap(), ClientType::ServerSideWeb);
        client.token_ttls = TokenTtls::default().into();
        client.refresh.refresh_token_idle_ttl = Some(IdleTtl::parse("0").unwrap());
        assert!(Shortening::between((&settings("30d", "0"), &client), (&settings("1d", "1h"), &client)).is_none());
        let mut shorter = client.clone();
        shorter.token_ttls.refresh_token_ttl = Some(Some(RefreshTokenTtl::parse("1d").unwrap()));
        let workspace = settings("30d", "0");
        assert_eq!(Shortening::between((&workspace, &client), (&workspace, &shorter)), Shortening { absolute: Some(DAY), idle: None });
    }

    #[test]
    fn an_impact_names_the_most_affected_first_and_counts_all() {
        let one = |number: u64| ClientImpact {
            client_id: ClientId::new(crate::clock::Timestamp::from_millis(0), [0; 10]),
            client_name: format!("Client {number:02}"),
            shortened: number,
            over: 1,
        };
        let impact = Impact::of((1..=25).map(one).collect());
        assert_eq!((impact.shortened, impact.over, impact.client_count, impact.clients.len()), (325, 25, 25, 20));
        assert_eq!(impact.clients[0].client_name, "Client 25");
        assert!(Impact::of(Vec::new()).is_none());
    }
}
