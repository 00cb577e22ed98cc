# tokens/detail.rs
tokens-detail-title = { $client } for { $user }
tokens-detail-lead = History of this refresh token: sign-in, rotations, end.
tokens-detail-about = About
tokens-detail-state = State
tokens-detail-client = Client
tokens-detail-user = User
tokens-detail-scopes = Scopes
tokens-detail-rotations = Rotations
tokens-detail-began = Began
tokens-detail-last-used = Last used
tokens-detail-bound = Bound to a key or a certificate
tokens-detail-bound-key = Bound to a key
tokens-detail-bound-certificate = Bound to a certificate
tokens-detail-thumbprint = key's thumbprint
tokens-detail-certificate-thumbprint = certificate's thumbprint
tokens-detail-yes = Yes
tokens-detail-no = No
tokens-detail-details = Authorization details
tokens-detail-resources = Resources
tokens-detail-own-endpoints = This workspace's own endpoints
tokens-detail-ends-with-session = Ends when the user signs out
tokens-detail-test = Test refresh
tokens-detail-explain = Explain
tokens-detail-id = Family ID
tokens-detail-id-copy = family ID
tokens-detail-revoke-everything = Revoke everything of this user
tokens-detail-handle = Mark as handled
tokens-detail-reuse = Reuse
tokens-detail-reuse-lead = An old token came back, so a copy is in other hands, or the client lost its state.
tokens-detail-reuse-when = When
tokens-detail-reuse-token = Token
tokens-detail-reuse-which = { $which } of { $many }
tokens-detail-reuse-from = From
tokens-detail-reuse-unknown = Not known
tokens-detail-will-end = What will end it
tokens-detail-will-end-absolute = { $time } at the latest, { $lives } after it began (Refresh token TTL). Using it does not put that off.
tokens-detail-will-end-policy = { $time } at the latest, { $lives } after it began: the Refresh token TTL was lowered for existing tokens, too. Using it does not put that off.
tokens-detail-will-end-session = { $time } at the latest, when the login session is over that it is bound to. Using it does not put that off.
tokens-detail-will-end-idle = { $time } if it is not used before: { $idle } after its last use (idle lifetime).
tokens-detail-sooner = Sooner, if an old token comes back, if the client, the user or an administrator revokes it, if the client or the user is disabled, or if the user gets a new password, if the policy says so.
tokens-detail-sooner-session = Sooner, if an old token comes back, if the client, the user or an administrator revokes it, if the user signs out, if the client or the user is disabled, or if the user gets a new password, if the policy says so.
tokens-detail-ended = What ended it
tokens-detail-ended-revoked = { $time }: { $reason }.
tokens-detail-ended-absolute = { $time }: its time was over, { $lives } after it began (Refresh token TTL).
tokens-detail-ended-policy = { $time }: its time was over, { $lives } after it began, because the Refresh token TTL was lowered for existing tokens, too.
tokens-detail-ended-session = { $time }: the login session was over that it was bound to.
tokens-detail-ended-idle = { $time }: it had not been used for { $idle } (idle lifetime).

# tokens/filter.rs
tokens-filter-clients = clients
tokens-filter-users = users
tokens-filter-client = Client
tokens-filter-client-placeholder = Name or client ID
tokens-filter-user = User
tokens-filter-user-placeholder = Name or e-mail
tokens-filter-unread = Something of this filter cannot be read, so nothing is shown. A time is written as 2026-11-29 or 2026-11-29T15:04 in UTC, days as a number up to 3,650, a scope without spaces.
tokens-filter-yes = Yes
tokens-filter-no = No
tokens-filter-state = State
tokens-filter-submit = Filter
tokens-filter-more = More filters
tokens-filter-began = Started before (UTC)
tokens-filter-unused = Not used for (days)
tokens-filter-ends = Expires within (days)
tokens-filter-reason = Ended because
tokens-filter-scope = Scope
tokens-filter-bound = Bound to a key or a certificate

# tokens/list.rs
tokens-list-title = Refresh tokens
tokens-list-lead = All refresh tokens issued in this workspace. One row per sign-in.
tokens-list-jobs = Jobs
tokens-list-started = Started
tokens-list-one = refresh token
tokens-list-many = refresh tokens
tokens-list-select-none = Select none
tokens-list-select-all = Select all on this page
tokens-list-selected = Selected refresh tokens
tokens-list-none-here = None on this page
tokens-list-none-here-text = Only some of the refresh tokens are searched at a time. Look further.
tokens-list-further = Look further
tokens-list-show-all = Show all
tokens-list-nothing = Nothing found
tokens-list-nothing-text = No refresh token matches the filter.
tokens-list-none-yet = No refresh token yet
tokens-list-none-yet-text = One appears here for each user who signs in to a client and lets it keep access. The guide leads to the first one in four steps.
tokens-list-guide = Read the guide

# tokens/matching.rs
tokens-matching-label = Active refresh tokens
tokens-matching-count = { $count ->
    [one] { $count } active refresh token
   *[other] { $count } active refresh tokens
}
tokens-matching-more = more than { $count } active refresh tokens
tokens-matching-at-least = At least { $tokens }
tokens-matching-found = { $tokens } match the filter.
tokens-matching-opens = Revoke all that match
tokens-matching-title = Revoke all that match?
tokens-matching-revoke = Revoke them
tokens-matching-question = { $tokens } match the filter as it is on this page. A job revokes them, some at a time; you can watch it, and stop it.
tokens-matching-stays = As long as a user's session here is open, an application can get another one without a password. APIs that check access tokens themselves accept those already issued until they expire.

# tokens/query.rs
tokens-query-live = Active
tokens-query-expired = Expired
tokens-query-revoked = Revoked
tokens-query-began = Started before { $time }
tokens-query-unused = { $days ->
    [one] Not used for { $days } day
   *[other] Not used for { $days } days
}
tokens-query-ends = { $days ->
    [one] Expires within { $days } day
   *[other] Expires within { $days } days
}
tokens-query-reason = Ended because { $reason }
tokens-query-scope = Scope { $scope }
tokens-query-bound = Bound to a key or a certificate
tokens-query-not-bound = Bound to neither a key nor a certificate

# tokens/selected.rs
tokens-selected-title = Revoke selected
tokens-selected-nothing = Nothing is selected
tokens-selected-nothing-text = Tick the refresh tokens that are to be revoked. Those that have ended stay as they are.
tokens-selected-back = Back to the refresh tokens
tokens-selected-question = Revoke these refresh tokens?
tokens-selected-count = { $count ->
    [one] { $count } active refresh token
   *[other] { $count } active refresh tokens
}
tokens-selected-warning = { $tokens } will not work any more:
tokens-selected-row = { $user } at { $client }, started { $started }
tokens-selected-over = { $count ->
    [one] { $count } refresh token that you selected has ended and stays as it is.
   *[other] { $count } refresh tokens that you selected have ended and stay as they are.
}
tokens-selected-stays = As long as the session that started one is open, the application can get another one without a password. APIs that check access tokens themselves accept those already issued until they expire.
tokens-selected-revoke = { $count ->
    [one] Revoke { $count } refresh token
   *[other] Revoke { $count } refresh tokens
}

# tokens/timeline.rs
tokens-timeline-title = History
tokens-timeline-lead = The newest first.
tokens-timeline-none = No events are kept any more.
tokens-timeline-scopes = The access token was for
tokens-timeline-issued = Issued
tokens-timeline-issued-offline = The user signed in, and the client got its first refresh token.
tokens-timeline-issued-session = The user signed in, and the client got its first refresh token. It ends when the user signs out.
tokens-timeline-refreshed = Refreshed
tokens-timeline-rotated = The token was used and replaced: rotation { $rotation }.
tokens-timeline-repeated = The token of rotation { $rotation } was used again within the retry window and stays the same.
tokens-timeline-kept = The token was used and kept: rotation is off.
tokens-timeline-again = Asked again
tokens-timeline-retried = The client used the token it had before and got the current one, of rotation { $rotation }.
tokens-timeline-reused = An old token came back
tokens-timeline-reused-detail = The token replaced at rotation { $replaced } was used again; the current one was from rotation { $current }. Somebody may have copied it.
tokens-timeline-refused = Refused
tokens-timeline-refused-detail = The client was refused: { $reason }.
tokens-timeline-revoked = Revoked
tokens-timeline-revoked-detail = It ended because { $reason }.
tokens-timeline-withheld = No refresh token
tokens-timeline-withheld-detail = Only an access token was issued. { $why }.
tokens-timeline-access = Access token
tokens-timeline-access-detail = The client got an access token for itself.
tokens-timeline-exchanged = Access token exchanged
tokens-timeline-exchanged-detail = A client exchanged an access token that came from this refresh token.
tokens-timeline-asserted = Assertion taken
tokens-timeline-asserted-detail = A client got an access token for an assertion of { $issuer }.

# tokens/views.rs
tokens-views-label = Saved views
tokens-views-remove = Remove view
tokens-views-keep = Save this view
tokens-views-save = Save view
tokens-views-name = Name
tokens-views-hint = For you alone, in this workspace. Days are counted from the day you open it.
