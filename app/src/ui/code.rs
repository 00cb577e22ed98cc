use leptos::prelude::*;

use crate::islands::{CopyButton, CopyWords};

/// Lines of code to copy.
#[component]
pub fn CodeBlock(
    /// What it is, for those who do not see it.
    #[prop(into)]
    label: String,
    /// The code.
    #[prop(into)]
    code: String,
) -> impl IntoView {
    view! {
        <div class="code-block">
            <pre tabindex="0" role="region" aria-label=label.clone()><code>{code.clone()}</code></pre>
            <CopyButton text=code label words=CopyWords::default()/>
        </div>
    }
    .into_any()
}
