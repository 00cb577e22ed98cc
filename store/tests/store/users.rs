//! Users in their tables: how an upgrade treats existing ones, and what is left of a deleted one.

use std::sync::Arc;

use domain::{
    family::{Revocation, RevocationReason},
    user::{User, UserIdentifier, UserProfile},
};
use engine::{
    contract::{Failure, Fixture, START, Seed, seeded, unique_seed},
    storage::{Directory as _, EventIds},
};
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, Statement};
use store::{SavedUser, Taken, testing::TestStore};

async fn who_signs_in(fixture: &TestStore, seed: &Seed, name: &str) -> Result<Option<String>, Failure> {
    let found = fixture.storage().find_user_by_identifier(seed.workspace.id, &UserIdentifier::parse(name)?).await?;
    Ok(found.map(|record| record.user.identifier.to_string()))
}

async fn edited(fixture: &TestStore, seed: &Seed, user: &User, email: Option<&str>) -> Result<SavedUser, Failure> {
    let transaction = fixture.store().begin().await?;
    let workspace = transaction.tenant(seed.tenant.id).workspace(&seed.workspace.slug).await?.ok_or("the workspace")?;
    let before = workspace.find_user(user.id).await?.ok_or("the user")?;
    let profile = UserProfile { email: email.map(str::to_owned), ..before.profile.clone() };
    let saved = workspace.edit_user(&before, &User { profile, ..before.clone() }).await?;
    transaction.commit().await?;
    Ok(saved)
}

#[tokio::test]
async fn an_upgrade_keeps_e_mail_addresses_that_several_have_and_signs_nobody_in_by_them() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        let (one, other) = (&seed.user.user, &seed.other_user.user);
        // A database of the version before: both users have one address, and one of them also has the other's name.
        let connection = fixture.store().connection_for_migrations();
        let since = Migrator::names().iter().skip_while(|name| *name != "m0012_people").count();
        Migrator::down(connection, Some(u32::try_from(since)?)).await?;
        let shared = "UPDATE users SET email = 'shared@example.com', \
                      profile = '{\"name\": \"Ann\", \"email\": \"shared@example.com\", \"phone_number\": null, \"address\": \"Hauptstr. 1\"}'";
        connection.execute_unprepared(shared).await?;
        Migrator::up(connection, None).await?;

        let read = fixture.storage().find_user(seed.workspace.id, one.id).await?.ok_or("the user")?;
        assert_eq!(read.profile.address.map(|address| address.formatted).as_deref(), Some("Hauptstr. 1"), "an earlier row is read");
        assert_eq!(who_signs_in(&fixture, &seed, one.identifier.as_str()).await?.as_deref(), Some(one.identifier.as_str()));
        assert_eq!(who_signs_in(&fixture, &seed, "shared@example.com").await?, None);
        // A user who saves something else keeps the address; one who keeps it alone signs in with it.
        assert!(matches!(edited(&fixture, &seed, one, Some("shared@example.com")).await?, SavedUser::Saved(_)));
        assert_eq!(who_signs_in(&fixture, &seed, "shared@example.com").await?, None);
        assert!(matches!(edited(&fixture, &seed, one, None).await?, SavedUser::Saved(_)));
        assert_eq!(who_signs_in(&fixture, &seed, "shared@example.com").await?.as_deref(), Some(other.identifier.as_str()));
        assert_eq!(edited(&fixture, &seed, one, Some("shared@example.com")).await?, SavedUser::Taken(Taken::Email));
        assert!(matches!(edited(&fixture, &seed, other, Some(one.identifier.as_str())).await?, SavedUser::Taken(_)));
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_give_up_a_shared_address_at_once_leave_it_to_nobody() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let fixture = Arc::new(fixture);
        for number in 0..8 {
            let seed = Seed::new(&format!("acme-{number}"), "main")?;
            fixture.seed(seed.clone()).await?;
            let connection = fixture.store().connection_for_migrations();
            let workspace = seed.workspace.id.as_uuid();
            let hex = workspace.simple().to_string();
            let id = if connection.get_database_backend() == sea_orm::DbBackend::Sqlite {
                format!("x'{hex}'")
            } else {
                format!("'{workspace}'")
            };
            let shared = format!("UPDATE users SET email = 'shared@example.com' WHERE workspace_id = {id}");
            connection.execute_unprepared(&shared).await?;
            let unclear = format!("INSERT INTO sign_in_names (workspace_id, name) VALUES ({id}, 'shared@example.com')");
            connection.execute_unprepared(&unclear).await?;
            // As in their profiles, which are what is read.
            let profile = "'{\"name\": \"Ann\", \"email\": \"shared@example.com\", \"phone_number\": null, \"address\": null}'";
            connection.execute_unprepared(&format!("UPDATE users SET profile = {profile} WHERE workspace_id = {id}")).await?;
            let mut giving_up = tokio::task::JoinSet::new();
            for user in [seed.user.user.clone(), seed.other_user.user.clone()] {
                let (fixture, seed) = (Arc::clone(&fixture), seed.clone());
                giving_up.spawn(async move { edited(&fixture, &seed, &user, None).await });
            }
            while let Some(outcome) = giving_up.join_next().await {
                assert!(matches!(outcome??, SavedUser::Saved(_)));
            }
            assert_eq!(who_signs_in(&fixture, &seed, "shared@example.com").await?, None);
            assert!(
                matches!(edited(&fixture, &seed, &seed.user.user, Some("shared@example.com")).await?, SavedUser::Saved(_)),
                "it is free"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn nothing_personal_is_left_of_a_deleted_user() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = seeded(&fixture).await?;
        assert!(matches!(edited(&fixture, &seed, &seed.user.user, Some("alice@example.com")).await?, SavedUser::Saved(_)));
        let transaction = fixture.store().begin().await?;
        let workspace = transaction.tenant(seed.tenant.id).workspace(&seed.workspace.slug).await?.ok_or("the workspace")?;
        let user = workspace.find_user(seed.user.user.id).await?.ok_or("the user")?;
        let end = Revocation { at: START, reason: RevocationReason::UserDeleted };
        workspace.delete_user(&user, end, EventIds::new(START, unique_seed())).await?;
        transaction.commit().await?;
        let connection = fixture.store().connection_for_migrations();
        let left = "SELECT (SELECT count(*) FROM users WHERE deleted_at IS NOT NULL AND name = '' AND email IS NULL AND password_hash IS NULL \
                    AND CAST(profile AS TEXT) = '{}' AND identifier LIKE 'deleted %') AS remains, \
                    (SELECT count(*) FROM sign_in_names) AS names, (SELECT count(*) FROM users) AS users";
        let found = connection.query_one_raw(Statement::from_string(connection.get_database_backend(), left)).await?.ok_or("a row")?;
        let [remains, names, users] = [found.try_get::<i64>("", "remains")?, found.try_get("", "names")?, found.try_get("", "users")?];
        assert_eq!([remains, names, users], [1, 1, 2]);
    }
    Ok(())
}
