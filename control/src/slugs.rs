//! Slugs that names suggest.

use domain::name::Slug;

/// Returns the slug that a name of any script suggests: `Café Müller` gives `cafe-muller`. Empty if the name has no letter.
pub fn suggested_slug(name: &str) -> Option<Slug> {
    Slug::suggested_by(&deunicode::deunicode_with_tofu(name, " "))
}

/// Returns the slug that was typed, or the one that the name suggests where none was; empty where there is none.
pub fn typed_or_suggested_slug(typed: &str, name: &str) -> String {
    match typed.trim() {
        "" => suggested_slug(name).map(|slug| slug.to_string()).unwrap_or_default(),
        typed => typed.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_any_script_suggests_a_slug() {
        for (name, slug) in [
            ("Café Müller", "cafe-muller"),
            ("Ελλάς", "ellas"),
            ("Москва 24", "moskva-24"),
            ("Łódź & Søn", "lodz-son"),
            ("Acme & Sons, Ltd.", "acme-sons-ltd"),
        ] {
            assert_eq!(suggested_slug(name).unwrap().as_str(), slug);
        }
        assert!(suggested_slug("東京").is_some());
        assert_eq!(suggested_slug("…"), None);
    }

    #[test]
    fn what_was_typed_goes_before_what_is_suggested() {
        for (typed, name, slug) in [("", "Acme", "acme"), (" acme-2 ", "Acme", "acme-2"), (" ", "…", "")] {
            assert_eq!(typed_or_suggested_slug(typed, name), slug);
        }
    }
}
