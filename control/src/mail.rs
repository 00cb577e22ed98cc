//! Mail: a tenant's server, what is written to users, and the queue that it goes through.

mod installation;
mod letter;
pub(crate) mod letters;
mod notice;
mod queue;
mod server;
mod transport;

pub(crate) use self::letter::Letter;
pub use self::{
    letter::Mail,
    queue::Delivery,
    transport::{MailAccount, MailTransport, Post},
};
