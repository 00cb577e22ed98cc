//! How a refusal gets to its client: not before the user has seen where it leads (RFC 9700 §4.11.2).

use domain::client::Client;

use super::{
    answer::{Authorization, AuthorizationAnswer, RefusedPage},
    return_address::{ResponseMode, ReturnAddress},
};
use crate::{
    engine::Engine,
    error::{Error, Refusal},
    form::Form,
    realm::Realm,
    storage::Storage,
};

/// The way back to a client.
pub(super) struct WayBack {
    client: Client,
    redirect_uri: String,
    response_mode: ResponseMode,
    state: Option<String>,
    /// `prompt=none`: no page may be shown.
    silent: bool,
}

impl ReturnAddress {
    /// The way back to this address.
    pub(super) fn back(&self, form: &Form) -> WayBack {
        WayBack {
            client: self.client.clone(),
            redirect_uri: self.redirect_uri.clone(),
            response_mode: self.response_mode,
            state: self.state.clone(),
            silent: form.get("prompt") == Some("none"),
        }
    }
}

impl WayBack {
    /// Returns the answer to the client.
    pub(super) fn answer(self, realm: &Realm, base_url: &str, refusal: Refusal) -> AuthorizationAnswer {
        let (error, description) = (refusal.code().to_string(), refusal.description().to_owned());
        let parameters = vec![("error", error), ("error_description", description), ("error_uri", refusal.page(base_url))];
        AuthorizationAnswer::new(realm, self.redirect_uri, self.response_mode, self.state, parameters)
    }
}

impl<S: Storage> Engine<S> {
    /// Refuses a request. The browser goes to the client by itself only if that was chosen: by the client with `prompt=none`, which
    /// shows no page; an administrator, who trusts the client; or the user, who is signed in and has agreed to the client before.
    pub(super) async fn refuse(
        &self,
        realm: &Realm,
        back: WayBack,
        refusal: Refusal,
        session: Option<&str>,
    ) -> Result<Authorization, Error> {
        let chosen = back.silent || back.client.settings.trusted || self.has_chosen(realm, &back.client, session).await?;
        let client_name = back.client.settings.name.to_string();
        let answer = back.answer(realm, self.base_url(), refusal);
        if chosen {
            return Ok(Authorization::Answer(answer));
        }
        Ok(Authorization::Refused(Box::new(RefusedPage { client_name, refusal, answer })))
    }

    /// Returns whether a user is signed in who has agreed to the client before.
    async fn has_chosen(&self, realm: &Realm, client: &Client, session: Option<&str>) -> Result<bool, Error> {
        let Some(cookie) = session else { return Ok(false) };
        let Some((_, user)) = self.login_session(realm, cookie).await? else { return Ok(false) };
        Ok(self.storage().find_consent(realm.workspace.id, user.id, client.id).await?.is_some())
    }
}
