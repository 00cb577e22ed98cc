//! How a refusal gets to its client: not before the user has seen where it leads (RFC 9700 §4.11.2).

use domain::client::Client;

use super::{
    answer::{Authorization, RefusedPage},
    respond::AnswerTo,
    return_address::ReturnAddress,
};
use crate::{
    engine::Engine,
    error::{Error, Place, Refusal},
    form::Form,
    realm::Realm,
    storage::Storage,
};

/// The way back to a client.
pub(super) struct WayBack {
    pub(super) client: Client,
    pub(super) to: AnswerTo,
    /// `prompt=none`: no page may be shown.
    silent: bool,
    /// The languages of a page, as the client asks for them.
    ui_locales: Option<String>,
    /// The place in the request that the refusal is about.
    place: Option<Place>,
}

impl WayBack {
    /// The same with the place that a refusal is about.
    pub(super) fn about(self, place: Option<&Place>) -> Self {
        Self { place: place.cloned(), ..self }
    }
}

impl ReturnAddress {
    /// The way back to this address.
    pub(super) fn back(&self, form: &Form) -> WayBack {
        let (redirect_uri, response_mode, state) = (self.redirect_uri.clone(), self.response_mode, self.state.clone());
        WayBack {
            client: self.client.clone(),
            to: AnswerTo { redirect_uri, response_mode, state },
            silent: form.get("prompt") == Some("none"),
            ui_locales: form.get("ui_locales").map(str::to_owned),
            place: None,
        }
    }
}

impl<S: Storage> Engine<S> {
    /// Refuses a request. The browser goes to the client by itself only if that was chosen: by the client with `prompt=none`, which
    /// shows no page, where somebody here has made it; an administrator, who trusts the client; or the user, who is signed in and has agreed to
    /// the client before.
    pub(super) async fn refuse(
        &self,
        realm: &Realm,
        back: WayBack,
        refusal: Refusal,
        session: Option<&str>,
    ) -> Result<Authorization, Error> {
        let WayBack { client, to, silent, ui_locales, place } = back;
        // Anybody has a document: without a user who chose its client, this server would send browsers wherever they like.
        let silent = silent && client.document.is_none();
        let chosen = silent || client.settings.trusted || self.has_chosen(realm, &client, session).await?;
        let answer = self.answer_with_refusal(realm, &client, to, refusal, place.as_ref()).await?;
        if chosen {
            return Ok(Authorization::Answer(answer));
        }
        let client_name = client.settings.name.to_string();
        Ok(Authorization::Refused(Box::new(RefusedPage { client_name, refusal, answer, ui_locales })))
    }

    /// Returns whether a user is signed in who has agreed to the client before.
    async fn has_chosen(&self, realm: &Realm, client: &Client, session: Option<&str>) -> Result<bool, Error> {
        let Some(cookie) = session else { return Ok(false) };
        let Some((_, user)) = self.login_session(realm, cookie).await? else { return Ok(false) };
        Ok(self.storage().find_consent(realm.workspace.id, user.id, client.id).await?.is_some())
    }
}
