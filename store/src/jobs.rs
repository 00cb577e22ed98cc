//! Jobs: as administrators see them, and their work, by one node at a time.

mod list;
mod work;

pub use self::work::Working;
