use leptos::prelude::*;
use translation::Piece;

use super::shown::TEXTS;
use crate::api::language;

/// Returns a text with these elements in the places of its arguments. An element that its text does not name is left out.
pub fn format_view(id: &'static str, elements: Vec<(&'static str, AnyView)>) -> AnyView {
    let (names, mut views): (Vec<_>, Vec<_>) = elements.into_iter().map(|(name, view)| (name, Some(view))).unzip();
    let shown = |piece| match piece {
        Piece::Text(text) => Some(text.into_any()),
        Piece::Element(number) => views.get_mut(number)?.take(),
    };
    TEXTS.pieces(language(), id, &names).into_iter().filter_map(shown).collect::<Vec<_>>().into_any()
}
