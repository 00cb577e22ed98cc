//! A new workspace that starts with a template, or as a copy.

use axum::http::StatusCode;
use domain::{name::Slug, workspace::WorkspacePath};

use crate::{shop::Shop, support::Answer};

const NEW: &str = "/console/acme/new-workspace";

impl Shop {
    async fn create_workspace(&self, cookies: &str, template: &str, copy_of: &str) -> Answer {
        let fields = [
            ("tenant", "acme"),
            ("typed[name]", "Partners"),
            ("typed[slug]", ""),
            ("typed[template]", template),
            ("typed[copy_of]", copy_of),
        ];
        self.press(cookies, NEW, "create_workspace", &fields).await
    }
}

#[tokio::test]
async fn each_template_is_shown_with_what_it_sets_and_the_workspace_has_that() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let page = shop.server.get_with(NEW, &cookies).await;
    for said in
        ["Standard", "Single-page and mobile apps", "Confidential web apps", "High security", "Refresh token TTL: 1 day", "Shop (shop)"]
    {
        assert!(page.body.contains(said), "{said} in {}", page.body);
    }
    let answer = shop.create_workspace(&cookies, "high_security", "").await;
    assert_eq!(answer.status, StatusCode::FOUND, "{answer:?}");
    assert!(answer.header("location").starts_with("/console/acme/partners?done=workspace_started"), "{answer:?}");
    let path = WorkspacePath::new(shop.path.tenant.clone(), Slug::parse("partners").unwrap());
    let workspace = shop.operator().load_workspace(&path).await.unwrap();
    assert!(workspace.tokens.dpop_nonce_required);
}

#[tokio::test]
async fn a_copy_needs_a_workspace_and_is_said_to_be_one() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    for (template, copy_of, said) in [
        ("copy", "", "Choose the workspace that is copied."),
        ("copy", "nothing", "Choose one of the values offered."),
        ("nothing", "", "Choose one of the values offered."),
    ] {
        let answer = shop.create_workspace(&cookies, template, copy_of).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, NEW), "{answer:?}");
        let answer = shop.server.get_with(NEW, &cookies).await;
        assert!(answer.body.contains(said), "{template} {copy_of}: {}", answer.body);
    }
    let answer = shop.create_workspace(&cookies, "copy", "shop").await;
    assert_eq!(answer.status, StatusCode::FOUND, "{answer:?}");
    assert!(answer.header("location").ends_with("?copied=shop&done=workspace_copied"), "{answer:?}");
}
