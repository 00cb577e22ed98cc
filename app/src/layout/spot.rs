use domain::{id::ClientId, name::Slug};

use crate::paths::{self, WorkspacePath};

/// The place of a page in the console, by its address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spot {
    /// The tenant.
    pub tenant: Option<Slug>,
    /// The workspace.
    pub workspace: Option<Slug>,
    /// The part of the page's address that another workspace has, too: `/auth-server/tokens`, and `/clients` for the page of a client.
    pub page: String,
    /// The client whose page it is.
    pub client: Option<ClientId>,
}

impl Spot {
    /// Reads the address of a page.
    pub fn of(path: &str) -> Self {
        let mut parts = path.split('/').skip(2).map(|part| Slug::parse(part).ok());
        let tenant = parts.next().flatten();
        // The addresses of the console's own pages are no slugs.
        let workspace = parts.next().flatten().filter(|_| tenant.is_some());
        // A page of the tenant is none of a workspace.
        let page = if workspace.is_some() { shared(path) } else { String::new() };
        let client = paths::level(path).client;
        Self { tenant, workspace, page, client }
    }

    /// The workspace with its tenant.
    pub fn path(&self) -> Option<WorkspacePath> {
        Some(WorkspacePath { tenant: self.tenant.clone()?, workspace: self.workspace.clone()? })
    }
}

/// Returns what of the address of a workspace's page means the same in each workspace: up to the first part that identifies something.
fn shared(path: &str) -> String {
    let parts = path.split('/').skip(4);
    parts.take_while(|part| part.parse::<ClientId>().is_err()).fold(String::new(), |page, part| format!("{page}/{part}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_tells_the_spot() {
        let spot = |path| Spot::of(path);
        assert_eq!(spot("/console"), Spot::default());
        assert_eq!(spot("/console/acme").tenant.unwrap().as_str(), "acme");
        assert_eq!(spot("/console/acme/new-workspace").path(), None);
        let pages = [
            ("/console/acme/-/webhooks/new", ""),
            ("/console/acme/-/log", ""),
            ("/console/acme/main", ""),
            ("/console/acme/main/auth-server/tokens", "/auth-server/tokens"),
            ("/console/acme/main/clients/new", "/clients/new"),
            ("/console/acme/main/clients/019b76da-a800-7fc5-a834-84c7fc1161c8/oauth", "/clients"),
        ];
        for (path, page) in pages {
            assert_eq!(spot(path).page, page);
        }
        assert_eq!(spot("/console/acme/main/clients").path().unwrap().to_string(), "acme/main");
    }
}
