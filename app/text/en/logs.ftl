# logs/workspace.rs
logs-title = Logs
logs-lead = Every change and every sign-in of this workspace.

# logs/beyond.rs
logs-tenant-title = Audit log
logs-tenant-lead = Every change and every sign-in in this tenant and its workspaces.
logs-installation-title = Installation log
logs-installation-lead = Every change and every sign-in of this installation, administrators and the command line included.
logs-integrity = Integrity

# logs/places.rs
logs-place-installation = Installation
logs-place-tenant = Tenant

# logs/chains.rs
logs-chains-title = Integrity of the logs
logs-chains-lead = Each tenant’s log is a chain, and so are the lines that belong to no tenant. The seal says where a log begins and ends; open a log to check its lines.
logs-chains-label = Chains
logs-chains-log = Log
logs-chains-place = Place to note down
logs-chains-own = The installation’s own
logs-chains-noun-one = log
logs-chains-noun-many = logs

# logs/chain.rs
logs-chain-title-tenant = Integrity of the audit log
logs-chain-title-own = Integrity of the installation’s own log
logs-chain-own = The installation’s own log
logs-chain-lead = Each line has a number and the hash of the line before it, so a line that was changed, removed or moved shows.
logs-chain-go-on = Check the lines after them
logs-chain-intact-line = Line { $line } is as it was written.
logs-chain-intact-lines = Lines { $first } to { $last } are as they were written.
logs-chain-broken = This log is not as it was written: { $why }.
logs-chain-empty = There is no line yet.
logs-chain-noted-last = Line { $line } is as it was noted, and there is no line after it.
logs-broken-seal = where it begins and ends was changed, or was sealed under a master key that is not here
logs-broken-missing = line { $number } was removed
logs-broken-changed = line { $number } ({ $id }) was changed
logs-broken-unlinked = line { $number } ({ $id }) does not follow the line before it
logs-broken-added = line { $number } ({ $id }) was added
logs-broken-noted = line { $number } is not the one that was noted
logs-broken-not-kept = line { $number }, which was noted, is not kept any more; if it was not older than the retention, lines were removed
logs-broken-end = line { $number } is not the last one that was sealed
logs-chain-valid = Valid
logs-chain-broken-seal = Broken
logs-chain-last = Last line
logs-chain-last-lead = Note this place down somewhere else. A later check from it tells whether the end of the log was cut off, or the database restored from a backup.
logs-chain-place = Place
logs-chain-place-copied = place
logs-chain-first = First line kept
logs-chain-seal = Seal
logs-chain-seal-says = It says where the log begins and ends.
logs-chain-check-all = Check from the first line
logs-chain-check-title = Check from a place
logs-chain-check-lead = Whether the line that was noted is still there, and all lines after it are as they were written.
logs-chain-check = Check
logs-chain-seal-anew = Seal anew
logs-chain-seal-anew-lead = Once you know what was done to this log: where it begins and ends is accepted as it is now. A line that is gone stays gone.
logs-chain-reason = Reason
logs-chain-reason-hint = It is written to the log of the installation.

# logs/events.rs
logs-time = Time
logs-where = Where
logs-what = What
logs-target = Target
logs-who = Who
logs-log = Log
logs-noun-one = event
logs-noun-many = events
logs-none-here = None on this page
logs-none-here-text = Only some of the log is searched at a time. Look further.
logs-no-match = No matching events
logs-no-match-text = Nothing in the log matches the filter.
logs-none-yet = Nothing happened yet
logs-none-yet-text = Changes, sign-ins and detected reuse appear here.
logs-look-further = Look further
logs-show-everything = Show everything
logs-event-reason = Reason: { $reason }
logs-how = Details
logs-how-address = Address
logs-how-session = Session
logs-how-api-token = API token
logs-how-permission = Permission
logs-how-request = Request
logs-kind-administrator = administrator
logs-kind-user = user
logs-kind-client = client

# logs/live.rs
logs-show-newer = Show newer events

# logs/query.rs
logs-groups = Kinds of events
logs-groups-all = All
logs-filter = Filter
logs-filter-more = More filters
logs-filter-unread = This filter cannot be read, so nothing is shown. A time is written as 2026-11-29 or 2026-11-29T15:04 in UTC, and “until” is later than “from”.
logs-filter-action = What was done
logs-filter-text = Who or target contains
logs-filter-text-example = Name or part of it
logs-filter-actor = Who, exactly
logs-filter-object = Object ID
logs-filter-since = From (UTC)
logs-filter-until = Until (UTC)
logs-filter-chip-actor = By { $actor }
logs-filter-chip-object = About { $object }
logs-filter-chip-since = From { $since }
logs-filter-chip-until = Until { $until }

# jobs/list.rs
logs-jobs-title = Jobs
logs-jobs-lead = Revocations of many refresh tokens: those that run, and those that ended in the last 90 days.
logs-jobs-tokens = Refresh tokens
logs-jobs-none = No job yet
logs-jobs-none-text = A job is the revocation of all refresh tokens that match a filter by age or use, such as those not used for 90 days: filter the refresh tokens, and choose Revoke all that match. What is revoked of one client or one user is revoked at once, without a job.
logs-jobs-job = Job
logs-jobs-progress = Progress
logs-jobs-status = Status
logs-jobs-by = Started by
logs-jobs-started = Started
logs-jobs-noun-one = job
logs-jobs-noun-many = jobs

# jobs/detail.rs
logs-job-lead = It does some at a time, goes on after a restart of the server, and can be stopped.
logs-job-look-again = Look again
logs-job-manage = Manage
logs-job-stop-title = Stop
logs-job-stop-text = It revokes no more. What it has revoked stays revoked.
logs-job-stop = Stop job
logs-job-looked-at = Looked at
logs-job-ended = Ended
logs-job-which = Which refresh tokens
logs-job-which-lead = Those that were active and had started by then.

# jobs/words.rs
logs-job-running = Running
logs-job-done = Done
logs-job-stopped = Stopped
logs-job-revoked = { $done } revoked
logs-job-revoked-at-least = { $done } revoked of at least { $expected }
logs-job-revoked-of = { $done } revoked of { $expected }
logs-job-yes = Yes
logs-job-no = No
logs-job-client = Client ID
logs-job-user = User ID
logs-job-started-before = Started before
logs-job-unused-since = Not used since
logs-job-expires-before = Expires before
logs-job-scope = Scope
logs-job-key-bound = Bound to a key or a certificate

# decisions/list.rs
logs-decisions-title = Token requests
logs-decisions-lead = What the token endpoint answered to sign-ins, and what it refused, for all clients. The same refusal is recorded once a minute. A usual refresh is not listed.
logs-decisions-none-here-text = Only some of the requests are searched at a time. Look further.
logs-decisions-no-match = Nothing found
logs-decisions-no-match-text = No token request matches the filter.
logs-decisions-none-yet = No token request yet
logs-decisions-none-yet-text = What clients ask the token endpoint for appears here.
logs-decisions-show-all = Show all
logs-decisions-when = When
logs-decisions-client = Client
logs-decisions-user = User
logs-decisions-answer = Answer
logs-decisions-why = Why
logs-decisions-explain = Explain
logs-decisions-noun-one = request
logs-decisions-noun-many = requests
logs-decisions-deleted-client = Deleted client

# decisions/query.rs
logs-decisions-clients = clients
logs-decisions-users = users
logs-decisions-client-example = Name or client ID
logs-decisions-user-example = Name or e-mail
logs-decisions-reason = Reason
logs-decisions-chip-reason = Reason: { $reason }
logs-decisions-unread = This cannot be read. A time is written as 2026-11-29 or 2026-11-29T15:04, in UTC.

# decisions/reasons.rs
logs-decision-reason-access-token-bound-to-key = Access token bound to key
logs-decision-reason-access-token-certificate-mismatch = Access token certificate mismatch
logs-decision-reason-access-token-certificate-missing = Access token certificate missing
logs-decision-reason-access-token-for-another-audience = Access token for another audience
logs-decision-reason-access-token-in-query = Access token in query
logs-decision-reason-access-token-invalid = Access token invalid
logs-decision-reason-access-token-key-mismatch = Access token key mismatch
logs-decision-reason-access-token-missing = Access token missing
logs-decision-reason-access-token-not-bound-to-key = Access token not bound to key
logs-decision-reason-actor-token-invalid = Actor token invalid
logs-decision-reason-actor-token-type-unsupported = Actor token type unsupported
logs-decision-reason-authorization-code-not-allowed = Authorization code not allowed
logs-decision-reason-authorization-pending = Authorization pending
logs-decision-reason-certificate-mismatch = Certificate mismatch
logs-decision-reason-certificate-missing = Certificate missing
logs-decision-reason-client-assertion-algorithm = Client assertion algorithm
logs-decision-reason-client-assertion-algorithm-other = Client assertion algorithm other
logs-decision-reason-client-assertion-audience = Client assertion audience
logs-decision-reason-client-assertion-incomplete = Client assertion incomplete
logs-decision-reason-client-assertion-key-unknown = Client assertion key unknown
logs-decision-reason-client-assertion-malformed = Client assertion malformed
logs-decision-reason-client-assertion-missing = Client assertion missing
logs-decision-reason-client-assertion-of-another-client = Client assertion of another client
logs-decision-reason-client-assertion-replayed = Client assertion replayed
logs-decision-reason-client-assertion-signature-wrong = Client assertion signature wrong
logs-decision-reason-client-assertion-type-unknown = Client assertion type unknown
logs-decision-reason-client-assertion-unexpected = Client assertion unexpected
logs-decision-reason-client-assertion-untimely = Client assertion untimely
logs-decision-reason-client-authentication-failed = Client authentication failed
logs-decision-reason-client-authentication-method = Client authentication method
logs-decision-reason-client-certificate-key-unknown = Client certificate key unknown
logs-decision-reason-client-certificate-missing = Client certificate missing
logs-decision-reason-client-certificate-subject = Client certificate subject
logs-decision-reason-client-certificate-untrusted = Client certificate untrusted
logs-decision-reason-client-disabled = Client disabled
logs-decision-reason-client-id-missing = Client id missing
logs-decision-reason-client-inactive = Client inactive
logs-decision-reason-client-keys-unavailable = Client keys unavailable
logs-decision-reason-client-missing = Client missing
logs-decision-reason-client-not-identified = Client not identified
logs-decision-reason-client-secret-ended = Client secret ended
logs-decision-reason-client-secret-missing = Client secret missing
logs-decision-reason-client-secret-unexpected = Client secret unexpected
logs-decision-reason-client-secret-wrong = Client secret wrong
logs-decision-reason-client-unknown = Client unknown
logs-decision-reason-code-challenge-malformed = Code challenge malformed
logs-decision-reason-code-challenge-method-unknown = Code challenge method unknown
logs-decision-reason-code-challenge-missing = Code challenge missing
logs-decision-reason-code-expired = Code expired
logs-decision-reason-code-missing = Code missing
logs-decision-reason-code-of-another-client = Code of another client
logs-decision-reason-code-reused = Code reused
logs-decision-reason-code-unknown = Code unknown
logs-decision-reason-code-verifier-malformed = Code verifier malformed
logs-decision-reason-code-verifier-missing = Code verifier missing
logs-decision-reason-code-verifier-unexpected = Code verifier unexpected
logs-decision-reason-code-verifier-wrong = Code verifier wrong
logs-decision-reason-consent-required = Consent required
logs-decision-reason-consent-withdrawn = Consent withdrawn
logs-decision-reason-credentials-in-query = Credentials in query
logs-decision-reason-device-code-expired = Device code expired
logs-decision-reason-device-code-missing = Device code missing
logs-decision-reason-device-code-of-another-client = Device code of another client
logs-decision-reason-device-code-unknown = Device code unknown
logs-decision-reason-device-code-used = Device code used
logs-decision-reason-device-requests-too-many = Device requests too many
logs-decision-reason-dpop-jkt-malformed = DPoP thumbprint malformed
logs-decision-reason-dpop-jkt-mismatch = DPoP thumbprint mismatch
logs-decision-reason-dpop-key-mismatch = DPoP key mismatch
logs-decision-reason-dpop-nonce-missing = DPoP nonce missing
logs-decision-reason-dpop-nonce-wrong = DPoP nonce wrong
logs-decision-reason-dpop-proof-beside-certificate = DPoP proof beside certificate
logs-decision-reason-dpop-proof-malformed = DPoP proof malformed
logs-decision-reason-dpop-proof-missing = DPoP proof missing
logs-decision-reason-dpop-proof-of-another-request = DPoP proof of another request
logs-decision-reason-dpop-proof-of-another-token = DPoP proof of another token
logs-decision-reason-dpop-proof-repeated = DPoP proof repeated
logs-decision-reason-dpop-proof-replayed = DPoP proof replayed
logs-decision-reason-dpop-proof-untimely = DPoP proof untimely
logs-decision-reason-exchanges-too-many = Exchanges too many
logs-decision-reason-family-limit-reached = Family limit reached
logs-decision-reason-grant-ended = Grant ended
logs-decision-reason-grant-type-missing = Grant type missing
logs-decision-reason-grant-type-not-allowed-for-client = Grant type not allowed for client
logs-decision-reason-grant-type-not-allowed-in-workspace = Grant type not allowed in workspace
logs-decision-reason-grant-type-unknown = Grant type unknown
logs-decision-reason-id-token-hint-invalid = Id token hint invalid
logs-decision-reason-interaction-expired = Interaction expired
logs-decision-reason-introspection-by-public-client = Introspection by public client
logs-decision-reason-login-required = Login required
logs-decision-reason-login-session-ended = Login session ended
logs-decision-reason-malformed-form = Malformed form
logs-decision-reason-max-age-malformed = Max age malformed
logs-decision-reason-mutual-tls-unavailable = Mutual TLS unavailable
logs-decision-reason-offline-access-not-consented = Offline access not consented
logs-decision-reason-offline-access-not-enabled-for-client = Offline access not enabled for client
logs-decision-reason-offline-access-not-requested = Offline access not requested
logs-decision-reason-openid-not-granted = Openid not granted
logs-decision-reason-policy-not-allowed-for-client = Policy not allowed for client
logs-decision-reason-prompt-none-not-alone = Prompt none not alone
logs-decision-reason-prompt-unknown = Prompt unknown
logs-decision-reason-pushed-request-required = Pushed request required
logs-decision-reason-redirect-uri-mismatch = Redirect URI mismatch
logs-decision-reason-redirect-uri-missing = Redirect URI missing
logs-decision-reason-redirect-uri-not-registered = Redirect URI not registered
logs-decision-reason-refresh-token-ahead-of-database = Refresh token ahead of database
logs-decision-reason-refresh-token-expired = Refresh token expired
logs-decision-reason-refresh-token-malformed = Refresh token malformed
logs-decision-reason-refresh-token-missing = Refresh token missing
logs-decision-reason-refresh-token-not-allowed-for-client = Refresh token not allowed for client
logs-decision-reason-refresh-token-not-allowed-in-workspace = Refresh token not allowed in workspace
logs-decision-reason-refresh-token-of-another-client = Refresh token of another client
logs-decision-reason-refresh-token-reused = Refresh token reused
logs-decision-reason-refresh-token-revoked = Refresh token revoked
logs-decision-reason-refresh-token-ttl-is-zero = Refresh token TTL is zero
logs-decision-reason-refresh-token-unknown = Refresh token unknown
logs-decision-reason-repeated-parameter = Repeated parameter
logs-decision-reason-request-object-algorithm = Request object algorithm
logs-decision-reason-request-object-audience = Request object audience
logs-decision-reason-request-object-key-unknown = Request object key unknown
logs-decision-reason-request-object-keys-missing = Request object keys missing
logs-decision-reason-request-object-keys-unavailable = Request object keys unavailable
logs-decision-reason-request-object-malformed = Request object malformed
logs-decision-reason-request-object-nested = Request object nested
logs-decision-reason-request-object-of-another-client = Request object of another client
logs-decision-reason-request-object-signature-wrong = Request object signature wrong
logs-decision-reason-request-object-untimely = Request object untimely
logs-decision-reason-request-too-large = Request too large
logs-decision-reason-request-uri-expired = Request URI expired
logs-decision-reason-request-uri-in-pushed-request = Request URI in pushed request
logs-decision-reason-request-uri-not-supported = Request URI not supported
logs-decision-reason-request-uri-of-another-client = Request URI of another client
logs-decision-reason-request-uri-unknown = Request URI unknown
logs-decision-reason-request-uri-used = Request URI used
logs-decision-reason-requested-token-type-unsupported = Requested token type unsupported
logs-decision-reason-resource-not-allowed = Resource not allowed
logs-decision-reason-response-mode-unknown = Response mode unknown
logs-decision-reason-response-type-missing = Response type missing
logs-decision-reason-response-type-unknown = Response type unknown
logs-decision-reason-scope-not-allowed = Scope not allowed
logs-decision-reason-several-client-authentications = Several client authentications
logs-decision-reason-signed-request-required = Signed request required
logs-decision-reason-slow-down = Slow down
logs-decision-reason-subject-token-bound = Subject token bound
logs-decision-reason-subject-token-ended = Subject token ended
logs-decision-reason-subject-token-invalid = Subject token invalid
logs-decision-reason-subject-token-missing = Subject token missing
logs-decision-reason-subject-token-not-allowed = Subject token not allowed
logs-decision-reason-subject-token-type-unsupported = Subject token type unsupported
logs-decision-reason-target-not-allowed = Target not allowed
logs-decision-reason-temporarily-unavailable = Temporarily unavailable
logs-decision-reason-token-missing = Token missing
logs-decision-reason-token-of-another-client = Token of another client
logs-decision-reason-too-many-requests = Too many requests
logs-decision-reason-user-denied = User denied
logs-decision-reason-user-inactive = User inactive
logs-decision-reason-without-offline-access-not-allowed = Without offline access not allowed

# overview.rs
logs-overview-system = This is the tenant’s system workspace.
logs-overview-system-text = It issues the access tokens of API clients, which act at the admin API, and has no users of its own.
logs-overview-system-where = They are created among the { $link }.
logs-overview-system-api-clients = API clients
logs-overview-paused = { $count ->
    [one] { $count } refresh token is paused.
   *[other] { $count } refresh tokens are paused.
}
logs-overview-paused-more = More than { $count } refresh tokens are paused.
logs-overview-paused-text = They are refused at their next use, and work again once Refresh token is among the { $link }, unless they have expired by then.
logs-overview-grant-types = allowed grant types
logs-overview-not-granted = No client of this workspace can get refresh tokens: Refresh token is not among the { $link }.
logs-overview-no-lifetime = No client of this workspace can get refresh tokens: the { $link } is 0.
logs-overview-lifetime = Refresh token TTL
logs-overview-figures = Figures
logs-overview-figure-active = Active refresh tokens
logs-overview-figure-active-about = sessions that can be renewed now
logs-overview-figure-paused = Paused refresh tokens
logs-overview-figure-paused-about = refused until Refresh token is allowed again
logs-overview-figure-refreshes = Refreshes
logs-overview-figure-reuses = Reuse detected
logs-overview-figure-last-day = in the last day
logs-overview-figure-clients = Clients
logs-overview-figure-clients-about = applications and services
logs-overview-figure-users = Users
logs-overview-figure-users-about = in this workspace's own pool
logs-overview-first = Add the first client
logs-overview-first-text = A client is an application or service that asks this workspace for tokens. The guide then leads to its first refresh token.
logs-overview-first-new = New client
logs-overview-first-guide = Read the guide
logs-overview-issuer = Issuer
logs-overview-discovery = OpenID discovery
logs-overview-metadata = OAuth metadata
logs-overview-token-endpoint = Token endpoint
logs-overview-authorization-endpoint = Authorization endpoint
logs-overview-pushed-endpoint = Pushed authorization requests (PAR)
logs-overview-device-endpoint = Device authorization endpoint
logs-overview-device-page = Where users enter the code of a device
logs-overview-userinfo-endpoint = User info endpoint
logs-overview-introspection-endpoint = Introspection endpoint
logs-overview-revocation-endpoint = Revocation endpoint
logs-overview-keys = Keys (JWKS)
logs-overview-addresses = Addresses
logs-overview-addresses-lead = What a client is configured with. Most libraries need the issuer alone and discover the rest.

# overview/activity.rs
logs-overview-logouts = Not told of sign-outs: { $clients }. These clients do not take it; what is wrong stands on their OAuth page.
logs-overview-failures-all = All of the last 30 days
logs-overview-quiet = Nothing has happened in this period. { $link } has what to do first: sign in with a client once, and it appears here.
logs-overview-quiet-link = Using refresh tokens
logs-overview-activity = Activity

# overview/reuse.rs
logs-overview-reuse = { $count ->
    [one] Once in the last day, an old refresh token came back.
   *[other] { $count } times in the last day, an old refresh token came back.
}
logs-overview-reuse-more = More than { $count } times in the last day, an old refresh token came back.
logs-overview-reuse-text = Nobody has marked it as handled. Somebody may have copied the token.
logs-overview-reuse-all = All that is not handled

# logs/live.rs
logs-live-behind = More than 1,000 events have happened meanwhile.
logs-live-signed-out = Your session has ended. Sign in again to go on.
logs-live-not-permitted = You may not see this log any more.
