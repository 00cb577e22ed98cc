//! What the engine promises, on the reference storage, with a clock that is turned by hand.
#![expect(unreachable_pub, reason = "the modules of a test binary are nobody else's")]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod account;
mod asked;
mod authorization;
mod authorization_code;
mod backchannel_logout;
mod certificate_bound_tokens;
mod client_assertion;
mod client_credentials;
mod client_keys;
mod client_secrets;
mod consent;
mod device_code;
mod device_strangers;
mod dpop;
mod endings;
mod exchanged_tokens;
mod expiration;
mod explain;
mod explained_requests;
mod failures;
mod introspection;
mod logout;
mod mutual_tls;
mod policies;
mod properties;
mod prover;
mod pushed_objects;
mod pushed_requests;
mod refresh_checks;
mod refresh_token;
mod request_objects;
mod resources;
mod revocation;
mod signed_responses;
mod signing;
mod signing_keys;
mod token_exchange;
mod world;
