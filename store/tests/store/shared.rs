//! A request whose row cannot be written does not take those with it that share its statement.

use std::sync::Arc;

use engine::{
    contract::{Failure, Fixture, code, hash, redemption, seeded, store_family},
    storage::{CodeOutcome, CodeStorage as _, FamilyStorage as _, Written},
};
use store::testing::TestStore;
use tokio::task::JoinSet;

#[tokio::test]
async fn a_family_that_is_there_already_fails_its_own_exchange_alone() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let fixture = Arc::new(fixture);
        let seed = seeded(&*fixture).await?;
        let there = seed.family()?;
        store_family(&*fixture, &seed, there.clone()).await?;
        let mut exchanges = JoinSet::new();
        for number in 0..48 {
            let family = if number % 16 == 7 { there.clone() } else { seed.family()? };
            let code = code(&seed, &family, hash());
            assert_eq!(fixture.storage().insert_code(code.clone(), seed.basis()).await?, Written::Done);
            let redemption = redemption(&seed, code.hash, family);
            let fixture = Arc::clone(&fixture);
            exchanges.spawn(async move { (number, fixture.storage().redeem_code(redemption.clone()).await, redemption) });
        }
        while let Some(exchanged) = exchanges.join_next().await {
            let (number, outcome, redemption) = exchanged?;
            let is_made = number % 16 != 7;
            match outcome {
                Ok(outcome) => assert!(is_made && outcome == CodeOutcome::Redeemed, "{number}: {outcome:?}"),
                Err(error) => assert!(!is_made, "{number}: {error}"),
            }
            let kept = fixture.storage().find_code(seed.workspace.id, &redemption.hash).await?.ok_or("the code is kept")?;
            assert_eq!(kept.code.redeemed, is_made.then_some(redemption.redeemed), "{number}");
            let begun = redemption.family.ok_or("each begins a family")?;
            assert_eq!(fixture.storage().find_family(seed.workspace.id, begun.authorization.id).await?, Some(begun), "{number}");
            let events = fixture.token_events(seed.workspace.id).await?;
            assert_eq!(events.contains(&redemption.event), is_made, "{number}");
        }
    }
    Ok(())
}
