//! RP-initiated logout (OpenID Connect RP-Initiated Logout 1.0).
//!
//! A logout ends the login session, and with it the refresh tokens that were issued without offline access. Those that were issued for
//! it stay, unless the policy says otherwise: that is what the user agreed to (OpenID Connect Back-Channel Logout §2.7).

use domain::{audit::AuditAction, client::Client, client_document::ClientName, clock::Timestamp, id::LoginSessionId, user::User};
use url::Url;

use crate::{
    audit::Line,
    client_document::id_of,
    engine::Engine,
    error::Error,
    form::Form,
    realm::Realm,
    storage::{EndedSessions, EventIds, SessionEnd, Storage},
    token::id::{self, IdTokenClaims},
};

/// The outcome of a logout request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Logout {
    /// The request does not prove that it comes from the user's own application: the user is asked.
    Ask {
        /// What the user signs in with.
        identifier: String,
    },
    /// Nobody is signed in now.
    Done {
        /// Where the user continues.
        onward: Option<Onward>,
    },
}

/// How a user gets to an address that the client registered for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Onward {
    /// By itself: the client proved that it knows the user, or the user has just signed out.
    Redirect(String),
    /// By a link: anybody can make an address that leads here, so the user decides (RFC 9700 §4.11).
    Link(String),
}

impl<S: Storage> Engine<S> {
    /// Answers a logout request; `confirmed` where the user has said yes on this server's own page.
    pub async fn logout(&self, realm: &Realm, form: &Form, session: Option<&str>, confirmed: bool) -> Result<Logout, Error> {
        let hint = match form.get("id_token_hint") {
            Some(hint) => self.verify_signature::<IdTokenClaims>(realm, id::TYPE, hint).await?,
            None => None,
        }
        .filter(|hint| hint.iss == realm.issuer);
        let client = self.logout_client(realm, form, hint.as_ref()).await?;
        let onward = client.as_ref().and_then(|client| self.post_logout_redirect(client, form));
        let session = match session {
            Some(cookie) => self.login_session(realm, cookie).await?,
            None => None,
        };
        let Some((session, user)) = session else {
            let onward = onward.map(if hint.is_some() || confirmed { Onward::Redirect } else { Onward::Link });
            return Ok(Logout::Done { onward });
        };
        // §2: an ID token of this very session is proof enough that the user's own application asks.
        let own = hint.is_some_and(|hint| hint.sid == session.id);
        if !own && !confirmed {
            return Ok(Logout::Ask { identifier: user.identifier.to_string() });
        }
        self.storage().end_login_sessions(self.sign_out(realm, session.id, &user, self.now())).await?;
        Ok(Logout::Done { onward: onward.map(Onward::Redirect) })
    }

    /// The end of a login session by its user.
    pub(super) fn sign_out(&self, realm: &Realm, session: LoginSessionId, user: &User, now: Timestamp) -> SessionEnd {
        let line = Line::by_user(AuditAction::UserSignedOut, user, user.identifier.as_str(), user.id.to_string());
        SessionEnd {
            workspace_id: realm.workspace.id,
            user_id: user.id,
            sessions: EndedSessions::Itself(session),
            at: now,
            audit: self.audit(realm, now, line),
            event_ids: EventIds::new(now, self.random_bytes()),
        }
    }

    /// Where the user goes on to: an address that the client registered for it, with `state` (§3).
    fn post_logout_redirect(&self, client: &Client, form: &Form) -> Option<String> {
        let asked = form.get("post_logout_redirect_uri")?;
        if !client.settings.may_sign_out_to(asked) || !self.may_send_to(asked) {
            return None;
        }
        let Some(state) = form.get("state") else {
            return Some(asked.to_owned());
        };
        let mut url = Url::parse(asked).ok()?;
        url.query_pairs_mut().append_pair("state", state);
        Some(url.into())
    }

    /// Returns the client that asks: named by the hint or by `client_id`, which must agree if both are there.
    async fn logout_client(&self, realm: &Realm, form: &Form, hint: Option<&IdTokenClaims>) -> Result<Option<Client>, Error> {
        let named = form.get("client_id").and_then(|name| name.parse::<ClientName>().ok());
        let id = match (hint.map(|hint| hint.aud.clone()), named) {
            (Some(hinted), Some(named)) if hinted != named => None,
            (hinted, named) => hinted.or(named),
        };
        let workspace = realm.workspace.id;
        Ok(match id.map(|name| id_of(workspace, &name)) {
            Some(id) => self.storage().find_client(workspace, id).await?.map(|record| record.client),
            None => None,
        })
    }
}
