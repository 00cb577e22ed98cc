//! The two levels at which there are administrators and roles: a tenant and the installation.

/// One of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Level {
    of_installation: bool,
}

impl Level {
    /// Both of them.
    pub(super) const BOTH: [Self; 2] = [Self { of_installation: false }, Self { of_installation: true }];

    /// Returns an address there.
    pub(super) fn path(self, below: &str) -> String {
        format!("{}{below}", if self.of_installation { "/system" } else { "/admin/{tenant}" })
    }

    /// Returns the identifier of an operation in a tenant or in the installation, and its summary.
    pub(super) const fn words(
        self,
        [in_tenant, in_installation]: [&'static str; 2],
        summary: &'static str,
    ) -> (&'static str, &'static str) {
        (if self.of_installation { in_installation } else { in_tenant }, summary)
    }
}
