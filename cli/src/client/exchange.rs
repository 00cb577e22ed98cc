//! What a client may exchange, as it is said on the command line.

use domain::{
    id::ClientId,
    resource::{InvalidResource, Resource},
    token_exchange::TokenExchangePolicy,
};

/// What a client with the grant of token exchange may exchange, beside its own tokens.
#[derive(Debug, clap::Args)]
pub(crate) struct ExchangeArgs {
    /// With the grant of token exchange, it may exchange the tokens of every client.
    #[arg(long = "exchange-any-client")]
    any_client: bool,
    /// A client whose tokens it may exchange, by its identifier; can be repeated.
    #[arg(long = "exchange-client", value_name = "CLIENT_ID")]
    clients: Vec<ClientId>,
    /// A resource server that it is, by the resource identifier of its service: it may exchange tokens for it; can be repeated.
    #[arg(long = "exchange-audience", value_name = "URI", value_parser = resource)]
    audiences: Vec<Resource>,
    /// A resource server that it may ask for at an exchange, by the resource identifier of its service; can be repeated.
    #[arg(long = "exchange-target", value_name = "URI", value_parser = resource)]
    targets: Vec<Resource>,
    /// What it exchanges does not say that it acts.
    #[arg(long = "exchange-impersonation")]
    impersonation: bool,
}

impl From<ExchangeArgs> for TokenExchangePolicy {
    fn from(args: ExchangeArgs) -> Self {
        let ExchangeArgs { any_client, clients, audiences, targets, impersonation } = args;
        Self {
            subject_any_client: any_client,
            subject_clients: clients.into_iter().collect(),
            subject_audiences: audiences.into_iter().collect(),
            exchange_targets: targets.into_iter().collect(),
            impersonation,
        }
    }
}

fn resource(text: &str) -> Result<Resource, InvalidResource> {
    Resource::parse(text)
}
