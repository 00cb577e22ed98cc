//! The console's routes: who is let in, under which policy, with which session. The pages themselves are `app`'s.

mod csp;
mod device;
mod failed_form;
mod guard;
mod mount;
mod outdated;
mod page_routes;
mod posted;
mod session;
mod signed_in;
mod state;
mod way_back;

pub(crate) use mount::router;
pub use page_routes::page_routes;
