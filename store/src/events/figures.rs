//! Figures of each workspace and of each client by the hour, which the housekeeping adds up from the events.
//!
//! Each event is counted once, when its time is some minutes ago: an event is written within its request, so by then it is there.

mod adding;
mod deletion;
mod hours;
mod reading;

pub(crate) use self::deletion::{delete_client_figures, delete_figures};
