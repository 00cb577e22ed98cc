//! Processes: what they take of the machine, by `/proc`, and the server under test.

mod server;
mod usage;

pub use self::{
    server::{Server, Setting},
    usage::{Processes, cpu_of_this_thread, parent_of},
};
