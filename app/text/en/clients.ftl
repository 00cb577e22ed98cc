# clients/authentication.rs
clients-authentication-hint-web = How it proves who it is at the token endpoint. With private_key_jwt it signs by a key whose public half is below. With none it has no secret, and must use PKCE. Another method than the two with a secret ends the secret.
clients-authentication-hint-service = How it proves who it is at the token endpoint. With private_key_jwt it signs by a key whose public half is below. Another method than the two with a secret ends the secret.
clients-authentication-hint-public = A client of this type cannot keep a secret; PKCE protects it.
clients-authentication = Authentication
clients-authentication-method = Token endpoint authentication method
clients-authentication-not-taken = { $method } (not taken in this workspace)
clients-authentication-by-certificate = With tls_client_auth or self_signed_tls_client_auth it presents a certificate.
clients-authentication-no-certificates = This server takes no certificates of clients, so no client can choose tls_client_auth or self_signed_tls_client_auth, and no tokens are bound to certificates. Its configuration decides that: mtls_listen or mtls_from_proxies.
clients-authentication-no-authorities = With self_signed_tls_client_auth it presents a certificate. No client can choose tls_client_auth, because this server does not judge who has issued certificates. Its configuration decides that: mtls_ca_file, or mtls_from_proxies.
clients-authentication-ends-secret = Saving this ends the client’s secret at once: requests with it are refused. If the client comes back to a method with a secret later, it gets a new one.
clients-authentication-where = Where the secret is accepted
clients-authentication-only = Accept this method only
clients-authentication-only-hint = For secrets. Otherwise the secret is accepted in either the Authorization header or the form, never in both.
clients-authentication-possession = Proof of possession
clients-authentication-dpop = DPoP-bound access tokens
clients-authentication-dpop-hint = It gets only tokens that are bound to its key: a request without a proof is refused (RFC 9449).
clients-authentication-bound-to-certificate = Certificate-bound access tokens
clients-authentication-bound-to-certificate-hint = It gets only tokens that are bound to the certificate that it presents: a request without one is refused (RFC 8705).
clients-authentication-keys-any = Each algorithm that its keys are for
clients-authentication-keys = Client keys
clients-authentication-keys-lead = With private_key_jwt the client authenticates by what it signs, and with any method it may sign its authorization requests. With self_signed_tls_client_auth they are the keys of its certificates. It keeps its private key to itself. Give its public keys or their address, not both.
clients-keys-now = { $count ->
    [one] 1 key registered
   *[other] { $count } keys registered
}
clients-keys-now-none = None
clients-authentication-jwks = Public keys
clients-authentication-jwks-hint = Public keys or certificates in PEM (BEGIN PUBLIC KEY, BEGIN CERTIFICATE), a JSON Web Key, or a JSON Web Key Set; up to { $count } keys. Required with private_key_jwt, self_signed_tls_client_auth and signed requests, unless their address is given. While a key is replaced, have both here.
clients-authentication-jwks-uri = Address of the public keys
clients-authentication-jwks-uri-hint = Where the client publishes them, such as https://app.example.com/jwks.json. They are read when they are needed, and again when a key is not known.
clients-authentication-assertions = Assertions are signed by
clients-authentication-assertions-hint = Where one is chosen, an assertion that is signed by another is refused.
clients-authentication-subject-dn = Subject (distinguished name)
clients-authentication-subject-dns = Alternative name: DNS name
clients-authentication-subject-uri = Alternative name: URI
clients-authentication-subject-ip = Alternative name: IP address
clients-authentication-subject-email = Alternative name: e-mail address
clients-authentication-certificates-address = Clients present their certificates at { $address }, as the metadata say: mtls_endpoint_aliases.
clients-authentication-certificates-here = Clients present their certificates at the usual addresses.
clients-authentication-certificates-unavailable = This server takes no certificates of clients at present, so the client can neither authenticate by one nor get tokens that are bound to one. Its configuration says so: the settings that begin with mtls_.
clients-authentication-certificates = Client certificates
clients-authentication-certificates-lead = Used with tls_client_auth: the client presents a certificate of an authority that this server trusts (RFC 8705). With self_signed_tls_client_auth the keys above are those of its certificates, which it makes for itself.
clients-authentication-certificates-now-none = No subject
clients-authentication-subject-kind = The client is known by
clients-authentication-subject-kind-hint = What its certificate has to have. Of the alternative names, one is enough.
clients-authentication-subject = Subject
clients-authentication-subject-hint = Required with tls_client_auth. A distinguished name is written as CN=shop.example.com,O=Example,C=DE, and compared as a whole; everything else as the certificate has it.
clients-keys-change = Change the keys

# clients/badge.rs
clients-badge-active = Active
clients-badge-inactive = Inactive

# clients/frame.rs
clients-frame-clients = Clients
clients-tab-overview = Overview
clients-tab-oauth = OAuth
clients-tab-scopes = Scopes
clients-tab-token-policy = Token policy
clients-tab-tokens = Refresh tokens
clients-tab-quickstart = Quickstart
clients-tab-try = Try it
clients-tab-explain = Explain
clients-frame-secret = Client secret
clients-frame-secret-reader = the application
clients-frame-secret-lost = If it gets lost, replace it.
clients-frame-pages = Pages of { $name }
clients-frame-api = This is an API client.
clients-frame-api-role = It acts at the admin API as { $role }.
clients-frame-api-no-role = It acts at the admin API with a role.
clients-frame-api-secret = Its secret is replaced here, and here it is disabled and deleted.
clients-frame-api-all = See all { $clients } of the tenant.
clients-frame-api-clients = API clients

# clients/keys.rs
clients-keys-name = Key ID (kid)
clients-keys-algorithm = Signs by
clients-keys-thumbprint = SHA-256 thumbprint
clients-keys-table = Registered public keys
clients-keys-unnamed = None: any name will do

# clients/list.rs
clients-list-title = Clients
clients-list-lead = The applications and services that ask this workspace for tokens.
clients-list-new = New client
clients-list-empty = No client yet
clients-list-empty-more = A client is an application or service that asks for tokens. Make one for the application you want users to sign in to.
clients-list-name = Name
clients-list-type = Type
clients-list-status = Status
clients-list-tokens = Refresh tokens
clients-list-created = Created
clients-list-one = client
clients-list-many = clients
clients-list-search = Search by name or client ID
clients-list-looked = in its name, or as its client ID
clients-list-origin = Made by
clients-list-of-administrators = Administrators
clients-list-registered = Themselves, by registration
clients-list-documents = Themselves, by a document
clients-list-registered-itself = registered itself
clients-list-of-document = document at { $host }
clients-list-not-applicable = Not applicable
clients-list-ready = Ready
clients-list-off = Off: { $missing }
clients-list-off-several = Off ({ $count } settings missing)

# clients/new.rs
clients-new-clients = Clients
clients-new-title = New client
clients-new-lead = An application or service that asks for tokens. It starts with what its type needs, and with what you choose here.
clients-new-create = Create client
clients-new-name = Name
clients-new-name-hint = Shown to users on the consent page.
clients-new-type = Type
clients-new-type-hint = It cannot be changed later.
clients-new-device = TV, device or command line
clients-new-device-hint = An application without a browser of its own: it shows a code, which its user enters on a phone or computer. It cannot keep a secret.
clients-new-redirect-uri = Redirect URI
clients-new-redirect-uri-hint = Where a user comes back to after signing in, such as https://app.example.com/callback. You can add it later, and more of them; services and devices have none.
clients-new-tokens = Refresh tokens
clients-new-tokens-issue = Issue refresh tokens
clients-new-tokens-hint = Adds the refresh_token grant type and Offline access, so that users stay signed in. A service needs none: there it does nothing.
clients-new-forbidden = Until this is changed in the workspace, its clients get no refresh tokens:
clients-new-not-taken = Not taken in this workspace: its clients authenticate by a key or a certificate.
clients-new-keys-lead = This workspace asks its clients for keys: to authenticate instead of a secret, or to sign their requests. The client keeps its private key to itself. Give its public keys or their address, not both. For a client that authenticates by the subject of a certificate (tls_client_auth), choose that afterwards on its OAuth page.
clients-new-keys-hint = Public keys or certificates in PEM (BEGIN PUBLIC KEY, BEGIN CERTIFICATE), a JSON Web Key, or a JSON Web Key Set; up to { $count } keys. To make one: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out private.pem, and its public half is what openssl pkey -in private.pem -pubout prints.

# clients/overview.rs
clients-overview-identity = Identity
clients-overview-client-id = Client ID
clients-overview-client-id-copied = client ID
clients-overview-type = Type
clients-overview-status = Status
clients-overview-keys = Public keys
clients-overview-subject = Subject of its certificate
clients-overview-created = Created
clients-overview-name = Name
clients-overview-name-hint = Shown to users on the consent page.
clients-overview-access = Access
clients-overview-copy = Copy
clients-overview-duplicate = Duplicate this client
clients-overview-duplicate-text = A new client with the same settings and an ID and secret of its own. It can be renamed afterwards; neither tokens nor keys are copied. Where this one authenticates by its keys, the new one has a secret; where it has to sign its requests, the new one does not.
clients-overview-duplicate-do = Duplicate client
clients-overview-tokens = Refresh tokens
clients-overview-tokens-text = { $count } active. The client itself stays as it is, and its users can sign in again.
clients-overview-revoke-all = Revoke all
clients-overview-inactive = Inactive
clients-overview-inactive-text = It is refused at every endpoint.
clients-overview-enable = Enable client
clients-overview-active = Active
clients-overview-active-text = It can ask for tokens. Disabled, it is refused at every endpoint, and its refresh tokens end.
clients-overview-disable = Disable client
clients-overview-disable-title = Disable this client?
clients-overview-disable-asked = { $name } is refused from the next request on. { $ends }
clients-overview-danger = Danger zone
clients-overview-delete = Delete this client
clients-overview-delete-text = It cannot be restored: a new client gets another client ID.
clients-overview-delete-text-document = It comes back when a user allows it again. Disable it to keep it away.
clients-overview-delete-do = Delete client
clients-overview-delete-title = Delete this client?
clients-overview-delete-asked = { $name } and its settings are gone for good. { $ends } What happened to it stays in the log.

# clients/overview/activity.rs
clients-activity-lead-service = Requests that were refused.
clients-activity-title = Activity
clients-activity-figures = Figures
clients-activity-live = Active refresh tokens
clients-activity-live-detail = sessions that can be renewed now
clients-activity-quiet-day = Nothing counted in the last 24 hours
clients-activity-quiet-week = Nothing counted in the last 7 days
clients-activity-quiet-month = Nothing counted in the last 30 days
clients-activity-quiet-service = No request of this service was refused, as far as it has been counted. Quickstart has programs that get a token with it.
clients-activity-quiet-program = Get a token with this client once: Quickstart has a program with its values. What it does appears here within a quarter of an hour.
clients-activity-quiet-text = Sign in with this client once: Try it runs a test sign-in, and Quickstart has programs with this client’s values. What they do appears here within a quarter of an hour.
clients-activity-quiet-live = What its refresh tokens do appears here within a quarter of an hour. Until then it is among the token requests.
clients-activity-quickstart = Open Quickstart
clients-activity-try = Try it
clients-activity-counted = Counted until { $time }.
clients-activity-not-counted = Not counted yet.
clients-activity-more = Later requests are under { $requests }.
clients-activity-requests = Token requests

# clients/exchanges.rs
clients-exchanges-lead = With token exchange, this client gets for an access token that it received another one that allows less (RFC 8693). It may always exchange its own; what else it may, is decided here. The new token never allows more than the old one and this client, and ends with the old one.
clients-exchanges-whose = Tokens that it may exchange
clients-exchanges-any = Of every client of this workspace
clients-exchanges-any-hint = For a gateway that all calls come through. Otherwise name the clients, or the resource server that this client is.
clients-exchanges-clients = Of these clients
clients-exchanges-clients-hint = Names or client IDs, one per line; up to { $count }.
clients-exchanges-audiences = Tokens for these resource servers
clients-exchanges-audiences-hint = The resource servers that this client is, by the resource identifiers of their services, one per line, such as https://api.example.com/. It may exchange any token that is for one of them.
clients-exchanges-targets = Resource servers that it may ask for
clients-exchanges-targets-hint = Resource identifiers of services, one per line: where this client calls on. It may always ask for those that the exchanged token is for.
clients-exchanges-offered = Resource identifiers in this workspace, each with its service:
clients-exchanges-name = In whose name
clients-exchanges-impersonation = Leave out that this client acts
clients-exchanges-impersonation-hint = Otherwise the new token says in act who acts for its user. Without that, who receives it cannot tell this client from the one that the user signed in to.

# clients/grants.rs
clients-grants-label = Grant types
clients-grants-hint = Select a grant type to add. Select × to remove.

# clients/in_force.rs
clients-in-force-access-tokens = Access tokens are signed by
clients-in-force-id-tokens = ID tokens are signed by
clients-in-force-title = In force
clients-in-force-lead = What this client has of its own, and what its workspace has. Each value leads to where it is changed.
clients-in-force-now = { $own } of { $all } are its own
clients-in-force-table = Settings in force
clients-in-force-setting = Setting
clients-in-force-workspace = Workspace
clients-in-force-client = This client
clients-in-force-at-workspace = Workspace, { $label }: { $value }
clients-in-force-at-client = This client, { $label }: { $value }
clients-in-force-own = Own

# clients/logouts.rs
clients-logouts = Sign-out
clients-logouts-lead = How the application hears that a user’s session at this server was ended (OpenID Connect Back-Channel Logout).
clients-logouts-now-none = Not told
clients-logouts-uri = Back-channel logout URI
clients-logouts-uri-hint = Where the application’s own server takes logout tokens, such as https://app.example.com/backchannel-logout. Without it, the application is not told.
clients-logouts-told = What it is told
clients-logouts-session = Which session was ended
clients-logouts-session-hint = Logout tokens have the sid of its ID tokens, and the application ends that session alone. Otherwise it ends all that the user has there.
clients-logouts-deliveries = Sign-out deliveries
clients-logouts-deliveries-lead = How the application takes what it is told.
clients-logouts-none = It has been told of no sign-out so far.
clients-logouts-last = Last attempt
clients-logouts-result = Result
clients-logouts-taken = Taken ({ $status })
clients-logouts-last-taken = Last taken
clients-logouts-failing-since = Failing since
clients-logouts-failures = Failed attempts
clients-logouts-waiting = Sessions that it is still to be told of
clients-logouts-next = Next attempt
clients-logouts-answer = What it answered:
clients-logouts-recent = Latest attempts
clients-logouts-when = When
clients-logouts-number = Attempt
clients-logouts-undelivered = Sign-outs that were not delivered
clients-logouts-fail = The application takes no sign-outs since { $since }. Users who have signed out here may still be signed in there.
clients-logouts-fail-more = How that stands

# clients/oauth.rs
clients-oauth-grants = Grants
clients-oauth-grants-lead = How this client gets tokens.
clients-oauth-storage = Keep refresh tokens out of local storage.
clients-oauth-storage-more = What runs in a browser can be read by any script that gets into the page. Hold them in memory, and leave rotation on: then a stolen token is found out as soon as both sides use it.
clients-oauth-addresses = Addresses
clients-oauth-addresses-lead = One per line. They are compared character by character; only the port of a loopback address may differ.
clients-oauth-redirect-uris = Redirect URIs
clients-oauth-redirect-uris-hint = Where a user comes back to after signing in, such as https://app.example.com/callback. Required with the authorization_code grant.
clients-oauth-logout-uris = Post-logout redirect URIs
clients-oauth-logout-uris-hint = Where a user may be sent after signing out.
clients-oauth-requests = Authorization requests
clients-oauth-requests-lead = How the application asks for a user’s access.
clients-oauth-requests-now-any = Nothing required
clients-oauth-requests-now-pushed = Pushed
clients-oauth-requests-now-signed = Signed
clients-oauth-pushed-group = Pushed authorization requests
clients-oauth-pushed = Require pushed authorization requests
clients-oauth-pushed-hint = The application sends each request to the server itself first, and the user’s browser brings a reference to it (RFC 9126). Requests that come by the browser are refused. Without it, the application may do either.
clients-oauth-pushed-by-workspace = The workspace requires them of every client, whatever is chosen here.
clients-oauth-pushed-settings = Authorization settings
clients-oauth-signed-group = Signed request objects
clients-oauth-signed = Require signed request objects
clients-oauth-signed-hint = The application signs each request by one of the keys below (RFC 9101). Requests whose parameters stand in the address are refused. Without it, the application may do either.
clients-oauth-signed-by-workspace = The workspace requires them of every client, whatever is chosen here. It needs keys below.
clients-oauth-inherited = Workspace ({ $algorithm })
clients-oauth-id-tokens = ID tokens are signed by
clients-oauth-id-tokens-hint = The algorithm that the client's library is configured for. Most libraries expect RS256 unless they are told otherwise.
clients-oauth-id-tokens-hint-without-rs256 = The algorithm that the client's library is configured for.
clients-oauth-signing = Signing
clients-oauth-signing-lead = The algorithms that sign what it gets.
clients-oauth-signing-now = ID tokens by { $id_tokens }, access tokens by { $access_tokens }
clients-oauth-signing-now-service = Access tokens by { $access_tokens }
clients-oauth-access-tokens = Access tokens are signed by
clients-oauth-access-tokens-hint = What the APIs that check them know. ES256 costs far less to sign by than RSA (RS256, PS256).
clients-oauth-access-tokens-hint-without-rs256 = What the APIs that check them know.
clients-oauth-as-id-tokens = As its ID tokens ({ $algorithm })
clients-oauth-responses = Authorization responses are signed by
clients-oauth-responses-hint = Where the application asks for a signed answer, by response_mode jwt and the like (JARM).
clients-oauth-introspection-alg = Introspection answers are signed by
clients-oauth-introspection-alg-hint = Where the client asks about a token and accepts application/token-introspection+jwt (RFC 9701).
clients-oauth-introspection = Introspection
clients-oauth-introspection-only = Signed introspection answers only
clients-oauth-introspection-only-hint = The client is told about tokens in a signed JWT, which it can keep as evidence. If it does not accept one, it gets an error. Without it, the client may do either.
clients-oauth-users = Users
clients-oauth-users-lead = How users sign in to this client.
clients-oauth-users-now-asked = Asked to agree
clients-oauth-users-now-trusted = Not asked to agree
clients-oauth-consent = Consent
clients-oauth-trusted = Trusted
clients-oauth-trusted-hint = An application of your own: users are not asked for consent.
clients-oauth-policy = Token policy
clients-oauth-policy-lead = Lifetimes, rotation and limits of this client's own, and what is in force for it.
clients-oauth-policy-change = Change the token policy

# clients/preview.rs
clients-preview-title = What users are asked
clients-preview-trusted = Nothing: this client is trusted, so its users are not asked for consent. { $change }.
clients-preview-trusted-change = Change it under OAuth
clients-preview-offline = Keep access while you are away
clients-preview-offline-text = { $name } will be able to use this access when you are not there, without asking you again, for up to { $lifetime }.
clients-preview-offline-none = Offline access is not asked for while the client cannot get refresh tokens.
clients-preview-asks = { $name } would like to:
clients-preview-less = When the client asks for all of these. It can ask for less.

# clients/scopes.rs
clients-scopes-field = Scopes
clients-scopes-by-service = Scopes by service
clients-scopes-offline-access = Offline access
clients-scopes-none = no scopes
clients-scopes-count = { $on } of { $total } on
clients-scopes-details = Authorization details types
clients-scopes-details-hint = Objects that say more than a scope: which types the client may ask for.

# clients/secrets.rs
clients-secrets-previous = Previous
clients-secrets-title = Client secrets
clients-secrets-lead = Only hashes are stored, so a secret cannot be shown again. When it was last used is recorded once an hour, and once a minute after it was replaced.
clients-secrets-secret = Secret
clients-secrets-created = Created
clients-secrets-last-used = Last used
clients-secrets-ends = Ends
clients-secrets-actions = Actions
clients-secrets-current = Current
clients-secrets-never = Never
clients-secrets-not-recorded = Not recorded
clients-secrets-number = No. { $version }
clients-secrets-fingerprint = Fingerprint
clients-secrets-when-replaced = When it is replaced
clients-secrets-replace = Replace secret
clients-secrets-replace-title = Replace the client secret?
clients-secrets-replace-asked = { $name } gets a new secret, which is shown once. The current one goes on working for as long as you choose, so that the application can change over. Existing tokens stay valid.
clients-secrets-replace-previous = The previous secret ends now: two work at a time at most.
clients-secrets-keep-not = Not at all: it stops working now
clients-secrets-keep = Keep the current secret working for
clients-secrets-keep-hint = Choose Not at all if it leaked.
clients-secrets-revoke = Revoke secret
clients-secrets-revoke-title = Revoke the previous secret?
clients-secrets-revoke-asked = From its next request on, the client is refused with it. Existing tokens stay valid.

# clients/token_policy.rs
clients-token-policy-inherited = The workspace's policy is not for this client.
clients-token-policy-lifetimes = Token Time to Live Settings
clients-token-policy-lifetimes-lead = Each is the workspace's, and changes with it, or this client's own.
clients-token-policy-refresh = Refresh-token policy
clients-token-policy-refresh-lead = Each value is the workspace's, and changes with it, or this client's own.
clients-token-policy-workspace = The workspace's policy

# clients/tokens.rs
clients-tokens-started = Started
clients-tokens-empty = No refresh token yet
clients-tokens-empty-more = One appears here for each user who signs in to this client and lets it keep access.
clients-tokens-empty-service = A service has no users: it asks for an access token whenever it needs one.
clients-tokens-one = refresh token
clients-tokens-many = refresh tokens

# clients/unmet.rs
clients-unmet = The workspace asks more of its clients than this one meets. These do not hold:
clients-unmet-more = All clauses of FAPI 2.0

# clients/registration.rs
clients-registration = Registration
clients-registration-lead = This client registered itself. Nobody has checked what it says of itself.
clients-registration-at = Registered
clients-registration-by = Initial access token
clients-registration-open = None: registration was open
clients-registration-page = Website
clients-registration-logo = Logo
clients-registration-terms = Terms of service
clients-registration-policy = Privacy policy
clients-registration-contacts = Contacts
clients-registration-software = Software
clients-registration-version = Version
clients-registration-sector = Sector document
clients-registration-manages = It manages what it registered
clients-registration-manages-text = By its registration access token it reads, changes and deletes itself. What you make stricter stays so: pushed and signed requests, bound tokens, authentication by a key. Redirect URIs, and scopes and grant types that the settings of registration allow, it can take back.
clients-registration-revoke = Revoke registration token
clients-registration-revoke-title = Revoke the registration access token?
clients-registration-revoke-asked = The client goes on working. From now on only administrators change or delete it. This cannot be undone.
clients-registration-revoked = It can no longer change or delete itself.

# clients/subjects.rs
clients-subjects = What users are called
clients-subjects-lead = The identifier of a user (sub) that the application gets in tokens and at userinfo.
clients-subjects-type = Subject type
clients-subjects-type-hint = It counts for those who sign in from now on: what a refresh token began with stays. An application that knows a user by the one does not know them by the other.
clients-subjects-public = The same as for other applications (public)
clients-subjects-pairwise = Another one in each sector (pairwise)
clients-subjects-sector = Sector
clients-subjects-sector-hint = The host, such as example.com, whose applications call a user the same. Without one it is the host of the redirect URIs, which then have to have one. Another sector calls all users anew.

# clients/document.rs
clients-document = Metadata document
clients-document-lead = This client is known by the document of this address: the one that it publishes there, or the one that is pinned here. Nobody has checked what it says of itself.
clients-document-url = Address
clients-document-url-copied = address of the document
clients-document-read = Read
clients-document-notice = This client is known by a document at { $host }. Its settings are those of the document, and change with it. Disable it to block it: a client that is deleted comes back when a user allows it again.
clients-document-rules = The settings are those of the client’s document, and change with it.
