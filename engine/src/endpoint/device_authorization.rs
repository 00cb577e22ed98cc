//! The device authorization endpoint (RFC 8628 §3.1, §3.2).

use std::{net::IpAddr, sync::Arc};

use domain::{
    authorization_details::AuthorizationDetails, client::Client, decision::Condition, explanation::Check, grant_type::GrantType,
    resource::Resources, scope::Scopes, secret::Secret, thumbprint::Thumbprint,
};

use crate::{
    asked_details::{self, PARAMETER},
    asked_scopes::AskedScopes,
    client_auth::ClientRequest,
    door::Door,
    endpoint::authorize::{requests_offline_access, scopes_of_user, with_offline_access},
    engine::Engine,
    error::{Error, Refusal},
    form::Form,
    grant::{device_code::DEVICE_CODE_PURPOSE, request::MOST_CHANGES},
    grant_permission::{client_has, workspace_allows},
    keys,
    network::Site,
    random,
    realm::Realm,
    storage::{Basis, DeviceRequest, DeviceStart, DeviceStarted, DeviceState, SecretHash, Storage},
    trail::Trail,
    user_code::UserCode,
};

/// Where it is below the issuer.
pub(crate) const PATH: &str = "/device/authorization";
/// Where users enter their codes below the issuer: short, because people type it.
const VERIFICATION_PATH: &str = "/device";
/// How long both codes live, in seconds.
pub const LIFETIME: i64 = 600;
/// How long a device waits between two questions at first, in seconds (RFC 8628 §3.2).
pub const INTERVAL: i64 = 5;
/// How many devices of a client may wait for a user: each of them makes it likelier to guess a code.
const MOST_OPEN: u64 = 5_000;

/// What a device asks for, as far as a user can grant it.
pub(crate) struct AskedByDevice {
    pub(crate) scopes: Scopes,
    left_out: Scopes,
    pub(crate) offline_requested: bool,
    pub(crate) dpop_jkt: Option<Thumbprint>,
    resources: Resources,
    authorization_details: AuthorizationDetails,
}

/// The answer to a device authorization request.
#[derive(Debug)]
pub struct DeviceAuthorization {
    /// `device_code`: what the device asks with.
    pub device_code: Secret<String>,
    /// `user_code`: what it shows.
    pub user_code: String,
    /// `verification_uri`: where its user enters that.
    pub verification_uri: String,
    /// `verification_uri_complete`: the same with the code, for a QR code.
    pub verification_uri_complete: String,
    /// `expires_in`, in seconds.
    pub expires_in: i64,
    /// `interval`, in seconds.
    pub interval: i64,
}

impl<S: Storage> Engine<S> {
    /// Answers a device authorization request, which came from this address.
    pub async fn authorize_device(&self, realm: &Realm, request: ClientRequest<'_>, address: IpAddr) -> Result<DeviceAuthorization, Error> {
        let record = self.authenticate_client(realm, request).await?;
        let answer = self.begin_device(realm, &record.client, request, address).await;
        // That too many wait is nobody's configuration.
        if let Some(refusal) = answer.as_ref().err().and_then(Error::refused)
            && refusal != Refusal::TooManyDeviceRequests
        {
            self.note_failure(realm, record.client.id, refusal);
        }
        answer
    }

    /// Answers a client that has authenticated, and answers it again if the settings have changed meanwhile.
    async fn begin_device(
        &self,
        realm: &Realm,
        client: &Client,
        request: ClientRequest<'_>,
        address: IpAddr,
    ) -> Result<DeviceAuthorization, Error> {
        check_grant(realm, client)?;
        // Nobody has to prove anything to begin one for a public client.
        if client.settings.is_public() {
            let counted = self.gate().count_device_request(Door::Workspace(realm.workspace.id), address, self.now());
            counted.map_err(|_| Refusal::TooManyDeviceRequests)?;
        }
        if let Some(answer) = self.begin_device_once(realm, client, request.form, address).await? {
            return Ok(answer);
        }
        let mut realm = Arc::new(realm.clone());
        for _ in 0..MOST_CHANGES {
            self.forget_client(realm.workspace.id, client.id);
            realm = self.realm_again(&realm).await?.ok_or(Refusal::InvalidClient)?;
            let record = self.authenticate_client_again(&realm, request).await?;
            if let Some(answer) = self.begin_device_once(&realm, &record.client, request.form, address).await? {
                return Ok(answer);
            }
        }
        Err(Error::Unsettled)
    }

    /// Begins a request by the settings as they were read; nothing if they have changed since, or the code that was made is another's.
    async fn begin_device_once(
        &self,
        realm: &Realm,
        client: &Client,
        form: &Form,
        address: IpAddr,
    ) -> Result<Option<DeviceAuthorization>, Error> {
        let asked = self.check_device_request(realm, client, form, &mut Trail::default()).await?;
        let AskedByDevice { scopes, left_out, offline_requested, dpop_jkt, resources, authorization_details } = asked;
        let now = self.now();
        let device_code = random::new_secret(self.random().as_ref());
        let user_code = UserCode::new(self.random().as_ref());
        // The current version of the master key is always here.
        let user_code_hash = self.user_code_hashes(realm, &user_code).first().copied().unwrap_or_default();
        let device = DeviceRequest {
            hash: keys::hash_secret(DEVICE_CODE_PURPOSE, device_code.expose()),
            user_code_hash,
            workspace_id: realm.workspace.id,
            client_id: client.id,
            scopes,
            left_out,
            offline_requested,
            dpop_jkt,
            resources,
            authorization_details,
            address: Some(address),
            site: client.settings.is_public().then(|| Site::from(address)),
            created_at: now,
            expires_at: now.plus_seconds(LIFETIME),
            interval: INTERVAL,
            polled_at: None,
            state: DeviceState::Pending,
        };
        let start = DeviceStart { request: device, basis: Basis::of_client(&realm.workspace, client), most: MOST_OPEN };
        match self.storage().begin_device_request(start).await? {
            DeviceStarted::Done => {}
            DeviceStarted::TooMany => return Err(Refusal::TooManyDeviceRequests.into()),
            DeviceStarted::BasisChanged | DeviceStarted::CodeTaken => return Ok(None),
        }
        let verification_uri = format!("{}{VERIFICATION_PATH}", realm.issuer);
        let user_code = user_code.shown();
        Ok(Some(DeviceAuthorization {
            device_code,
            verification_uri_complete: format!("{verification_uri}?user_code={user_code}"),
            user_code,
            verification_uri,
            expires_in: LIFETIME,
            interval: INTERVAL,
        }))
    }

    /// Checks all that must hold of a request before anything is stored for it, in the order in which it is refused.
    pub(crate) async fn check_device_request(
        &self,
        realm: &Realm,
        client: &Client,
        form: &Form,
        trail: &mut Trail,
    ) -> Result<AskedByDevice, Error> {
        trail.note(Check::Condition(Condition::UserGrant), check_grant(realm, client))?;
        // As the authorization request has it (RFC 9449 §10): the key that the code is to be bound to.
        let thumbprint = form.get("dpop_jkt").map(Thumbprint::parse).transpose();
        let dpop_jkt = trail.note(Check::Parameters, thumbprint.map_err(|_| Refusal::MalformedThumbprint))?;
        let AskedScopes { granted, left_out } = trail.note(Check::Scopes, scopes_of_user(form, client))?;
        trail.leave_out(&left_out);
        let mut resources = Resources::none();
        if !form.resources().is_empty() {
            let found = self.resource_servers(realm, form, &Resources::none()).await?.requested(form);
            resources = trail.note(Check::Resources, found)?;
        }
        let mut authorization_details = AuthorizationDetails::none();
        if form.get(PARAMETER).is_some() {
            let asked = self.requested_details(realm, client, form).await?;
            authorization_details = asked_details::note(trail, true, asked)?;
        }
        let offline_requested = requests_offline_access(form, &granted);
        let scopes = with_offline_access(realm, client, &granted, offline_requested);
        Ok(AskedByDevice { scopes, left_out, offline_requested, dpop_jkt, resources, authorization_details })
    }

    /// Returns the keyed hashes of a user code: that under the current version of the master key, and the one before, under which it may have been
    /// stored. There are few codes: a plain hash would give them away.
    pub(crate) fn user_code_hashes(&self, realm: &Realm, code: &UserCode) -> Vec<SecretHash> {
        let current = self.keys().current_version();
        let versions = [Some(current), current.checked_sub(1)];
        let hash = |version| self.keys().mac(version, "user-code", realm.workspace.id, &[code.as_bytes()]);
        versions.into_iter().flatten().filter_map(hash).collect()
    }
}

fn check_grant(realm: &Realm, client: &Client) -> Result<(), Refusal> {
    let grant = GrantType::DeviceCode;
    workspace_allows(realm, grant).and_then(|()| client_has(client, grant))
}
