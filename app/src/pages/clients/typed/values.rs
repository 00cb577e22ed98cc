//! Values as they are typed, and how they are read.

use domain::{problem::Problem, redirect_uri::RedirectUri, signing::SigningAlgorithm};

use crate::api::Problems;

/// What stands in a field that may be empty.
pub(super) fn typed(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// An algorithm of the client's own, as a choice.
pub(super) fn own(algorithm: Option<SigningAlgorithm>) -> String {
    algorithm.map(|algorithm| algorithm.to_string()).unwrap_or_default()
}

/// An algorithm that was chosen.
pub(super) fn algorithm(problems: &mut Problems, field: &str, text: &str) -> Option<SigningAlgorithm> {
    if text.is_empty() { None } else { problems.take(field, text.parse()) }
}

/// Several values, one a line.
pub(super) fn lines<T: ToString>(values: impl IntoIterator<Item = T>) -> String {
    values.into_iter().map(|value| value.to_string()).collect::<Vec<_>>().join("\n")
}

/// The addresses, one a line; each that is none is noted by its line.
pub(super) fn uris(problems: &mut Problems, field: &str, text: &str) -> Vec<RedirectUri> {
    let lines = (0_u32..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    lines
        .filter_map(|(line, uri)| {
            let read = RedirectUri::parse(uri).map_err(|problem| Problem::RedirectUri { line, problem });
            problems.take(field, read)
        })
        .collect()
}
