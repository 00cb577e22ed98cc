//! The layers around the routes: what holds for every request and every answer.

pub(crate) mod client_address;
pub(crate) mod client_certificate;
pub(crate) mod dead_ends;
pub(crate) mod deadline;
pub(crate) mod for_clients;
pub(crate) mod head;
pub(crate) mod measure;
pub(crate) mod missing_key;
pub(crate) mod public_name;
pub(crate) mod rarely;
pub(crate) mod request_log;
pub(crate) mod security_headers;
pub(crate) mod trace;
