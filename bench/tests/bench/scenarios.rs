//! Every scenario gets the answers that it expects, and a run that does not is invalid.

use std::{rc::Rc, time::Duration};

use bench::{
    load::{Shared, closed, share},
    measure::{Load, measure},
    scenario::{ClientCredentials, CodeExchange, Discovery, Introspection, Refresh, Refused, RefusedToken, Retry},
    seed::Pool,
};

use crate::site::SeededSite;

/// Far more time than the rows of the tiny scale last.
const LENGTH: Duration = Duration::from_mins(1);
const CONNECTIONS: usize = 4;

/// Asks until there is nothing left to ask, and returns how many answers were rotations, repetitions, and others that were expected.
async fn all(seeded: &SeededSite, work: &Shared) -> (u64, u64, u64) {
    let tally = closed(seeded.site.address, work, CONNECTIONS, LENGTH).await.unwrap();
    assert_eq!(tally.first_unexpected, None);
    assert!(tally.exhausted);
    (tally.rotated, tally.repeated, tally.expected)
}

async fn every_scenario_is_answered_as_expected(seeded: SeededSite) {
    let (site, plan) = (&seeded.site, &seeded.site.plan);
    let usual = seeded.families(Pool::Usual);
    let refresh = share(Refresh::new(site.clone(), Rc::clone(&usual)));
    assert_eq!(all(&seeded, &refresh).await, (plan.families(Pool::Usual), 0, 0), "every family is rotated once");
    for pool in [Pool::Rs256, Pool::Plain, Pool::Dpop] {
        let refresh = Refresh::new(site.clone(), seeded.families(pool));
        let refresh = if pool == Pool::Rs256 { refresh.narrowed("openid offline_access") } else { refresh };
        assert_eq!(all(&seeded, &share(refresh)).await, (plan.families(pool), 0, 0), "{}", pool.name());
    }
    let rotated: i64 = seeded.database.ask("SELECT count(*) FROM token_families WHERE generation = 1").await.unwrap();
    assert_eq!(u64::try_from(rotated).unwrap(), plan.scale.families + 3 * plan.scale.special, "as the database counts them");
    let replayed = share(Refused::new(site.clone(), seeded.families(Pool::Replayed), RefusedToken::Replayed));
    assert_eq!(all(&seeded, &replayed).await, (0, 0, plan.scale.special));
    assert_eq!(all(&seeded, &share(CodeExchange::new(site.clone(), 0))).await, (0, 0, plan.scale.special));

    let refused = |token: RefusedToken| share(Refused::new(site.clone(), seeded.families(token.pool()), token));
    let endless = [
        ("retry", share(Retry::new(site.clone(), Rc::clone(&usual)))),
        ("forged", refused(RefusedToken::Forged)),
        ("dead", refused(RefusedToken::Dead)),
        ("client credentials", share(ClientCredentials::new(site.clone()))),
        ("discovery", share(Discovery::new(site.clone()))),
    ];
    for (name, work) in endless {
        let tally = closed(site.address, &work, CONNECTIONS, Duration::from_millis(200)).await.unwrap();
        assert_eq!((tally.first_unexpected, tally.rotated), (None, 0), "{name}");
        assert!(tally.repeated + tally.expected > 0, "{name}");
    }
    seeded.remove().await;
}

async fn introspection_asks_about_tokens_that_work(seeded: SeededSite) {
    let work = share(Introspection::new(seeded.site.clone(), &seeded.families(Pool::Plain)).await.unwrap());
    let load = Load { connections: CONNECTIONS, offered: Some(50.0), length: Duration::from_millis(400), rotations: false };
    let measured = measure(seeded.subject(), "introspection", &work, load).await.unwrap();
    assert_eq!(measured.problem, None);
    assert!(measured.answers > 0 && measured.answers < 60, "{} answers to some 20 arrivals", measured.answers);
    assert!(measured.latency.p50 > 0.0 && measured.latency.p50 <= measured.latency.p99 && measured.latency.p99 <= measured.latency.max);
    seeded.remove().await;
}

async fn a_run_with_repeated_tokens_or_refusals_is_invalid(seeded: SeededSite) {
    let usual = seeded.families(Pool::Usual);
    let refresh = share(Refresh::new(seeded.site.clone(), Rc::clone(&usual)));
    closed(seeded.site.address, &refresh, CONNECTIONS, LENGTH).await.unwrap();
    let load = Load { connections: CONNECTIONS, offered: None, length: Duration::from_millis(100), rotations: true };
    let retry = share(Retry::new(seeded.site.clone(), Rc::clone(&usual)));
    let measured = measure(seeded.subject(), "retry", &retry, load).await.unwrap();
    assert!(measured.problem.unwrap().starts_with("only 0 of "));
    // The service may not exchange codes, and these were never issued to it.
    let stolen = share(CodeExchange::new(seeded.site.clone(), 0));
    all(&seeded, &stolen).await;
    let again = share(CodeExchange::new(seeded.site.clone(), 0));
    let measured = measure(seeded.subject(), "codes again", &again, load).await.unwrap();
    assert!(measured.problem.unwrap().contains("answers were unexpected; the first: status 400"));
    seeded.remove().await;
}

macro_rules! on_both_databases {
    ($($test:ident)*) => {
        mod sqlite { $(
            #[tokio::test]
            async fn $test() {
                super::$test(crate::site::SeededSite::sqlite().await).await;
            }
        )* }
        mod postgresql { $(
            #[tokio::test]
            async fn $test() {
                super::$test(crate::site::SeededSite::postgres().await).await;
            }
        )* }
    };
}

on_both_databases! {
    every_scenario_is_answered_as_expected
    introspection_asks_about_tokens_that_work
    a_run_with_repeated_tokens_or_refusals_is_invalid
}
