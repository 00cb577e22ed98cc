use leptos::{either::Either, prelude::*};

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
                        Ok(value) => Either::Left(shown(value)),
                        Err(error) => Either::Right(view! { <Failure error/> }),
                    }
                })
            }}
        </Transition>
    }
}
