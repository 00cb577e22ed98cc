//! Tokens for the admin API.

use domain::{
    administrator::{Administrator, AdministratorStatus, ApiToken},
    clock::Timestamp,
    id::{AdministratorId, ApiTokenId},
};
use engine::storage::SecretHash;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    Access, Administrators, Error, Writing,
    entity::api_token::{Column, Entity, row},
    paging::read,
};

impl<C: Access> Administrators<'_, C> {
    /// Returns the tokens of an administrator, expired ones included, newest first.
    pub async fn list_api_tokens(&self, administrator: AdministratorId) -> Result<Vec<ApiToken>, Error> {
        let query = Entity::find().filter(Column::AdministratorId.eq(administrator.as_uuid()));
        read(query.order_by_desc(Column::Id).all(self.connection).await?)
    }

    /// Returns the token with this identifier.
    pub async fn find_api_token(&self, id: ApiTokenId) -> Result<Option<ApiToken>, Error> {
        Entity::find_by_id(id.as_uuid()).one(self.connection).await?.map(ApiToken::try_from).transpose()
    }

    /// Returns the valid token with this hash and the active administrator that it acts for.
    pub async fn find_by_api_token(&self, hash: &SecretHash, now: Timestamp) -> Result<Option<(Administrator, ApiToken)>, Error> {
        let query = Entity::find().filter(Column::TokenHash.eq(hash.as_slice())).filter(Column::ExpiresAt.gt(now.as_millis()));
        let Some(row) = query.one(self.connection).await? else { return Ok(None) };
        let administrator = self.find(AdministratorId::from_uuid(row.administrator_id)).await?;
        let active = administrator.filter(|administrator| administrator.status == AdministratorStatus::Active);
        let Some(administrator) = active else { return Ok(None) };
        Ok(Some((administrator, row.try_into()?)))
    }
}

impl Administrators<'_, Writing> {
    /// Stores a new token, by its hash.
    pub async fn insert_api_token(&self, token: &ApiToken, hash: SecretHash) -> Result<(), Error> {
        Entity::insert(row(token, hash)?).exec_without_returning(self.connection).await?;
        Ok(())
    }

    /// Revokes a token. Returns `false` where there is none.
    pub async fn delete_api_token(&self, id: ApiTokenId) -> Result<bool, Error> {
        Ok(Entity::delete_by_id(id.as_uuid()).exec(self.connection).await?.rows_affected == 1)
    }
}
