//! The authorization endpoint (RFC 6749 §3.1, OpenID Connect Core §3.1.2).

mod answer;
mod code;
mod consent;
mod device;
mod flow;
mod known_user;
mod parameters;
mod prompt;
mod pushed;
mod refuse;
mod request;
mod respond;
mod response_mode;
mod return_address;
mod signed;
mod terms;
mod wanted_acr;

pub use answer::{Authorization, AuthorizationAnswer, ConsentPage, DeviceEnd, DevicePage, RefusedPage, SignInPage};
pub(crate) use consent::{ConsentNeed, silence_refused};
pub use device::UserCodeAnswer;
pub(crate) use parameters::{REQUEST_URI, Sought};
pub(crate) use pushed::{REFERENCE_PURPOSE, has_to_push};
pub(crate) use request::{Request, failing, requests_offline_access, scopes as scopes_of_user, session_satisfies, with_offline_access};
pub use response_mode::ResponseMode;
pub(crate) use return_address::Destination;
pub use return_address::Unanswerable;
pub(crate) use signed::has_to_sign;
pub use terms::{AskedDetail, AskedScope};
pub(crate) use wanted_acr::AcrStep;
