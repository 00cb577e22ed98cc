//! Every address of the server but for the console's pages, whose addresses are in `app::paths`, and the admin API's operations, which
//! each name their own: the router mounts these, and links are made of them.

pub use admin_api::paths::API;
use domain::workspace::WorkspacePath;
use engine::Refusal;

/// Declares an enum of addresses: each variant with its template, and the list of all.
macro_rules! routes {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $route:ident = $template:expr,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($(#[$doc])* $route,)*
        }

        impl $name {
            /// Every address, in order.
            pub const ALL: &'static [Self] = &[$(Self::$route),*];

            /// Returns the address as the router knows it, with its parameters in braces.
            pub const fn template(self) -> &'static str {
                match self {
                    $(Self::$route => $template,)*
                }
            }
        }
    };
}

/// What the addresses of a workspace begin with.
const WORKSPACE: &str = "/{tenant}/{workspace}";

routes! {
    /// Addresses of a workspace: the protocol's endpoints and the users' pages.
    WorkspaceRoute {
        /// `POST`: tokens (RFC 6749 §3.2).
        Token = "/{tenant}/{workspace}/oauth2/token",
        /// `POST`: authorization requests that clients push (RFC 9126).
        PushedAuthorization = "/{tenant}/{workspace}/oauth2/par",
        /// `POST`: clients register themselves (RFC 7591); `GET`, `PUT` and `DELETE`: they manage what they registered (RFC 7592).
        ClientRegistration = "/{tenant}/{workspace}/oauth2/register",
        /// `POST`: introspection (RFC 7662).
        Introspect = "/{tenant}/{workspace}/oauth2/introspect",
        /// `POST`: revocation (RFC 7009).
        Revoke = "/{tenant}/{workspace}/oauth2/revoke",
        /// `POST`: all of a user is ended (draft-parecki-oauth-global-token-revocation).
        GlobalTokenRevocation = admin_api::paths::GLOBAL_TOKEN_REVOCATION,
        /// `POST`: a device without a browser asks for its codes (RFC 8628 §3.1).
        DeviceAuthorization = "/{tenant}/{workspace}/device/authorization",
        /// `GET` and `POST`: the claims of a user (OpenID Connect Core §5.3).
        Userinfo = "/{tenant}/{workspace}/userinfo",
        /// `GET`: the metadata (OpenID Connect Discovery §4).
        Metadata = "/{tenant}/{workspace}/.well-known/openid-configuration",
        /// `GET`: the metadata, where the well-known part comes first and the issuer's path follows it (RFC 8414 §3.1).
        OauthMetadata = "/.well-known/oauth-authorization-server/{tenant}/{workspace}",
        /// `GET`: the same for clients that look for `OpenID` Connect's document there.
        OpenidMetadata = "/.well-known/openid-configuration/{tenant}/{workspace}",
        /// `GET`: the keys of signatures (RFC 7517 §5).
        Jwks = "/{tenant}/{workspace}/.well-known/jwks.json",
        /// `GET` and `POST`: authorization requests (RFC 6749 §3.1).
        Authorize = "/{tenant}/{workspace}/oauth2/authorize",
        /// `GET`: the request goes on after signing in; `POST`: the sign-in form.
        Login = "/{tenant}/{workspace}/login",
        /// `POST`: the code of a second factor, after the sign-in form.
        LoginCode = "/{tenant}/{workspace}/login/code",
        /// `POST`: a passkey, in place of the sign-in form or after it.
        LoginPasskey = "/{tenant}/{workspace}/login/passkey",
        /// `POST`: the consent form.
        Consent = "/{tenant}/{workspace}/consent",
        /// `GET` and `POST`: a user enters the code that a device shows (RFC 8628 §3.3).
        Device = "/{tenant}/{workspace}/device",
        /// `GET` and `POST`: sign-out requests (OpenID Connect RP-Initiated Logout §2).
        Logout = "/{tenant}/{workspace}/oidc/logout",
        /// `POST`: the sign-out form.
        LogoutConfirm = "/{tenant}/{workspace}/oidc/logout/confirm",
        /// `GET`: the user's account.
        Account = "/{tenant}/{workspace}/account",
        /// `POST`: the account's own sign-in form.
        AccountSignIn = "/{tenant}/{workspace}/account/sign-in",
        /// `POST`: the code of a second factor, after that form.
        AccountSignInCode = "/{tenant}/{workspace}/account/sign-in/code",
        /// `POST`: a passkey, in place of that form or after it.
        AccountSignInPasskey = "/{tenant}/{workspace}/account/sign-in/passkey",
        /// `GET` and `POST`: asks for a link to a new password.
        Password = "/{tenant}/{workspace}/password",
        /// `GET` and `POST`: sets a new password by a link.
        NewPassword = "/{tenant}/{workspace}/password/new",
        /// `GET` and `POST`: users register.
        Register = "/{tenant}/{workspace}/register",
        /// `GET` and `POST`: finishes a registration by a link.
        RegisterConfirm = "/{tenant}/{workspace}/register/confirm",
        /// `GET` and `POST`: the user's name, telephone number and postal address.
        AccountProfile = "/{tenant}/{workspace}/account/profile",
        /// `GET` and `POST`: asks for a link that confirms an e-mail address of the user.
        AccountEmail = "/{tenant}/{workspace}/account/email",
        /// `GET` and `POST`: confirms an e-mail address by a link.
        AccountEmailConfirm = "/{tenant}/{workspace}/account/email/confirm",
        /// `GET` and `POST`: the user's password.
        AccountPassword = "/{tenant}/{workspace}/account/password",
        /// `GET` and `POST`: the user's second factor.
        AccountSecondFactor = "/{tenant}/{workspace}/account/second-factor",
        /// `GET` and `POST`: the user's passkeys.
        AccountPasskeys = "/{tenant}/{workspace}/account/passkeys",
        /// `POST`: adds the passkey that the browser made.
        AccountNewPasskey = "/{tenant}/{workspace}/account/passkeys/new",
        /// `POST`: ends one of the user's other sessions.
        AccountEndSession = "/{tenant}/{workspace}/account/sessions/end",
        /// `GET` and `POST`: deletes the user's account.
        AccountDelete = "/{tenant}/{workspace}/account/delete",
        /// `POST`: ends an application's access.
        AccountRevoke = "/{tenant}/{workspace}/account/revoke",
        /// `POST`: ends the user's other sessions.
        AccountSignOutElsewhere = "/{tenant}/{workspace}/account/sign-out-elsewhere",
        /// `POST`: ends all of the user's sessions, and the access of all applications.
        AccountEndEverything = "/{tenant}/{workspace}/account/end-everything",
    }
}

impl WorkspaceRoute {
    /// Returns the address in a workspace.
    pub fn in_workspace(self, workspace: &WorkspacePath) -> String {
        filled(self.template(), workspace)
    }

    /// Returns the address below an issuer; the issuer itself for what is not below it.
    pub fn below(self, issuer: &str) -> String {
        format!("{issuer}{}", self.below_issuer())
    }

    /// Returns what follows the issuer.
    pub const fn below_issuer(self) -> &'static str {
        let template = self.template();
        match template.split_at_checked(WORKSPACE.len()) {
            Some((_, rest)) if !matches!(self, Self::OauthMetadata | Self::OpenidMetadata) => rest,
            _ => "",
        }
    }
}

routes! {
    /// Addresses of the server as a whole. Everybody may ask for them.
    ServerRoute {
        /// `GET`: leads to the console.
        Root = "/",
        /// `GET`: the process answers.
        Live = "/health/live",
        /// `GET`: the process can do its work.
        Ready = "/health/ready",
        /// `GET`: the stylesheet of the users' pages.
        Stylesheet = "/assets/user-pages.css",
        /// `GET`: the script that asks a browser for a passkey.
        PasskeyScript = app::paths::PASSKEY_SCRIPT,
        /// `GET`: the script that renews what a page of the console says of something that goes on.
        RenewalScript = app::paths::RENEWAL_SCRIPT,
        /// `GET`: the description of the admin API (`OpenAPI` 3.1).
        AdminApiDescription = admin_api::paths::DESCRIPTION,
        /// `GET`: the page to browse it.
        AdminApiDocs = admin_api::paths::DOCS,
        /// `GET`: the stylesheet of that page.
        AdminApiStylesheet = admin_api::paths::STYLESHEET,
        /// `GET`: the page that `error_uri` leads to.
        ErrorPage = "/errors/{reason}",
    }
}

fn filled(template: &str, workspace: &WorkspacePath) -> String {
    template.replace("{tenant}", workspace.tenant.as_str()).replace("{workspace}", workspace.workspace.as_str())
}

/// `GET` at the metrics' own listener: the metrics, for Prometheus.
pub const METRICS: &str = "/metrics";

/// Where the console's files are.
pub const SITE: &str = "/pkg";

/// Returns the address of the page about an error. It names the public form of the error.
pub fn error_page(refusal: Refusal) -> String {
    refusal.page("")
}

routes! {
    /// Where the console is mounted. The pages below are routes of `app`.
    ConsoleRoute {
        /// `GET`: the console's start.
        Home = "/console",
        /// `GET`: leads to the start.
        HomeWithSlash = "/console/",
        /// The pages, and the server functions below `/console/api`.
        Below = "/console/{*rest}",
    }
}

routes! {
    /// Lists of the console as files, `GET`. They stand beside the pages of the lists.
    ExportRoute {
        /// The refresh tokens of a workspace, as CSV.
        TokensCsv = "/console/{tenant}/{workspace}/tokens/export.csv",
        /// The same as JSON lines.
        TokensJsonLines = "/console/{tenant}/{workspace}/tokens/export.jsonl",
        /// What the token endpoint decided, as CSV.
        DecisionsCsv = "/console/{tenant}/{workspace}/token-requests/export.csv",
        /// The same as JSON lines.
        DecisionsJsonLines = "/console/{tenant}/{workspace}/token-requests/export.jsonl",
        /// The log of a workspace, as CSV.
        LogCsv = "/console/{tenant}/{workspace}/logs/export.csv",
        /// The same as JSON lines, word for word as it is stored.
        LogJsonLines = "/console/{tenant}/{workspace}/logs/export.jsonl",
        /// The log of a tenant, as CSV.
        TenantLogCsv = "/console/{tenant}/-/log/export.csv",
        /// The same as JSON lines.
        TenantLogJsonLines = "/console/{tenant}/-/log/export.jsonl",
        /// The log of the installation, as CSV.
        InstallationLogCsv = "/console/-/log/export.csv",
        /// The same as JSON lines.
        InstallationLogJsonLines = "/console/-/log/export.jsonl",
    }
}

routes! {
    /// Logs of the console as they come, `GET`: streams of server-sent events.
    LiveRoute {
        /// The log of a workspace.
        Log = "/console/{tenant}/{workspace}/logs/live",
        /// The log of a tenant.
        TenantLog = "/console/{tenant}/-/log/live",
    }
}

impl LiveRoute {
    /// Returns whether a path is that of a stream.
    pub fn is_at(path: &str) -> bool {
        let parts: Vec<&str> = path.split('/').collect();
        Self::ALL.iter().any(|route| {
            let template: Vec<&str> = route.template().split('/').collect();
            template.len() == parts.len() && template.iter().zip(&parts).all(|(part, of_path)| part.starts_with('{') || part == of_path)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::LiveRoute;

    #[test]
    fn a_stream_is_told_from_a_page() {
        for stream in ["/console/acme/shop/logs/live", "/console/acme/-/log/live"] {
            assert!(LiveRoute::is_at(stream), "{stream}");
        }
        for page in ["/console/acme/shop/logs", "/console/acme/shop/logs/live/x", "/console/acme/logs/live", "/console/-/log/live"] {
            assert!(!LiveRoute::is_at(page), "{page}");
        }
    }
}
