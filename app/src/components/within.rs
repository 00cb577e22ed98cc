//! Pages that load nothing of their own, such as an empty form: shown where the workspace of their address is there.

use domain::name::Slug;
use leptos::prelude::*;

use super::loaded;
#[cfg(feature = "ssr")]
use crate::api::desk;
use crate::{
    api::ApiError,
    paths::{Place, use_place, use_tenant},
};

/// Looks whether a workspace is there for whoever asks.
#[server(client = crate::api::Caller)]
pub async fn find_workspace(place: Place) -> Result<Place, ApiError> {
    desk()?.load_workspace(&place.tenant, &place.workspace).await?;
    Ok(place)
}

/// Looks whether a tenant is there for whoever asks.
#[server(client = crate::api::Caller)]
pub async fn find_tenant(tenant: Slug) -> Result<Slug, ApiError> {
    desk()?.load_tenant(&tenant).await?;
    Ok(tenant)
}

/// Shows a page of the workspace in the address, and the reason where there is none.
pub fn within_workspace<V: IntoView + Send + 'static>(shown: impl Fn(Place) -> V + Clone + Send + Sync + 'static) -> impl IntoView {
    let place = use_place();
    loaded(Resource::new(move || place.get(), |place| async move { find_workspace(place?).await }), shown)
}

/// The same for a page of the tenant.
pub fn within_tenant<V: IntoView + Send + 'static>(shown: impl Fn(Slug) -> V + Clone + Send + Sync + 'static) -> impl IntoView {
    let tenant = use_tenant();
    loaded(Resource::new(move || tenant.get(), |tenant| async move { find_tenant(tenant?).await }), shown)
}
