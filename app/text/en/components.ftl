# components.rs: what several of its files say
components-client = Client
components-user = User
components-name = Name
components-more-clients =
    { $count ->
        [one] and { $count } more client
       *[other] and { $count } more clients
    }
components-on = On
components-off = Off

# components/activity.rs
components-activity-refreshes = Refreshes
components-activity-logins = Logins
components-activity-refusals = Refusals
components-activity-reuses = Reuse detected
components-activity-issued = Refresh tokens issued
components-activity-revoked = Refresh tokens revoked
components-activity-lead-day = The last 24 hours, by the hour. Of refreshes, retries are the part in the stronger color.
components-activity-period-day = 24 hours
components-activity-lead-week = The last 7 days, by six hours. Of refreshes, retries are the part in the stronger color.
components-activity-period-week = 7 days
components-activity-lead-month = The last 30 days, by the day. Of refreshes, retries are the part in the stronger color.
components-activity-period-month = 30 days
components-activity-as-table = Show as a table
components-activity-call = Get these figures over the admin API
components-activity-call-label = Call for these figures
components-activity-period = Period
components-activity-said = { $count } in { $period }
components-activity-said-retries = { $said }, { $count } of them retries
components-activity-said-most = { $said }; most, { $count }, from { $begin }
components-activity-bar = { $begin }: { $count }
components-activity-bar-retries =
    { $begin }: { $count }, { $retries ->
        [one] { $retries } retry
       *[other] { $retries } retries
    }
components-activity-times =
    { $count ->
        [one] { $count } time
       *[other] { $count } times
    }
components-activity-reasons = Refusals by reason
components-activity-retries = Retries
components-activity-from = From
components-activity-table = Activity of the last { $period }

# components/changes.rs
components-changes-access-token-format = Access token format
components-changes-access-token-signing-alg = Access tokens are signed by
components-changes-access-tokens-of-clients-themselves = Access tokens of clients themselves
components-changes-account-deletion = Users can delete their own account
components-changes-announce-protected-resources = Name resource servers in the metadata
components-changes-authorization-details-types = Authorization details types
components-changes-authorization-signed-response-alg = Authorization responses are signed by
components-changes-backchannel-logout-session-required = Sign-outs: which session was ended
components-changes-backchannel-logout-uri = Back-channel logout URI
components-changes-claim-mappings = Claims of this workspace
components-changes-confirm-registrations = Confirm the address before the first sign-in
components-changes-decisions-kept-for = History: decisions and refusals
components-changes-description-de = Consent text in German
components-changes-details-description = Description of a type
components-changes-details-description-de = Description of a type in German
components-changes-details-schema = JSON Schema of a type
components-changes-details-title = Title of a type
components-changes-details-title-de = Title of a type in German
components-changes-dpop-bound-access-tokens = DPoP-bound access tokens
components-changes-dpop-nonce-required = Require a nonce
components-changes-email = E-mail
components-changes-email-verified = E-mail verified
components-changes-ended-tokens-kept-for = History: refresh tokens that have ended
components-changes-exchange-targets = Resource servers it may ask for at an exchange
components-changes-former-secret-until = The former secret works until
components-changes-global-token-revocation = Global token revocation
components-changes-id-token-signed-response-alg = ID tokens are signed by
components-changes-identifier = User name
components-changes-id = Identifier
components-changes-session-id = Session
components-changes-software-version = Version of the software
components-changes-tls = TLS
components-changes-url = Address
components-changes-impersonation = Exchanges without naming this client
components-changes-introspection-signed-response-alg = Introspection answers are signed by
components-changes-language = Language
components-changes-linked-subject = Linked subject
components-changes-linked-subjects = Linked subjects
components-changes-live-access-tokens = Active access tokens
components-changes-live-access-tokens-without-one = Active access tokens without a refresh token
components-changes-live-refresh-tokens = Active refresh tokens
components-changes-live-refresh-tokens-kept-as-they-were = Active refresh tokens that keep their expiry
components-changes-live-refresh-tokens-over-at-once = Active refresh tokens that expired at once
components-changes-live-refresh-tokens-shortened = Active refresh tokens that were shortened
components-changes-password-reset = Password reset by e-mail
components-changes-post-logout-redirect-uris = Post-logout redirect URIs
components-changes-redirect-uris = Redirect URIs
components-changes-refreshes-kept-for = History: refreshes
components-changes-registration = Users can register themselves
components-changes-require-asymmetric-client-authentication = Require authentication by key or certificate
components-changes-require-bound-access-tokens = Require bound access tokens
components-changes-require-pkce = Require PKCE of all clients
components-changes-require-pushed-authorization-requests = Require pushed authorization requests
components-changes-require-redirect-uri = Require the redirect URI in each request
components-changes-require-registered-auth-method = Accept this method only
components-changes-require-signed-authorization-response = Require signed authorization responses
components-changes-require-signed-introspection = Signed introspection answers only
components-changes-require-signed-request-object = Require signed request objects
components-changes-require-strict-client-jwts = Check strictly what clients sign
components-changes-sector-identifier = Sector
components-changes-signing-algorithms = Allowed algorithms
components-changes-signing-keys-rotate-every = Rotate after
components-changes-subject-any-client = Exchanges tokens of every client
components-changes-subject-audiences = Resource servers that it is
components-changes-subject-clients = Clients whose tokens it exchanges
components-changes-subject-type = Subject type
components-changes-tls-client-auth-san-dns = Certificate: DNS name
components-changes-tls-client-auth-san-email = Certificate: e-mail address
components-changes-tls-client-auth-san-ip = Certificate: IP address
components-changes-tls-client-auth-san-uri = Certificate: URI
components-changes-tls-client-auth-subject-dn = Certificate: subject
components-changes-tls-client-certificate-bound-access-tokens = Certificate-bound access tokens
components-changes-token-endpoint-auth-method = Token endpoint authentication method
components-changes-trusted = Trusted
components-changes-at-least = at least { $number }
components-changes-set = set
components-changes-changed = changed
components-changes-new = new
components-changes-as-declared = as declared
components-changes-nothing = nothing

# components/client_failures.rs
components-client-failures-title = Failed by configuration
components-client-failures-lead = Requests of the last 30 days that got nowhere, before a user or a token had a part in them. Each reason is counted by the day, in UTC. Whoever knows a client ID can cause them.
components-client-failures-why = Why
components-client-failures-often = How often
components-client-failures-last = Last
components-client-failures-advice = What to do
components-client-failures-times =
    { $count ->
        [one] once
       *[other] { $count } times
    }
components-client-failures-deleted = Deleted client

# components/decision.rs
components-decision-left-out = Left out, as the client may not ask for it: { $scopes }.
components-decision-token = Refresh token
components-decision-met = All conditions were met.
components-decision-no-token = No refresh token
components-decision-refused = Refused
components-decision-answered = Answered
components-decision-exchanged = Token exchanged
components-decision-exchanged-why = An access token of client { $client } was exchanged.
components-decision-exchanged-actor = An access token of client { $client } was exchanged; { $actor } acts with the new one.
components-decision-asserted = Assertion taken
components-decision-asserted-why = { $issuer } signed that the client acts for this user.

# components/delete_section.rs (in German, what is deleted is masculine: Arbeitsbereich, Mandant)
components-delete-title = Delete this { $what }
components-delete-button = Delete { $what }
components-delete-hint = Type { $name } to confirm.
components-delete-notice = { $name } is deleted with everything in it, and it cannot be undone:

# components/export_links.rs
components-export-csv = Export as CSV
components-export-json = Export as JSON lines

# components/failure.rs
components-failure-not-found = Not found
components-failure-no-such-place = There is no such page of this list
components-failure-signed-out = Signed out
components-failure-forbidden = Not allowed
components-failure-other = That did not work
components-failure-internal-text = Something went wrong on our side. The server's log says what.
components-failure-transport-text = The page could not be loaded. Try it again.
components-failure-forbidden-text = You are not allowed to see this.
components-failure-sign-in = Sign in
components-failure-start = Go to the console's start
components-failure-first-page = To the first page

# components/families.rs
components-families-table = Refresh tokens
components-families-select = Select
components-families-started = Started
components-families-scopes = Scopes
components-families-state = State
components-families-last-used = Last used
components-families-expires = Expires
components-families-opens = Refresh token of { $user } at { $client }
components-families-tick = Select: { $name }
components-families-scope-count =
    { $count ->
        [one] { $count } scope
       *[other] { $count } scopes
    }
components-families-revoke = Revoke
components-families-revoke-title = Revoke this refresh token?
components-families-revoke-text = { $client } cannot get new access tokens for { $user } with it any more. As long as the session that started it is open, the application can get another one without a password.
components-families-self-checked = APIs that check access tokens themselves accept those already issued until they expire.
components-families-end-session = Also end the session that started it
components-families-end-session-hint = If it is still open. The user has to sign in again there, and refresh tokens that end with the session end.
components-families-active = Active
components-families-paused = Paused
components-families-paused-text = Paused refresh tokens are refused at their next use. They work again, unless they have expired by then, once Refresh token is among the { $link } and the client is active and has it among its grant types.
components-families-paused-link = allowed grant types
components-families-expired = Expired
components-families-revoked = Revoked
components-families-ends =
    { $count ->
        [0] No active refresh token ends with it.
        [one] { $count } active refresh token ends with it.
       *[other] { $count } active refresh tokens end with it.
    }
components-families-ends-more = More than { $count } active refresh tokens end with it.

# components/filter_fields.rs
components-filter-any = Any
components-filter-period = Period
components-filter-day = Last 24 hours
components-filter-week = Last 7 days
components-filter-month = Last 30 days
components-filter-remove = Remove the filter: { $filter }
components-filter-more = More filters that are set

# components/impact.rs
components-impact-title = Apply to existing refresh tokens?
components-impact-discard = Discard the change
components-impact-new-only = Save for new refresh tokens only
components-impact-shorten = Save, and shorten existing ones too
components-impact-table = What would end, by client
components-impact-earlier = End earlier
components-impact-at-once = End at once
components-impact-kept = If you save for new refresh tokens only, existing ones keep their expiry. Expiry is never extended.
components-impact-none-at-once =
    { $tokens ->
        [one] { $tokens } active refresh token
       *[other] { $tokens } active refresh tokens
    } of { $clients ->
        [one] { $clients } client
       *[other] { $clients } clients
    } would end earlier, none of them at once.
components-impact-all-at-once =
    { $tokens ->
        [one] { $tokens } active refresh token
       *[other] { $tokens } active refresh tokens
    } of { $clients ->
        [one] { $clients } client
       *[other] { $clients } clients
    } would end at once.
components-impact-some-at-once =
    { $tokens ->
        [one] { $tokens } active refresh token
       *[other] { $tokens } active refresh tokens
    } of { $clients ->
        [one] { $clients } client
       *[other] { $clients } clients
    } would end earlier, { $over } of them at once.

# components/language.rs
components-language = Language

# components/named.rs (the field is `client` or `user`)
components-named-any = Any { $field }
components-named-several = Several { $what } match “{ $typed }”. Which one?
components-named-nothing = There are no { $what } that match “{ $typed }”.

# components/passkey.rs
components-passkey-already = There is a passkey for this account on this device already.
components-passkey-unused = No passkey was used. Try again, or go on without.
components-passkey-failed = This browser could not use a passkey here. Try again, or go on without.
components-passkey-missing = This browser has no passkeys. { $otherwise }
components-passkey-script = Passkeys need JavaScript. { $otherwise }

# components/passkey_table.rs
components-passkeys-table = Passkeys
components-passkeys-kept = Kept
components-passkeys-added = Added
components-passkeys-last-used = Last used
components-passkeys-remove = Remove
components-passkeys-remove-title = Remove this passkey?
components-passkeys-remove-button = Remove passkey
components-passkeys-remove-text = { $name } signs nobody in any more, and their sessions end. Without another passkey or an authenticator app their password alone signs them in. See that it is really them who ask.
components-passkeys-synced = By a password manager, on all its devices
components-passkeys-one-device = On one device
components-passkeys-never = Never

# components/pauses.rs
components-pauses-title = Pause these refresh tokens?
components-pauses-table = What would be paused, by client
components-pauses-paused = Paused
components-pauses-back = They work again once it is back on, unless they have expired by then.
components-pauses-cancel = Cancel
components-pauses-save = Save, and pause them
components-pauses-sentence =
    { $tokens ->
        [one] { $tokens } active refresh token
       *[other] { $tokens } active refresh tokens
    } of { $clients ->
        [one] { $clients } client
       *[other] { $clients } clients
    } would be refused at { $tokens ->
        [one] its next use
       *[other] their next use
    }.

# components/readiness.rs
components-readiness-ready = This client can get refresh tokens.
components-readiness-nobody = Nobody can sign in to it yet: { $link }.
components-readiness-add-user = add a user
components-readiness-missing = This client cannot get refresh tokens:
components-readiness-refused = This client gets no tokens:
components-readiness-service = A service gets access tokens for itself and needs no refresh token.
components-readiness-and = and
components-readiness-explain = Explain

# components/reuse.rs
components-reuse-token = token { $which } of { $many }
components-reuse-story = At { $client }, { $token } of { $user } came back. The refresh token was ended, with the access tokens issued with it.
components-reuse-story-from = At { $client }, { $token } of { $user } came back from { $address }. The refresh token was ended, with the access tokens issued with it.
components-reuse-not-handled = Not handled
components-reuse-handled = Handled
components-reuse-by = By { $by }, { $time }
components-reuse-of = refresh token of { $user } at { $client }
components-reuse-revoke-all = Revoke everything of this user
components-reuse-mark = Mark as handled
components-reuse-open = Open
components-reuse-reopen = Open again

# components/revoke_all.rs
components-revoke-all-of-both = of { $user } at { $client }
components-revoke-all-of = of { $name }
components-revoke-all-of-workspace = of this workspace
components-revoke-all-tokens =
    { $count ->
        [one] { $count } active refresh token
       *[other] { $count } active refresh tokens
    }
components-revoke-all-tokens-more = more than { $count } active refresh tokens
components-revoke-all-at-least = At least { $tokens }
components-revoke-all-ends-one = { $tokens } { $owner } ends at once. As long as a user's session here is open, an application can get another one without a password.
components-revoke-all-ends = { $tokens } { $owner } end at once. As long as a user's session here is open, an application can get another one without a password.
components-revoke-all-title = Revoke these refresh tokens?
components-revoke-all-confirm = Revoke them
components-revoke-all-listed = Active refresh tokens
components-revoke-all-active = { $count } active.
components-revoke-all-active-more = more than { $count } active.
components-revoke-all-button = Revoke all
components-revoke-all-button-count = Revoke all { $count }

# components/search.rs (in German, what is listed is masculine)
components-search-label = Search { $many }
components-search-button = Search
components-search-nothing = Nothing found
components-search-no-more = There are no more { $many }.
components-search-none = No { $one } has “{ $search }” { $looked }.
components-search-none-such = No { $one } fits the filter.
components-search-all = Show all { $many }

# components/setting.rs
components-setting-changed = Changed from the default: { $default }
components-setting-reset = Reset to default
components-setting-last = Last changed by { $by } on { $time }

# components/show_as.rs
components-show-as-plan = what it would change, and what becomes of refresh tokens
components-show-as-summary = Show as API call and as code
components-show-as-lead = As it is saved now, with its version. As it is, it changes nothing; a change is refused where somebody saved in the meantime.
components-show-as-admin-api = Admin API
components-show-as-token = { $token } is an API token: { $account } makes one.
components-show-as-account = My account
components-show-as-call = Call of the admin API
components-show-as-code = Configuration as code
components-show-as-configuration = Configuration
components-show-as-command-line = Command line
components-show-as-save = Save the configuration in the file that the commands name.
components-show-as-commands = Commands
components-show-as-item = An item of { $list } in the workspace’s configuration, which { $command } writes.

# components/suspends.rs
components-suspends-off = { $switch } is off: { $what }
components-suspends-without = Without { $switch }, { $what }
components-suspends-sentence =
    { $count ->
        [one] { $count } active refresh token would be refused at its next use. It would work again once this is back on, unless it has expired by then.
       *[other] { $count } active refresh tokens would be refused at their next use. They would work again once this is back on, unless they have expired by then.
    }
components-suspends-more = more than { $count } active refresh tokens would be refused at their next use. They would work again once this is back on, unless they have expired by then.

# components/theme.rs
components-theme = Theme
components-theme-system = System
components-theme-light = Light
components-theme-dark = Dark

# components/policy/overrides.rs
components-policy-in-force = In force: { $value }
components-policy-inherited = Workspace ({ $value })
components-policy-source = Where { $label } comes from
components-policy-own = Own value
