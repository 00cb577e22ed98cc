//! Explanations: what would become of an authorization request or a refresh. They run the endpoints' own code dry, and write nothing.

mod authorization;
mod decided;
mod device;
mod refresh;
mod service;

pub use authorization::ExplainRequest;
pub use refresh::ExplainRefresh;
