/// The query of an address, from those of its values that there are; with its `?`, or nothing.
pub fn query_string(pairs: &[(&str, Option<&str>)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in pairs {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            query.append_pair(name, value);
        }
    }
    let query = query.finish();
    if query.is_empty() { query } else { format!("?{query}") }
}

#[cfg(test)]
mod tests {
    use super::query_string;

    #[test]
    fn a_query_holds_what_there_is() {
        assert_eq!(query_string(&[("q", Some("a&b")), ("after", None), ("x", Some(""))]), "?q=a%26b");
        assert_eq!(query_string(&[("q", None)]), "");
    }
}
