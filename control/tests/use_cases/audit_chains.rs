//! The chain of audit lines, as it is checked and sealed anew.

use control::Error;
use domain::{
    audit::AuditAction,
    audit_chain::Link,
    chain_check::Broken,
    clock::{Clock, Timestamp},
    digest::Digest,
    problem::Problem,
    view::AuditFilter,
};

use crate::installation::{TestControl, on_both_databases, slug};

/// Gives all lines that wait their places.
async fn chain(installation: &TestControl) {
    let clock: std::sync::Arc<dyn Clock> = installation.clock.clone();
    let work = installation.store.store().begin_chaining(clock).await.unwrap().unwrap();
    while work.chain_some(Timestamp::from_millis(0), &installation.keys).await.unwrap() > 0 {}
    // Another time it is taken anew.
    installation.clock.advance_seconds(20);
}

on_both_databases! {
    async fn a_chain_is_checked_some_lines_at_a_time_and_from_a_place_that_was_noted(installation) {
        let (operator, tenant) = (installation.operator(), &installation.path.tenant);
        let waiting = operator.load_audit_chain(Some(tenant)).await.unwrap();
        assert_eq!((waiting.chain.head, waiting.sealed), (Link::BEGINNING, true), "lines wait");
        chain(&installation).await;
        let view = operator.load_audit_chain(Some(tenant)).await.unwrap();
        assert_eq!((view.tenant.as_deref(), view.chain.head.number, view.sealed), (Some("acme"), 2, true));
        let of = view.chain.tenant_id;
        let first = operator.check_audit_chain(of, None, 1).await.unwrap();
        assert_eq!((first.broken, first.intact_until.number), (None, 1));
        let rest = operator.check_audit_chain(of, first.goes_on_after(), 1).await.unwrap();
        assert_eq!((rest.broken, rest.intact_until, rest.goes_on_after()), (None, view.chain.head, None));
        let other = Link { hash: Digest::ZERO, ..first.intact_until };
        let other = operator.check_audit_chain(of, Some(other), 1).await.unwrap();
        assert_eq!((other.broken, other.goes_on_after()), (Some(Broken::Noted { number: 1 }), None));
        let all = operator.list_audit_chains(None).await.unwrap().items;
        assert!(all.contains(&view), "{all:?}");
        let nobody = operator.load_audit_chain(Some(&slug("nobody"))).await;
        assert!(matches!(nobody, Err(Error::NotFound)));
    }

    async fn whoever_seals_a_chain_anew_says_why(installation) {
        let tenant = Some(&installation.path.tenant);
        let operator = installation.operator();
        let because = |reason: &str| operator.clone().because(Some(reason.to_owned()));
        let none_yet = because("Restored from a backup").seal_audit_chain(tenant).await;
        assert!(matches!(none_yet, Err(Error::NotFound)));
        chain(&installation).await;
        for (reason, expected) in [(" ", Problem::Missing), (&*"x".repeat(501), Problem::TooLong { most: 500 }), ("a\nb", Problem::ControlCharacter)] {
            let refused = because(reason).seal_audit_chain(tenant).await;
            let Err(Error::Invalid(problems)) = refused else { panic!("{refused:?}") };
            assert_eq!((problems[0].field, problems[0].problem), ("reason", expected));
        }
        let sealed = because("Restored from a backup").seal_audit_chain(tenant).await.unwrap();
        assert_eq!((sealed.chain.head.number, sealed.sealed), (2, true));
        let filter = AuditFilter { action: Some(AuditAction::AuditChainSealed), ..AuditFilter::default() };
        let lines = operator.list_audit_lines(None, filter, None).await.unwrap().items;
        let [line] = lines.as_slice() else { panic!("{lines:?}") };
        assert_eq!(line.event.context.reason.as_deref(), Some("Restored from a backup"));
        assert_eq!(line.event.context.permission.as_deref(), Some("audit.seal"));
        assert_eq!((&*line.event.target, line.event.changes[0].to.clone()), ("Acme", sealed.chain.head.to_string()));
    }
}
