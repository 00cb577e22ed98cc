//! The refresh token grant (RFC 6749 §6): what this server is for.

use domain::{
    audit::AuditAction,
    client::Client,
    decision::{self, Decision, Grounds},
    policy,
    scope::{OFFLINE_ACCESS, Scopes},
    user::UserStatus,
    workspace::Workspace,
};

use super::GrantRequest;
use crate::{
    audit::Line,
    endpoint::token::TokenResponse,
    engine::Engine,
    error::{Error, Refusal},
    family::{Family, Presentation, RefreshToken, Transition},
    storage::{Advance, Storage},
    token::{UserGrant, UserTokens},
};

impl<S: Storage> Engine<S> {
    /// Refreshes. Everything that can be refused without touching the family is refused first; then comes the one move on its row,
    /// and only a token that came back after its time ends it.
    pub(crate) async fn refresh(&self, request: GrantRequest<'_>) -> Result<TokenResponse, Error> {
        let GrantRequest { realm, client, form, now } = request;
        let workspace = &realm.workspace;
        let text = form.get("refresh_token").ok_or(Refusal::MissingRefreshToken)?;
        let presented = self.refresh_token_key(realm).read(text).ok_or(Refusal::ForgedRefreshToken)?;
        let family = self.storage().find_family(workspace.id, presented.family_id).await?.ok_or(Refusal::UnknownRefreshToken)?;
        // RFC 6749 §10.4: a token of another client is refused, and its owner is none the worse for it.
        if family.client_id != client.id {
            return Err(Refusal::ForeignRefreshToken.into());
        }
        still_allowed(workspace, client, &family)?;
        let user = self.storage().find_user(workspace.id, family.user_id).await?;
        let user = user.filter(|user| user.status == UserStatus::Active).ok_or(Refusal::UserInactive)?;
        let scopes = narrowed(&family, &client.settings.scopes, form.get("scope"))?;

        let policy = policy::in_force(&workspace.tokens, &client.settings);
        let advance = Advance {
            workspace_id: workspace.id,
            family_id: family.id,
            presentation: Presentation {
                generation: presented.generation,
                now,
                rotate: policy.rotates(&client.settings),
                retry: policy.retry(),
            },
            event_id: self.event_id(now),
            event_scopes: scopes.clone(),
            reuse_audit: self.audit(realm, now, Line::by_client(AuditAction::RefreshTokenReused, client, family.id.to_string())),
        };
        let family = match self.storage().advance(advance).await? {
            (Transition::Rotated | Transition::Retried | Transition::Kept, Some(family)) => family,
            (Transition::Reused, _) => return Err(Refusal::ReusedRefreshToken.into()),
            (_, family) => return Err(gone(family.as_ref()).into()),
        };

        let grant = UserGrant {
            client,
            user: &user,
            scopes: &scopes,
            auth_time: family.auth_time,
            login_session: family.login_session_id,
            family: Some((family.id, family.generation)),
            nonce: None,
            now,
        };
        let UserTokens { access_token, id_token } = self.issue_for_user(realm, grant).await?;
        let successor = RefreshToken { family_id: family.id, generation: family.generation };
        Ok(TokenResponse {
            access_token: access_token.text,
            expires_in: access_token.expires_in,
            refresh_token: Some(self.refresh_token_key(realm).write(successor)),
            id_token,
            scopes,
        })
    }
}

/// Do the switches that the family began under still hold? What was asked for and agreed to was settled then.
fn still_allowed(workspace: &Workspace, client: &Client, family: &Family) -> Result<(), Refusal> {
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

/// Why a family does not refresh any more.
fn gone(family: Option<&Family>) -> Refusal {
    match family {
        Some(family) if family.revoked.is_some() => Refusal::RevokedRefreshToken,
        Some(_) => Refusal::ExpiredRefreshToken,
        None => Refusal::UnknownRefreshToken,
    }
}
