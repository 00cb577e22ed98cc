//! The demonstration through its router: alone, and with a small authorization server behind it.

mod api;
mod flow;
mod pages;
mod stub;
