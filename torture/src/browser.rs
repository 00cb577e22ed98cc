//! A user at a browser without scripts: it follows redirects, keeps cookies, and fills in the forms that servers show to sign in and to agree.

use reqwest::Method;
use url::Url;

use crate::{
    authorization::Callback,
    cookies::Cookies,
    error::Error,
    fill::{self, User, Wish},
    html::Page,
    http::{Answer, FORM, Http, Request, encode},
};

/// So many pages and redirects lead to a client at most.
const MOST_STEPS: usize = 25;
/// A user types their password so often at most.
const MOST_SIGN_INS: usize = 2;

/// A browser.
#[derive(Debug, Clone)]
pub(crate) struct Browser {
    http: Http,
    cookies: Cookies,
    /// What was asked and answered, in this order.
    pub(crate) hops: Vec<Hop>,
}

/// A request of a browser and its answer.
#[derive(Debug, Clone)]
pub(crate) struct Hop {
    /// The password was sent.
    pub(crate) with_password: bool,
    pub(crate) answer: Answer,
}

/// A request that a browser is about to make.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    url: Url,
    /// What it posts; it gets otherwise.
    body: Option<String>,
    /// The origin of the page that it comes from; none where the address was typed.
    from: Option<String>,
    with_password: bool,
}

/// Where a visit ended.
#[derive(Debug, Clone)]
pub(crate) enum Visit {
    /// At the client.
    Arrived(Callback),
    /// At a page of the server, with this status.
    Stayed(u16),
}

impl Visit {
    /// Returns where it ended in words.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Arrived(callback) => callback.shown(),
            Self::Stayed(status) => format!("a page with status {status}"),
        }
    }

    /// Returns the error that the client got.
    pub(crate) fn error(&self) -> Option<&str> {
        match self {
            Self::Arrived(callback) => callback.get("error"),
            Self::Stayed(_) => None,
        }
    }

    /// Returns the code that the client got.
    pub(crate) fn code(&self) -> Option<&str> {
        match self {
            Self::Arrived(callback) => callback.get("code"),
            Self::Stayed(_) => None,
        }
    }
}

impl Step {
    /// Returns that an address is opened.
    pub(crate) fn open(address: &str) -> Result<Self, Error> {
        Ok(Self { url: Url::parse(address).map_err(Error::other)?, body: None, from: None, with_password: false })
    }

    /// Returns that a form of another site is sent.
    pub(crate) fn post(address: &str, form: &[(String, String)], from: &str) -> Result<Self, Error> {
        Ok(Self { body: Some(encode(form)), from: Some(from.to_owned()), ..Self::open(address)? })
    }

    /// Returns the request that a redirect leads to; none where the answer is no redirect.
    fn redirected(&self, answer: &Answer) -> Option<Self> {
        let keeps_method = matches!(answer.status, 307 | 308);
        if !keeps_method && !matches!(answer.status, 301..=303) {
            return None;
        }
        let url = self.url.join(answer.header("location")).ok()?;
        let body = self.body.clone().filter(|_| keeps_method);
        let with_password = self.with_password && keeps_method;
        Some(Self { url, body, from: Some(self.origin()), with_password })
    }

    fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }
}

impl Browser {
    /// Opens a browser that nobody has signed in with.
    pub(crate) fn new(http: &Http) -> Self {
        Self { http: http.clone(), cookies: Cookies::default(), hops: Vec::new() }
    }

    /// Goes on from a step until the client has its answer, or a page leads nowhere.
    ///
    /// # Errors
    /// The server gave no answer, or its pages go on for ever.
    pub(crate) async fn visit(&mut self, start: Step, redirect_uri: &str, user: &User, wish: Wish) -> Result<Visit, Error> {
        let (mut step, mut sign_ins) = (start, 0);
        for _ in 0..MOST_STEPS {
            let answer = self.send(&step).await?;
            if let Some(next) = step.redirected(&answer) {
                if let Some(callback) = Callback::read(next.url.as_str(), redirect_uri) {
                    return Ok(Visit::Arrived(callback));
                }
                step = next;
                continue;
            }
            let page = Page::read(&answer.body);
            if let Some(callback) = arrival(&step, &page, redirect_uri) {
                return Ok(Visit::Arrived(callback));
            }
            let Some(filled) = fill::fill(&page, user, wish).filter(|filled| !filled.with_password || sign_ins < MOST_SIGN_INS) else {
                return Ok(Visit::Stayed(answer.status));
            };
            sign_ins += usize::from(filled.with_password);
            step = step.filled(filled)?;
        }
        Err(Error::other(format_args!("the pages after an authorization request did not end after {MOST_STEPS} steps")))
    }

    async fn send(&mut self, step: &Step) -> Result<Answer, Error> {
        let method = if step.body.is_some() { Method::POST } else { Method::GET };
        let mut request = Request::new(method, step.url.as_str());
        let site = match &step.from {
            None => "none",
            Some(from) if *from == step.origin() => "same-origin",
            Some(_) => "cross-site",
        };
        for (name, value) in
            [("accept", "text/html"), ("sec-fetch-site", site), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")]
        {
            request = request.with_header(name, value);
        }
        if let Some(cookies) = self.cookies.header(&step.url).filter(|_| step.body.is_none() || site != "cross-site") {
            request = request.with_header("cookie", cookies);
        }
        if let Some(body) = &step.body {
            request = request.with_header("content-type", FORM).with_body(body.as_str());
            if let Some(from) = &step.from {
                request = request.with_header("origin", from).with_header("referer", format!("{from}/"));
            }
        }
        let answer = self.http.send(&request).await?;
        self.cookies.take(&step.url, &answer);
        self.hops.push(Hop { with_password: step.with_password, answer: answer.clone() });
        Ok(answer)
    }
}

impl Step {
    /// Returns what a form leads to that was filled in, or a link that was chosen.
    fn filled(&self, filled: fill::Filled) -> Result<Self, Error> {
        let fill::Filled { action, fields, posts, with_password } = filled;
        let mut url = self.url.join(&action).map_err(Error::other)?;
        let mut body = None;
        if posts {
            body = Some(encode(&fields));
        } else if !fields.is_empty() {
            url.set_query(Some(&encode(&fields)));
        }
        Ok(Self { url, body, from: Some(self.origin()), with_password })
    }
}

/// Returns the answer to the client that a page carries: in a form that posts itself, in a link, or where it goes on to by itself.
fn arrival(step: &Step, page: &Page, redirect_uri: &str) -> Option<Callback> {
    let absolute = |address: &str| step.url.join(address).ok();
    let is_answer = |callback: &Callback| callback.get("code").or(callback.get("error")).is_some();
    for form in page.forms.iter().filter(|form| form.posts) {
        if Callback::read(absolute(&form.action)?.as_str(), redirect_uri).is_some() {
            let fields: Vec<_> = form.fields.iter().map(|field| (field.name.clone(), field.value.clone())).collect();
            return Some(Callback::of_form(&encode(&fields))).filter(is_answer);
        }
    }
    let addresses = page.links.iter().map(|link| &link.address).chain(&page.refresh);
    addresses.filter_map(|address| Callback::read(absolute(address)?.as_str(), redirect_uri)).find(is_answer)
}
