use super::Typed;

/// The field that holds what a page showed when it was opened.
pub const OPENED_VALUES: &str = "opened_values";
/// The field that holds the values of others that its reader was asked about.
pub const OPENED_SEEN: &str = "opened_seen";
/// The field that holds the version that it showed.
pub const OPENED_VERSION: &str = "opened_version";

/// Reads what was typed into a form, as it was sent, by the names of its fields. A password does not come back with a page.
pub fn sent(form: &[u8]) -> Typed {
    Typed(form_urlencoded::parse(form).filter_map(|(name, value)| Some((field(&name)?, value.into_owned()))).collect())
}

/// The field that a name on the wire stands for.
fn field(name: &str) -> Option<String> {
    let name = name.strip_suffix("[]").unwrap_or(name);
    let typed = name.strip_prefix("typed[").and_then(|field| field.strip_suffix(']'));
    let other = || match name {
        "opened[values]" => Some(OPENED_VALUES),
        "opened[seen]" => Some(OPENED_SEEN),
        "version" => Some(OPENED_VERSION),
        name => name.starts_with("from[").then_some(name),
    };
    typed.or_else(other).filter(|field| !field.contains("password")).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_found_by_its_field_and_a_password_is_not() {
        let form = "form_token=x&version=7&opened[values]=%7B%7D&typed[name]=Shop&typed[grants][]=a&typed[grants][]=b&typed[password]=secret&from[ttl]=client";
        let pairs = sent(form.as_bytes()).0;
        let pairs: Vec<_> = pairs.iter().map(|(field, value)| (field.as_str(), value.as_str())).collect();
        let typed = [("name", "Shop"), ("grants", "a"), ("grants", "b"), ("from[ttl]", "client")];
        assert_eq!(pairs, [&[("opened_version", "7"), ("opened_values", "{}")][..], &typed].concat());
    }
}
