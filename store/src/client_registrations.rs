//! Clients that registered themselves, and the tokens that let them.

use domain::{
    client_metadata::ClientAbout,
    client_registration::{ClientRegistration, InitialAccessToken},
    clock::Timestamp,
    id::{ClientId, InitialAccessTokenId},
};
use engine::storage::SecretHash;
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, Set,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait as _, SelectStatement},
};

use crate::{
    Access, Error, WorkspaceStore, Writing,
    batch::among,
    column::to_json,
    entity::{client_registration, initial_access_token},
    paging::read,
};

impl<C: Access> WorkspaceStore<'_, C> {
    fn initial_access_tokens(&self) -> Select<initial_access_token::Entity> {
        initial_access_token::Entity::find().filter(initial_access_token::Column::WorkspaceId.eq(self.id()))
    }

    fn client_registrations(&self) -> Select<client_registration::Entity> {
        client_registration::Entity::find().filter(client_registration::Column::WorkspaceId.eq(self.id()))
    }

    /// Returns the tokens that let clients register, those that are over included, newest first.
    pub async fn list_initial_access_tokens(&self) -> Result<Vec<InitialAccessToken>, Error> {
        read(self.initial_access_tokens().order_by_desc(initial_access_token::Column::Id).all(self.connection).await?)
    }

    /// Returns the token with this identifier.
    pub async fn find_initial_access_token(&self, id: InitialAccessTokenId) -> Result<Option<InitialAccessToken>, Error> {
        let query = self.initial_access_tokens().filter(initial_access_token::Column::Id.eq(id.as_uuid()));
        query.one(self.connection).await?.map(InitialAccessToken::try_from).transpose()
    }

    /// Returns whether a token with this hash lets a client register now.
    pub async fn takes_initial_access_token(&self, hash: &SecretHash, now: Timestamp) -> Result<bool, Error> {
        use initial_access_token::Column;

        let token = self.initial_access_tokens().filter(Column::TokenHash.eq(hash.to_vec())).filter(Column::ExpiresAt.gt(now.as_millis()));
        let token = token.one(self.connection).await?.map(InitialAccessToken::try_from).transpose()?;
        Ok(token.is_some_and(|token| token.uses_left() > 0))
    }

    /// The identifiers of the clients that registered themselves.
    pub(crate) fn registered_ids(&self) -> SelectStatement {
        self.client_registrations().select_only().column(client_registration::Column::ClientId).into_query()
    }

    /// Returns which of these clients registered themselves. They are few: those of a page of a list at most.
    pub async fn registered_among(&self, ids: &[ClientId]) -> Result<Vec<ClientId>, Error> {
        let these = among(Some(ids), client_registration::Column::ClientId, |id| id.as_uuid());
        let rows = self.client_registrations().filter(these).all(self.connection).await?;
        Ok(rows.into_iter().map(|row| ClientId::from_uuid(row.client_id)).collect())
    }

    /// Counts the clients that registered themselves.
    pub async fn count_client_registrations(&self) -> Result<u64, Error> {
        Ok(self.client_registrations().count(self.connection).await?)
    }

    /// Returns how a client registered itself; none of one that did not.
    pub async fn find_client_registration(&self, client: ClientId) -> Result<Option<ClientRegistration>, Error> {
        let query = self.client_registrations().filter(client_registration::Column::ClientId.eq(client.as_uuid()));
        query.one(self.connection).await?.map(ClientRegistration::try_from).transpose()
    }

    /// Returns the same if this is the hash of the client's registration access token.
    pub async fn find_registration_by_token(&self, client: ClientId, hash: &SecretHash) -> Result<Option<ClientRegistration>, Error> {
        let query = self
            .client_registrations()
            .filter(client_registration::Column::ClientId.eq(client.as_uuid()))
            .filter(client_registration::Column::TokenHash.eq(hash.to_vec()));
        query.one(self.connection).await?.map(ClientRegistration::try_from).transpose()
    }
}

impl WorkspaceStore<'_, Writing> {
    /// Stores a new token that lets clients register, by its hash, and with the administrator or API client that it ends with.
    pub async fn insert_initial_access_token(
        &self,
        token: &InitialAccessToken,
        maker: Option<Uuid>,
        hash: SecretHash,
    ) -> Result<(), Error> {
        let row = initial_access_token::row(self.id(), token, maker, hash);
        initial_access_token::Entity::insert(row).exec_without_returning(self.connection).await?;
        Ok(())
    }

    /// Uses a token with this hash once. Returns none where it is unknown, has expired or was used as often as it may be.
    pub async fn use_initial_access_token(&self, hash: &SecretHash, now: Timestamp) -> Result<Option<InitialAccessToken>, Error> {
        use initial_access_token::{Column, Entity};

        let used = Entity::update_many()
            .col_expr(Column::Used, Expr::col(Column::Used).add(1))
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::TokenHash.eq(hash.to_vec()))
            .filter(Column::ExpiresAt.gt(now.as_millis()))
            .filter(Expr::col(Column::Used).lt(Expr::col(Column::Uses)));
        if used.exec(self.connection).await?.rows_affected != 1 {
            return Ok(None);
        }
        let found = self.initial_access_tokens().filter(Column::TokenHash.eq(hash.to_vec())).one(self.connection).await?;
        found.map(InitialAccessToken::try_from).transpose()
    }

    /// Revokes a token that lets clients register. Returns `false` where there is none.
    pub async fn delete_initial_access_token(&self, id: InitialAccessTokenId) -> Result<bool, Error> {
        use initial_access_token::{Column, Entity};

        let this = Entity::delete_many().filter(Column::WorkspaceId.eq(self.id())).filter(Column::Id.eq(id.as_uuid()));
        Ok(this.exec(self.connection).await?.rows_affected == 1)
    }

    /// Revokes the tokens that an API client of this workspace made, in whichever workspace they let clients register. Returns how many.
    pub async fn delete_initial_access_tokens_made_by(&self, client: ClientId) -> Result<u64, Error> {
        let theirs = initial_access_token::Column::CreatedById.eq(client.as_uuid());
        Ok(initial_access_token::Entity::delete_many().filter(theirs).exec(self.connection).await?.rows_affected)
    }

    /// Deletes the tokens that expired before this time.
    pub async fn forget_initial_access_tokens(&self, before: Timestamp) -> Result<(), Error> {
        use initial_access_token::{Column, Entity};

        let over = Entity::delete_many().filter(Column::WorkspaceId.eq(self.id())).filter(Column::ExpiresAt.lte(before.as_millis()));
        over.exec(self.connection).await?;
        Ok(())
    }

    /// Stores how a client registered itself, with the hash of its registration access token.
    pub async fn insert_client_registration(
        &self,
        client: ClientId,
        registration: &ClientRegistration,
        hash: SecretHash,
    ) -> Result<(), Error> {
        let row = client_registration::ActiveModel {
            client_id: Set(client.as_uuid()),
            workspace_id: Set(self.id()),
            registered_at: Set(registration.registered_at.as_millis()),
            initial_access_token: Set(registration.initial_access_token.as_ref().map(ToString::to_string)),
            token_hash: Set(Some(hash.into())),
            about: Set(to_json(&registration.about)?),
        };
        client_registration::Entity::insert(row).exec_without_returning(self.connection).await?;
        Ok(())
    }

    /// Saves what a client that registered itself says of itself.
    pub async fn update_client_about(&self, client: ClientId, about: &ClientAbout) -> Result<(), Error> {
        let row = client_registration::ActiveModel { about: Set(to_json(about)?), ..Default::default() };
        self.update_registration(client, row).await.map(|_| ())
    }

    /// Revokes the registration access token of a client. Returns `false` where it has none.
    pub async fn revoke_registration_access_token(&self, client: ClientId) -> Result<bool, Error> {
        let there = self.find_client_registration(client).await?.is_some_and(|registration| registration.manages_itself);
        let row = client_registration::ActiveModel { token_hash: Set(None), ..Default::default() };
        Ok(there && self.update_registration(client, row).await?)
    }

    async fn update_registration(&self, client: ClientId, row: client_registration::ActiveModel) -> Result<bool, Error> {
        use client_registration::{Column, Entity};

        let this = Entity::update_many().set(row).filter(Column::WorkspaceId.eq(self.id())).filter(Column::ClientId.eq(client.as_uuid()));
        Ok(this.exec(self.connection).await?.rows_affected == 1)
    }
}
