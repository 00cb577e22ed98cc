//! The checks of a refresh, in the order in which it is refused. The grant and its explanation make them here, and nowhere else.

use domain::{
    authorization_details::AuthorizationDetails,
    client::Client,
    decision::{self, Condition, Decision, Grounds, RefreshFacts},
    explanation::Check,
    grant_type::GrantType,
    resource::Resources,
    scope::{OFFLINE_ACCESS, Scopes},
    user::{User, UserStatus},
    workspace::Workspace,
};

use crate::{
    asked_details::{self, DetailsRefusal, PARAMETER},
    engine::Engine,
    error::{Error, Place, Refusal},
    family::{Family, RefreshToken},
    grant::request::{GrantRequest, TokenBinding},
    storage::{OwnedFamily, Storage},
    trail::Trail,
};

/// The checks of a refresh, made.
pub(crate) struct RefreshCheck {
    /// The family of the refresh token.
    pub(crate) family: Family,
    /// The generation that the refresh token carries.
    pub(crate) generation: i64,
    /// What the refresh brings, or the first check that failed.
    pub(crate) verdict: Result<CheckedRefresh, Refusal>,
    /// The place that the refusal of authorization details is about.
    pub(crate) place: Option<Place>,
}

/// What a refresh brings, unless its family refuses it.
pub(crate) struct CheckedRefresh {
    pub(crate) binding: TokenBinding,
    pub(crate) user: User,
    pub(crate) scopes: Scopes,
    pub(crate) resources: Resources,
    pub(crate) details: AuthorizationDetails,
}

impl<S: Storage> Engine<S> {
    /// Checks all that must hold of a refresh before its family is touched.
    ///
    /// All checks are made and noted, so that an explanation tells each that fails; the first that fails is the refusal. A refresh token
    /// without a family of this client is an error: there is nothing more to check.
    pub(crate) async fn check_refresh(&self, request: &GrantRequest<'_>, trail: &mut Trail) -> Result<RefreshCheck, Error> {
        let GrantRequest { realm, client, form, .. } = *request;
        let may_refresh = request.check_client(GrantType::RefreshToken, trail);
        let (OwnedFamily { family, user }, generation) = match self.presented_family(request).await {
            Err(Error::Refused(refusal)) => {
                trail.step(Check::Family, false, None);
                return Err(may_refresh.err().unwrap_or(refusal).into());
            }
            presented => presented?,
        };
        let key = request.check_bound(family.authorization.bound_to, trail);
        let offline = family.authorization.scopes.contains(OFFLINE_ACCESS);
        let grounds = if offline { Check::StillOffline } else { Check::StillWithout };
        let allowed = trail.note(grounds, still_allowed(&realm.workspace, client, offline));
        let user = user.filter(|user| user.status == UserStatus::Active).ok_or(Refusal::UserInactive);
        let user = trail.note(Check::UserActive, user);
        let scope = form.get("scope");
        let scopes = trail.note(scope.map(|_| Check::Scopes), narrowed(&family, &client.settings.scopes, scope));
        let servers = self.resource_servers(realm, form, &family.authorization.resources).await?;
        let asks_for_resources = !form.resources().is_empty() || !family.authorization.resources.is_empty();
        let resources = trail.note(asks_for_resources.then_some(Check::Resources), servers.narrowed(form, &family.authorization.resources));
        let granted = &family.authorization.authorization_details;
        let asks_for_details = form.get(PARAMETER).is_some() || !granted.is_empty();
        let details = asked_details::narrowed(form, granted, realm, client);
        let (details, place) = match asked_details::note(trail, asks_for_details, details) {
            Ok(details) => (Ok(details), None),
            Err(DetailsRefusal { refusal, place }) => (Err(refusal), place),
        };

        let binding = may_refresh.and_then(|binding| key.and(allowed).map(|()| binding));
        let verdict = binding.and_then(|binding| {
            let (user, scopes, resources) = (user?, scopes?, resources?);
            let details = details?.for_resources(&resources);
            Ok(CheckedRefresh { binding, user, scopes, resources, details })
        });
        Ok(RefreshCheck { family, generation, verdict, place })
    }

    /// Returns what the refresh token says, if it was made here. This takes no database.
    pub(super) fn presented_token(&self, request: &GrantRequest<'_>) -> Result<RefreshToken, Refusal> {
        let text = request.form.get("refresh_token").ok_or(Refusal::MissingRefreshToken)?;
        self.refresh_token_key(request.realm).read(text).ok_or(Refusal::ForgedRefreshToken)
    }

    /// Returns the family of the refresh token with its user, and the generation that the token carries.
    async fn presented_family(&self, request: &GrantRequest<'_>) -> Result<(OwnedFamily, i64), Error> {
        let GrantRequest { realm, client, .. } = *request;
        let token = self.presented_token(request)?;
        let found = self.storage().find_owned_family(realm.workspace.id, token.family_id).await?.ok_or(Refusal::UnknownRefreshToken)?;
        // RFC 6749 §10.4: a token of another client is refused, and its owner keeps it.
        if found.family.authorization.client_id != client.id {
            return Err(Refusal::ForeignRefreshToken.into());
        }
        Ok((found, token.generation))
    }
}

/// Checks whether a family may still be refreshed on the grounds that it began on. What was asked for and agreed to was settled then.
pub(super) fn still_allowed(workspace: &Workspace, client: &Client, offline: bool) -> Result<(), Refusal> {
    match decision::decide(workspace, client, RefreshFacts { requested: offline, ..RefreshFacts::OFFLINE_GRANTED }) {
        // The client may only have refresh tokens that end with the session now.
        Decision::Issue(Grounds::LoginSession) if offline => Err(Refusal::OfflineAccessEnded),
        Decision::Issue(_) => Ok(()),
        Decision::Withhold(conditions) => conditions.into_iter().find_map(|condition| ended_by(condition, offline)).map_or(Ok(()), Err),
    }
}

/// Returns the refusal of a family that a condition ends. `offline` says whether the family began with offline access.
const fn ended_by(condition: Condition, offline: bool) -> Option<Refusal> {
    match condition {
        Condition::OfflineAccess if offline => Some(Refusal::OfflineAccessEnded),
        // The family began without it, and the policy no longer issues refresh tokens without it.
        Condition::Requested if !offline => Some(Refusal::WithoutOfflineAccessEnded),
        // The first two are reasons for families of the other kind alone. The client and the grants are checked before. A lifetime of 0 is
        // for new families, and live ones keep their end. What was requested and agreed to was settled when the family began.
        Condition::OfflineAccess
        | Condition::Requested
        | Condition::ClientActive
        | Condition::UserGrant
        | Condition::WorkspaceGrant
        | Condition::ClientGrant
        | Condition::Lifetime
        | Condition::Protected
        | Condition::Consented
        | Condition::Limit => None,
    }
}

/// Returns the scopes of the new access token: those that are asked for, or all of the family's, without those that were taken from the
/// client since. The family keeps what was granted (RFC 6749 §6).
fn narrowed(family: &Family, allowed: &Scopes, asked: Option<&str>) -> Result<Scopes, Refusal> {
    let asked = match asked {
        Some(text) => {
            text.parse::<Scopes>().ok().filter(|asked| asked.is_subset(&family.authorization.scopes)).ok_or(Refusal::InvalidScope)?
        }
        None => family.authorization.scopes.clone(),
    };
    Ok(asked.intersection(allowed))
}
