//! The protocol and the users' pages: `/{tenant}/{workspace}/…`.

mod account;
mod answers;
mod at_once;
mod backchannel_logout;
mod client_keys;
mod credentials;
mod device;
pub(crate) mod dpop;
mod head;
mod import;
mod languages;
mod mutual_tls;
mod policies;
mod protocol;
mod pushed_requests;
mod recovery;
mod redirects;
mod refresh_tokens;
mod request_objects;
mod second_factor;
mod token_exchange;
