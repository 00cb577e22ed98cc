//! What an administrator types of clients and resource servers, a line each. What is wrong is told by its line.

use std::collections::BTreeSet;

use domain::{
    id::ClientId,
    problem::Problem,
    resource::{Resource, Resources},
};

use crate::api::Problems;

/// Reads the clients, one a line.
pub(super) fn clients(problems: &mut Problems, field: &str, text: &str) -> BTreeSet<ClientId> {
    numbered(text).filter_map(|(line, text)| problems.take(field, client(text).ok_or(Problem::ClientAtLine { line }))).collect()
}

/// Reads the resource servers, one a line.
pub(super) fn resources(problems: &mut Problems, field: &str, text: &str) -> Resources {
    numbered(text)
        .filter_map(|(line, text)| problems.take(field, Resource::parse(text).map_err(|_| Problem::ResourceAtLine { line })))
        .collect()
}

/// Returns the identifier in a line: alone, or in brackets behind a name.
pub(super) fn client(line: &str) -> Option<ClientId> {
    let bracketed = line.trim().strip_suffix(')').and_then(|line| line.rsplit_once('('));
    bracketed.map_or(line, |(_, id)| id).trim().parse().ok()
}

/// Returns the lines that hold something, with their numbers, counted from 0.
pub(super) fn numbered(text: &str) -> impl Iterator<Item = (u32, &str)> {
    (0_u32..).zip(text.lines().map(str::trim)).filter(|(_, line)| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use domain::clock::Timestamp;

    use super::*;

    #[test]
    fn what_is_no_client_and_no_address_is_named_by_its_line() {
        let id = ClientId::new(Timestamp::from_millis(0), [7; 10]);
        let mut problems = Problems::default();
        let read = clients(&mut problems, "subject_clients", &format!("Orders (new) ({id})\r\n\r\n{id}"));
        assert_eq!((read, problems.finish(())), ([id].into(), Ok(())));

        let mut problems = Problems::default();
        clients(&mut problems, "subject_clients", &format!("{id}\n\nOrders\nOrders ()"));
        resources(&mut problems, "exchange_targets", "https://api.example.com/\nnonsense");
        let refused = problems.finish(()).unwrap_err();
        let found: Vec<_> = refused.problems().iter().map(|at| at.problem).collect();
        assert_eq!(found, [Problem::ClientAtLine { line: 2 }, Problem::ClientAtLine { line: 3 }, Problem::ResourceAtLine { line: 1 }]);
    }
}
