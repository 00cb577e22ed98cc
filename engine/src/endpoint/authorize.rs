//! The authorization endpoint (RFC 6749 §3.1, OpenID Connect Core §3.1.2).

mod answer;
mod code;
mod consent;
mod device;
mod flow;
mod prompt;
mod pushed;
mod refuse;
mod request;
mod return_address;
mod terms;

pub use answer::{Authorization, AuthorizationAnswer, ConsentPage, DeviceEnd, DevicePage, RefusedPage, SignInPage};
pub(crate) use consent::{ConsentNeed, silence_refused};
pub use device::UserCodeAnswer;
pub(crate) use pushed::{REFERENCE_PURPOSE, REQUEST_URI, has_to_push};
pub(crate) use request::{Request, failing, requests_offline_access, scopes as scopes_of_user, session_satisfies, with_offline_access};
pub(crate) use return_address::Destination;
pub use return_address::{ResponseMode, Unanswerable};
pub use terms::AskedScope;
