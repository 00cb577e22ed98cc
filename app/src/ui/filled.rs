use leptos::prelude::*;

/// Returns a text with values in it, on the server as in the browser: `<name>` stands for each.
pub fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let value = |name: &str| values.iter().find(|(one, _)| *one == name).map_or("", |(_, value)| *value);
    let mut pieces = text.split('<');
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once('>').unwrap_or(("", piece));
        filled.push_str(value(name));
        filled.push_str(rest);
    }
    filled
}

/// The same with elements.
pub fn filled_view(text: &str, mut element: impl FnMut(&str) -> AnyView) -> AnyView {
    let mut whole = Vec::new();
    for (at, piece) in text.split('<').enumerate() {
        let (name, rest) =
            if at == 0 { (None, piece) } else { piece.split_once('>').map_or((None, piece), |(name, rest)| (Some(name), rest)) };
        whole.extend(name.map(&mut element));
        // An empty text would be drawn as a blank.
        if !rest.is_empty() {
            whole.push(rest.to_owned().into_any());
        }
    }
    whole.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stands_where_its_name_stood_and_is_no_text_itself() {
        assert_eq!(filled("<count> of <all> found", &[("count", "1 <all>"), ("all", "2")]), "1 <all> of 2 found");
        assert_eq!(filled("<unknown>nothing", &[]), "nothing");
        assert_eq!(filled("nothing", &[("count", "1")]), "nothing");
    }

    #[test]
    fn an_element_stands_where_its_name_stood() {
        let html =
            Owner::new().with(|| filled_view("<key> closes & <key>", |name| view! { <kbd>{name.to_owned()}</kbd> }.into_any()).to_html());
        assert_eq!(html.replace("<!>", ""), "<kbd>key</kbd> closes &amp; <kbd>key</kbd>");
    }
}
