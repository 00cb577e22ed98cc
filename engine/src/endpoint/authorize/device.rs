//! The user's part of a device authorization request (RFC 8628 §3.3): the code, the sign-in that every request has, and the decision.

use std::net::IpAddr;

use domain::{
    audit::AuditAction,
    client::{Client, ClientStatus},
    clock::Timestamp,
    decision::RefreshFacts,
    grant_type::GrantType,
    provenance::Provenance,
    secret::Secret,
    subject_type::SignInSector,
    user::User,
};

use super::{
    answer::{Authorization, DeviceEnd, DevicePage, SignInPage},
    consent::line,
    request::Request,
    terms,
};
use crate::{
    attempts::TooManyAttempts,
    browser::{Browser, BrowserOfCode},
    door::Door,
    engine::Engine,
    error::Error,
    grant_permission::{client_has, workspace_allows},
    granted_claims::GrantedClaims,
    interaction::{AskedConsent, Interaction, Terms, WaitingDevice},
    realm::Realm,
    storage::{AuthorizationCode, DeviceAllowance, DeviceDecided, DeviceDenial, DeviceRequest, DeviceState, LoginSession, Storage},
    user_code::UserCode,
};

/// For how many seconds at least a device can fetch what it was allowed: one that was told to slow down asks late.
const FETCHED_WITHIN: i64 = 60;

/// The answer to a user code that was typed.
#[derive(Debug)]
pub enum UserCodeAnswer {
    /// A device waits for it: the request goes on, in this browser alone.
    Found {
        /// How it goes on.
        outcome: Authorization,
        /// What the browser holds from now on ([`Browser::code_entry`]).
        code_entry: Secret<String>,
    },
    /// It cannot be a code.
    Malformed,
    /// No device waits for it, or not any more.
    Unknown,
    /// It was not looked up: too many were wrong recently.
    TooMany(TooManyAttempts),
}

/// Who decides about which device.
struct Deciding<'a> {
    realm: &'a Realm,
    device: &'a DeviceRequest,
    request: Request,
    user: User,
    session: LoginSession,
    now: Timestamp,
}

impl<S: Storage> Engine<S> {
    /// Looks up the device that shows a code, and goes on with its request. Wrong codes are counted, so that nobody finds one by trying (RFC 8628
    /// §5.1): those of strangers by the network and for the workspace, and those of users whose browser is known by the user, so that strangers
    /// keep none of them out.
    pub async fn enter_user_code(
        &self,
        realm: &Realm,
        typed: &str,
        address: IpAddr,
        browser: Browser<'_>,
    ) -> Result<UserCodeAnswer, Error> {
        let Some(code) = UserCode::parse(typed) else { return Ok(UserCodeAnswer::Malformed) };
        let now = self.now();
        let user = self.known_user(realm, browser).await?;
        let attempt = match self.gate().try_user_code(Door::Workspace(realm.workspace.id), user, address, now) {
            Ok(attempt) => attempt,
            Err(too_many) => return Ok(UserCodeAnswer::TooMany(too_many)),
        };
        let hashes = self.user_code_hashes(realm, &code);
        let found = self.storage().find_device_request_by_user_code(realm.workspace.id, hashes).await?;
        let Some(device) = found.filter(|device| device.is_open(now)) else { return Ok(UserCodeAnswer::Unknown) };
        attempt.right();
        let code_entry = browser.enters_code(self.random().as_ref());
        let waiting = WaitingDevice { hash: device.hash, user_code: code.shown(), browser: BrowserOfCode::of(code_entry.expose()) };
        let interaction = Interaction { query: String::new(), started_at: now, is_signed: false, asked: None, device: Some(waiting) };
        let browser = Browser { code_entry: Some(code_entry.expose()), ..browser };
        let outcome = self.proceed(realm, interaction, browser, None).await?;
        Ok(UserCodeAnswer::Found { outcome, code_entry })
    }

    /// Goes on with the request of a device, by the settings as they are read now. The user is asked each time, also at a client that is trusted
    /// or was agreed to before: anybody can begin such a request and send its code to somebody else (RFC 8628 §5.4). For the same reason it goes on
    /// in no other browser than that in which the code was typed.
    pub(super) async fn answer_about_device(
        &self,
        realm: &Realm,
        interaction: Interaction,
        waiting: WaitingDevice,
        browser: Browser<'_>,
        agreed: Option<bool>,
    ) -> Result<Authorization, Error> {
        if !browser.has_typed(waiting.browser) {
            return Ok(Authorization::UserCodeElsewhere);
        }
        let over = Ok(Authorization::DeviceEnd(DeviceEnd::Over));
        let now = self.now();
        let Some(device) = self.storage().find_device_request(realm.workspace.id, waiting.hash).await? else { return over };
        let Some(client) = self.waiting_client(realm, &device).await? else { return over };
        let session = match browser.session {
            Some(cookie) => self.login_session(realm, cookie).await?,
            None => None,
        };
        if !device.is_open(now) {
            return self.device_end(realm, &device, client.settings.name.to_string(), session.map(|(session, _)| session)).await;
        }
        let request = Request::of_device(realm, client, &device);
        let (client_name, provenance) = (request.client.settings.name.to_string(), Provenance::of(&request.client));
        let Some((session, user)) = session else {
            let interaction = self.seal_interaction(realm, &Interaction { asked: None, ..interaction })?;
            let page = SignInPage {
                interaction,
                client_name,
                provenance,
                login_hint: None,
                other_user: false,
                step_up: None,
                second_step: None,
                ui_locales: None,
            };
            return Ok(Authorization::SignIn(page));
        };
        let services = self.storage().list_services(realm.workspace.id).await?;
        let (terms, words) = terms::of(realm, &request, &services);
        let asked = interaction.asked.as_ref().filter(|asked| asked.session == session.id);
        if let Some((agreed, asked)) = agreed.zip(asked) {
            // The settings may have changed while the page was open. The user has not agreed to what was not on it.
            let covers = asked.terms.cover(&terms);
            if !agreed || covers {
                let shown = asked.terms.clone();
                let deciding = Deciding { realm, device: &device, request, user, session, now };
                return self.decide_about_device(deciding, agreed.then_some(&shown)).await;
            }
        }
        let asked = Some(AskedConsent { session: session.id, terms: terms.clone() });
        let user_code = waiting.user_code;
        Ok(Authorization::Device(Box::new(DevicePage {
            interaction: self.seal_interaction(realm, &Interaction { asked, ..interaction })?,
            user_code,
            client_name,
            provenance,
            user,
            scopes: words.scopes,
            services: words.services,
            details: words.details,
            offline_access: terms.offline_seconds,
            address: device.address,
        })))
    }

    /// Returns the client of a device, where it may still use the grant.
    async fn waiting_client(&self, realm: &Realm, device: &DeviceRequest) -> Result<Option<Client>, Error> {
        let client = self.storage().find_client(realm.workspace.id, device.client_id).await?.map(|record| record.client);
        let grant = GrantType::DeviceCode;
        Ok(client.filter(|client| {
            client.status == ClientStatus::Active && workspace_allows(realm, grant).is_ok() && client_has(client, grant).is_ok()
        }))
    }

    /// Returns what has come of a request that is not open any more. Whoever decided in this session is told so again: of two clicks the second is
    /// answered as the first.
    async fn device_end(
        &self,
        realm: &Realm,
        device: &DeviceRequest,
        client_name: String,
        session: Option<LoginSession>,
    ) -> Result<Authorization, Error> {
        let end = match (device.state, session) {
            (DeviceState::Allowed, Some(session)) => {
                let stored = self.storage().find_code(realm.workspace.id, &device.hash).await?;
                let is_own = stored.is_some_and(|stored| stored.code.login_session_id == session.id);
                if is_own { DeviceEnd::Allowed { client_name } } else { DeviceEnd::Over }
            }
            (DeviceState::Denied, Some(_)) => DeviceEnd::Denied { client_name },
            (DeviceState::Pending | DeviceState::Expired, _) | (_, None) => DeviceEnd::Over,
        };
        Ok(Authorization::DeviceEnd(end))
    }

    /// Writes a decision: with the terms that the user agreed to, or without.
    async fn decide_about_device(&self, deciding: Deciding<'_>, agreed: Option<&Terms>) -> Result<Authorization, Error> {
        let Deciding { realm, device, request, user, session, now } = deciding;
        let client_name = request.client.settings.name.to_string();
        let (hash, basis) = (device.hash, request.basis(realm, &user, &session));
        let decided = if let Some(shown) = agreed {
            let consent = self.consent_to(realm, &request, &user, shown).await?;
            let audit = self.audit(realm, now, line(AuditAction::DeviceAllowed, &request, &user));
            let code = AuthorizationCode { consent_begun_at: Some(consent.begun_at), ..code_of(realm, device, request, &session, now) };
            self.storage().allow_device(DeviceAllowance { hash, at: now, code, consent, basis, audit }).await?
        } else {
            let audit = self.audit(realm, now, line(AuditAction::DeviceDenied, &request, &user));
            let workspace_id = realm.workspace.id;
            self.storage().deny_device(DeviceDenial { workspace_id, hash, at: now, basis, audit }).await?
        };
        match decided {
            DeviceDecided::BasisChanged => Err(Error::Unsettled),
            DeviceDecided::Over => {
                // Somebody was quicker: the same user perhaps, with a first click.
                let Some(ended) = self.storage().find_device_request(realm.workspace.id, hash).await? else {
                    return Ok(Authorization::DeviceEnd(DeviceEnd::Over));
                };
                self.device_end(realm, &ended, client_name, Some(session)).await
            }
            DeviceDecided::Done if agreed.is_some() => Ok(Authorization::DeviceEnd(DeviceEnd::Allowed { client_name })),
            DeviceDecided::Done => Ok(Authorization::DeviceEnd(DeviceEnd::Denied { client_name })),
        }
    }
}

/// Returns the authorization code that a device code becomes.
fn code_of(realm: &Realm, device: &DeviceRequest, request: Request, session: &LoginSession, now: Timestamp) -> AuthorizationCode {
    let RefreshFacts { requested: offline_requested, consented: offline_consented, .. } = request.facts();
    AuthorizationCode {
        hash: device.hash,
        workspace_id: realm.workspace.id,
        client_id: request.client.id,
        user_id: session.user_id,
        login_session_id: session.id,
        redirect_uri: String::new(),
        redirect_uri_named: false,
        scopes: request.scopes,
        left_out: request.left_out,
        offline_consented,
        offline_requested,
        nonce: None,
        code_challenge: None,
        dpop_jkt: request.dpop_jkt,
        resources: request.resources,
        authorization_details: request.details,
        auth_time: session.auth_time,
        signed_in_by: session.signed_in_by,
        acr: None,
        claims: GrantedClaims::default(),
        sector: SignInSector::Kept(request.client.sector()),
        consent_begun_at: None,
        session_expires_at: session.expires_at,
        expires_at: device.expires_at.max(now.plus_seconds(FETCHED_WITHIN)),
        redeemed: None,
    }
}
