use std::future::Future;

use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use super::Failure;
use crate::api::ApiError;

/// Shows what is loaded, and the reason where that is nothing. It is loaded from now on, beside everything else of the page.
pub fn loaded<T, V>(
    load: impl Future<Output = Result<T, ApiError>> + Send + 'static,
    shown: impl FnOnce(T) -> V + Send + 'static,
) -> impl IntoView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let loading = OnceResource::new(load);
    Suspend::new(async move {
        match loading.await {
            Ok(value) => shown(value).into_any(),
            Err(error) => view! { <Failure error/> }.into_any(),
        }
    })
    .into_any()
}

/// Loads what a page shows of the place in its address, together with that place.
pub async fn load_at<P, T, F>(at: Result<P, ApiError>, load: impl FnOnce(P) -> F + Send) -> Result<(P, T), ApiError>
where
    P: Clone,
    F: Future<Output = Result<T, ApiError>> + Send,
{
    let at = at?;
    Ok((at.clone(), load(at).await?))
}
