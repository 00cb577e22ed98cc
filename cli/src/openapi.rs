//! `regrant openapi`

use super::{failure::Failure, terminal};

pub(super) fn print() -> Result<(), Failure> {
    terminal::say_json(&admin_api::description())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_description_that_is_kept_is_the_one_of_this_program() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/openapi.json");
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        let description = serde_json::to_string_pretty(&admin_api::description()).unwrap() + "\n";
        assert!(kept == description, "write it anew with: cargo run -p server -- openapi > docs/openapi.json");
    }
}
