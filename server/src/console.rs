//! The console's place in the server: who is let in, under which policy, with what in hand. The pages themselves are `app`'s.

mod csp;
mod device;
mod failed_form;
mod guard;
mod mount;
mod outdated;
mod posted;
mod session;
mod way_back;

pub(crate) use mount::router;
