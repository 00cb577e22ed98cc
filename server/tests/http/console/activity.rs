//! What happened, as charts and as a table.

use std::sync::Arc;

use axum::http::StatusCode;
use domain::client::ClientType;

use crate::{shop::Shop, support::TestServer};

impl TestServer {
    /// Adds up what happened, ten minutes later, as a running server does.
    pub(crate) async fn add_up_figures(&self) {
        self.clock.advance_seconds(600);
        let clock: Arc<dyn domain::clock::Clock> = self.clock.clone();
        let round = self.installation.store.begin_housekeeping(clock).await.unwrap().unwrap();
        while round.count_events().await.unwrap() {}
        round.finish().await.unwrap();
    }
}

/// What a chart says of itself.
fn says(page: &str, name: &str) -> String {
    let label = format!("aria-label=\"{name}: ");
    let said = page.split(&label).nth(1).unwrap_or_else(|| panic!("{name} is in {page}"));
    said.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn what_happened_at_a_client_is_charts_and_a_table_once_it_was_added_up() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let address = format!("/console/acme/shop/clients/{}", shop.client.id);
    let page = async |query: &str| {
        let page = shop.server.get_with(&format!("{address}{query}"), &cookies).await;
        assert_eq!(page.status, StatusCode::OK, "{page:?}");
        page.body
    };
    let quiet = page("").await;
    for words in ["Nothing counted in the last 24 hours", "Sign in with this client once", "Open Quickstart", "Not counted yet."] {
        assert!(quiet.contains(words), "{words}: {quiet}");
    }
    assert!(!quiet.contains("class=\"chart\""), "{quiet}");

    let token = shop.refresh_token().await;
    let next = shop.refresh(&token).await.text("refresh_token").unwrap();
    // Within the retry window the token that is current would be answered again.
    shop.server.clock.advance_seconds(60);
    shop.refresh(&next).await;
    // It was replaced twice by then, and whoever has it may have copied it.
    shop.server.clock.advance_seconds(3600);
    assert_eq!(shop.refresh(&token).await.status, StatusCode::BAD_REQUEST);
    assert!(page("").await.contains("Nothing counted in the last 24 hours"), "no event is looked at");
    shop.server.add_up_figures().await;
    let charts = page("").await;
    assert!(says(&charts, "Refreshes").starts_with("2 in 24 hours, 0 of them retries; most, 2, from "), "{charts}");
    for (name, number) in [("Refresh tokens issued", 1), ("Reuse detected", 1), ("Refresh tokens revoked", 1), ("Logins", 1)] {
        assert!(says(&charts, name).starts_with(&format!("{number} in 24 hours; most, 1, from ")), "{name}: {charts}");
    }
    for words in ["Counted until ", "Active refresh tokens", "Show as a table", "data-label=\"Refresh tokens revoked\""] {
        assert!(charts.contains(words), "{words}: {charts}");
    }
    assert!(charts.contains(&format!("/clients/{}/activity?period=24h", shop.client.id)), "the call of the admin API: {charts}");
    let month = page("?period=30d").await;
    assert!(says(&month, "Refreshes").starts_with("2 in 30 days"), "{month}");
    assert!(month.contains("aria-current=\"true\">30 days<") && month.contains("aria-label=\"Activity of the last 30 days\""), "{month}");
    assert!(says(&page("?period=fortnight").await, "Refreshes").starts_with("2 in 24 hours"), "a period that there is not is a day");

    let (other, _) = shop.another_client().await;
    let of_other = shop.server.get_with(&format!("/console/acme/shop/clients/{other}"), &cookies).await;
    assert!(of_other.body.contains("Nothing counted in the last 24 hours"), "each client has its own: {of_other:?}");
    let job = shop.operator().create_client(&shop.path, "Job", ClientType::Service).await.unwrap().client.id;
    let of_job = shop.server.get_with(&format!("/console/acme/shop/clients/{job}"), &cookies).await;
    assert!(of_job.body.contains("No request of this service was refused") && !of_job.body.contains("Active refresh tokens"), "{of_job:?}");
}

#[tokio::test]
async fn the_overview_of_a_workspace_counts_what_was_not_added_up_yet() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let token = shop.refresh_token().await;
    shop.refresh(&token).await;
    for _ in 0..2 {
        let page = shop.server.get_with("/console/acme/shop?period=7d", &cookies).await;
        for name in ["Refreshes", "Logins", "Refresh tokens issued"] {
            assert!(says(&page.body, name).starts_with("1 in 7 days"), "{name}: {page:?}");
        }
        assert!(says(&page.body, "Refresh tokens revoked").starts_with("0 in 7 days"), "{page:?}");
        shop.server.add_up_figures().await;
    }
}
