//! The reference storage: everything in memory, behind one lock. It expresses in Rust what another storage expresses in SQL.

mod access_token;
mod assertion;
mod client_document;
mod code;
mod consent;
mod device;
mod directory;
mod event;
mod family;
mod passkey;
mod password;
mod pushed_request;
mod second_factor;
mod session;
mod share;
mod subject_key;
mod tables;
mod token_exchange;

pub use tables::MemoryStorage;
