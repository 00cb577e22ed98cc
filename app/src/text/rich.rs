use fluent_bundle::FluentValue as Value;
use leptos::prelude::*;

use super::shown::format;

/// Around the number of an element in a text: private characters (Unicode 16, 23.5), which no text has.
const OPENS: char = '\u{f8f0}';
const CLOSES: char = '\u{f8f1}';

/// Returns a text with these elements in the places of its arguments. An element that its text does not name is left out.
pub fn format_view(id: &'static str, elements: Vec<(&'static str, AnyView)>) -> AnyView {
    let (names, mut views): (Vec<_>, Vec<_>) = elements.into_iter().map(|(name, view)| (name, Some(view))).unzip();
    let places = names.into_iter().enumerate().map(|(number, name)| (name, Value::from(format!("{OPENS}{number}{CLOSES}"))));
    let text = format(id, places.collect());
    let mut whole = Vec::new();
    for (index, piece) in text.split(OPENS).enumerate() {
        let (number, rest) = if index == 0 { ("", piece) } else { piece.split_once(CLOSES).unwrap_or(("", piece)) };
        whole.extend(number.parse::<usize>().ok().and_then(|number| views.get_mut(number)?.take()));
        // An empty text would be rendered as a blank.
        whole.extend((!rest.is_empty()).then(|| rest.to_owned().into_any()));
    }
    whole.into_any()
}
