//! The chain of audit lines, as it is checked and sealed anew.

use control::Error;
use domain::{
    audit::AuditAction,
    audit_chain::Link,
    audit_news::{AuditNews, LineNumber},
    chain_check::Broken,
    clock::{Clock, Timestamp},
    digest::Digest,
    problem::Problem,
    view::{AuditFilter, NewWorkspace},
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

    async fn a_log_is_followed_in_the_order_of_the_commits_without_a_line_twice_and_without_those_of_others(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        chain(&installation).await;
        let tenant = operator.follow_audit(&path.tenant, None).await.unwrap();
        let workspace = operator.follow_audit(&path.tenant, Some(&path.workspace)).await.unwrap();
        let start = workspace.position().await.unwrap();
        assert_eq!((start, start), (LineNumber::of(2), tenant.position().await.unwrap()));
        assert_eq!(workspace.news(start).await.unwrap(), AuditNews { until: 2, ..AuditNews::default() });

        operator.create_service(path, "Orders").await.unwrap();
        let new = NewWorkspace { name: "Other".to_owned(), slug: "other".to_owned() };
        operator.create_workspace(&path.tenant, new).await.unwrap();
        operator.create_tenant("evil", "Evil").await.unwrap();
        assert!(workspace.news(start).await.unwrap().lines.is_empty(), "they have no place yet");
        chain(&installation).await;
        // By its own clock the node that writes this line is behind: it comes later all the same.
        installation.clock.advance_seconds(-3600);
        operator.create_service(path, "Invoices").await.unwrap();
        installation.clock.advance_seconds(3600);
        chain(&installation).await;

        let of_workspace = workspace.news(start).await.unwrap();
        let targets = |news: &AuditNews| news.lines.iter().map(|line| line.line.event.target.clone()).collect::<Vec<_>>();
        assert_eq!(targets(&of_workspace), ["Orders", "Invoices"]);
        assert!(of_workspace.lines.iter().all(|line| line.line.workspace.as_deref() == Some("main")), "{of_workspace:?}");
        let of_tenant = tenant.news(start).await.unwrap();
        assert_eq!(targets(&of_tenant), ["Orders", "Other", "Invoices"]);
        assert!(!of_tenant.more && of_tenant.until == of_workspace.until, "{of_tenant:?}");
        let first = LineNumber::of(of_workspace.lines[0].number);
        assert_eq!(targets(&workspace.news(first).await.unwrap()), ["Invoices"]);
        assert!(workspace.news(LineNumber::of(of_workspace.until)).await.unwrap().lines.is_empty());
        assert!(matches!(operator.follow_audit(&slug("nobody"), None).await, Err(Error::NotFound)));
    }
}
