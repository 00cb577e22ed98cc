use leptos::prelude::*;

use super::{Copyable, Glyph, Icon, filled, filled_view};
use crate::t;

/// A secret, the one time that it is shown. It stands at the top of the page that its making leads to, where nobody can overlook it.
#[component]
pub fn NewSecret(
    /// What it is: "Client secret".
    title: &'static str,
    /// What reads it: "the application".
    reader: &'static str,
    /// What to do where it gets lost, in a sentence.
    lost: &'static str,
    /// The secret.
    secret: String,
) -> impl IntoView {
    let said = filled_view(t!("ui-new-secret"), |part| match part {
        "reader" => reader.into_any(),
        "lost" => lost.into_any(),
        _ => view! { <strong>{t!("ui-new-secret-hidden")}</strong> }.into_any(),
    });
    let label = filled(t!("ui-new-secret-copied"), &[("title", title), ("small title", &lowercase(title))]);
    view! {
        <section class="new-secret" aria-labelledby="new-secret-title">
            <h2 id="new-secret-title"><Icon glyph=Glyph::Key/>{title}</h2>
            <p>{said}</p>
            <Copyable text=secret label/>
        </section>
    }
    .into_any()
}

/// Returns what is copied within a sentence: "client secret", "API token".
fn lowercase(title: &str) -> String {
    let is_word = title.chars().nth(1).is_some_and(char::is_lowercase);
    if is_word { title.to_lowercase() } else { title.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::lowercase;

    #[test]
    fn a_word_is_small_within_a_sentence_and_an_abbreviation_stays() {
        assert_eq!(["Client secret", "API token"].map(lowercase), ["client secret", "API token"]);
    }
}
