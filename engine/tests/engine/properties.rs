//! Random lives of one family against the four sentences that must always hold.

use proptest::prelude::*;

use crate::world::{World, refresh_token};

#[derive(Debug, Clone)]
enum Step {
    /// Presents one of the tokens that were ever issued, counted back from the newest.
    Refresh {
        back: usize,
    },
    /// Presents the newest one and loses the answer.
    LoseAnswer,
    Revoke {
        back: usize,
    },
    Advance {
        seconds: i64,
    },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..3_usize).prop_map(|back| Step::Refresh { back }),
        2 => Just(Step::LoseAnswer),
        1 => (0..4_usize).prop_map(|back| Step::Revoke { back }),
        4 => prop_oneof![Just(1), Just(29), Just(31), Just(3600), Just(-40), Just(400_000)].prop_map(|seconds| Step::Advance { seconds }),
    ]
}

async fn live(steps: Vec<Step>) {
    let world = World::new();
    let mut tokens = vec![refresh_token(&world.login().await)];
    let mut age = 0;
    let mut ended = false;
    for step in steps {
        match step {
            Step::Advance { seconds } => {
                world.clock.advance_seconds(seconds);
                age += seconds;
            }
            Step::Refresh { back } => {
                let index = tokens.len().saturating_sub(1 + back);
                let response = world.refresh(&tokens[index]).await;
                if ended || age >= 720 * 3600 {
                    assert!(response.is_err(), "a family that has ended stays ended");
                }
                match response {
                    Ok(response) => {
                        assert_eq!(response.scopes.to_string(), "offline_access openid profile");
                        let successor = refresh_token(&response);
                        let known = tokens.iter().position(|token| *token == successor);
                        assert!(
                            known.is_none_or(|known| known == tokens.len() - 1 && index + 1 >= known),
                            "the current token, and one successor to each"
                        );
                        if known.is_none() {
                            assert_eq!(index, tokens.len() - 1, "only the newest token has a new successor");
                            tokens.push(successor);
                        }
                    }
                    Err(refusal) => {
                        assert_eq!(refusal.code().name(), "invalid_grant");
                        ended = ended || index < tokens.len() - 1 && age < 720 * 3600;
                    }
                }
            }
            Step::LoseAnswer => {
                let newest = tokens.last().unwrap().clone();
                if let Ok(lost) = world.refresh(&newest).await {
                    let again = world.refresh(&newest).await.unwrap();
                    assert_eq!(refresh_token(&again), refresh_token(&lost), "a lost answer can be had again");
                    let lost = refresh_token(&lost);
                    if lost != newest {
                        tokens.push(lost);
                    }
                }
            }
            Step::Revoke { back } => {
                let index = tokens.len().saturating_sub(1 + back);
                world.revoke(&tokens[index]).await.unwrap();
                ended = true;
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_happens_there_is_one_successor_and_an_end_is_an_end(steps in proptest::collection::vec(step(), 1..30)) {
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(live(steps));
    }
}
