//! The demonstration through its router: alone, and with a small authorization server behind it.

mod flow;
mod pages;
mod stub;
