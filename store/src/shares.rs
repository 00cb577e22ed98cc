//! What waits for a client is shared out between the sites that it came from, where the client does not authenticate.

use engine::{Site, storage::makes_room};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::{Error, counts::count_up_to};

/// The columns of something that waits: where it came from, since when it waits, and its key.
pub(crate) struct Waiting<C> {
    pub(crate) site: C,
    pub(crate) since: C,
    pub(crate) key: C,
}

/// Returns how much the site has that has the most of what waits, and the key of the oldest of that.
pub(crate) async fn oldest_of_largest<E: EntityTrait>(
    rows: Select<E>,
    columns: &Waiting<E::Column>,
    connection: &impl ConnectionTrait,
) -> Result<Option<(u64, Vec<u8>)>, Error> {
    let Waiting { site, since, key } = *columns;
    let by_size = rows.clone().select_only().column(site).column_as(key.count(), "held").group_by(site);
    let largest: Option<(Option<Vec<u8>>, i64)> =
        by_size.order_by_desc(key.count()).order_by_asc(site).limit(1).into_tuple().one(connection).await?;
    let Some((largest, held)) = largest else { return Ok(None) };
    let of_it = match largest {
        Some(largest) => rows.filter(site.eq(largest)),
        None => rows.filter(site.is_null()),
    };
    let oldest: Option<Vec<u8>> =
        of_it.select_only().column(key).order_by_asc(since).order_by_asc(key).limit(1).into_tuple().one(connection).await?;
    Ok(oldest.map(|oldest| (u64::try_from(held).unwrap_or_default(), oldest)))
}

/// Returns the key of what makes room for one more of a site; nothing where that has its share, or whoever has it wait is known.
pub(crate) async fn made_room<E: EntityTrait>(
    rows: Select<E>,
    columns: &Waiting<E::Column>,
    own: Option<Site>,
    connection: &impl ConnectionTrait,
) -> Result<Option<Vec<u8>>, Error> {
    let Some(own) = own else { return Ok(None) };
    let rows = rows.filter(columns.site.is_not_null());
    let Some((most_held, oldest)) = oldest_of_largest(rows.clone(), columns, connection).await? else { return Ok(None) };
    let has = count_up_to(most_held, rows.filter(columns.site.eq(own.as_bytes().to_vec())), connection).await?;
    Ok(makes_room(most_held, has).then_some(oldest))
}
