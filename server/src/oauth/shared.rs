//! What the routes share.

use std::sync::Arc;

use control::Control;
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
