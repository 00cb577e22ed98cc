//! The protocol and the users' pages: `/{tenant}/{workspace}/…`.

mod account;
mod answers;
mod at_once;
mod authorization_details;
mod backchannel_logout;
mod client_keys;
mod client_registration;
mod device;
pub(crate) mod dpop;
mod global_revocation;
mod import;
mod jwt_bearer;
mod languages;
mod mutual_tls;
mod pairwise_subjects;
mod policies;
mod protocol;
mod pushed_requests;
mod recovery;
mod redirects;
mod refresh_tokens;
mod request_objects;
mod resource_servers;
mod second_factor;
mod signed_introspection;
mod token_exchange;
