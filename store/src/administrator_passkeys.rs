//! The passkeys of administrators.

use domain::{
    id::{AdministratorId, PasskeyId},
    name::Name,
};
use engine::passkey::{Passkey, PasskeyUse};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::{
    Access, Administrators, Error, Writing,
    entity::administrator_passkey::{ActiveModel, Column, Entity, row},
    paging::read,
};

impl<C: Access> Administrators<'_, C> {
    /// Returns the passkeys of an administrator, the oldest first.
    pub async fn list_passkeys(&self, administrator: AdministratorId) -> Result<Vec<Passkey>, Error> {
        let own = Entity::find().filter(Column::AdministratorId.eq(administrator.as_uuid())).order_by_asc(Column::Id);
        read(own.all(self.connection).await?)
    }

    /// Counts the passkeys of an administrator.
    pub async fn count_passkeys(&self, administrator: AdministratorId) -> Result<u64, Error> {
        Ok(Entity::find().filter(Column::AdministratorId.eq(administrator.as_uuid())).count(self.connection).await?)
    }

    /// Returns the passkey that its authenticator calls so, and whose it is.
    pub async fn find_passkey(&self, credential: &[u8]) -> Result<Option<(AdministratorId, Passkey)>, Error> {
        let found = Entity::find().filter(Column::Credential.eq(credential.to_vec())).one(self.connection).await?;
        found.map(|row| Ok((AdministratorId::from_uuid(row.administrator_id), row.try_into()?))).transpose()
    }
}

impl Administrators<'_, Writing> {
    /// Gives an administrator a passkey. [`Error::Conflict`] where somebody has it.
    pub async fn insert_passkey(&self, administrator: AdministratorId, passkey: &Passkey) -> Result<(), Error> {
        Entity::insert(row(administrator, passkey)).exec_without_returning(self.connection).await?;
        Ok(())
    }

    /// Uses a passkey. Returns `false`, and changes nothing, where it is not there, or was used since it was read ([`PasskeyUse::follows`]).
    pub async fn use_passkey(&self, administrator: AdministratorId, used: &PasskeyUse) -> Result<bool, Error> {
        let change = ActiveModel {
            sign_count: Set(used.sign_count.into()),
            challenged_at: Set(used.challenged_at.as_millis()),
            last_used_at: Set(Some(used.at.as_millis())),
            ..Default::default()
        };
        // One that does not count stays at 0.
        let count = i64::from(used.sign_count);
        let grows = if count == 0 { Column::SignCount.eq(0) } else { Column::SignCount.lt(count) };
        let update = Entity::update_many()
            .set(change)
            .filter(Column::Id.eq(used.id.as_uuid()))
            .filter(Column::AdministratorId.eq(administrator.as_uuid()))
            .filter(Column::ChallengedAt.lt(used.challenged_at.as_millis()))
            .filter(grows);
        Ok(update.exec(self.connection).await?.rows_affected == 1)
    }

    /// Renames a passkey of an administrator. Returns `false` where they have no such one.
    pub async fn rename_passkey(&self, administrator: AdministratorId, id: PasskeyId, name: &Name) -> Result<bool, Error> {
        let update = Entity::update_many()
            .set(ActiveModel { name: Set(name.to_string()), ..Default::default() })
            .filter(Column::Id.eq(id.as_uuid()))
            .filter(Column::AdministratorId.eq(administrator.as_uuid()));
        Ok(update.exec(self.connection).await?.rows_affected == 1)
    }

    /// Removes a passkey of an administrator. Returns `false` where they have no such one.
    pub async fn delete_passkey(&self, administrator: AdministratorId, id: PasskeyId) -> Result<bool, Error> {
        let own = Entity::delete_by_id(id.as_uuid()).filter(Column::AdministratorId.eq(administrator.as_uuid()));
        Ok(own.exec(self.connection).await?.rows_affected == 1)
    }

    /// Removes all passkeys of an administrator.
    pub(crate) async fn delete_passkeys(&self, administrator: AdministratorId) -> Result<(), Error> {
        Entity::delete_many().filter(Column::AdministratorId.eq(administrator.as_uuid())).exec(self.connection).await?;
        Ok(())
    }
}
