//! The console's sessions, on both databases.

use domain::clock::Timestamp;
use engine::contract::Failure;
use serde_json::json;
use store::{Error, testing::TestStore};

const NOW: Timestamp = Timestamp::from_millis(1_795_000_000_000);

async fn a_session_lives_until_it_is_ended_or_over(test: TestStore) -> Result<(), Failure> {
    let sessions = test.store().console_sessions();
    let (mine, other) = ([1; 32], [2; 32]);
    let later = NOW.plus_seconds(60);
    sessions.insert(mine, None, json!({"administrator": "ada"}), later).await?;
    sessions.insert(other, None, json!({}), later).await?;
    assert!(matches!(sessions.insert(mine, None, json!({}), later).await, Err(Error::Conflict)));

    sessions.update(mine, None, json!({"administrator": "grace"}), NOW.plus_seconds(120)).await?;
    assert_eq!(sessions.find(mine, later).await?, Some(json!({"administrator": "grace"})));
    assert_eq!(sessions.find(other, later).await?, None, "its time is over");
    assert_eq!(sessions.delete_expired(later).await?, 1);

    sessions.delete(mine).await?;
    sessions.update(mine, None, json!({}), NOW.plus_seconds(240)).await?;
    assert_eq!(sessions.find(mine, NOW).await?, None, "what has ended does not come back");
    Ok(())
}

#[tokio::test]
async fn sqlite() -> Result<(), Failure> {
    a_session_lives_until_it_is_ended_or_over(TestStore::sqlite().await?).await
}

#[tokio::test]
async fn postgres() -> Result<(), Failure> {
    a_session_lives_until_it_is_ended_or_over(TestStore::postgres().await?).await
}
