//! Reuses of refresh tokens at the console: told where they show, and marked as handled without JavaScript.

use axum::http::StatusCode;
use domain::{reuse::ReuseFilter, role::BuiltInRole};

use crate::shop::{Shop, encode, hidden};

const LIST: &str = "/console/acme/shop/reuses";

impl Shop {
    async fn newest_reuse(&self) -> (String, String) {
        let reuse = self.operator().list_reuses(&self.path, &ReuseFilter::default(), None).await.unwrap().items.remove(0).reuse;
        (reuse.id.to_string(), reuse.family_id.to_string())
    }
}

#[tokio::test]
async fn a_reuse_is_told_on_the_overview_in_the_log_and_on_its_page_until_it_is_handled() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let see = async |page: &str| shop.server.get_with(page, &cookies).await.body;
    let (overview, log) = ("/console/acme/shop", "/console/acme/shop/logs?group=security");
    assert!(!see(overview).await.contains("an old refresh token came back"));
    assert!(see(LIST).await.contains("Nothing to handle"));
    shop.reuse_a_refresh_token().await;
    let (id, family) = shop.newest_reuse().await;
    let opens = format!("href=\"/console/acme/shop/tokens/{family}\"");
    for page in [overview, log, LIST] {
        let body = see(page).await;
        for words in ["1 of 3", "alice@example.com", "Shop", "Mark as handled", "Revoke everything of this user", "/sign-out\"", &opens] {
            assert!(body.contains(words), "{page}: {words}: {body}");
        }
    }
    assert!(see(overview).await.contains(" in the last day, an old refresh token came back."));
    let token = see(&format!("/console/acme/shop/tokens/{family}")).await;
    assert!(token.contains(">Reuse<") && token.contains("Not handled") && token.contains("Mark as handled"), "{token}");

    let asking = format!("{LIST}/handle?reuse={id}&back=%2Fconsole%2Facme%2Fshop");
    let question = see(&asking).await;
    assert!(question.contains("token 1 of 3") && question.contains("name=\"typed[note]\""), "{question}");
    let handle = async |ids: &str, note: &str| {
        let fields = [("reuses", ids), ("typed[note]", note), ("back", overview)];
        shop.press(&cookies, &asking, "handle_reuses", &fields).await
    };
    let endless = handle(&id, &format!("<b>{}", "x".repeat(500))).await;
    let page = see(endless.header("location")).await;
    assert!(page.contains("Use at most 500 characters.") && page.contains("&lt;b&gt;xxx"), "what was typed is there: {page}");
    for odd in ["", "x", &format!("{id} 019b76da-a800-7fc5-a834-84c7fc1161c8")] {
        assert_eq!(handle(odd, "").await.header("location"), asking, "{odd}");
    }
    let done = handle(&id, "Lost phone\nSigned out").await;
    assert_eq!(done.header("location"), "/console/acme/shop?done=reuses_handled", "{done:?}");
    assert!(!see(overview).await.contains("an old refresh token came back"));
    assert!(see(LIST).await.contains("Nothing to handle"));
    for page in
        [format!("{LIST}?state=handled"), format!("{LIST}?state=all"), log.to_owned(), format!("/console/acme/shop/tokens/{family}")]
    {
        let body = see(&page).await;
        assert!(body.contains(">Handled<") && body.contains("Lost phone\nSigned out") && body.contains("admin@"), "{page}: {body}");
    }

    let all = format!("{LIST}?state=all");
    let version = hidden(&shop.server.get_with(&all, &cookies).await, "version");
    let reopened = shop.press(&cookies, &all, "reopen_reuse", &[("reuse", &id), ("version", &version), ("back", LIST)]).await;
    assert_eq!(reopened.header("location"), "/console/acme/shop/reuses?done=reuse_reopened", "{reopened:?}");
    assert!(see(overview).await.contains("an old refresh token came back"));
}

#[tokio::test]
async fn several_are_marked_together_and_the_second_administrator_finds_who_was_faster() {
    let shop = Shop::open().await;
    shop.reuse_a_refresh_token().await;
    shop.reuse_a_refresh_token().await;
    let cookies = shop.server.sign_in().await.cookies();
    let list = shop.server.get_with(&format!("{LIST}?select=all"), &cookies).await;
    let ticks: Vec<_> = list.body.match_indices("type=\"checkbox\" name=\"reuse\"").collect();
    assert!(ticks.len() == 2 && list.body.contains("form=\"selected-reuses\"") && list.body.contains("Select none"), "{}", list.body);
    let reuses = shop.operator().list_reuses(&shop.path, &ReuseFilter::default(), None).await.unwrap().items;
    let [newer, older] = [0, 1].map(|at: usize| reuses[at].reuse.id);
    let asking = format!("{LIST}/handle?reuse={newer}&reuse={older}");
    let both = format!("{newer} {older}");
    shop.operator().handle_reuses(&shop.path, &[older], "Known").await.unwrap();
    let press =
        async |ids: &str, note: &str| shop.press(&cookies, &asking, "handle_reuses", &[("reuses", ids), ("typed[note]", note)]).await;
    let late = press(&both, "My own note").await;
    let page = shop.server.get_with(late.header("location"), &cookies).await.body;
    for words in ["Handled already", "command line", "Known", "This was changed in the meantime", "My own note", "name=\"typed[note]\""] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(shop.operator().load_reuse(&shop.path, newer).await.unwrap().reuse.handled.is_none(), "all of them, or none");
    shop.operator().handle_reuses(&shop.path, &[newer], "Known, too").await.unwrap();
    let late = press(&newer.to_string(), "My own note").await;
    let page = shop.server.get_with(late.header("location"), &cookies).await.body;
    assert!(page.contains("Your note was not saved") && page.contains("My own note") && page.contains("Known, too"), "{page}");
    assert!(!page.contains("name=\"typed[note]\""), "nothing is left to be marked");
}

#[tokio::test]
async fn whoever_only_looks_is_offered_nothing_and_marks_nothing() {
    let shop = Shop::open().await;
    shop.reuse_a_refresh_token().await;
    let (id, family) = shop.newest_reuse().await;
    let auditor = shop.signed_in_as(BuiltInRole::Auditor).await;
    for page in ["/console/acme/shop", LIST, "/console/acme/shop/logs", &format!("/console/acme/shop/tokens/{family}")] {
        let body = shop.server.get_with(page, &auditor).await.body;
        assert!(body.contains("alice@example.com"), "{page}: {body}");
        for action in ["Mark as handled", "Revoke everything of this user", "name=\"reuse\"", "Mark selected"] {
            assert!(!body.contains(action), "{page}: {action}: {body}");
        }
    }
    let page = shop.server.get_with(&format!("{LIST}/handle?reuse={id}"), &auditor).await;
    assert!(page.status == StatusCode::OK && page.body.contains("does not permit this"), "{}", page.body);
    let form = encode(&[("path[tenant]", "acme"), ("path[workspace]", "shop"), ("reuses", &id), ("typed[note]", "")]);
    let refused = shop.server.post("/console/api/handle_reuses", &auditor, &form).await;
    assert_eq!(refused.status, StatusCode::SEE_OTHER, "led back: {refused:?}");
    assert!(shop.operator().load_reuse(&shop.path, id.parse().unwrap()).await.unwrap().reuse.handled.is_none());
    for odd in ["reuse=x", "reuse=019b76da-a800-7fc5-a834-84c7fc1161c8&reuse=x"] {
        assert_eq!(shop.server.get_with(&format!("{LIST}/handle?{odd}"), &auditor).await.status, StatusCode::NOT_FOUND, "{odd}");
    }
    let nothing = shop.server.get_with(&format!("{LIST}/handle"), &auditor).await;
    assert!(nothing.status == StatusCode::OK && nothing.body.contains("Nothing is selected"), "{}", nothing.body);
    let unread = shop.server.get_with(&format!("{LIST}?state=gone"), &auditor).await;
    assert!(unread.body.contains("This filter cannot be read"), "{}", unread.body);
}
