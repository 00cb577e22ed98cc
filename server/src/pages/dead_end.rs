//! The page of an error: what happened, what to do about it, and where one can go.

use axum::{
    extract::Request,
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use domain::name::Slug;
use engine::Refusal;
use maud::{Markup, html};

use super::server_page;
use crate::{
    browser::foreign_form::ForeignForm,
    config::PublicUrl,
    paths::{self, WorkspaceRoute},
};

/// What a page about an error says.
#[derive(Debug)]
pub(crate) struct DeadEnd {
    sentence: String,
    advice: &'static str,
    /// Links: the address and its text.
    ways: Vec<(String, String)>,
}

/// Where a browser is.
#[derive(Debug, Clone)]
pub(crate) struct Whereabouts {
    method: Method,
    path: String,
    /// The page from which a form was sent.
    referer: Option<String>,
}

impl DeadEnd {
    /// What to say of a refusal. It says no more than a client would hear.
    pub(crate) fn of_refusal(refusal: Refusal, whereabouts: &Whereabouts) -> Self {
        if refusal == Refusal::TemporarilyUnavailable {
            return Self::of_status(StatusCode::SERVICE_UNAVAILABLE, whereabouts);
        }
        let developers = (paths::error_page(refusal), "For those who run the application: what to look at".to_owned());
        Self {
            sentence: refusal.public().description().to_owned(),
            advice: "Nothing was signed in, changed or shared. Go back to the application and start again; if it happens again, tell the people \
                     who run it.",
            ways: whereabouts.ways_on().into_iter().chain([developers]).collect(),
        }
    }

    /// What to say of a form that is not from our own pages.
    pub(crate) fn of_foreign_form(public_url: &PublicUrl, whereabouts: &Whereabouts, foreign: &ForeignForm) -> Self {
        if let ForeignForm::OtherName(name) = foreign {
            let page = whereabouts.referer.as_deref().and_then(|page| page.strip_prefix(name.as_str())).unwrap_or("/");
            return Self {
                sentence: format!("You opened this page at {name}, but its address is {public_url}."),
                advice: "Nothing was sent: forms are taken at the server's own address alone. Open the page there.",
                ways: vec![(public_url.join(page), format!("Go on at {public_url}"))],
            };
        }
        Self {
            sentence: "This form was sent from another site.".to_owned(),
            advice: "Nothing was done that it asks for. Open the page here, and send the form from there.",
            ways: whereabouts.ways_on(),
        }
    }

    /// What to say where only the status is known.
    pub(crate) fn of_status(status: StatusCode, whereabouts: &Whereabouts) -> Self {
        let again = (whereabouts.method == Method::GET).then(|| (whereabouts.path.clone(), "Try again".to_owned()));
        let (sentence, advice, again) = match status {
            StatusCode::NOT_FOUND => ("There is nothing at this address.", "Check the address.", None),
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
        Self { sentence: sentence.to_owned(), advice, ways: again.into_iter().chain(whereabouts.ways_on()).collect() }
    }

    /// Replaces the body of an error by the page. Its status and its other headers stay.
    pub(crate) fn replace_body(&self, response: Response) -> Response {
        let (mut parts, _) = response.into_parts();
        for replaced in [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::CONTENT_ENCODING, header::CONTENT_SECURITY_POLICY] {
            parts.headers.remove(replaced);
        }
        (parts, server_page("This did not work", &self.render())).into_response()
    }

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

impl Whereabouts {
    pub(crate) fn of(request: &Request) -> Self {
        Self::new(request.method(), request.uri(), request.headers())
    }

    pub(crate) fn new(method: &Method, uri: &Uri, headers: &HeaderMap) -> Self {
        let referer = headers.get(header::REFERER).and_then(|page| page.to_str().ok()).map(str::to_owned);
        let path = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        Self { method: method.clone(), path, referer }
    }

    /// Returns the links that lead on from here: to the console, or to the account in this workspace.
    fn ways_on(&self) -> Vec<(String, String)> {
        let path = self.path.split('?').next().unwrap_or_default();
        let mut parts = path.split('/').skip(1);
        match (parts.next(), parts.next(), parts.next()) {
            (Some("console"), ..) => vec![(app::paths::HOME.to_owned(), "Go to the console's start".to_owned())],
            (Some(tenant), Some(workspace), Some(_)) if [tenant, workspace].iter().all(|slug| Slug::parse(slug).is_ok()) => {
                vec![(WorkspaceRoute::Account.below(&format!("/{tenant}/{workspace}")), "Go to your account".to_owned())]
            }
            _ => Vec::new(),
        }
    }
}
