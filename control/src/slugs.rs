//! Slugs that names suggest.

use domain::name::Slug;

/// Returns the slug that a name of any script suggests: `Café Müller` gives `cafe-muller`. Empty if the name has no letter.
pub fn suggested_slug(name: &str) -> Option<Slug> {
    Slug::suggested_by(&deunicode::deunicode_with_tofu(name, " "))
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
}
