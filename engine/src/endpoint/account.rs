//! A user's own account: which applications have access to it, and the end of that.
//!
//! An application is here as long as it has refresh tokens of the user, or the user's consent. When the user ends its access both go: a
//! client that revokes its own token (RFC 7009) leaves the consent alone, but a user who removes an application wants to be asked again.

use std::collections::BTreeMap;

use domain::{
    audit::AuditAction,
    authorization_details::AuthorizationDetails,
    client::Client,
    clock::Timestamp,
    family::{EndRule, Revocation, RevocationReason},
    id::ClientId,
    name::Name,
    provenance::Provenance,
    resource::Resources,
    scope::{OFFLINE_ACCESS, Scopes},
    service::{Service, ServiceScope},
    user::User,
};

use crate::{
    audit::Line,
    endpoint::authorize::AskedDetail,
    engine::Engine,
    error::Error,
    family::Family,
    realm::Realm,
    storage::{AccessEnd, Consent, EndedSessions, EventIds, LoginSession, SessionEnd, Storage},
};

/// A user's account, as the user sees it.
#[derive(Debug, Clone)]
pub struct Account {
    /// The user.
    pub user: User,
    /// The applications that have access, by name.
    pub applications: Vec<Application>,
    /// How many other sessions the user has.
    pub other_sessions: usize,
}

/// An application that has access to a user's account.
#[derive(Debug, Clone)]
pub struct Application {
    /// Its identifier.
    pub client_id: ClientId,
    /// Its name.
    pub name: Name,
    /// Who stands for it.
    pub provenance: Provenance,
    /// What it may do, offline access apart.
    pub scopes: Vec<ServiceScope>,
    /// The services whose resource servers it may reach.
    pub services: Vec<Name>,
    /// What it may do beside that, in detail (RFC 9396).
    pub details: Vec<AskedDetail>,
    /// When it got access.
    pub since: Timestamp,
    /// What its refresh tokens give it; none if it only has the user's consent.
    pub lasting: Option<LastingAccess>,
}

/// What refresh tokens give an application: access that goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastingAccess {
    /// How many sign-ins it comes from.
    pub sign_ins: usize,
    /// When it was last used.
    pub last_used_at: Timestamp,
    /// When the last of it ends.
    pub ends_at: Timestamp,
    /// The rule that sets this.
    pub ends_by: EndRule,
    /// Whether all of it ends when the user signs out.
    pub ends_with_session: bool,
}

/// The result of ending something for a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It has ended, now or earlier.
    Done,
    /// Nothing has ended, because nobody is signed in.
    SignedOut,
}

impl<S: Storage> Engine<S> {
    /// Returns the account of the user who is signed in; `session` is the value of the session cookie.
    pub async fn account(&self, realm: &Realm, session: Option<&str>) -> Result<Option<Account>, Error> {
        let Some((session, user)) = self.signed_in(realm, session).await? else {
            return Ok(None);
        };
        let (workspace, now) = (realm.workspace.id, self.now());
        let sessions = self.storage().list_login_sessions(workspace, user.id, now).await?;
        let mut held: BTreeMap<ClientId, Held> = BTreeMap::new();
        for family in self.storage().list_live_families(workspace, user.id, now).await? {
            held.entry(family.authorization.client_id).or_default().families.push(family);
        }
        for consent in self.storage().list_consents(workspace, user.id).await? {
            let client = held.entry(consent.client_id).or_default();
            client.consent = Some(consent);
        }
        let services = self.storage().list_services(workspace).await?;
        let mut applications = Vec::new();
        for (id, held) in held {
            if let Some(record) = self.storage().find_client(workspace, id).await? {
                applications.extend(held.application(realm, record.client, &services));
            }
        }
        applications.sort_by_cached_key(|application| (application.name.as_str().to_lowercase(), application.client_id));
        Ok(Some(Account { other_sessions: sessions.iter().filter(|other| other.id != session.id).count(), applications, user }))
    }

    /// Returns the name of an application that is not in an account, because its access has ended.
    pub async fn name_of_ended(&self, realm: &Realm, account: &Account, client: &str) -> Result<Option<Name>, Error> {
        let other = |id: &ClientId| account.applications.iter().all(|application| application.client_id != *id);
        let Some(id) = client.parse::<ClientId>().ok().filter(other) else {
            return Ok(None);
        };
        Ok(self.storage().find_client(realm.workspace.id, id).await?.map(|record| record.client.settings.name))
    }

    /// Ends an application's access: its refresh tokens, the access tokens that came with them, and the user's consent.
    pub async fn end_access(&self, realm: &Realm, session: Option<&str>, client: ClientId) -> Result<Ended, Error> {
        let Some((_, user)) = self.signed_in(realm, session).await? else {
            return Ok(Ended::SignedOut);
        };
        // A client that was deleted has no access left.
        let Some(record) = self.storage().find_client(realm.workspace.id, client).await? else {
            return Ok(Ended::Done);
        };
        let (client, now) = (record.client, self.now());
        let line = Line::by_user(AuditAction::AccessEnded, &user, client.settings.name.as_str(), client.id.to_string());
        let end = AccessEnd {
            workspace_id: realm.workspace.id,
            user_id: user.id,
            client_id: client.id,
            revocation: Revocation { at: now, reason: RevocationReason::User },
            audit: self.audit(realm, now, line),
            event_ids: EventIds::new(now, self.random_bytes()),
        };
        self.storage().end_access(end).await?;
        Ok(Ended::Done)
    }

    /// Signs the user out everywhere else, and ends the refresh tokens that end with a sign-out.
    pub async fn sign_out_elsewhere(&self, realm: &Realm, session: Option<&str>) -> Result<Ended, Error> {
        let Some((session, user)) = self.signed_in(realm, session).await? else {
            return Ok(Ended::SignedOut);
        };
        let now = self.now();
        let line = Line::by_user(AuditAction::UserSignedOutElsewhere, &user, user.identifier.as_str(), user.id.to_string());
        let end = SessionEnd {
            workspace_id: realm.workspace.id,
            user_id: user.id,
            sessions: EndedSessions::AllBut(session.id),
            at: now,
            audit: self.audit(realm, now, line),
            event_ids: EventIds::new(now, self.random_bytes()),
        };
        self.storage().end_login_sessions(end).await?;
        Ok(Ended::Done)
    }

    async fn signed_in(&self, realm: &Realm, session: Option<&str>) -> Result<Option<(LoginSession, User)>, Error> {
        match session {
            Some(cookie) => self.login_session(realm, cookie).await,
            None => Ok(None),
        }
    }
}

/// The access of one client to a user's account.
#[derive(Default)]
struct Held {
    families: Vec<Family>,
    consent: Option<Consent>,
}

impl Held {
    fn application(self, realm: &Realm, client: Client, services: &[Service]) -> Option<Application> {
        let consent = self.consent.as_ref();
        let families = || self.families.iter();
        let scopes: Scopes = families()
            .map(|family| &family.authorization.scopes)
            .chain(consent.map(|consent| &consent.scopes))
            .flat_map(Scopes::iter)
            .cloned()
            .collect();
        let resources: Resources = families()
            .map(|family| &family.authorization.resources)
            .chain(consent.map(|consent| &consent.resources))
            .fold(Resources::none(), |all, some| all.union(some));
        let of_families = families().map(|family| &family.authorization.authorization_details);
        let details = AuthorizationDetails::all_of(of_families.chain(consent.map(|consent| &consent.authorization_details)));
        let may_do = |scope: &&ServiceScope| scopes.contains(scope.scope.as_str()) && scope.scope.as_str() != OFFLINE_ACCESS;
        let reached = |service: &&Service| service.resource.as_ref().is_some_and(|resource| resources.contains(resource));
        Some(Application {
            client_id: client.id,
            provenance: Provenance::of(&client),
            name: client.settings.name,
            scopes: services.iter().flat_map(|service| &service.scopes).filter(may_do).cloned().collect(),
            services: services.iter().filter(reached).map(|service| service.name.clone()).collect(),
            details: AskedDetail::of(realm, &details),
            since: families().map(|family| family.authorization.created_at).chain(consent.map(|consent| consent.given_at)).min()?,
            lasting: lasting(&self.families),
        })
    }
}

fn lasting(families: &[Family]) -> Option<LastingAccess> {
    let (ends_at, ends_by) = families.iter().map(|family| family.position.end()).max_by_key(|(at, _)| *at)?;
    Some(LastingAccess {
        sign_ins: families.len(),
        last_used_at: families.iter().map(|family| family.position.last_used_at).max()?,
        ends_at,
        ends_by,
        ends_with_session: families.iter().all(|family| family.authorization.ends_with_session),
    })
}
