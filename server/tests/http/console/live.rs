//! Logs as they come.

use std::time::Duration;

use axum::{
    body::{Body, BodyDataStream},
    http::{HeaderMap, Request, StatusCode, header},
};
use domain::{
    audit::{ActorKind, AuditAction, AuditEvent},
    audit_context::AuditContext,
    clock::Clock as _,
    id::AuditEventId,
    role::BuiltInRole,
    view::NewWorkspace,
};
use futures::StreamExt as _;
use server::paths::LiveRoute;
use tokio::time::timeout;

use crate::shop::Shop;

const LOG: &str = "/console/acme/shop/logs/live";
/// So long that only a stream that hangs takes as much.
const PATIENCE: Duration = Duration::from_mins(1);

/// A stream of events that is read as a browser reads it.
struct Stream {
    status: StatusCode,
    headers: HeaderMap,
    body: BodyDataStream,
    text: String,
}

/// What one event says; what it does not say is empty.
#[derive(Debug, Default, PartialEq, Eq)]
struct Event {
    id: String,
    name: String,
    data: String,
}

impl Stream {
    async fn open(shop: &Shop, path: &str, cookies: &str, last: Option<&str>) -> Self {
        let mut request = Request::get(path).header(header::COOKIE, cookies).header(header::ACCEPT, "text/event-stream");
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let (parts, body) = shop.server.open(request.body(Body::empty()).unwrap()).await.into_parts();
        Self { status: parts.status, headers: parts.headers, body: body.into_data_stream(), text: String::new() }
    }

    /// The next event; none at the end.
    async fn next(&mut self) -> Option<Event> {
        while !self.text.contains("\n\n") {
            let piece = self.piece().await?;
            self.text.push_str(&piece);
        }
        let (event, rest) = self.text.split_once("\n\n").map(|(event, rest)| (event.to_owned(), rest.to_owned())).unwrap();
        self.text = rest;
        let mut told = Event::default();
        for line in event.lines() {
            match line.split_once(": ") {
                Some(("id", id)) => id.clone_into(&mut told.id),
                Some(("event", name)) => name.clone_into(&mut told.name),
                Some(("data", data)) => told.data = format!("{}{data}", told.data),
                _ => {}
            }
        }
        Some(told)
    }

    /// The next event that says something.
    async fn said(&mut self) -> Option<Event> {
        loop {
            let event = self.next().await?;
            if !event.name.is_empty() {
                return Some(event);
            }
        }
    }

    /// The rest of the answer, which ends.
    async fn rest(mut self) -> String {
        while let Some(piece) = self.piece().await {
            self.text.push_str(&piece);
        }
        self.text
    }

    async fn piece(&mut self) -> Option<String> {
        let Ok(piece) = timeout(PATIENCE, self.body.next()).await else { panic!("it goes on, or ends") };
        Some(String::from_utf8(piece?.unwrap().to_vec()).unwrap())
    }
}

impl Shop {
    /// Creates services, whose lines have their places afterwards.
    async fn create_services(&self, names: &[&str]) {
        for name in names {
            self.operator().create_service(&self.path, name).await.unwrap();
        }
        self.chain().await;
    }

    async fn chain(&self) {
        self.server.chain_audit_lines().await;
        // Another time it is taken anew.
        self.server.clock.advance_seconds(20);
    }
}

#[tokio::test]
async fn a_line_that_is_written_meanwhile_comes_as_a_row_to_whom_it_concerns() {
    let shop = Shop::open().await;
    shop.chain().await;
    let cookies = shop.server.sign_in().await.cookies();
    let page = shop.server.get_with("/console/acme/shop/logs?group=changes", &cookies).await;
    assert!(page.body.contains("Show newer events") && page.body.contains("data-event=\""), "{}", page.body);
    let begin = "/console/acme/shop/logs/live?group=changes&amp;after=";
    let address = page.body.split(begin).nth(1).unwrap_or_else(|| panic!("{begin} is in {}", page.body));
    let number: u64 = address.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap();
    let further = shop.server.get_with("/console/acme/shop/logs?after=00000000-0000-0000-0000-000000000000", &cookies).await;
    assert!(further.body.contains("Show newer events") && !further.body.contains("/logs/live?"), "only the newest are followed");

    let mut of_shop = Stream::open(&shop, &format!("{LOG}?group=changes&after={number}"), &cookies, None).await;
    let mut of_tenant = Stream::open(&shop, "/console/acme/-/log/live", &cookies, None).await;
    let mut of_others = Stream::open(&shop, &format!("{LOG}?text=invoices"), &cookies, None).await;
    assert_eq!(of_shop.status, StatusCode::OK);
    let header = |name: &str| of_shop.headers.get(name).map_or("", |value| value.to_str().unwrap());
    assert_eq!((header("content-type"), header("cache-control")), ("text/event-stream", "no-store"));
    assert_eq!((header("content-encoding"), header("x-accel-buffering")), ("", "no"));
    assert_eq!(header("set-cookie"), "");
    assert_eq!(of_shop.next().await, Some(Event { id: number.to_string(), ..Event::default() }), "where it begins");

    let other = NewWorkspace { name: "Elsewhere".to_owned(), slug: "elsewhere".to_owned() };
    shop.operator().create_workspace(&shop.path.tenant, other).await.unwrap();
    shop.create_services(&["<Orders>", "Invoices"]).await;
    let row = of_shop.said().await.unwrap();
    assert_eq!(row.name, "line");
    assert!(row.id.parse::<u64>().unwrap() > number, "{row:?}");
    assert!(row.data.starts_with("<tr data-event=") && row.data.contains("&lt;Orders") && !row.data.contains("<Orders>"), "{row:?}");
    assert!(!row.data.contains("data-label=\"Where\""), "{row:?}");
    assert!(of_shop.said().await.unwrap().data.contains("Invoices"));
    let row = of_tenant.said().await.unwrap();
    assert!(row.data.contains("Elsewhere") && row.data.contains("data-label=\"Where\""), "{row:?}");
    assert!(of_tenant.said().await.unwrap().data.contains("&lt;Orders"));
    assert!(of_others.said().await.unwrap().data.contains("Invoices"), "what its filter finds, and nothing else");
}

#[tokio::test]
async fn whoever_comes_back_gets_what_happened_meanwhile_once() {
    let shop = Shop::open().await;
    shop.chain().await;
    let cookies = shop.server.sign_in().await.cookies();
    let mut stream = Stream::open(&shop, LOG, &cookies, None).await;
    let begin = stream.next().await.unwrap().id;
    shop.create_services(&["One", "Two"]).await;
    let one = stream.said().await.unwrap();
    assert!(one.data.contains("One"));
    drop(stream);
    shop.create_services(&["Three"]).await;
    // By the header of a browser that comes back, which says more than the address of its page.
    let mut again = Stream::open(&shop, &format!("{LOG}?after={begin}"), &cookies, Some(&one.id)).await;
    shop.create_services(&["Four"]).await;
    for expected in ["Two", "Three", "Four"] {
        let row = again.said().await.unwrap();
        assert!(row.data.contains(expected), "{expected}: {row:?}");
    }
    // One that is of a database that was restored since is not waited for.
    let mut ahead = Stream::open(&shop, LOG, &cookies, Some("999999")).await;
    shop.create_services(&["Five"]).await;
    assert!(ahead.said().await.unwrap().data.contains("Five"));
    assert!(again.said().await.unwrap().data.contains("Five"));
}

#[tokio::test]
async fn whoever_is_far_behind_reads_it_on_the_page() {
    let shop = Shop::open().await;
    shop.chain().await;
    let cookies = shop.server.sign_in().await.cookies();
    let tenant = shop.operator().load_workspace(&shop.path).await.unwrap().tenant_id;
    let transaction = shop.server.installation.store.begin().await.unwrap();
    let at = shop.server.clock.now();
    for number in 0..1_001_u64 {
        let mut unique = [0; 10];
        unique[..8].copy_from_slice(&number.to_be_bytes());
        let event = AuditEvent {
            id: AuditEventId::new(at, unique),
            tenant_id: Some(tenant),
            workspace_id: None,
            at,
            actor_kind: ActorKind::Server,
            actor: "test".to_owned(),
            action: AuditAction::TestMailSent,
            target: "mail".to_owned(),
            target_id: String::new(),
            changes: Vec::new(),
            context: AuditContext::default(),
        };
        transaction.append_audit(event).await.unwrap();
    }
    transaction.commit().await.unwrap();
    shop.chain().await;
    let mut stream = Stream::open(&shop, LOG, &cookies, Some("1")).await;
    let told = stream.said().await.unwrap();
    assert_eq!((told.name.as_str(), told.data.as_str()), ("behind", "More than 1,000 events have happened meanwhile."));
    assert_eq!(stream.next().await, None);
}

#[tokio::test]
async fn it_ends_with_the_session_and_with_the_permission() {
    let shop = Shop::open().await;
    let (cookies, others) = (shop.server.sign_in().await.cookies(), shop.server.sign_in_elsewhere().await.cookies());
    let mut stays = Stream::open(&shop, LOG, &others, None).await;
    let mut ends = Stream::open(&shop, LOG, &cookies, None).await;
    shop.server.post("/console/api/sign_out", &cookies, "").await;
    let told = ends.said().await.unwrap();
    assert_eq!((told.name.as_str(), told.data.as_str()), ("end", "Your session has ended. Sign in again to go on."));
    assert_eq!(ends.next().await, None);
    shop.create_services(&["Orders"]).await;
    while !stays.said().await.expect("another session goes on").data.contains("Orders") {}
    shop.operator().delete_workspace(&shop.path, "Shop").await.unwrap();
    let told = stays.said().await.unwrap();
    assert_eq!((told.name.as_str(), told.data.as_str()), ("end", "You may not see this log any more."));
    assert_eq!(stays.next().await, None);
}

#[tokio::test]
async fn a_page_that_is_left_open_does_not_keep_its_session_from_ending() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    shop.server.clock.advance_seconds(8 * 3600 - 60);
    let mut stream = Stream::open(&shop, LOG, &cookies, None).await;
    assert_eq!(stream.status, StatusCode::OK);
    shop.server.clock.advance_seconds(120);
    assert_eq!(stream.said().await.unwrap().name, "end");
    let page = shop.server.get_with("/console/acme/shop/logs", &cookies).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{page:?}");
}

#[tokio::test]
async fn a_session_has_three_streams_and_a_server_that_stops_has_none() {
    let shop = Shop::open().await;
    let (cookies, others) = (shop.server.sign_in().await.cookies(), shop.server.sign_in_elsewhere().await.cookies());
    let mut streams = Vec::new();
    for _ in 0..3 {
        streams.push(Stream::open(&shop, LOG, &cookies, None).await);
    }
    let refused = Stream::open(&shop, LOG, &cookies, None).await;
    assert_eq!((refused.status, refused.headers[header::RETRY_AFTER].to_str().unwrap()), (StatusCode::TOO_MANY_REQUESTS, "10"));
    assert_eq!(refused.rest().await, "You follow logs in three windows already. Pause one of them.\n");
    assert_eq!(Stream::open(&shop, LOG, &others, None).await.status, StatusCode::OK, "another session has its own");
    streams.pop();
    streams.push(Stream::open(&shop, LOG, &cookies, None).await);
    assert!(streams.iter().all(|stream| stream.status == StatusCode::OK));

    shop.server.installation.node.stop_streams();
    for mut stream in streams {
        while let Some(event) = stream.next().await {
            assert_eq!(event.name, "", "it ends without a word, and the browser comes back to another server");
        }
    }
    let refused = Stream::open(&shop, LOG, &cookies, None).await;
    assert_eq!((refused.status, refused.headers[header::RETRY_AFTER].to_str().unwrap()), (StatusCode::SERVICE_UNAVAILABLE, "5"));
}

#[tokio::test]
async fn an_administrator_has_six_streams_in_however_many_sessions() {
    let shop = Shop::open().await;
    let mut streams = Vec::new();
    for _ in 0..2 {
        let cookies = shop.server.sign_in_elsewhere().await.cookies();
        for _ in 0..3 {
            streams.push(Stream::open(&shop, LOG, &cookies, None).await);
        }
    }
    assert!(streams.iter().all(|stream| stream.status == StatusCode::OK));
    let third = shop.server.sign_in_elsewhere().await.cookies();
    let refused = Stream::open(&shop, LOG, &third, None).await;
    assert_eq!((refused.status, refused.headers[header::RETRY_AFTER].to_str().unwrap()), (StatusCode::TOO_MANY_REQUESTS, "10"));
    assert_eq!(refused.rest().await, "You follow logs in six windows already. Pause one, in whichever session.\n");
    let another = shop.signed_in_as(BuiltInRole::Support).await;
    assert_eq!(Stream::open(&shop, LOG, &another, None).await.status, StatusCode::OK, "another administrator has their own");
    streams.pop();
    assert_eq!(Stream::open(&shop, LOG, &third, None).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_log_is_followed_by_whoever_may_see_it_and_by_a_filter_that_can_be_read() {
    let shop = Shop::open().await;
    let initech = shop.operator().create_tenant("initech", "Initech").await.unwrap();
    let stranger = shop.signed_in_at(BuiltInRole::Owner, initech.slug).await;
    let (support, own) = (shop.signed_in_as(BuiltInRole::Support).await, shop.server.sign_in().await.cookies());
    for route in LiveRoute::ALL {
        let path = route.template().replace("{tenant}", "acme").replace("{workspace}", "shop");
        let nobody = Stream::open(&shop, &path, "", None).await;
        assert_eq!(nobody.status, StatusCode::SEE_OTHER, "{path}");
        assert_eq!(Stream::open(&shop, &path, &stranger, None).await.status, StatusCode::NOT_FOUND, "{path}");
        let expected = if route.template().contains("{workspace}") { StatusCode::OK } else { StatusCode::FORBIDDEN };
        assert_eq!(Stream::open(&shop, &path, &support, None).await.status, expected, "{path}");
        for odd in ["action=client.eaten", "weather=rain", "after=x", "text=a&text=b"] {
            let refused = Stream::open(&shop, &format!("{path}?{odd}"), &own, None).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{path}?{odd}");
            assert_eq!(refused.rest().await, "This filter cannot be read, so nothing is followed.\n");
        }
    }
}
