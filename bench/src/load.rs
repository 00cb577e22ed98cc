//! The load generator: HTTP/1.1 on connections that are kept, on one thread.
//!
//! One thread, because all that the generator takes is taken from the server beside it. What it takes is measured in each run.

mod asker;
mod closed;
mod connection;
mod echo;
mod open;
mod tally;
mod work;

pub use self::{
    closed::closed,
    connection::{Answer, Connection},
    echo::Echo,
    open::open,
    tally::Tally,
    work::{Shared, Ticket, Verdict, Work, share},
};
