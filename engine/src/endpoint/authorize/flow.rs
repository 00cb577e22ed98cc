//! The way of an authorization request through sign-in and consent to its answer.

use domain::{explanation::Remark, id::ClientId, provenance::Provenance, redirect_uri::is_claimed};

use super::{
    answer::{Authorization, ConsentPage, SignInPage},
    consent::{ConsentNeed, silence_refused},
    parameters::{Parameters, Sought},
    pushed::{has_to_push, refers_to_pushed},
    request::{Request, session_satisfies},
    return_address::{Destination, ReturnAddress, Unanswerable},
    signed::has_to_sign,
    terms,
    wanted_acr::AcrStep,
};
use crate::{
    browser::Browser,
    engine::Engine,
    error::{Error, Refusal},
    form::Form,
    grant::request::MOST_CHANGES,
    interaction::{AskedConsent, Interaction},
    realm::Realm,
    storage::Storage,
    trail::Trail,
};

impl<S: Storage> Engine<S> {
    /// Answers an authorization request; `session` is the value of the user's session cookie.
    pub async fn authorize(&self, realm: &Realm, query: &str, session: Option<&str>) -> Result<Authorization, Error> {
        let interaction = Interaction { query: query.to_owned(), started_at: self.now(), is_signed: false, asked: None, device: None };
        self.proceed(realm, interaction, Browser::of(session), None).await
    }

    /// Continues a request after the user has signed in.
    pub async fn resume(&self, realm: &Realm, interaction: &str, browser: Browser<'_>) -> Result<Authorization, Error> {
        match self.open_interaction(realm, interaction) {
            Ok(interaction) => self.proceed(realm, interaction, browser, None).await,
            Err(request) => Ok(expired(request)),
        }
    }

    /// Continues a request after the user was asked for consent.
    pub async fn consent(&self, realm: &Realm, interaction: &str, browser: Browser<'_>, agreed: bool) -> Result<Authorization, Error> {
        match self.open_interaction(realm, interaction) {
            Ok(interaction) => self.proceed(realm, interaction, browser, Some(agreed)).await,
            Err(request) => Ok(expired(request)),
        }
    }

    /// Answers a request, and answers it again if the settings have changed meanwhile.
    pub(super) async fn proceed(
        &self,
        realm: &Realm,
        interaction: Interaction,
        browser: Browser<'_>,
        agreed: Option<bool>,
    ) -> Result<Authorization, Error> {
        let mut answered = self.answer_once(realm, interaction.clone(), browser, agreed).await;
        for _ in 0..MOST_CHANGES {
            if !matches!(answered, Err(Error::Unsettled)) {
                break;
            }
            let Some(realm) = self.realm_again(realm).await? else {
                return Ok(Authorization::Unanswerable(Unanswerable::Client));
            };
            answered = self.answer_once(&realm, interaction.clone(), browser, agreed).await;
        }
        answered
    }

    /// Answers a request by the settings as they are read now. Returns [`Error::Unsettled`] if they change before the answer is written.
    async fn answer_once(
        &self,
        realm: &Realm,
        interaction: Interaction,
        browser: Browser<'_>,
        agreed: Option<bool>,
    ) -> Result<Authorization, Error> {
        if let Some(device) = interaction.device.clone() {
            return self.answer_about_device(realm, interaction, device, browser, agreed).await;
        }
        let Ok(sent) = Form::parse(&interaction.query) else {
            return Ok(Authorization::Unanswerable(Unanswerable::Malformed));
        };
        let asked = match self.parameters(realm, sent, &interaction).await? {
            Sought::Found(asked) => asked,
            Sought::Missing(unanswerable, client) => return Ok(self.unanswerable(realm, unanswerable, client)),
        };
        self.open_pushed(realm, &asked).await?;
        let outcome = self.answer_request(realm, &asked, asked.go_on(interaction), browser.session, agreed).await?;
        self.answer_pushed(realm, &asked, outcome).await
    }

    /// Answers a request whose parameters are there.
    async fn answer_request(
        &self,
        realm: &Realm,
        asked: &Parameters,
        interaction: Interaction,
        session: Option<&str>,
        agreed: Option<bool>,
    ) -> Result<Authorization, Error> {
        let form = &asked.form;
        let mut trail = Trail::default();
        let address = match self.return_address(realm, form, &mut trail).await? {
            Destination::Known(address) => *address,
            Destination::Unknown(unanswerable, client) => return Ok(self.unanswerable(realm, unanswerable, client)),
        };
        let (back, client) = (address.back(form), address.client.id);
        let (cookie, ui_locales) = (session, form.get("ui_locales").map(str::to_owned));
        let checked = match self.check_way(realm, asked, &address) {
            Ok(()) => self.check_request(realm, form, address, &mut trail).await,
            Err(refusal) => Err(refusal.into()),
        };
        let request = match checked {
            Ok(request) => request,
            Err(error) => {
                let Some(refusal) = error.refused() else { return Err(error) };
                // Whoever publishes a document could fill the log with clients that there are not.
                if self.client(realm.workspace.id, client).await?.is_some() {
                    self.note_failure(realm, client, refusal);
                }
                return self.refuse(realm, back.about(error.place()), refusal, cookie).await;
            }
        };

        let session = match session {
            Some(value) => self.login_session(realm, value).await?,
            None => None,
        };
        let other_user = session.as_ref().is_some_and(|(_, user)| !request.is_for(Some(user.id)));
        let Some((session, user)) = session
            .filter(|_| !other_user)
            .filter(|(session, _)| session_satisfies(session.auth_time, &request, interaction.started_at, self.now()).is_ok())
        else {
            if request.prompt.none {
                return self.refuse(realm, back, Refusal::LoginRequired, cookie).await;
            }
            let page = self.sign_in_page(realm, interaction, &request)?;
            return Ok(Authorization::SignIn(SignInPage { other_user, ui_locales, ..page }));
        };
        // Who must not be asked goes on with what they have, where the client can do with it.
        let is_new = session.id.made_at() >= interaction.started_at || request.prompt.none;
        match self.acr_step(realm, &request.acr, &session, is_new).await? {
            AcrStep::Enough => {}
            AcrStep::OutOfReach => {
                let refusal = Refusal::UnmetAuthenticationRequirements;
                self.record_refused_user(realm, &request.client, user.id, refusal).await?;
                return self.refuse(realm, back, refusal, cookie).await;
            }
            AcrStep::SignIn(_) if request.prompt.none => return self.refuse(realm, back, Refusal::LoginRequired, cookie).await,
            AcrStep::SignIn(step_up) => {
                let second_step = self.step_up(realm, &user, &session)?;
                let page = self.sign_in_page(realm, interaction, &request)?;
                let login_hint = Some(user.identifier.to_string());
                return Ok(Authorization::SignIn(SignInPage { login_hint, step_up, second_step, ui_locales, ..page }));
            }
        }

        let services = self.storage().list_services(realm.workspace.id).await?;
        let (terms, words) = terms::of(realm, &request, &services);
        let asked = interaction.asked.as_ref().filter(|asked| asked.session == session.id);
        match agreed.zip(asked) {
            // The settings may have changed while the page was open. The user has not agreed to what was not on it.
            Some((true, asked)) if asked.terms.cover(&terms) => {
                if !self.adopt(realm, &request.client, &user).await? {
                    return Ok(self.unanswerable(realm, Unanswerable::TooManyDocuments, None));
                }
                self.save_consent(realm, &request, &user, &session, &asked.terms).await?;
                return self.issue_code(realm, request, &user, &session).await;
            }
            Some((false, _)) => {
                self.record_denial(realm, &request, &user).await?;
                let denied = self.answer_with_refusal(realm, &back.client, back.to, Refusal::AccessDenied, None).await?;
                return Ok(Authorization::Answer(denied));
            }
            _ => {}
        }
        let ConsentNeed::Asked(need) = self.consent_need(realm, &request, Some(user.id)).await? else {
            return self.issue_code(realm, request, &user, &session).await;
        };
        if request.prompt.none {
            return self.refuse(realm, back, silence_refused(need), cookie).await;
        }
        let interaction = Interaction { asked: Some(AskedConsent { session: session.id, terms: terms.clone() }), ..interaction };
        Ok(Authorization::Consent(Box::new(ConsentPage {
            interaction: self.seal_interaction(realm, &interaction)?,
            client_name: request.client.settings.name.to_string(),
            user,
            scopes: words.scopes,
            services: words.services,
            details: words.details,
            offline_access: terms.offline_seconds,
            known: need == Remark::ClientNotIdentified,
            provenance: Provenance::of(&request.client),
            returns_to_device: !is_claimed(&request.redirect_uri),
            redirect_uri: request.redirect_uri,
            ui_locales,
        })))
    }

    /// Returns the page on which the user signs in to go on with a request.
    fn sign_in_page(&self, realm: &Realm, interaction: Interaction, request: &Request) -> Result<SignInPage, Error> {
        Ok(SignInPage {
            interaction: self.seal_interaction(realm, &Interaction { asked: None, ..interaction })?,
            client_name: request.client.settings.name.to_string(),
            provenance: Provenance::of(&request.client),
            login_hint: request.login_hint.clone(),
            other_user: false,
            step_up: None,
            second_step: None,
            ui_locales: None,
        })
    }

    /// Checks the way that a request came: signed where it has to be, and by a client that may have signed it; and pushed where it has to be.
    pub(crate) fn check_way(&self, realm: &Realm, asked: &Parameters, address: &ReturnAddress) -> Result<(), Refusal> {
        if let Some(fault) = asked.fault {
            return Err(fault);
        }
        let client = &address.client;
        // A test sign-in is an administrator's own, and begins here.
        if self.is_trial_of(realm, client.id, &address.redirect_uri) {
            return Ok(());
        }
        if asked.pushed.is_none() && has_to_push(realm, client) {
            return Err(Refusal::PushedRequestRequired);
        }
        if !asked.is_signed && has_to_sign(realm, client) {
            return Err(Refusal::SignedRequestRequired);
        }
        Ok(())
    }

    /// Tells the user alone, and notes it for the client's administrators.
    fn unanswerable(&self, realm: &Realm, unanswerable: Unanswerable, client: Option<ClientId>) -> Authorization {
        if let Some(client) = client {
            self.note_failure(realm, client, unanswerable.found());
        }
        Authorization::Unanswerable(unanswerable)
    }
}

/// A page was open for too long. A pushed request has ended by then, so that it cannot be made again from here.
fn expired(request: Option<String>) -> Authorization {
    Authorization::Expired { request: request.filter(|query| !refers_to_pushed(query)) }
}
