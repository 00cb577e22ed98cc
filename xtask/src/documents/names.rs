//! Names of the code in a document: each text in backticks is the path of a file, a name that is declared, or stands in the code as it is.

use super::code::Code;

/// Returns a sentence for each text in backticks that is in no Rust file and is no path.
pub(super) fn problems(document: &str, text: &str, code: &Code, exists: impl Fn(&str) -> bool) -> Vec<String> {
    let mut problems = Vec::new();
    let mut in_code = false;
    for (line, at) in text.lines().zip(1..) {
        in_code ^= line.starts_with("```");
        if in_code {
            continue;
        }
        for name in line.split('`').skip(1).step_by(2) {
            let (known, what) = if is_file(name) {
                (exists(name), "does not exist")
            } else if is_path_of_names(name) {
                (code.declares(name) || code.contains(&format!("\"{name}\"")), "is declared nowhere in the code")
            } else {
                (code.contains(name), "does not occur in the code")
            };
            problems.extend((!known).then(|| format!("{document}:{at}: `{name}` {what}")));
        }
    }
    problems
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
}
