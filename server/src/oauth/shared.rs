//! What the routes share.

use std::{convert::Infallible, sync::Arc};

use axum::{extract::FromRequestParts, http::request::Parts};
use control::Control;
use domain::audit_context::Source;
use engine::Engine;
use store::EngineStorage;

use crate::{browser::form_tokens::FormTokens, config::PublicUrl, installation::Installation};

/// The state of the protocol's routes.
#[derive(Clone)]
pub(super) struct Shared {
    pub(super) engine: Engine<EngineStorage>,
    pub(super) control: Control,
    pub(super) public_url: Arc<PublicUrl>,
    pub(super) tokens: FormTokens,
}

impl Shared {
    pub(super) fn of(installation: &Installation) -> Self {
        Self {
            engine: installation.engine(),
            control: installation.control(),
            public_url: Arc::new(installation.configuration.public_url.clone()),
            tokens: FormTokens::new(installation.keys.clone(), Arc::clone(&installation.random)),
        }
    }
}

/// The same for one request: audit lines say where it came from.
pub(super) struct Asked(pub(super) Shared);

impl FromRequestParts<Shared> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Infallible> {
        let source = parts.extensions.get::<Source>().cloned().unwrap_or_default();
        let shared = shared.clone();
        let (engine, control) = (shared.engine.asked_from(source.clone()), shared.control.asked_from(source));
        Ok(Self(Shared { engine, control, ..shared }))
    }
}
