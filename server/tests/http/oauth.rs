//! The protocol and the users' pages: `/{tenant}/{workspace}/…`.

mod account;
mod answers;
mod at_once;
mod client_keys;
mod device;
pub(crate) mod dpop;
mod import;
mod languages;
mod policies;
mod protocol;
mod pushed_requests;
mod recovery;
mod redirects;
mod refresh_tokens;
mod second_factor;
