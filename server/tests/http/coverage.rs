//! Every address of the server, without a list that could forget one.

mod console;
mod faces;
mod protocol;
mod urls;
