//! The frame around the pages: the bar at the top, the list of pages at the side.

mod chrome;
mod console;
mod environment;
mod sidebar;
mod spot;
mod topbar;

pub use console::Console;
pub use environment::{EnvironmentBadge, environment_name};
