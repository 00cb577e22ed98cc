//! The console's pages at the size of a database: an administrator signs in and follows links, and each page is timed.
//!
//! Pages are found by their links, so that a new page needs no change here. Addresses that differ in an identifier only are one page.

mod visitor;

use std::{
    collections::{BTreeMap, VecDeque},
    net::SocketAddr,
    path::Path,
    process::Command,
    time::Duration,
};

use self::visitor::{Page, Visitor};
use crate::{error::Error, process::Setting};

/// Who signs in.
const ADMINISTRATOR: &str = "bench@example.com";
/// How often each page is fetched.
const VISITS: usize = 5;
/// What is searched for on pages with a search field.
const SEARCH: &str = "77";

/// How long a page took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageTimes {
    /// Its address with `…` for each identifier.
    pub page: String,
    /// How long each visit took, shortest first.
    pub visits: Vec<Duration>,
    /// How many bytes it has.
    pub bytes: usize,
}

impl PageTimes {
    /// Returns the median.
    pub fn median(&self) -> Duration {
        self.visits.get(self.visits.len() / 2).copied().unwrap_or_default()
    }

    /// Returns whether it is what the search over everything found.
    pub fn is_search(&self) -> bool {
        self.page.contains("/-/search?")
    }

    /// Returns the longest.
    pub fn longest(&self) -> Duration {
        self.visits.last().copied().unwrap_or_default()
    }
}

/// Makes an administrator by the command line, and returns the link that signs them in.
pub fn create_administrator(program: &Path, settings: &[Setting]) -> Result<String, Error> {
    let mut command = Command::new(program);
    command.args(["admin", "create", "--email", ADMINISTRATOR, "--name", "Bench"]);
    command.envs(settings.iter().map(|(name, value)| (name, value)));
    let output = command.output().map_err(Error::io(program.display()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let link = text.lines().find_map(|line| Some(line.trim()).filter(|line| line.starts_with("http")));
    link.map(str::to_owned).ok_or_else(|| Error::other(format_args!("no sign-in link: {}", String::from_utf8_lossy(&output.stderr))))
}

/// Signs in by a link, and times every page that can be reached by links from these addresses.
pub async fn visit(address: SocketAddr, sign_in_link: &str, from: &[String]) -> Result<Vec<PageTimes>, Error> {
    let mut visitor = Visitor::new(address).await?;
    visitor.sign_in(sign_in_link).await?;
    let mut times: BTreeMap<String, PageTimes> = BTreeMap::new();
    let mut waiting: VecDeque<String> = from.iter().cloned().collect();
    while let Some(address) = waiting.pop_front() {
        let name = pattern(&address);
        if times.contains_key(&name) {
            continue;
        }
        let mut measured = PageTimes { page: name.clone(), visits: Vec::new(), bytes: 0 };
        for _ in 0..VISITS {
            let Page { status, text, location, took } = visitor.get(&address).await?;
            if let Some(location) = location {
                waiting.push_back(location);
                break;
            }
            if status != 200 {
                return Err(Error::other(format_args!("{address} answered with status {status}")));
            }
            measured.visits.push(took);
            measured.bytes = text.len();
            waiting.extend(links(&text));
            // The field of the bar is in every page, and leads to a page of its own.
            let main = text.split_once("<main").map_or("", |(_, main)| main);
            if main.contains("type=\"search\"") && !address.contains('?') {
                waiting.push_back(format!("{address}?q={SEARCH}"));
            }
        }
        measured.visits.sort_unstable();
        times.insert(name, measured);
    }
    // An address that leads to another is no page.
    let mut times: Vec<PageTimes> = times.into_values().filter(|times| !times.visits.is_empty()).collect();
    times.sort_by_key(|times| std::cmp::Reverse(times.longest()));
    Ok(times)
}

/// Returns the console's pages that a page links to.
fn links(text: &str) -> Vec<String> {
    let addresses = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let pages = addresses.filter(|address| address.starts_with("/console") && !address.contains("/sign-") && !address.contains("/api"));
    pages.map(|address| address.replace("&amp;", "&")).map(|address| address.split('#').next().unwrap_or_default().to_owned()).collect()
}

/// Returns an address with `…` for what tells one tenant, workspace or row from another.
fn pattern(address: &str) -> String {
    let (path, query) = address.split_once('?').map_or((address, None), |(path, query)| (path, Some(query)));
    let is_identifier = |part: &str| part.len() == 36 && part.bytes().filter(|byte| *byte == b'-').count() == 4;
    let is_slug = |part: &str| ["tenant-", "workspace-"].iter().any(|slug| part.starts_with(slug));
    let parts = path.split('/').map(|part| if is_identifier(part) || is_slug(part) { "…" } else { part });
    let names = query.map(|query| query.split('&').map(|pair| pair.split('=').next().unwrap_or_default()).collect::<Vec<_>>().join("&"));
    let path = parts.collect::<Vec<_>>().join("/");
    names.map_or(path.clone(), |names| format!("{path}?{names}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_page_are_one() {
        let id = "019a0000-0000-7000-8000-000000000001";
        assert_eq!(
            pattern(&format!("/console/tenant-1/workspace-2/clients/{id}/tokens?after={id}&q=a")),
            "/console/…/…/clients/…/tokens?after&q"
        );
        assert_eq!(pattern("/console/-/log"), "/console/-/log");
        let found = PageTimes { page: pattern("/console/tenant-1/-/search?q=77"), visits: Vec::new(), bytes: 0 };
        assert_eq!((found.page.as_str(), found.is_search()), ("/console/…/-/search?q", true));
    }

    #[test]
    fn links_to_pages_are_followed() {
        let text = r#"<a href="/console/a?x=1&amp;y=2#z"><link href="/pkg/x.css"><a href="/console/sign-out"><a href="/console/api/x">"#;
        assert_eq!(links(text), ["/console/a?x=1&y=2"]);
    }
}
