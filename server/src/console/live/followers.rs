//! Those who follow logs at a node.

use super::{places::Places, tail::Tails};

/// Those who follow logs at this node: how many they are, and what was read for them. A clone is the same.
#[derive(Debug, Clone, Default)]
pub(in crate::console) struct Followers {
    pub(super) places: Places,
    pub(super) tails: Tails,
}
