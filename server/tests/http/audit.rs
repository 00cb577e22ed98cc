//! What the log of a workspace says of a request: who asked by which session, from where, and under which identifier.

use domain::{
    audit::{AuditAction, AuditEvent},
    view::AuditFilter,
};

use crate::{
    shop::{Shop, encode, hidden},
    support::Answer,
};

impl Shop {
    async fn latest(&self, action: AuditAction) -> AuditEvent {
        let filter = AuditFilter { action: Some(action), ..AuditFilter::default() };
        let page = self.operator().list_audit_events(&self.path.tenant, None, filter, None).await.unwrap();
        page.items.into_iter().next().unwrap()
    }

    async fn is_told(&self, answer: &Answer, action: AuditAction) -> AuditEvent {
        let line = self.latest(action).await;
        assert_eq!(line.context.request_id.as_deref(), Some(answer.header("x-request-id")), "{line:?}");
        assert_eq!(line.context.address, Some("127.0.0.1".parse().unwrap()));
        line
    }
}

#[tokio::test]
async fn a_change_at_the_console_is_told_with_its_session_and_request() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let form = encode(&[("path[tenant]", "acme"), ("path[workspace]", "shop"), ("typed[name]", "Orders")]);
    let answer = shop.server.post("/console/api/create_service", &cookies, &form).await;
    let line = shop.is_told(&answer, AuditAction::ServiceCreated).await;
    let session = line.context.session.unwrap();
    assert!(session.len() == 16 && !cookies.contains(&session), "a part of its hash");
    assert_eq!((line.context.permission.as_deref(), line.context.api_token), (Some("services.create"), None));
    assert!(line.context.actor_id.is_some());
}

#[tokio::test]
async fn what_users_do_is_told_with_their_request() {
    let shop = Shop::open().await;
    let page = shop.server.get(&shop.authorization("openid offline_access")).await;
    let interaction = hidden(&page, "interaction");
    for (password, action) in [("wrong wrong wrong", AuditAction::UserSignInFailed), ("alice-likes-tokens", AuditAction::UserSignedIn)] {
        let form = encode(&[("interaction", &interaction), ("identifier", "alice@example.com"), ("password", password)]);
        let answer = shop.server.post(&shop.path("/login"), "", &form).await;
        let line = shop.is_told(&answer, action).await;
        assert_eq!(line.context.actor_id.is_some(), action == AuditAction::UserSignedIn);
    }
}
