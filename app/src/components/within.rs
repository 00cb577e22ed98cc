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
pub async fn find_workspace(place: Place) -> Result<(), ApiError> {
    desk()?.load_workspace(&place.tenant, &place.workspace).await?;
    Ok(())
}

/// Looks whether a tenant is there for whoever asks.
#[server(client = crate::api::Caller)]
pub async fn find_tenant(tenant: Slug) -> Result<(), ApiError> {
    desk()?.load_tenant(&tenant).await?;
    Ok(())
}

/// Shows a page of the workspace in the address, and the reason where there is none.
pub fn within_workspace<V: IntoView + Send + 'static>(shown: impl Fn(Place) -> V + Clone + Send + Sync + 'static) -> impl IntoView {
    let place = use_place();
    let found = Resource::new(
        move || place.get(),
        |place| async move {
            let place = place?;
            find_workspace(place.clone()).await?;
            Ok(place)
        },
    );
    loaded(found, shown)
}

/// The same for a page of the tenant.
pub fn within_tenant<V: IntoView + Send + 'static>(shown: impl Fn(Slug) -> V + Clone + Send + Sync + 'static) -> impl IntoView {
    let tenant = use_tenant();
    let found = Resource::new(
        move || tenant.get(),
        |tenant| async move {
            let tenant = tenant?;
            find_tenant(tenant.clone()).await?;
            Ok(tenant)
        },
    );
    loaded(found, shown)
}
