//! What the console's routes share.

use std::sync::Arc;

use app::api::SessionHandle;
use axum::http::HeaderMap;
use control::Control;
use domain::{clock::Clock, environment::Environment};
use engine::{keys::KeyRing, random::Random};
use tower_sessions::Session;

use super::{live::followers::Followers, session, session::ConsoleSessions};
use crate::{
    browser::{cookies, form_tokens::FormTokens},
    config::PublicUrl,
    installation::Installation,
    node::Node,
};

/// The state of the console's routes.
#[derive(Clone)]
pub(super) struct Console {
    pub(super) control: Control,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) keys: KeyRing,
    pub(super) random: Arc<dyn Random>,
    pub(super) public_url: Arc<PublicUrl>,
    pub(super) tokens: FormTokens,
    pub(super) over_tls: bool,
    pub(super) environment: Option<Environment>,
    pub(super) node: Node,
    pub(super) sessions: Arc<ConsoleSessions>,
    pub(super) followers: Followers,
}

impl Console {
    pub(super) fn of(installation: &Installation) -> Self {
        Self {
            control: installation.control(),
            clock: Arc::clone(&installation.clock),
            keys: installation.keys.clone(),
            random: Arc::clone(&installation.random),
            public_url: Arc::new(installation.configuration.public_url.clone()),
            tokens: FormTokens::new(installation.keys.clone(), Arc::clone(&installation.random)),
            over_tls: installation.configuration.public_url.is_https(),
            environment: installation.configuration.environment.clone(),
            node: installation.node.clone(),
            sessions: Arc::new(ConsoleSessions::of(installation)),
            followers: Followers::default(),
        }
    }

    /// Returns the session as the server functions know it.
    pub(super) fn session_handle(&self, session: Session) -> SessionHandle {
        SessionHandle { session, clock: Arc::clone(&self.clock), secure: self.over_tls }
    }

    /// Returns the value of the session's cookie. The session may have ended.
    pub(super) fn session_cookie<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        cookies::read(headers, &session::cookie_name(self.over_tls))
    }
}
