//! Random refreshes, exchanges and changes of the settings against one sentence: an access token has a part of what its user agreed to.

use engine::token::TokenResponse;
use proptest::prelude::*;
use serde_json::Value;

use crate::{
    authorization_details::{ACCOUNT, OTHER_PAYMENT, PARAMETER, PAYMENT, list, names, with_types},
    token_exchange::{self, Kept},
    world::{World, access_token, claims, refresh_token},
};

/// Elements that can be agreed to, and others that look like them.
const ELEMENTS: [&str; 5] =
    [PAYMENT, OTHER_PAYMENT, ACCOUNT, r#"{"type":"account","actions":["read","write"]}"#, r#"{"type":"account","actions":["read"]}"#];

#[derive(Debug, Clone)]
enum Step {
    /// Refreshes, for these of [`ELEMENTS`] or for all that was granted.
    Refresh { asked: Option<Vec<usize>> },
    /// Exchanges the newest access token, or the newest one that came of an exchange.
    Exchange { asked: Option<Vec<usize>>, again: bool },
    /// Switches the type of payments on or off.
    Switch { on: bool },
    /// Lets the client ask for accounts, or no more.
    Allow { account: bool },
}

fn some() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..ELEMENTS.len(), 0..3)
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => prop::option::of(some()).prop_map(|asked| Step::Refresh { asked }),
        4 => (prop::option::of(some()), any::<bool>()).prop_map(|(asked, again)| Step::Exchange { asked, again }),
        1 => any::<bool>().prop_map(|on| Step::Switch { on }),
        1 => any::<bool>().prop_map(|account| Step::Allow { account }),
    ]
}

fn text(asked: &[usize]) -> String {
    list(&asked.iter().map(|index| ELEMENTS[*index]).collect::<Vec<_>>())
}

/// The elements of an access token.
fn elements(token: &str) -> Vec<Value> {
    claims(token)[PARAMETER].as_array().cloned().unwrap_or_default()
}

fn is_part(some: &[Value], of: &[Value]) -> bool {
    let count = |all: &[Value], element: &Value| all.iter().filter(|other| *other == element).count();
    some.iter().all(|element| count(some, element) <= count(of, element))
}

/// What came of asking for these: no more than there was, and no more than was asked for.
fn check(response: &TokenResponse, asked: Option<&[usize]>, before: &[Value]) -> String {
    let token = access_token(response);
    let has = elements(&token);
    assert!(is_part(&has, before), "{has:?} of {before:?}");
    if let Some(asked) = asked {
        assert!(is_part(&has, &serde_json::from_str::<Vec<Value>>(&text(asked)).unwrap()), "{has:?} of {asked:?}");
    }
    token
}

async fn live(granted: Vec<usize>, steps: Vec<Step>) {
    let mut world = World::new();
    with_types(&mut world);
    let consented: Vec<Value> = serde_json::from_str(&text(&granted)).unwrap();
    let first = world.exchange(&world.code(&[(PARAMETER, &text(&granted))]).await).await.unwrap();
    let (mut newest, mut refresh) = (check(&first, None, &consented), refresh_token(&first));
    let mut exchanged: Option<String> = None;
    let before = world.as_exchanger(token_exchange::any());
    world.settings(|settings| settings.authorization_details_types = names(&["account", "payment"]));
    // The world is the exchanger, and this its user's client.
    let mut other: Kept = before;
    for step in steps {
        match step {
            Step::Refresh { asked } => {
                world.swap(&mut other);
                let details = asked.as_deref().map(text);
                let more: Vec<_> = details.iter().map(|details| (PARAMETER, details.as_str())).collect();
                if let Ok(response) = world.refresh_detailed(&refresh, &more).await {
                    newest = check(&response, asked.as_deref(), &consented);
                    refresh = refresh_token(&response);
                }
                world.swap(&mut other);
            }
            Step::Exchange { asked, again } => {
                let subject = exchanged.clone().filter(|_| again).unwrap_or_else(|| newest.clone());
                let details = asked.as_deref().map(text);
                let more: Vec<_> = details.iter().map(|details| (PARAMETER, details.as_str())).collect();
                if let Ok(response) = world.exchange_token_with(&subject, &more, &[]).await {
                    exchanged = Some(check(&response, asked.as_deref(), &elements(&subject)));
                }
            }
            Step::Switch { on } => world.workspace(|workspace| workspace.authorization.authorization_details_types[1].enabled = on),
            Step::Allow { account } => world.settings(|settings| {
                settings.authorization_details_types = if account { names(&["account", "payment"]) } else { names(&["payment"]) };
            }),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Clauses: 287, 289.
    #[test]
    fn an_access_token_has_a_part_of_what_was_consented(
        granted in prop::collection::btree_set(0..ELEMENTS.len(), 0..4),
        steps in prop::collection::vec(step(), 1..20),
    ) {
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(live(granted.into_iter().collect(), steps));
    }
}

/// Clauses: 289.
#[tokio::test]
async fn an_exchanged_token_has_no_more_than_the_one_that_it_came_from() {
    let mut world = World::new();
    with_types(&mut world);
    let code = world.code(&[(PARAMETER, &list(&[PAYMENT, ACCOUNT]))]).await;
    let token = access_token(&world.exchange(&code).await.unwrap());
    world.as_exchanger(token_exchange::any());
    world.settings(|settings| settings.authorization_details_types = names(&["account", "payment"]));
    let narrowed = access_token(&world.exchange_token_with(&token, &[(PARAMETER, &list(&[PAYMENT]))], &[]).await.unwrap());
    assert_eq!(elements(&narrowed).len(), 1);
    let wider = world.exchange_token_with(&narrowed, &[(PARAMETER, &list(&[ACCOUNT]))], &[]).await;
    assert_eq!(wider.unwrap_err(), engine::Refusal::DetailsBeyondGrant);
    world.settings(|settings| settings.authorization_details_types = names(&["account"]));
    let of_client = access_token(&world.exchange_token(&token).await.unwrap());
    assert_eq!(elements(&of_client)[0]["type"], "account", "what the exchanging client may not ask for is left out");
}

/// Clauses: 287, 289.
#[tokio::test]
async fn what_was_agreed_to_once_is_not_had_twice() {
    let mut world = World::new();
    with_types(&mut world);
    let thrice = list(&[PAYMENT, PAYMENT, PAYMENT]);
    assert_eq!(world.push(&[(PARAMETER, &thrice)]).await.unwrap_err(), engine::Refusal::RepeatedDetails);
    let first = world.exchange(&world.code(&[(PARAMETER, &list(&[PAYMENT]))]).await).await.unwrap();
    let refused = world.refresh_detailed(&refresh_token(&first), &[(PARAMETER, &thrice)]).await;
    assert_eq!(refused.unwrap_err(), engine::Refusal::RepeatedDetails);
    let all = world.refresh_detailed(&refresh_token(&first), &[]).await.unwrap();
    assert_eq!(elements(&access_token(&all)).len(), 1);
}
