//! The licences that we take, and what an SPDX expression asks for.

/// Licences that ask for no more than to be named with what we distribute.
const TAKEN: [&str; 13] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Crates under the MPL-2.0, whose own files stay under it. They bundle the console's CSS, and no program that we distribute holds them.
const MPL: [&str; 7] =
    ["cssparser", "cssparser-color", "cssparser-macros", "dtoa-short", "lightningcss", "lightningcss-derive", "parcel_selectors"];

/// Returns whether a crate may be used under this SPDX expression.
pub(super) fn is_taken(name: &str, expression: &str) -> bool {
    let takes = |licence: &str| TAKEN.contains(&licence) || licence == "MPL-2.0" && MPL.contains(&name);
    // Older crates write `MIT/Apache-2.0` for a choice.
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    matches!(any(&words, &takes), Some((true, [])))
}

/// What an expression comes to, and what follows it; `None` where it is none.
type Read<'a> = Option<(bool, &'a [&'a str])>;

/// `A OR B`
fn any<'a>(words: &'a [&'a str], takes: &dyn Fn(&str) -> bool) -> Read<'a> {
    let (first, rest) = all(words, takes)?;
    let Some((&"OR", rest)) = rest.split_first() else { return Some((first, rest)) };
    let (others, rest) = any(rest, takes)?;
    Some((first || others, rest))
}

/// `A AND B`
fn all<'a>(words: &'a [&'a str], takes: &dyn Fn(&str) -> bool) -> Read<'a> {
    let (first, rest) = one(words, takes)?;
    let Some((&"AND", rest)) = rest.split_first() else { return Some((first, rest)) };
    let (others, rest) = all(rest, takes)?;
    Some((first && others, rest))
}

/// `A`, `A WITH exception` or an expression in brackets. An exception only ever permits more.
fn one<'a>(words: &'a [&'a str], takes: &dyn Fn(&str) -> bool) -> Read<'a> {
    match words {
        ["(", rest @ ..] => match any(rest, takes)? {
            (inner, [")", rest @ ..]) => Some((inner, rest)),
            _ => None,
        },
        [licence, "WITH", _, rest @ ..] | [licence, rest @ ..] => Some((takes(licence), rest)),
        [] => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_choice_one_is_enough_and_of_a_sum_all_are_needed() {
        for taken in [
            "MIT",
            "MIT/Apache-2.0",
            "GPL-3.0-only OR MIT",
            "(MIT OR GPL-3.0-only) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR GPL-3.0-only",
        ] {
            assert!(is_taken("some", taken), "{taken}");
        }
        for refused in ["GPL-3.0-only", "MIT AND GPL-3.0-only", "(MIT OR Apache-2.0) AND GPL-3.0-only", "", "MIT OR", "(MIT", "MIT MIT"] {
            assert!(!is_taken("some", refused), "{refused}");
        }
    }

    #[test]
    fn the_mpl_is_for_tools_alone() {
        assert!(is_taken("lightningcss", "MPL-2.0"));
        assert!(!is_taken("some", "MPL-2.0"));
    }
}
