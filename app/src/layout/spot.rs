use domain::name::Slug;

use crate::paths::WorkspacePath;

/// The place of a page in the console, by its address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spot {
    /// The tenant.
    pub tenant: Option<Slug>,
    /// The workspace.
    pub workspace: Option<Slug>,
}

impl Spot {
    /// Reads the address of a page.
    pub fn of(path: &str) -> Self {
        let mut parts = path.split('/').skip(2).map(|part| Slug::parse(part).ok());
        let tenant = parts.next().flatten();
        // The addresses of the console's own pages are no slugs.
        let workspace = parts.next().flatten().filter(|_| tenant.is_some());
        Self { tenant, workspace }
    }

    /// The workspace with its tenant.
    pub fn path(&self) -> Option<WorkspacePath> {
        Some(WorkspacePath { tenant: self.tenant.clone()?, workspace: self.workspace.clone()? })
    }
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
        assert_eq!(spot("/console/acme/main/clients").path().unwrap().to_string(), "acme/main");
    }
}
