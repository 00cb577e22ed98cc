//! The refresh token grant (RFC 6749 §6): what this server is for.

use domain::{
    audit::AuditAction,
    client::Client,
    clock::Timestamp,
    decision::{self, Decision, Grounds},
    grant_type::GrantType,
    policy::{self, Retry},
    resource::Resources,
    scope::{OFFLINE_ACCESS, Scopes},
    user::{User, UserStatus},
    workspace::Workspace,
};

use super::{GrantRequest, MOST_CHANGES};
use crate::{
    audit::Line,
    endpoint::token::TokenResponse,
    engine::{Engine, Realm},
    error::{Error, Refusal},
    family::{Family, Presentation, RefreshToken, Transition},
    storage::{Advance, Basis, Storage},
    token::{UserGrant, UserTokens},
};

/// A refresh that nothing speaks against, before the family is touched.
struct DecidedRefresh {
    advance: Advance,
    user: User,
    resources: Resources,
}

impl<S: Storage> Engine<S> {
    /// Refreshes. Everything that can be refused without touching the family is refused first; then comes the one move on its row,
    /// and only a token that came back after its time ends it. Settings that are changed meanwhile are decided by anew.
    pub(crate) async fn refresh(&self, request: GrantRequest<'_>) -> Result<TokenResponse, Error> {
        let decided = self.decide_refresh(&request).await?;
        self.use_proof_of(&request).await?;
        if let Some(response) = self.move_family(&request, decided).await? {
            return Ok(response);
        }
        for _ in 0..MOST_CHANGES {
            let (realm, client) = self.read_settings_again(&request, GrantType::RefreshToken).await?;
            let request = GrantRequest { realm: &realm, client: &client, ..request };
            let decided = self.decide_refresh(&request).await?;
            if let Some(response) = self.move_family(&request, decided).await? {
                return Ok(response);
            }
        }
        Err(Error::Unsettled)
    }

    /// All that must hold of a refresh before its family is touched.
    async fn decide_refresh(&self, request: &GrantRequest<'_>) -> Result<DecidedRefresh, Error> {
        let GrantRequest { realm, client, form, now, .. } = *request;
        let workspace = &realm.workspace;
        let text = form.get("refresh_token").ok_or(Refusal::MissingRefreshToken)?;
        let presented = self.refresh_token_key(realm).read(text).ok_or(Refusal::ForgedRefreshToken)?;
        let family = self.storage().find_family(workspace.id, presented.family_id).await?.ok_or(Refusal::UnknownRefreshToken)?;
        // RFC 6749 §10.4: a token of another client is refused, and its owner is none the worse for it.
        if family.client_id != client.id {
            return Err(Refusal::ForeignRefreshToken.into());
        }
        // RFC 9449 §5: a public client's refresh token is of use to the holder of its key alone.
        request.prove(family.dpop_jkt)?;
        still_allowed(workspace, client, &family)?;
        let user = self.storage().find_user(workspace.id, family.user_id).await?;
        let user = user.filter(|user| user.status == UserStatus::Active).ok_or(Refusal::UserInactive)?;
        let scopes = narrowed(&family, &client.settings.scopes, form.get("scope"))?;
        let resources = self.narrowed_resources(realm, form, &family.resources).await?;
        let advance = Advance {
            workspace_id: workspace.id,
            family_id: family.id,
            basis: Basis::of_client(workspace, client).and_user(&user),
            presentation: presentation(realm, client, &family, presented.generation, now),
            event_id: self.event_id(now),
            event_scopes: scopes,
            reuse_audit: self.audit(realm, now, Line::by_client(AuditAction::RefreshTokenReused, client, family.id.to_string())),
        };
        Ok(DecidedRefresh { advance, user, resources })
    }

    /// Makes the move that was decided, and issues what it brings; nothing where what it was decided by was changed meanwhile.
    async fn move_family(&self, request: &GrantRequest<'_>, decided: DecidedRefresh) -> Result<Option<TokenResponse>, Error> {
        let GrantRequest { realm, client, now, .. } = *request;
        let DecidedRefresh { advance, user, resources } = decided;
        let scopes = advance.event_scopes.clone();
        let (transition, family) = self.storage().advance(advance).await?;
        if transition == Transition::BasisChanged {
            return Ok(None);
        }
        refreshes(transition, family.as_ref())?;
        let family = family.ok_or(Refusal::UnknownRefreshToken)?;

        let grant = UserGrant {
            client,
            user: &user,
            scopes: &scopes,
            resources: &resources,
            jkt: request.jkt(),
            auth_time: family.auth_time,
            login_session: family.login_session_id,
            family: Some((family.id, family.generation)),
            nonce: None,
            now,
        };
        let UserTokens { access_token, id_token } = self.issue_for_user(realm, grant).await?;
        let successor = RefreshToken { family_id: family.id, generation: family.generation };
        Ok(Some(TokenResponse {
            access_token: access_token.text,
            token_type: access_token.token_type,
            expires_in: access_token.expires_in,
            refresh_token: Some(self.refresh_token_key(realm).write(successor)),
            id_token,
            scopes,
        }))
    }
}

/// Returns what a refresh token is presented with: whether it is replaced, and for how long it still gets its successor, as the policy
/// has it; but a public client's token that is bound to no key rotates in any case, and its predecessor does not live until first use
/// (RFC 9700 §2.2.2). A client that is registered for bound tokens has such a family where it began before that.
pub(crate) fn presentation(realm: &Realm, client: &Client, family: &Family, generation: i64, now: Timestamp) -> Presentation {
    let policy = policy::in_force(&realm.workspace.tokens, &client.settings);
    let (rotate, retry) = if client.settings.is_public() && family.dpop_jkt.is_none() {
        (true, Retry { until_first_use: false, ..policy.retry() })
    } else {
        (policy.rotates(&client.settings), policy.retry())
    };
    Presentation { generation, now, rotate, retry }
}

/// Do the switches that the family began under still hold? What was asked for and agreed to was settled then.
pub(crate) fn still_allowed(workspace: &Workspace, client: &Client, family: &Family) -> Result<(), Refusal> {
    let offline = family.scopes.contains(OFFLINE_ACCESS);
    match decision::decide(workspace, client, decision::Request { requested: offline, ..decision::Request::WILLING }) {
        // The client may have refresh tokens that end with the session, and no others any more.
        Decision::Issue(Grounds::LoginSession) if offline => Err(Refusal::OfflineAccessEnded),
        Decision::Issue(_) => Ok(()),
        Decision::Withhold(conditions) => conditions.into_iter().find_map(Refusal::of_condition).map_or(Ok(()), Err),
    }
}

/// The scopes of the new access token: those asked for, all of the family's where none are, and none that was taken from the client
/// since. The family keeps what was granted (RFC 6749 §6).
fn narrowed(family: &Family, allowed: &Scopes, asked: Option<&str>) -> Result<Scopes, Refusal> {
    let asked = match asked {
        Some(text) => text.parse::<Scopes>().ok().filter(|asked| asked.is_subset(&family.scopes)).ok_or(Refusal::InvalidScope)?,
        None => family.scopes.clone(),
    };
    Ok(asked.intersection(allowed))
}

/// Does the move bring new tokens? If not, why: the family as the move left it says.
pub(crate) fn refreshes(transition: Transition, family: Option<&Family>) -> Result<(), Refusal> {
    match (transition, family) {
        (Transition::Rotated | Transition::Repeated | Transition::Retried | Transition::Kept, _) => Ok(()),
        (Transition::Reused, _) => Err(Refusal::ReusedRefreshToken),
        (Transition::Gone, Some(family)) if family.revoked.is_some() => Err(Refusal::RevokedRefreshToken),
        (Transition::Gone, Some(_)) => Err(Refusal::ExpiredRefreshToken),
        (Transition::Gone | Transition::BasisChanged, None) => Err(Refusal::UnknownRefreshToken),
        (Transition::BasisChanged, Some(_)) => Err(Refusal::TemporarilyUnavailable),
    }
}
