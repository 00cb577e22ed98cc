//! The protocol's endpoints, as functions: what HTTP adds to them is the server's.

pub mod account;
pub mod authorize;
pub mod device_authorization;
pub mod discovery;
pub mod introspect;
pub mod jwks;
pub mod logout;
pub mod passkey;
pub mod protected_resource;
pub mod pushed_request;
pub mod revoke;
pub mod second_step;
pub mod sign_in;
pub mod signed_introspection;
pub mod token;
pub mod userinfo;
