//! The console's place in the server: who is let in, under which policy, with what in hand. The pages themselves are `app`'s.

mod csp;
mod device;
mod guard;
mod mount;
mod session;

pub(crate) use mount::router;
