# places.rs
layout-page-overview = Overview
layout-words-overview = issuer discovery metadata activity chart figures home
layout-page-clients = Clients
layout-words-clients = applications apps relying parties redirect URIs secrets PKCE token policy quickstart code try it test sign-in explain device flow exchange private_key_jwt public keys mutual TLS mTLS certificate consent trusted back-channel logout DPoP pairwise subjects sector signed introspection authorization details types
layout-page-new-client = New client
layout-words-new-client = create add register application app
layout-page-services = Services
layout-words-services = apis scopes resource servers audience claims consent text indicators
layout-page-new-service = New service
layout-words-new-service = create add api scopes
layout-page-details-types = Authorization details
layout-words-details-types = rich authorization requests RAR RFC 9396 types schema payments consent
layout-page-new-details-type = New authorization details type
layout-words-new-details-type = create add type schema
layout-page-users = Users
layout-words-users = people accounts logins pool sessions passwords passkeys language locale consent
layout-page-add-user = Add user
layout-words-add-user = create new person account
layout-page-tokens = Tokens
layout-words-tokens = TTL time to live lifetime expiry expiration duration settings access refresh ID authorization code rotation rotate reuse retry window grace idle absolute limit session history retention policy JWT opaque
layout-page-claims = Claims
layout-words-claims = claim mapping attributes userinfo ID token custom profile fields scope acr amr claims parameter
layout-page-keys = Keys
layout-words-keys = signing JWKS rotate rotation revoke algorithm RS256 ES256 EdDSA PS256 kid certificate
layout-page-fapi = FAPI 2.0
layout-words-fapi = open banking security profile message signing clauses compliance PAR DPoP sender-constrained FAPI2
layout-page-refresh-tokens = Refresh tokens
layout-words-refresh-tokens = families inventory revoke sessions active
layout-page-token-reuse = Token reuse
layout-words-token-reuse = reused stolen theft copied came back alert incident security handled breach detection
layout-page-jobs = Jobs
layout-words-jobs = bulk revocation progress
layout-page-token-requests = Token requests
layout-words-token-requests = decisions refusals denied why explain reuse errors device exchange
layout-page-logs = Logs
layout-words-logs = audit events changes history who live follow logout deliveries back-channel
layout-page-general = General
layout-words-general = name rename issuer identifier
layout-page-authorization = Authorization
layout-words-authorization = allowed grant types refresh_token client_credentials authorization_code offline_access pushed authorization requests PAR signed request objects JAR JARM device code device_code token exchange consent DPoP mutual TLS mTLS certificate global token revocation FAPI requirements protected resources
layout-page-registration = Client registration
layout-words-registration = dynamic registration DCR RFC 7591 7592 initial access tokens register clients MCP CIMD client ID metadata document
layout-page-pinned-documents = Pinned documents
layout-words-pinned-documents = pin CIMD client ID metadata document MCP without network offline
layout-page-new-pinned-document = Pin a document
layout-words-new-pinned-document = add pinned CIMD metadata
layout-page-sign-in = Sign-in
layout-words-sign-in = password strength minimum registration register login recovery reset
layout-page-trusted-issuers = Trusted issuers
layout-words-trusted-issuers = identity provider IdP federation assertions identity assertion grants JWT bearer ID-JAG cross-app access jwks keys
layout-page-new-trusted-issuer = New trusted issuer
layout-words-new-trusted-issuer = add trust identity provider IdP assertions JWT bearer ID-JAG
layout-page-danger-zone = Danger zone
layout-words-danger-zone = delete remove workspace
layout-page-guide = Using refresh tokens
layout-words-guide = guide help how to enable quickstart curl
layout-group-applications = Applications
layout-group-identities = Identities
layout-group-auth-server = Auth Server
layout-group-activity = Activity
layout-group-settings = Settings
layout-group-guides = Guides
layout-page-workspaces = Workspaces
layout-words-workspaces = list authorization servers all
layout-page-new-workspace = New workspace
layout-words-new-workspace = create add authorization server
layout-page-administrators = Administrators
layout-words-administrators = people access invitations operators permissions
layout-page-invite-administrator = Invite administrator
layout-words-invite-administrator = invitation add create new people access
layout-page-api-clients = API clients
layout-words-api-clients = programs admin api machine client_credentials automation
layout-page-roles = Roles
layout-words-roles = permissions actions owner auditor manager support
layout-page-audit-log = Audit log
layout-words-audit-log = tenant audit events changes history logs
layout-page-audit-integrity = Integrity of the audit log
layout-words-audit-integrity = audit chain hash verify tampering
layout-page-webhooks = Webhooks
layout-words-webhooks = events notifications siem deliveries
layout-page-new-webhook = New webhook
layout-words-new-webhook = create add
layout-page-mail = Mail
layout-words-mail = smtp server e-mail email sender test language
layout-page-tenant-settings = Tenant settings
layout-words-tenant-settings = rename delete tenant name second factor require mfa
layout-sidebar-settings = Settings
layout-page-tenants = Tenants
layout-words-tenants = home start all
layout-page-new-tenant = New tenant
layout-words-new-tenant = create add
layout-page-installation-log = Installation log
layout-words-installation-log = audit events changes history logs
layout-page-logs-integrity = Integrity of the logs
layout-words-logs-integrity = audit chains hash verify tampering
layout-page-installation-administrators = Administrators of the installation
layout-words-installation-administrators = people access invitations operators
layout-page-installation-roles = Roles of the installation
layout-words-installation-roles = permissions actions
layout-page-account = My account
layout-words-account = password profile sessions api tokens sign out language German English theme dark
layout-page-second-factor = Second factor
layout-words-second-factor = my account authenticator app totp recovery codes mfa 2fa
layout-page-passkeys = Passkeys
layout-words-passkeys = my account webauthn fingerprint security key
layout-page-client-overview = Overview
layout-words-client-overview = name rename secrets status disable delete duplicate registration access token
layout-page-client-oauth = OAuth
layout-words-client-oauth = grant types redirect URIs logout back-channel sign-out authentication method PKCE DPoP trusted signing pushed authorization requests PAR signed request objects JAR JARM token exchange act delegation impersonation device code flow device_code client_credentials private_key_jwt public keys JWKS mutual TLS mTLS tls_client_auth certificate consent pairwise subjects sector subject type signed introspection
layout-page-client-scopes = Scopes
layout-words-client-scopes = offline access profile services consent permissions authorization details types RAR
layout-page-client-token-policy = Token policy
layout-words-client-token-policy = TTL time to live lifetime expiry rotation retry window idle limit own
layout-page-client-refresh-tokens = Refresh tokens
layout-words-client-refresh-tokens = active revoke families
layout-page-client-quickstart = Quickstart
layout-words-client-quickstart = code curl Rust Node.js Python Go browser example
layout-page-client-try = Try it
layout-words-client-try = test sign-in trial
layout-page-client-explain = Explain
layout-words-client-explain = why no refresh token decision refused device consent
layout-page-of-client = This client

# layout/sidebar.rs
layout-sidebar-workspace = Workspace
layout-sidebar-tenant = Tenant

# layout/console.rs
layout-skip = Skip to content

# layout/environment.rs
layout-environment = Environment:

# layout/topbar.rs
layout-pages-of-workspace = Pages of this workspace
layout-pages-of-tenant = Pages of this tenant
layout-home = Regrant, all workspaces
layout-opened-lately = Opened lately
layout-all-workspaces = All workspaces
layout-choose-tenant = Choose a tenant
layout-api-reference = Admin API reference
layout-theme = Theme
layout-sign-out = Sign out
layout-switch-workspace = Switch workspace:
layout-tenant-and-workspace = Tenant and workspace
layout-search-workspaces = Search workspaces
layout-everything = Everything
layout-search-everything = Search everything
layout-search = Search
layout-account-of = Account of { $name }
layout-account = Account
layout-language = Language

# islands/copy.rs
layout-copy = Copy <label>
layout-copied = Copied
layout-not-copied = Not copied: select it instead

# islands/duration_words.rs
layout-duration-year = year
layout-duration-years = years
layout-duration-month = month
layout-duration-months = months
layout-duration-day = day
layout-duration-days = days
layout-duration-hour = hour
layout-duration-hours = hours
layout-duration-minute = minute
layout-duration-minutes = minutes
layout-duration-second = second
layout-duration-seconds = seconds
layout-duration-no-refresh-tokens = no refresh tokens
layout-duration-no-retry-window = no retry window
layout-duration-no-idle-limit = no idle limit
layout-duration-empty = Type a duration, such as 30d, 720h or 1y 6mo.
layout-duration-unreadable = This is not a duration. Type one such as 30d, 720h or 1y 6mo (y, mo, w, d, h, m, s).
layout-duration-not-whole = A lifetime is a whole number of seconds, and not negative.
layout-duration-between = Choose between <min> and <max>.
layout-duration-at-most = Choose at most <max>.
layout-duration-between-or-zero = Choose between <min> and <max>, or 0 for none.
layout-duration-at-most-or-zero = Choose at most <max>, or 0 for none.

# islands/finder.rs
layout-finder-failed = This was not searched. Press Enter to try it on a page.
layout-finder-nothing = Nothing found
layout-finder-one = 1 found
layout-finder-several = <count> found

# islands/follow_log.rs
layout-follow = Follow
layout-follow-pause = Pause
layout-follow-resume = Resume
layout-follow-none = New events appear on top.
layout-follow-one = 1 new event
layout-follow-several = <count> new events
layout-follow-paused = Paused.
layout-follow-again = Not connected. Trying again…
layout-follow-given-up = The log cannot be followed now. Reload the page, or try again later.
layout-follow-impossible = This browser cannot follow the log.

# islands/grant_types.rs
layout-grants-choose = Add a grant type
layout-grants-add = Add
layout-grants-not-allowed = <name> (not allowed in this workspace)
layout-grants-refused-one = This workspace does not allow <grants>, so the client cannot use it. <link>.
layout-grants-refused-several = This workspace does not allow <grants>, so the client cannot use them. <link>.
layout-grants-allow-one = Allow it in Settings › Authorization
layout-grants-allow-several = Allow them in Settings › Authorization

# islands/palette.rs
layout-keys-title = Keyboard shortcuts
layout-keys-search = Ctrl K, ⌘ K or /
layout-keys-search-does = Search everything, from any page
layout-keys-show-does = Show these shortcuts
layout-keys-choose-does = Choose in a list of results
layout-keys-open-does = Open what is chosen
layout-keys-close-does = Close
layout-keys-single = Use <search> and <show>
layout-keys-close = Close

# islands/session_notice.rs
layout-session-unused = You are about to be signed out, because this page was not used for a while.
layout-session-stay = Stay signed in
layout-session-old = Your session is about to end, a day after you signed in. Save your changes: if it has ended by then, you are asked to sign in, and what you typed comes back.
layout-session-over = Your session has ended. If you save now, you are asked to sign in, and what you typed comes back.
layout-session-sign-in = Sign in

# islands/suggested_slug.rs
layout-suggested-slug = <slug>, unless you type another
