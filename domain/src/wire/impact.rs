//! What a change would do to existing refresh tokens.

use crate::{
    id::ClientId,
    impact,
    wire::{sent::Sent, types::told},
};

told! {
    /// What settings would do to the active refresh tokens of a workspace: shorter lifetimes if they applied to them, and switches that are off.
    pub struct Impact {
        /// How many would be refused as long as the switch is off that they need, and work again once it is on.
        pub paused: u64,
        /// How many would get an earlier end.
        pub shortened: u64,
        /// How many of them would be over at once.
        pub over: u64,
        /// How many clients they belong to.
        pub client_count: u64,
        /// Those clients, the most affected first; at most 20.
        pub clients: Vec<ClientImpact>,
    }

    /// The same of one client.
    pub struct ClientImpact {
        /// The client.
        pub client_id: Sent<ClientId>,
        /// Its name.
        pub client_name: String,
        /// How many would get an earlier end.
        pub shortened: u64,
        /// How many of them would be over at once.
        pub over: u64,
    }
}

impl From<impact::Impact> for Impact {
    fn from(impact: impact::Impact) -> Self {
        let impact::Impact { shortened, over, client_count, clients } = impact;
        Self { paused: 0, shortened, over, client_count, clients: clients.into_iter().map(ClientImpact::from).collect() }
    }
}

impl Impact {
    /// The same, with what would be paused.
    #[must_use]
    pub fn pausing(self, paused: &impact::Paused) -> Self {
        Self { paused: paused.tokens, ..self }
    }
}

impl From<impact::ClientImpact> for ClientImpact {
    fn from(impact: impact::ClientImpact) -> Self {
        let impact::ClientImpact { client_id, client_name, shortened, over } = impact;
        Self { client_id: Sent::of(&client_id), client_name, shortened, over }
    }
}
