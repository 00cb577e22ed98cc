//! How many requests a token may send.

use axum::http::StatusCode;

use super::world::World;

#[tokio::test]
async fn a_token_that_sends_too_much_waits_and_others_do_not() {
    let world = World::new().await;
    let program = world.program(None).await;
    let first = program.get("/system/self").await;
    assert_eq!(first.header("ratelimit-policy"), "\"token\";q=600;w=60");
    assert_eq!(first.header("ratelimit"), "\"token\";r=599;t=1");
    for _ in 1..600 {
        assert_eq!(program.get("/system/self").await.status, StatusCode::OK);
    }
    let refused = program.get("/system/self").await;
    assert_eq!((refused.problem(), refused.header("retry-after")), ((429, "rate_limited".to_owned()), "1"));
    assert_eq!(refused.header("ratelimit"), "\"token\";r=0;t=60");
    assert_eq!(world.program(None).await.get("/system/self").await.status, StatusCode::OK);
    world.shop.server.clock.advance_seconds(1);
    assert_eq!(program.get("/system/self").await.status, StatusCode::OK);
}
