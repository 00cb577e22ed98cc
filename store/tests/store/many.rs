//! One action ends all of something, however much there is.

use domain::family::{Revocation, RevocationReason};
use engine::{
    contract::{Failure, Fixture, START, Seed, seeded, unique_seed},
    storage::{ConsentStorage as _, EventIds},
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use store::{EndedTokens, FamiliesOf, testing::TestStore};

/// More than one statement of either database can name: 32,766 parameters on SQLite, in rows of 3 columns.
const MANY: i64 = 11_000;

async fn count(fixture: &TestStore, of: &str) -> Result<i64, Failure> {
    let connection = fixture.store().connection_for_migrations();
    let query = Statement::from_string(connection.get_database_backend(), format!("SELECT count(*) AS many FROM {of}"));
    Ok(connection.query_one_raw(query).await?.ok_or("a row")?.try_get("", "many")?)
}

/// Returns an identifier as the database writes it.
fn literal(backend: DbBackend, id: sea_orm::prelude::Uuid) -> String {
    match backend {
        DbBackend::Sqlite => format!("X'{}'", id.simple()),
        _ => format!("'{id}'"),
    }
}

/// Stores this many live families, and access tokens without a family, of the seed's user at the seed's client.
async fn fill(fixture: &TestStore, seed: &Seed) -> Result<(), Failure> {
    let connection = fixture.store().connection_for_migrations();
    let backend = connection.get_database_backend();
    let [workspace, client, user] =
        [seed.workspace.id.as_uuid(), seed.client.client.id.as_uuid(), seed.user.user.id.as_uuid()].map(|id| literal(backend, id));
    let (numbers, id, hash) = match backend {
        DbBackend::Sqlite => (
            format!("(WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {MANY}) SELECT n FROM numbers)"),
            "randomblob(16)",
            "randomblob(32)",
        ),
        _ => (format!("(SELECT n FROM generate_series(1, {MANY}) AS n) AS numbers"), "gen_random_uuid()", "decode(md5(n::text), 'hex')"),
    };
    let end = START.plus_seconds(3600).as_millis();
    let no = if backend == DbBackend::Sqlite { "0" } else { "false" };
    connection
        .execute_unprepared(&format!(
            "INSERT INTO authorization_codes (hash, workspace_id, client_id, user_id, login_session_id, redirect_uri, scopes,
                 offline_consented, offline_requested, resources, auth_time, session_expires_at, expires_at, redeemed_at,
                 redeemed_access_token_id, redeemed_access_token_expires_at)
             SELECT {hash}, {workspace}, {client}, {user}, {id}, 'https://shop.example/callback', 'openid', {no}, {no}, '', 1, {end}, {end},
                 1, {id}, {end} FROM {numbers}"
        ))
        .await?;
    connection
        .execute_unprepared(&format!(
            "INSERT INTO token_families (auth_time, created_at, rotated_at, last_used_at, expires_at, generation, id, workspace_id,
                 client_id, user_id, login_session_id, expires_by, confirmed, ends_with_session, scopes)
             SELECT 1, 2, 3, 4, {end}, 0, {id}, {workspace}, {client}, {user}, {id}, 1, {no}, {no}, 'openid' FROM {numbers}"
        ))
        .await?;
    Ok(())
}

async fn filled(fixture: &TestStore) -> Result<Seed, Failure> {
    let seed = seeded(fixture).await?;
    fill(fixture, &seed).await?;
    Ok(seed)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_revokes_the_access_of_a_client_with_11_000_access_tokens_and_as_many_refresh_tokens() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = filled(&fixture).await?;
        assert!(fixture.storage().end_access(seed.access_end(START.plus_seconds(60))).await?);
        assert_eq!(count(&fixture, "denied_access_tokens").await?, MANY);
        assert_eq!(count(&fixture, "token_families WHERE revoked_at IS NULL").await?, 0);
        assert_eq!(count(&fixture, "engine_events WHERE kind = 10").await?, MANY);
        assert!(!fixture.storage().end_access(seed.access_end(START.plus_seconds(61))).await?, "all of it has ended");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_revokes_all_of_a_client_of_a_user_and_of_a_workspace_however_much_it_is() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let seed = filled(&fixture).await?;
        let (client, user) = (seed.client.client.id, seed.user.user.id);
        let end = Revocation { at: START.plus_seconds(60), reason: RevocationReason::Administrator };
        let mut ended = Vec::new();
        for of in [FamiliesOf::user(user), FamiliesOf::client(client), FamiliesOf::Owner(None, None)] {
            let transaction = fixture.store().begin().await?;
            let workspace = transaction.tenant(seed.tenant.id).workspace(&seed.workspace.slug).await?.ok_or("the workspace")?;
            ended.push(workspace.end_families(of, end, EventIds::new(end.at, unique_seed())).await?);
            transaction.commit().await?;
        }
        let many = u64::try_from(MANY)?;
        let all = EndedTokens { families: many, access_tokens: many, own_access_tokens: 0 };
        assert_eq!(ended, [all, EndedTokens::default(), EndedTokens::default()]);
        assert_eq!(count(&fixture, "denied_access_tokens").await?, MANY);
    }
    Ok(())
}
