//! The addresses of the admin API, but for its operations, which each name their own. The server's list of every address has these, too.

/// What the address of every operation begins with.
pub const API: &str = "/api";

/// The description of the API (`OpenAPI` 3.1).
pub const DESCRIPTION: &str = "/api/admin/openapi.json";

/// The page to browse it.
pub const DOCS: &str = "/api/admin/docs";

/// The stylesheet of that page.
pub const STYLESHEET: &str = "/assets/admin-api.css";

/// Where all of a user is ended (draft-parecki-oauth-global-token-revocation): in a workspace, among the protocol's endpoints.
pub const GLOBAL_TOKEN_REVOCATION: &str = "/{tenant}/{workspace}/oauth2/global-token-revocation";
