//! `docs/configuration.md`, made from the table of settings.

use std::fmt::Write as _;

use super::key::Key;

/// The page about every setting.
pub fn markdown() -> String {
    let mut page = String::from(
        "# Configuration\n\
         \n\
         Every setting has a default that is fit for a first try on one machine. Set what differs in a file, in the environment, or in \
         both: the environment wins. `regrant config` shows what is in force and where each value comes from.\n\
         \n\
         - The file is TOML: `regrant.toml` in the working directory, or the one that `--config` or `REGRANT_CONFIG` names. Relative paths \
         are taken from the working directory. Numbers, `true` and `false` may stand there without quotes, and of `trusted_proxies` and \
         `allow_private_networks` a list of texts.\n\
         - A key or `REGRANT_…` variable that is not a setting is refused, so that a slip does not go unseen; so is a wrong value. \
         An empty value is no value.\n\
         \n\
         | Setting | Variable | Default |\n\
         |---|---|---|\n",
    );
    for key in Key::ALL {
        let name = if key.is_secret() { "–".to_owned() } else { format!("`{}`", key.name()) };
        // Writing to a string does not fail.
        let _ = writeln!(page, "| {name} | `{}` | {} |", key.variable(), key.default());
    }
    for key in Key::ALL {
        let heading = if key.is_secret() { key.variable() } else { key.name().to_owned() };
        let _ = write!(page, "\n## `{heading}`\n\n{}\n", key.help());
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_in_the_documentation_is_what_the_table_says() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/configuration.md");
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(kept, markdown(), "write it anew with: cargo run -p server -- config --markdown > docs/configuration.md");
    }
}
