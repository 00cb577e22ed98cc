//! Administrators by their names.

use domain::{
    id::{AdministratorId, TenantId},
    search::{SearchHit, Target},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, prelude::Uuid};

use super::{Found, Seen, Sought};
use crate::{
    Access, Administrators, Error,
    entity::{administrator, role_assignment},
    paging::matching,
};

impl<C: Access> Administrators<'_, C> {
    /// Returns the administrators whose name or e-mail address contains each word, or who have this identifier, by e-mail address. Those who
    /// have a role in the tenant where it is seen; of the whole installation, where no tenant is given.
    pub async fn search(&self, sought: Sought<'_>, within: Option<(TenantId, &Seen)>) -> Result<Found, Error> {
        use administrator::Column;

        let named = matching(&[Column::Email, Column::Name], sought.text);
        let named = match sought.text.trim().parse::<AdministratorId>() {
            Ok(id) => Condition::any().add(named).add(Column::Id.eq(id.as_uuid())),
            Err(_) => named,
        };
        let mut query = administrator::Entity::find().select_only().columns([Column::Id, Column::Name, Column::Email]).filter(named);
        if let Some((tenant, seen)) = within {
            use role_assignment::Column as Assigned;
            let here = role_assignment::Entity::find()
                .select_only()
                .column(Assigned::AdministratorId)
                .filter(Assigned::TenantId.eq(tenant.as_uuid()))
                .filter(seen.condition(Assigned::WorkspaceId, Some(Assigned::ClientId)));
            query = query.filter(Column::Id.in_subquery(here.into_query()));
        }
        let query = query.order_by_asc(Column::Email).limit(sought.most as u64 + 1);
        let rows: Vec<(Uuid, String, String)> = query.into_tuple().all(self.connection).await?;
        let hits = rows.into_iter().map(|(id, name, detail)| {
            let target = Target::Administrator(AdministratorId::from_uuid(id));
            SearchHit { target, name, detail, workspace: None }
        });
        Ok(Found::cut(hits.collect(), sought.most, false))
    }
}
