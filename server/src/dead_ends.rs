//! Dead ends, in pages: whoever looks at an error with a browser reads what to do, and finds a way on.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::name::Slug;
use engine::Refusal;
use maud::{Markup, html};

use crate::{config::PublicUrl, oauth::server_page, same_origin::ForeignForm};

const SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// What a page says: what happened, what to do about it, and where one can go.
struct DeadEnd {
    sentence: String,
    advice: &'static str,
    ways: Vec<(String, String)>,
}

/// Where a browser is.
struct Whereabouts {
    method: Method,
    path: String,
    /// Where the page is from which a form was sent.
    referer: Option<String>,
}

/// Turns every error of addresses that only browsers visit into a page.
pub(crate) async fn for_browsers(State(public_url): State<Arc<PublicUrl>>, request: Request, next: Next) -> Response {
    let whereabouts = Whereabouts::of(&request);
    let response = next.run(request).await;
    if is_page(&response) { response } else { page(&public_url, &whereabouts, response) }
}

/// Turns an error into a page where a browser shows it as one: it says so of a navigation (W3C Fetch Metadata).
pub(crate) async fn for_navigations(State(public_url): State<Arc<PublicUrl>>, request: Request, next: Next) -> Response {
    let navigates = request.headers().get(SEC_FETCH_MODE).is_some_and(|mode| mode == "navigate");
    let whereabouts = Whereabouts::of(&request);
    let response = next.run(request).await;
    if !navigates || is_page(&response) { response } else { page(&public_url, &whereabouts, response) }
}

/// Returns whether an answer needs no page of ours: it is none of an error, or one already.
fn is_page(response: &Response) -> bool {
    let status = response.status();
    let html = |headers: &HeaderMap| headers.get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    !(status.is_client_error() || status.is_server_error()) || html(response.headers())
}

fn page(public_url: &PublicUrl, whereabouts: &Whereabouts, mut response: Response) -> Response {
    let refusal = response.extensions_mut().remove::<Refusal>();
    let foreign = response.extensions().get::<ForeignForm>().cloned();
    let dead_end = match (refusal, foreign) {
        (Some(refusal), _) => of_refusal(refusal, whereabouts),
        (_, Some(foreign)) => of_foreign_form(public_url, whereabouts, &foreign),
        _ => of_status(response.status(), whereabouts),
    };
    let body = dead_end.render();
    let (mut parts, _) = response.into_parts();
    for replaced in [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::CONTENT_ENCODING, header::CONTENT_SECURITY_POLICY] {
        parts.headers.remove(replaced);
    }
    (parts, server_page("This did not work", &body)).into_response()
}

fn of_refusal(refusal: Refusal, whereabouts: &Whereabouts) -> DeadEnd {
    let told = refusal.told();
    if refusal == Refusal::TemporarilyUnavailable {
        return of_status(StatusCode::SERVICE_UNAVAILABLE, whereabouts);
    }
    let developers = (format!("/errors/{}", told.reason()), "For those who run the application: what to look at".to_owned());
    DeadEnd {
        sentence: told.description().to_owned(),
        advice: "Nothing was signed in, changed or shared. Go back to the application and start again; if it happens again, tell the people \
                 who run it.",
        ways: whereabouts.on().into_iter().chain([developers]).collect(),
    }
}

fn of_foreign_form(public_url: &PublicUrl, whereabouts: &Whereabouts, foreign: &ForeignForm) -> DeadEnd {
    if let ForeignForm::OtherName(name) = foreign {
        let page = whereabouts.referer.as_deref().and_then(|page| page.strip_prefix(name.as_str())).unwrap_or("/");
        return DeadEnd {
            sentence: format!("You opened this page at {name}, but its address is {public_url}."),
            advice: "Nothing was sent: forms are taken at the server's own address alone. Open the page there.",
            ways: vec![(public_url.join(page), format!("Go on at {public_url}"))],
        };
    }
    DeadEnd {
        sentence: "This form was sent from another site.".to_owned(),
        advice: "Nothing was done that it asks for. Open the page here, and send the form from there.",
        ways: whereabouts.on(),
    }
}

fn of_status(status: StatusCode, whereabouts: &Whereabouts) -> DeadEnd {
    let again = (whereabouts.method == Method::GET).then(|| (whereabouts.path.clone(), "Try again".to_owned()));
    let (sentence, advice, again) = match status {
        StatusCode::NOT_FOUND => ("There is nothing at this address.", "Check it for a slip of the pen.", None),
        StatusCode::METHOD_NOT_ALLOWED => (
            "This page cannot be opened by itself.",
            "It belongs to something that was under way, such as a sign-in. Go back to the application and start again.",
            None,
        ),
        StatusCode::PAYLOAD_TOO_LARGE => ("What was sent is too large.", "Nothing was done. Go back and make it shorter.", None),
        status if status.is_server_error() => {
            ("The server cannot answer now.", "Nothing is wrong with what you did. Wait a moment and try again.", again)
        }
        _ => ("The server cannot read this request.", "Nothing was done. Go back and start again.", None),
    };
    DeadEnd { sentence: sentence.to_owned(), advice, ways: again.into_iter().chain(whereabouts.on()).collect() }
}

impl Whereabouts {
    fn of(request: &Request) -> Self {
        let referer = request.headers().get(header::REFERER).and_then(|page| page.to_str().ok()).map(str::to_owned);
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
        Self { method: request.method().clone(), path, referer }
    }

    /// Where one can go from here: the console, or one's account in this workspace.
    fn on(&self) -> Vec<(String, String)> {
        let path = self.path.split('?').next().unwrap_or_default();
        let mut parts = path.split('/').skip(1);
        match (parts.next(), parts.next(), parts.next()) {
            (Some("console"), ..) => vec![(app::paths::HOME.to_owned(), "Go to the console's start".to_owned())],
            (Some(tenant), Some(workspace), Some(_)) if [tenant, workspace].iter().all(|slug| Slug::parse(slug).is_ok()) => {
                vec![(format!("/{tenant}/{workspace}/account"), "Go to your account".to_owned())]
            }
            _ => Vec::new(),
        }
    }
}

impl DeadEnd {
    fn render(&self) -> Markup {
        html! {
            h1 { "This did not work" }
            p class="lead" role="alert" { (self.sentence) }
            p { (self.advice) }
            @for (address, words) in &self.ways {
                p { a href=(address) { (words) } }
            }
        }
    }
}
