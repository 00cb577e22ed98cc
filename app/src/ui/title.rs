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
pub fn TitleOfConsole(
    /// What stands before it.
    before: Option<String>,
) -> impl IntoView {
    let before = before.map(|before| format!("{} · ", in_html(&before))).unwrap_or_default();
    let whole = move |title: String| {
        let separator = if title.is_empty() { "" } else { " · " };
        format!("{before}{title}{separator}Regrant")
    };
    view! { <leptos_meta::Title formatter=whole/> }
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
