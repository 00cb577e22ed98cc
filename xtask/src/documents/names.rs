//! Names of the code in a document: each text in backticks is the path of a file, a name that is declared, or stands in the code as it is.

use super::code::Code;

/// Returns a sentence for each text in backticks that is in no Rust file and is no path.
pub(super) fn problems(document: &str, text: &str, code: &Code, exists: impl Fn(&str) -> bool) -> Vec<String> {
    let unknown = |name: &str| {
        let (known, what) = if is_file(name) {
            (exists(name), "does not exist")
        } else if is_path_of_names(name) {
            (code.declares(name) || code.contains(&format!("\"{name}\"")), "is declared nowhere in the code")
        } else {
            (code.contains(name), "does not occur in the code")
        };
        (!known).then_some(what)
    };
    in_backticks(text).filter_map(|(at, name)| Some(format!("{document}:{at}: `{name}` {}", unknown(name)?))).collect()
}

/// Returns a sentence for each path in backticks that does not exist. What is built is in `target`, and is not looked at.
pub(super) fn missing_files(document: &str, text: &str, exists: impl Fn(&str) -> bool) -> Vec<String> {
    let files = in_backticks(text).filter(|(_, name)| is_file(name) && !name.starts_with("target/"));
    files.filter(|(_, name)| !exists(name)).map(|(at, name)| format!("{document}:{at}: `{name}` does not exist")).collect()
}

/// The texts in backticks with their lines, without blocks of code.
fn in_backticks(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut in_code = false;
    let lines = text.lines().zip(1..).filter(move |(line, _)| {
        in_code ^= line.starts_with("```");
        !in_code
    });
    lines.flat_map(|(line, at)| line.split('`').skip(1).step_by(2).map(move |name| (at, name)))
}

fn is_file(name: &str) -> bool {
    let is_path = name.chars().all(|letter| letter.is_alphanumeric() || "_-./".contains(letter));
    is_path && !name.starts_with('/') && (name.contains('/') || [".rs", ".md", ".toml"].iter().any(|ending| name.ends_with(ending)))
}

fn is_path_of_names(name: &str) -> bool {
    name.split("::").all(|name| !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_gone_is_told_by_its_line() {
        let code =
            Code::read(&[("engine/src/grant.rs".to_owned(), "pub fn exchange() -> &'static str {\n    \"invalid_grant\"\n}\n".to_owned())]);
        let found = |text| problems("docs/a.md", text, &code, |path| path == "engine/src/grant.rs");
        assert!(found("`exchange` in `engine/src/grant.rs` answers `invalid_grant`, `-> &'static str`.").is_empty());
        assert_eq!(found("One.\n`trade`"), ["docs/a.md:2: `trade` is declared nowhere in the code"]);
        assert_eq!(found("`engine/src/trade.rs`"), ["docs/a.md:1: `engine/src/trade.rs` does not exist"]);
        assert_eq!(found("`-> String`"), ["docs/a.md:1: `-> String` does not occur in the code"]);
        assert!(found("```\n`trade`\n```").is_empty());
    }

    #[test]
    fn a_file_that_is_gone_is_told_where_names_are_not_looked_at() {
        let found = |text| missing_files("a.md", text, |path| path == "engine/src/grant.rs");
        assert!(found("`engine/src/grant.rs`, `engine/src/<grant>.rs`, `exchange`, `target/site`, `cargo xtask test`").is_empty());
        assert_eq!(found("One.\n`engine/src/trade.rs`"), ["a.md:2: `engine/src/trade.rs` does not exist"]);
    }
}
