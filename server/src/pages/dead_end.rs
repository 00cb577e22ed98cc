//! The page of an error: what happened, what to do about it, and where one can go.

use axum::{
    extract::Request,
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use domain::name::Slug;
use engine::Refusal;
use maud::{Markup, html};
use translation::Language;

use super::server_page;
use crate::{
    browser::{foreign_form::ForeignForm, language::Spoken},
    config::PublicUrl,
    paths::{self, WorkspaceRoute},
    text::t,
};

/// What a page about an error says.
#[derive(Debug)]
pub(crate) struct DeadEnd {
    language: Language,
    sentence: String,
    advice: &'static str,
    /// Links: the address and its text.
    ways: Vec<(String, String)>,
}

/// Where a browser is, and what its reader reads.
#[derive(Debug, Clone)]
pub(crate) struct Whereabouts {
    method: Method,
    path: String,
    /// The page from which a form was sent.
    referer: Option<String>,
    language: Language,
}

impl DeadEnd {
    /// What to say of a refusal. It says no more than a client would hear.
    pub(crate) fn of_refusal(refusal: Refusal, whereabouts: &Whereabouts) -> Self {
        if refusal == Refusal::TemporarilyUnavailable {
            return Self::of_status(StatusCode::SERVICE_UNAVAILABLE, whereabouts);
        }
        let language = whereabouts.language;
        let developers = (paths::error_page(refusal), t!(language, "pages-what-to-look-at").to_owned());
        Self {
            language,
            sentence: language.word(refusal.public().description()).to_owned(),
            advice: t!(language, "pages-dead-end-refused"),
            ways: whereabouts.ways_on().into_iter().chain([developers]).collect(),
        }
    }

    /// What to say of a form that is not from our own pages.
    pub(crate) fn of_foreign_form(public_url: &PublicUrl, whereabouts: &Whereabouts, foreign: &ForeignForm) -> Self {
        let language = whereabouts.language;
        if let ForeignForm::OtherName(name) = foreign {
            let page = whereabouts.referer.as_deref().and_then(|page| page.strip_prefix(name.as_str())).unwrap_or("/");
            let own = public_url.to_string();
            return Self {
                language,
                sentence: t!(language, "pages-dead-end-other-name", name = name.clone(), own = own.clone()),
                advice: t!(language, "pages-dead-end-other-name-advice"),
                ways: vec![(public_url.join(page), t!(language, "pages-dead-end-go-on-at", own = own))],
            };
        }
        Self {
            language,
            sentence: t!(language, "pages-dead-end-other-site").to_owned(),
            advice: t!(language, "pages-dead-end-other-site-advice"),
            ways: whereabouts.ways_on(),
        }
    }

    /// What to say where only the status is known.
    pub(crate) fn of_status(status: StatusCode, whereabouts: &Whereabouts) -> Self {
        let language = whereabouts.language;
        let again = || {
            let text = t!(language, "pages-dead-end-try-again").to_owned();
            (whereabouts.method == Method::GET).then(|| (whereabouts.path.clone(), text))
        };
        let (sentence, advice, again) = match status {
            StatusCode::NOT_FOUND => (t!(language, "pages-dead-end-nothing"), t!(language, "pages-dead-end-nothing-advice"), None),
            StatusCode::METHOD_NOT_ALLOWED => (t!(language, "pages-dead-end-alone"), t!(language, "pages-dead-end-alone-advice"), None),
            StatusCode::PAYLOAD_TOO_LARGE => (t!(language, "pages-dead-end-large"), t!(language, "pages-dead-end-large-advice"), None),
            status if status.is_server_error() => {
                (t!(language, "pages-dead-end-busy"), t!(language, "pages-dead-end-busy-advice"), again())
            }
            _ => (t!(language, "pages-dead-end-unread"), t!(language, "pages-dead-end-unread-advice"), None),
        };
        // Where nothing is, there may be no such workspace, and no account in it.
        let ways_on = if status == StatusCode::NOT_FOUND { whereabouts.to_console() } else { whereabouts.ways_on() };
        Self { language, sentence: sentence.to_owned(), advice, ways: again.into_iter().chain(ways_on).collect() }
    }

    /// Replaces the body of an error by the page. Its status and its other headers stay.
    pub(crate) fn replace_body(&self, response: Response) -> Response {
        let (mut parts, _) = response.into_parts();
        for replaced in [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::CONTENT_ENCODING, header::CONTENT_SECURITY_POLICY] {
            parts.headers.remove(replaced);
        }
        (parts, server_page(self.language, t!(self.language, "pages-did-not-work"), &self.render())).into_response()
    }

    fn render(&self) -> Markup {
        html! {
            h1 { (t!(self.language, "pages-did-not-work")) }
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
        Self { method: method.clone(), path, referer, language: Spoken::of(uri, headers).language() }
    }

    /// Returns the link to the console's start, for those who are there.
    fn to_console(&self) -> Vec<(String, String)> {
        let is_console = self.parts().next() == Some("console");
        let link = || (app::paths::HOME.to_owned(), t!(self.language, "pages-dead-end-console").to_owned());
        is_console.then(link).into_iter().collect()
    }

    /// Returns the parts of the path.
    fn parts(&self) -> impl Iterator<Item = &str> {
        self.path.split('?').next().unwrap_or_default().split('/').skip(1)
    }

    /// Returns the links that lead on from here: to the console, or to the account in this workspace.
    fn ways_on(&self) -> Vec<(String, String)> {
        let mut parts = self.parts();
        match (parts.next(), parts.next(), parts.next()) {
            (Some("console"), ..) => self.to_console(),
            (Some(tenant), Some(workspace), Some(_)) if [tenant, workspace].iter().all(|slug| Slug::parse(slug).is_ok()) => {
                let account = WorkspaceRoute::Account.below(&format!("/{tenant}/{workspace}"));
                vec![(account, t!(self.language, "pages-go-to-account").to_owned())]
            }
            _ => Vec::new(),
        }
    }
}
