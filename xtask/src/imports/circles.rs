//! Files that import each other, directly or by others.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::Edge;

/// Files each of which imports each other one, and the imports by which they do.
pub(super) struct Circle<'a> {
    pub(super) files: usize,
    pub(super) edges: Vec<&'a Edge>,
}

/// Returns every circle; two that share a file are one.
pub(super) fn find(edges: &[Edge]) -> Vec<Circle<'_>> {
    let mut below: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for edge in edges {
        below.entry(&edge.from).or_default().insert(&edge.to);
    }
    let reached: BTreeMap<&str, BTreeSet<&str>> = below.keys().map(|file| (*file, reach(file, &below))).collect();
    let leads = |from: &str, to: &str| reached.get(from).is_some_and(|files| files.contains(to));
    let mut placed = BTreeSet::new();
    let mut circles = Vec::new();
    for file in reached.keys().copied().filter(|file| leads(file, file)) {
        if placed.contains(file) {
            continue;
        }
        let members: BTreeSet<&str> = reached.keys().copied().filter(|other| leads(file, other) && leads(other, file)).collect();
        let between = edges.iter().filter(|edge| members.contains(edge.from.as_str()) && members.contains(edge.to.as_str()));
        circles.push(Circle { files: members.len(), edges: between.collect() });
        placed.extend(members);
    }
    circles
}

/// All that a file imports, directly or by others.
fn reach<'a>(file: &str, below: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<&str> = below.get(file).into_iter().flatten().copied().collect();
    while let Some(next) = waiting.pop() {
        if reached.insert(next) {
            waiting.extend(below.get(next).into_iter().flatten().copied());
        }
    }
    reached
}
