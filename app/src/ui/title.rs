use leptos::prelude::*;

/// What the window is called.
///
/// The kit's pages are written on the server alone, and `leptos_meta` writes a title there as it is: a name with markup in it would be markup. This is
/// its only use.
#[component]
pub fn Title(
    /// What it is called.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <leptos_meta::Title text=in_html(&text)/> }
}

/// Writes the program's name behind what the page is called.
#[component]
pub fn TitleOfConsole() -> impl IntoView {
    view! {
        <leptos_meta::Title formatter=|title: String| if title.is_empty() { "Regrant".to_owned() } else { format!("{title} · Regrant") }/>
    }
}

/// Returns a text as HTML that shows it.
fn in_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::in_html;

    #[test]
    fn a_title_is_text() {
        assert_eq!(in_html("</title><meta> & \"more\""), "&lt;/title&gt;&lt;meta&gt; &amp; \"more\"");
    }
}
