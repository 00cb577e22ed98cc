//! The words by which things are found.

use domain::search::Target;
use engine::contract::{Failure, seeded};
use migrations::{Migrator, MigratorTrait as _};
use store::{Seen, Sought, testing::TestStore};

#[tokio::test]
async fn what_was_there_before_words_were_kept_is_found() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        // Written without words, as an earlier version did.
        let seed = seeded(&fixture).await?;
        let steps = Migrator::names().iter().rev().position(|name| name.starts_with("m0077")).ok_or("a migration")?;
        let connection = fixture.store().connection_for_migrations();
        Migrator::down(connection, Some(u32::try_from(steps)? + 1)).await?;
        Migrator::up(connection, None).await?;

        let tenant = fixture.store().tenant(seed.tenant.id);
        let (client, user) = (&seed.client.client, &seed.user.user);
        let sought = |text| Sought { text, near: None, most: 5 };
        let clients = tenant.find_clients(sought(client.settings.name.as_str()), &Seen::All).await?;
        assert!(clients.hits.iter().any(|hit| hit.target == Target::Client(client.id)), "{clients:?}");
        let users = tenant.find_users(sought(user.identifier.as_str()), &Seen::All).await?;
        assert!(users.hits.iter().any(|hit| hit.target == Target::User(user.id)), "{users:?}");
    }
    Ok(())
}
