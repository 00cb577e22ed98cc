//! The console's routes: who is let in, under which policy, with which session. The pages themselves are `app`'s.

mod csp;
mod device;
mod export;
mod failed_form;
mod guard;
mod live;
mod mount;
mod outdated;
mod permitted;
mod posted;
mod session;
mod signed_in;
mod state;
mod told_once;
mod way_back;

pub(crate) use mount::router;
