//! Devices that wait for a user.

use domain::{
    clock::Timestamp,
    id::{ClientId, WorkspaceId},
};
use engine::storage::{
    DeviceAllowance, DeviceDecided, DeviceDenial, DevicePoll, DevicePolled, DeviceRequest, DeviceStart, DeviceStarted, DeviceState,
    DeviceStorage, SecretHash, StorageError,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect as _, Select, Set, sea_query::OnConflict};

use crate::{
    EngineStorage, Error, Writing, basis,
    batch::among,
    column::Coded as _,
    consents::put_consent,
    counts::count_up_to,
    engine_storage::{during, during_write},
    entity::{
        authorization_code,
        device_request::{ActiveModel, Column, Entity, row},
    },
    shares::{Waiting, made_room},
};

/// What a device that waits is shared out by.
const WAITING: Waiting<Column> = Waiting { site: Column::Site, since: Column::CreatedAt, key: Column::Hash };

/// The request of a device code.
fn of(workspace: WorkspaceId, hash: SecretHash) -> Select<Entity> {
    Entity::find_by_id(hash.to_vec()).filter(Column::WorkspaceId.eq(workspace.as_uuid()))
}

/// The requests of a client that are open.
fn open_of(client: ClientId, now: Timestamp) -> Select<Entity> {
    Entity::find()
        .filter(Column::ClientId.eq(client.as_uuid()))
        .filter(Column::ExpiresAt.gt(now.as_millis()))
        .filter(Column::State.eq(DeviceState::Pending.code()))
}

/// Ends a request that is open. Returns `false` where it is not: whoever comes second waits for its row, and then finds it ended.
async fn end_open(
    connection: &Writing,
    (workspace, hash): (WorkspaceId, SecretHash),
    at: Timestamp,
    state: DeviceState,
) -> Result<bool, Error> {
    let ended = Entity::update_many()
        .set(ActiveModel { state: Set(state.code().to_owned()), ..Default::default() })
        .filter(Column::Hash.eq(hash.to_vec()))
        .filter(Column::WorkspaceId.eq(workspace.as_uuid()))
        .filter(Column::State.eq(DeviceState::Pending.code()))
        .filter(Column::ExpiresAt.gt(at.as_millis()))
        .exec(connection)
        .await?;
    Ok(ended.rows_affected == 1)
}

/// Writes that a device asked, or that it was told that its code has expired.
async fn note(connection: &Writing, hash: SecretHash, change: ActiveModel) -> Result<(), Error> {
    Entity::update_many().set(change).filter(Column::Hash.eq(hash.to_vec())).exec(connection).await?;
    Ok(())
}

impl DeviceStorage for EngineStorage {
    async fn begin_device_request(&self, start: DeviceStart) -> Result<DeviceStarted, StorageError> {
        during_write("begin_device_request", || async {
            let DeviceStart { request, basis, most } = start.clone();
            let transaction = self.store.begin().await?;
            let connection = transaction.connection();
            if !basis::lock(&transaction, &basis).await? {
                return Ok(DeviceStarted::BasisChanged);
            }
            let open = open_of(request.client_id, request.created_at);
            if count_up_to(most, open.clone(), connection).await? >= most {
                let Some(oldest) = made_room(open, &WAITING, request.site, connection).await? else { return Ok(DeviceStarted::TooMany) };
                let pending = Entity::delete_many().filter(Column::Hash.eq(oldest)).filter(Column::State.eq(DeviceState::Pending.code()));
                pending.exec(connection).await?;
            }
            let keep = OnConflict::columns([Column::WorkspaceId, Column::UserCodeHash]).do_nothing().to_owned();
            if Entity::insert(row(request)).on_conflict(keep).exec_without_returning(connection).await? == 0 {
                return Ok(DeviceStarted::CodeTaken);
            }
            transaction.commit().await?;
            Ok(DeviceStarted::Done)
        })
        .await
    }

    async fn find_device_request(&self, workspace: WorkspaceId, hash: SecretHash) -> Result<Option<DeviceRequest>, StorageError> {
        during("find_device_request", async {
            of(workspace, hash).one(self.store.reader()).await?.map(DeviceRequest::try_from).transpose()
        })
        .await
    }

    async fn find_device_request_by_user_code(
        &self,
        workspace: WorkspaceId,
        hashes: Vec<SecretHash>,
    ) -> Result<Option<DeviceRequest>, StorageError> {
        during("find_device_request_by_user_code", async {
            let query = Entity::find().filter(Column::WorkspaceId.eq(workspace.as_uuid())).filter(among(
                Some(&hashes),
                Column::UserCodeHash,
                |hash| hash.to_vec(),
            ));
            query.one(self.store.reader()).await?.map(DeviceRequest::try_from).transpose()
        })
        .await
    }

    async fn poll_device_request(&self, poll: DevicePoll) -> Result<DevicePolled, StorageError> {
        during_write("poll_device_request", || async {
            let transaction = self.store.begin().await?;
            let connection = transaction.connection();
            let Some(found) = of(poll.workspace_id, poll.hash).lock_exclusive().one(connection).await? else {
                return Ok(DevicePolled::Unknown);
            };
            let request = DeviceRequest::try_from(found)?;
            if request.client_id != poll.client_id {
                return Ok(DevicePolled::Foreign);
            }
            match request.state {
                DeviceState::Allowed => return Ok(DevicePolled::Allowed),
                DeviceState::Denied => return Ok(DevicePolled::Denied),
                DeviceState::Expired => return Ok(DevicePolled::Expired),
                DeviceState::Pending => {}
            }
            let (polled, change) = if poll.at >= request.expires_at {
                let state = Set(DeviceState::Expired.code().to_owned());
                (DevicePolled::Expired, ActiveModel { state, ..Default::default() })
            } else {
                let is_early = request.is_early(poll.at);
                let seconds = if is_early { request.slower() } else { request.interval };
                let polled = if is_early { DevicePolled::TooEarly } else { DevicePolled::Pending };
                let polled_at = Set(Some(poll.at.as_millis()));
                (polled, ActiveModel { polled_at, poll_seconds: Set(seconds), ..Default::default() })
            };
            note(connection, poll.hash, change).await?;
            transaction.commit().await?;
            Ok(polled)
        })
        .await
    }

    async fn allow_device(&self, allowance: DeviceAllowance) -> Result<DeviceDecided, StorageError> {
        during_write("allow_device", || async {
            let DeviceAllowance { hash, at, code, consent, basis, audit } = allowance.clone();
            let transaction = self.store.begin().await?;
            let connection = transaction.connection();
            if !basis::lock(&transaction, &basis).await? {
                return Ok(DeviceDecided::BasisChanged);
            }
            if !end_open(connection, (code.workspace_id, hash), at, DeviceState::Allowed).await? {
                return Ok(DeviceDecided::Over);
            }
            put_consent(connection, consent).await?;
            authorization_code::Entity::insert(authorization_code::row(code)).exec_without_returning(connection).await?;
            transaction.append_audit(audit).await?;
            transaction.commit().await?;
            Ok(DeviceDecided::Done)
        })
        .await
    }

    async fn deny_device(&self, denial: DeviceDenial) -> Result<DeviceDecided, StorageError> {
        during_write("deny_device", || async {
            let DeviceDenial { workspace_id, hash, at, basis, audit } = denial.clone();
            let transaction = self.store.begin().await?;
            if !basis::lock(&transaction, &basis).await? {
                return Ok(DeviceDecided::BasisChanged);
            }
            if !end_open(transaction.connection(), (workspace_id, hash), at, DeviceState::Denied).await? {
                return Ok(DeviceDecided::Over);
            }
            transaction.append_audit(audit).await?;
            transaction.commit().await?;
            Ok(DeviceDecided::Done)
        })
        .await
    }
}
