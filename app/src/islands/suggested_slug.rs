use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};
use web_sys::HtmlInputElement;

use super::dom::{by_id, listen};
use crate::{api::ApiError, t, ui::filled};

/// The slug that a name suggests: what the letters of other scripts are in ASCII is a table too large for a browser.
#[server(client = crate::api::Caller)]
pub async fn suggest_slug(tenant: String, name: String) -> Result<Option<String>, ApiError> {
    let tenant = domain::name::Slug::parse(&tenant).map_err(|_| ApiError::NotFound)?;
    crate::api::operator()?.load_tenant(&tenant).await?;
    Ok(control::suggested_slug(&name).map(|slug| slug.to_string()))
}

/// What is said, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlugWords {
    said: String,
}

/// As the server says it.
impl Default for SlugWords {
    fn default() -> Self {
        Self { said: t!("layout-suggested-slug").to_owned() }
    }
}

/// Says which address the name suggests that is typed.
#[island]
pub fn SuggestedSlug(
    /// The tenant.
    tenant: String,
    /// The identifier of the field of the name.
    name: String,
    /// What is said of it.
    words: SlugWords,
) -> impl IntoView {
    let suggested = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        let Some(input) = by_id::<HtmlInputElement>(&name) else { return };
        let tenant = tenant.clone();
        listen(&input.clone(), "input", move |_| {
            let (tenant, input) = (tenant.clone(), input.clone());
            spawn_local(async move {
                let name = input.value();
                let slug = if name.is_empty() { None } else { suggest_slug(tenant, name.clone()).await.ok().flatten() };
                // An answer that is late is about another name.
                if input.value() == name {
                    suggested.set(slug);
                }
            });
        });
    });
    view! { <output>{move || suggested.get().map(|slug| filled(&words.said, &[("slug", &slug)]))}</output> }
}
