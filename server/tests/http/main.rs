//! The server through its front door: HTTP in, HTTP out, on a real database and with a clock that can be turned.

mod console;
mod coverage;
mod headers;
mod support;
