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
    storage::{Basis, PresentRefreshToken, RefreshOutcome, Storage},
    token::{UserGrant, UserTokens},
};

/// A refresh that nothing speaks against, before the family is touched.
struct DecidedRefresh {
    present: PresentRefreshToken,
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
        if family.authorization.client_id != client.id {
            return Err(Refusal::ForeignRefreshToken.into());
        }
        // RFC 9449 §5: a public client's refresh token is of use to the holder of its key alone.
        request.prove(family.authorization.dpop_jkt)?;
        still_allowed(workspace, client, &family)?;
        let user = self.storage().find_user(workspace.id, family.authorization.user_id).await?;
        let user = user.filter(|user| user.status == UserStatus::Active).ok_or(Refusal::UserInactive)?;
        let scopes = narrowed(&family, &client.settings.scopes, form.get("scope"))?;
        let resources = self.narrowed_resources(realm, form, &family.authorization.resources).await?;
        let present = PresentRefreshToken {
            workspace_id: workspace.id,
            family_id: family.authorization.id,
            basis: Basis::of_client(workspace, client).and_user(&user),
            presentation: presentation(realm, client, &family, presented.generation, now),
            event_id: self.event_id(now),
            event_scopes: scopes,
            reuse_audit: self.audit(
                realm,
                now,
                Line::by_client(AuditAction::RefreshTokenReused, client, family.authorization.id.to_string()),
            ),
        };
        Ok(DecidedRefresh { present, user, resources })
    }

    /// Makes the move that was decided, and issues what it brings; nothing where what it was decided by was changed meanwhile.
    async fn move_family(&self, request: &GrantRequest<'_>, decided: DecidedRefresh) -> Result<Option<TokenResponse>, Error> {
        let GrantRequest { realm, client, now, .. } = *request;
        let DecidedRefresh { present, user, resources } = decided;
        let scopes = present.event_scopes.clone();
        let Family { authorization, position } = match self.storage().present_refresh_token(present).await? {
            RefreshOutcome::Moved(transition, family) => refreshes(transition).map(|()| family)?,
            RefreshOutcome::Ended(family) => return Err(ended(&family).into()),
            RefreshOutcome::Unknown => return Err(Refusal::UnknownRefreshToken.into()),
            RefreshOutcome::BasisChanged => return Ok(None),
        };

        let grant = UserGrant {
            client,
            user: &user,
            scopes: &scopes,
            resources: &resources,
            jkt: request.jkt(),
            auth_time: authorization.auth_time,
            login_session: authorization.login_session_id,
            family: Some((authorization.id, position.generation)),
            nonce: None,
            now,
        };
        let UserTokens { access_token, id_token } = self.issue_for_user(realm, grant).await?;
        let successor = RefreshToken { family_id: authorization.id, generation: position.generation };
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
    let (rotate, retry) = if client.settings.is_public() && family.authorization.dpop_jkt.is_none() {
        (true, Retry { until_first_use: false, ..policy.retry() })
    } else {
        (policy.rotates(&client.settings), policy.retry())
    };
    Presentation { generation, now, rotate, retry }
}

/// Do the switches that the family began under still hold? What was asked for and agreed to was settled then.
pub(crate) fn still_allowed(workspace: &Workspace, client: &Client, family: &Family) -> Result<(), Refusal> {
    let offline = family.authorization.scopes.contains(OFFLINE_ACCESS);
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
        Some(text) => {
            text.parse::<Scopes>().ok().filter(|asked| asked.is_subset(&family.authorization.scopes)).ok_or(Refusal::InvalidScope)?
        }
        None => family.authorization.scopes.clone(),
    };
    Ok(asked.intersection(allowed))
}

/// Refuses a move that brings no new tokens.
pub(crate) const fn refreshes(transition: Transition) -> Result<(), Refusal> {
    match transition {
        Transition::Rotated | Transition::Repeated | Transition::Retried | Transition::Kept => Ok(()),
        Transition::Reused => Err(Refusal::ReusedRefreshToken),
    }
}

/// Returns how a token of a family that has ended is refused.
pub(crate) const fn ended(family: &Family) -> Refusal {
    if family.position.revoked.is_some() { Refusal::RevokedRefreshToken } else { Refusal::ExpiredRefreshToken }
}
