use leptos::prelude::*;

/// A table. `children` is the `<tbody>`; each cell carries `data-label`, which narrow windows show in place of the head.
#[component]
pub fn Table(
    /// What it lists, for those who do not see it.
    #[prop(into)]
    label: String,
    /// The heads of its columns.
    heads: Vec<&'static str>,
    /// Its rows, in a `<tbody>`.
    children: Children,
) -> impl IntoView {
    let frame = label.clone();
    view! {
        // What is wider than the window is scrolled by keyboard, too (WCAG 2.2, 2.1.1).
        <div class="table-frame" role="group" aria-label=frame tabindex="0">
            <table class="table" aria-label=label>
                <thead>
                    <tr>{heads.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect_view()}</tr>
                </thead>
                {children()}
            </table>
        </div>
    }
    .into_any()
}
