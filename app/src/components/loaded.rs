use std::future::Future;

use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use super::Failure;
use crate::api::ApiError;

/// Shows what a resource brings, and the reason where it brings nothing. While it is loaded again, what was there stays.
pub fn loaded<T, V>(resource: Resource<Result<T, ApiError>>, shown: impl Fn(T) -> V + Clone + Send + Sync + 'static) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + Send + 'static,
{
    view! {
        <Transition fallback=|| view! { <div class="loading" role="status"><span class="visually-hidden">"Loading"</span></div> }>
            {move || {
                let shown = shown.clone();
                Suspend::new(async move {
                    match resource.await {
                        Ok(value) => shown(value).into_any(),
                        Err(error) => view! { <Failure error/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

/// Loads what a page shows, together with the place that it was loaded of: `at` is that of the page's address, and `asked` what else makes
/// it load again.
pub fn load_at<P, A, T, F>(
    at: Memo<Result<P, ApiError>>,
    asked: impl Fn() -> A + Send + Sync + 'static,
    load: impl Fn(P, A) -> F + Copy + Send + Sync + 'static,
) -> Resource<Result<(P, T), ApiError>>
where
    P: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
    A: Clone + PartialEq + Send + Sync + 'static,
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, ApiError>> + Send + 'static,
{
    Resource::new(
        move || (at.get(), asked()),
        move |(at, asked)| async move {
            let at = at?;
            Ok((at.clone(), load(at, asked).await?))
        },
    )
}
