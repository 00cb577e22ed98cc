//! The scenarios: what is asked of Regrant, and what must be answered.

mod chains;
mod discovery;
mod families;
mod grants;
mod introspection;
mod refresh;
mod refused;
mod request;
mod retry;

pub use self::{
    chains::Chains,
    discovery::Discovery,
    families::Families,
    grants::{ClientCredentials, CodeExchange},
    introspection::Introspection,
    refresh::Refresh,
    refused::{Refused, RefusedToken},
    request::Site,
    retry::Retry,
};
