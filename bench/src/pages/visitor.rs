//! A browser without a screen: cookies, and a form that is sent.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    time::{Duration, Instant},
};

use crate::{error::Error, load::Connection};

/// The administrator's browser.
pub(super) struct Visitor {
    address: SocketAddr,
    connection: Connection,
    cookies: BTreeMap<String, String>,
}

/// A page that was fetched.
pub(super) struct Page {
    pub(super) status: u16,
    pub(super) text: String,
    /// Where it leads, on this server.
    pub(super) location: Option<String>,
    pub(super) took: Duration,
}

impl Visitor {
    pub(super) async fn new(address: SocketAddr) -> Result<Self, Error> {
        let connection = Connection::open(address).await.map_err(Error::io("connect"))?;
        Ok(Self { address, connection, cookies: BTreeMap::new() })
    }

    /// Signs in by a link of the command line: opens its page, and sends the form there.
    pub(super) async fn sign_in(&mut self, link: &str) -> Result<(), Error> {
        let path = link.find("/console").and_then(|at| link.get(at..)).ok_or_else(|| Error::other("the sign-in link leads elsewhere"))?;
        let page = self.get(path).await?;
        let between = |start: &str| page.text.split_once(start)?.1.split('"').next().map(str::to_owned);
        let action = between("action=\"").ok_or_else(|| Error::other("the page of the sign-in link has no form"))?;
        let mut fields: Vec<String> = Vec::new();
        for input in page.text.split("<input").skip(1).filter_map(|rest| rest.split('>').next()) {
            let attribute = |name: &str| input.split_once(&format!("{name}=\""))?.1.split('"').next();
            if let Some(name) = attribute("name") {
                // Tokens and names of fields need no escape.
                fields.push(format!("{name}={}", attribute("value").unwrap_or_default()));
            }
        }
        let answer = self.send("POST", &action, &fields.join("&")).await?;
        if matches!(answer.status, 302 | 303) && !self.cookies.is_empty() {
            Ok(())
        } else {
            Err(Error::other(format_args!("signing in was answered with status {}", answer.status)))
        }
    }

    /// Fetches a page.
    pub(super) async fn get(&mut self, path: &str) -> Result<Page, Error> {
        self.send("GET", path, "").await
    }

    async fn send(&mut self, method: &str, path: &str, form: &str) -> Result<Page, Error> {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let (address, cookies, length) = (self.address, cookies.join("; "), form.len());
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nAccept: text/html\r\nOrigin: http://{address}\r\nSec-Fetch-Site: same-origin\r\n\
             Cookie: {cookies}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
        );
        let began = Instant::now();
        let answer = self.connection.exchange(request.as_bytes()).await.map_err(Error::io(path))?;
        let took = began.elapsed();
        let (status, text, set) = (answer.status, answer.text().to_owned(), answer.fields("set-cookie"));
        let location = answer.fields("location").pop();
        let location = location.map(|location| location.strip_prefix(&format!("http://{address}")).map_or(location.clone(), str::to_owned));
        for cookie in set {
            if let Some((name, value)) = cookie.split(';').next().and_then(|pair| pair.split_once('=')) {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Ok(Page { status, text, location, took })
    }
}
