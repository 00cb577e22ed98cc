//! What has an identifier that somebody typed whole.

use domain::{
    family::{DELETED_USER, named_by},
    id::{ClientId, FamilyId, LoginSessionId, UserId, WorkspaceId},
    search::{SearchHit, Target},
};
use sea_orm::{EntityTrait, QueryFilter, QuerySelect, prelude::Uuid};

use super::{Candidates, Found, Seen, Sought, workspace_hit};
use crate::{
    Access, Error, TenantStore,
    batch::Batch,
    entity::{client, login_session, token_family, user},
    search_words::Kind,
};

/// The row of a refresh token: its workspace, its user and its client.
type Owned = (Uuid, Uuid, Uuid);

impl<C: Access> TenantStore<'_, C> {
    /// Returns the workspace with this identifier.
    pub async fn find_workspace_by_id(&self, id: WorkspaceId) -> Result<Option<SearchHit>, Error> {
        Ok(self.workspaces_by_id(&[id]).await?.remove(&id).map(workspace_hit))
    }

    /// Returns the service with this identifier.
    pub async fn find_service_by_id(&self, id: Uuid, seen: &Seen) -> Result<Found, Error> {
        self.find_by_id(Kind::Service, id, seen).await
    }

    /// Returns the user with this identifier.
    pub async fn find_user_by_id(&self, id: Uuid, seen: &Seen) -> Result<Found, Error> {
        self.find_by_id(Kind::User, id, seen).await
    }

    async fn find_by_id(&self, kind: Kind, id: Uuid, seen: &Seen) -> Result<Found, Error> {
        let candidates = Candidates { ids: vec![id], more: false };
        self.walk(kind, candidates, seen, Sought { text: "", near: None, most: 1 }).await
    }

    /// Returns the refresh token with this identifier, named by its client and its user.
    pub async fn find_family_by_id(&self, id: FamilyId, seen: &Seen) -> Result<Option<SearchHit>, Error> {
        use token_family::Column;

        let query = token_family::Entity::find_by_id(id.as_uuid())
            .select_only()
            .columns([Column::WorkspaceId, Column::UserId, Column::ClientId])
            .filter(seen.condition(Column::WorkspaceId, Some(Column::ClientId)));
        let Some((home, user, client)) = query.into_tuple::<Owned>().one(self.connection).await? else { return Ok(None) };
        let home = WorkspaceId::from_uuid(home);
        let Some(workspace) = self.workspaces_by_id(&[home]).await?.remove(&home) else { return Ok(None) };
        let name = client::Entity::find_by_id(client).select_only().column(client::Column::Name);
        let name: Option<String> = name.into_tuple().one(self.connection).await?;
        let name = name.unwrap_or_else(|| ClientId::from_uuid(client).to_string());
        let user = self.user_words(user).await?;
        let name = named_by(&name, &user);
        Ok(Some(SearchHit { target: Target::RefreshToken(id), name, detail: id.to_string(), workspace: Some(workspace) }))
    }

    /// Returns the login session with this identifier, named by its user.
    pub async fn find_session_by_id(&self, id: LoginSessionId, seen: &Seen) -> Result<Option<SearchHit>, Error> {
        use login_session::Column;

        let query = login_session::Entity::find_by_id(id.as_uuid())
            .select_only()
            .columns([Column::WorkspaceId, Column::UserId])
            .filter(seen.condition(Column::WorkspaceId, None::<Column>));
        let Some((home, user)) = query.into_tuple::<(Uuid, Uuid)>().one(self.connection).await? else { return Ok(None) };
        let home = WorkspaceId::from_uuid(home);
        let Some(workspace) = self.workspaces_by_id(&[home]).await?.remove(&home) else { return Ok(None) };
        let name = self.user_words(user).await?;
        let target = Target::Session(id, UserId::from_uuid(user));
        Ok(Some(SearchHit { target, name, detail: id.to_string(), workspace: Some(workspace) }))
    }

    /// Returns what a user signs in with, or their identifier where they were deleted.
    async fn user_words(&self, user: Uuid) -> Result<String, Error> {
        let ids = [user];
        let name = user::existing().filter(Batch::fixed(&ids).contains(user::Column::Id, |id| *id));
        let name: Option<String> = name.select_only().column(user::Column::Identifier).into_tuple().one(self.connection).await?;
        Ok(name.unwrap_or_else(|| format!("{DELETED_USER} {}", UserId::from_uuid(user))))
    }
}
