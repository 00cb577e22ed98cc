//! The end of all that a user gave a client.

use engine::storage::AccessEnd;
use sea_orm::{ColumnTrait, Condition, EntityTrait};

use crate::{
    Error, Store,
    endings::{Owner, deny_access_tokens, end_families, forget_codes},
    entity::{consent, token_family},
};

pub(super) async fn end(store: &Store, end: AccessEnd) -> Result<bool, Error> {
    let AccessEnd { workspace_id, user_id, client_id, revocation, audit, event_ids } = end;
    let transaction = store.begin().await?;
    let connection = transaction.connection();
    let owner = Owner { workspace: workspace_id, client: Some(client_id), user: Some(user_id) };
    // Codes first: an exchange that was quicker has committed by then what is ended below, and a slower one finds no code.
    let codes = forget_codes(connection, owner).await?;
    let tokens = deny_access_tokens(connection, owner, revocation.at).await?;
    let of_both = Condition::all()
        .add(token_family::Column::UserId.eq(user_id.as_uuid()))
        .add(token_family::Column::ClientId.eq(client_id.as_uuid()));
    let families = end_families(connection, workspace_id, of_both, |_| true, revocation, &mut event_ids.iter()).await?;
    let consent = (workspace_id.as_uuid(), user_id.as_uuid(), client_id.as_uuid());
    let consents = consent::Entity::delete_by_id(consent).exec(connection).await?.rows_affected;
    if codes + tokens + families + consents == 0 {
        return Ok(false);
    }
    transaction.append_audit(audit).await?;
    transaction.commit().await?;
    Ok(true)
}
