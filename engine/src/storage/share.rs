//! How what waits for a client is shared out between those who have it wait, where the client does not authenticate: whoever knows its name can.

/// Returns whether the site that has the most of what waits makes room for one more of a site that has so many: where it has no less afterwards. So
/// whoever comes from few places fills no more than their share, and takes nothing from those who have less.
pub const fn makes_room(most_held: u64, own: u64) -> bool {
    most_held > own.saturating_add(1)
}
