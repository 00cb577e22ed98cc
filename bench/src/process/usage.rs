//! Time and memory of processes (proc(5)).

use std::{collections::HashMap, fs};

/// Ticks of the kernel's clock in a second, as `/proc` counts them (`USER_HZ`): 100 on every Linux of today.
const TICKS: f64 = 100.0;
/// Bytes of a kibibyte.
const KIBIBYTE: u64 = 1024;

/// A process and all that it started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Processes {
    /// The first of them.
    pub root: u32,
}

struct Stat {
    parent: u32,
    ticks: u64,
    /// Of the children that have ended.
    ended: u64,
}

impl Processes {
    /// Returns the CPU time that they took so far, in seconds; of those that have ended only where the first process waited for them.
    #[expect(clippy::cast_precision_loss, reason = "there are far fewer ticks than an f64 counts exactly")]
    pub fn cpu(self) -> f64 {
        let all = all();
        let ended = all.get(&self.root).map_or(0, |stat| stat.ended);
        let ticks: u64 = self.tree(&all).iter().filter_map(|process| all.get(process)).map(|stat| stat.ticks).sum();
        (ticks + ended) as f64 / TICKS
    }

    /// Returns the memory that they occupy (resident set), in bytes.
    pub fn memory(self) -> u64 {
        self.tree(&all()).into_iter().map(memory).sum()
    }

    fn tree(self, all: &HashMap<u32, Stat>) -> Vec<u32> {
        let mut tree = vec![self.root];
        let mut next = 0;
        while let Some(parent) = tree.get(next).copied() {
            tree.extend(all.iter().filter(|(_, stat)| stat.parent == parent).map(|(process, _)| *process));
            next += 1;
        }
        tree
    }
}

/// Returns the CPU time that this thread took so far, in seconds.
#[expect(clippy::cast_precision_loss, reason = "there are far fewer ticks than an f64 counts exactly")]
pub fn cpu_of_this_thread() -> f64 {
    let stat = fs::read_to_string("/proc/thread-self/stat").ok();
    stat.and_then(|line| parse(&line)).map_or(0.0, |stat| stat.ticks as f64 / TICKS)
}

/// Returns the parent of a process.
pub fn parent_of(process: u32) -> Option<u32> {
    read(process).map(|stat| stat.parent)
}

fn all() -> HashMap<u32, Stat> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let processes = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    processes.filter_map(|process| Some((process, read(process)?))).collect()
}

fn read(process: u32) -> Option<Stat> {
    parse(&fs::read_to_string(format!("/proc/{process}/stat")).ok()?)
}

/// Parses a line of `/proc/{process}/stat`. The second field is the program's name in parentheses, which may hold anything.
fn parse(line: &str) -> Option<Stat> {
    let fields: Vec<&str> = line.rsplit_once(')')?.1.split_whitespace().collect();
    // The first field here is the third of the line.
    let number = |field: usize| fields.get(field - 3)?.parse::<u64>().ok();
    Some(Stat { parent: u32::try_from(number(4)?).ok()?, ticks: number(14)? + number(15)?, ended: number(16)? + number(17)? })
}

fn memory(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()).unwrap_or_default() * KIBIBYTE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_whatever_the_program_is_called() {
        let stat = parse("42 (a) b (c) S 7 42 42 0 -1 4194560 1 2 3 4 150 50 20 5 20 0 1 0 100 1 1").unwrap();
        assert_eq!((stat.parent, stat.ticks, stat.ended), (7, 200, 25));
    }

    #[test]
    fn this_process_and_its_children_are_seen() {
        let us = std::process::id();
        let mut child = std::process::Command::new("sleep").arg("60").spawn().unwrap();
        assert_eq!(parent_of(child.id()), Some(us));
        assert!(Processes { root: us }.tree(&all()).contains(&child.id()));
        assert!(Processes { root: us }.memory() > memory(child.id()) && memory(child.id()) > 0);
        child.kill().unwrap();
        child.wait().unwrap();
    }
}
