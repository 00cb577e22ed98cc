# webhooks.rs: what several of its pages say
webhooks-title = Webhooks
webhooks-name = Name
webhooks-url = URL
webhooks-status = Status
webhooks-event = Event
webhooks-when = When
webhooks-took = Took
webhooks-result = Result
webhooks-taken = Taken
webhooks-send-again = Send again

# webhooks/attempt.rs
webhooks-attempt-title = Delivery
webhooks-attempt-section = Attempt
webhooks-attempt-status = Status
webhooks-attempt-no-event = The event is no longer kept in the log.
webhooks-attempt-no-answer = Empty, or no answer.
webhooks-attempt-request = Request
webhooks-attempt-request-lead = The body, laid out for reading. It is sent without spaces, with a signature that is not kept.
webhooks-attempt-answer = Answer
webhooks-attempt-answer-lead = The first 2,048 bytes of its body.

# webhooks/badge.rs
webhooks-status-failing = Failing
webhooks-status-active = Active
webhooks-status-disabled = Disabled
webhooks-status-given-up = Disabled after failures

# webhooks/detail.rs
webhooks-detail-settings = Settings
webhooks-detail-save = Save changes
webhooks-detail-failing-since = Failing since
webhooks-detail-failures = Failed attempts
webhooks-detail-next = Next attempt
webhooks-detail-former-secret = Former secret signs until
webhooks-detail-state = State
webhooks-detail-state-lead = Events are delivered in the order of the log. One that is not taken is tried again, and those after it wait.
webhooks-detail-handled = Last event looked at (number in the log)
webhooks-detail-nothing-sent = Nothing was sent yet. Send a test to see whether the receiver takes it.
webhooks-detail-again = Again
webhooks-detail-deliveries = Deliveries
webhooks-detail-deliveries-lead = Every attempt of the last 30 days.
webhooks-detail-noun-one = attempt
webhooks-detail-noun-many = attempts
webhooks-detail-kind-again = sent again
webhooks-detail-kind-test = test
webhooks-detail-taken = Taken ({ $status })
webhooks-detail-active-text = Events are delivered. While it is disabled they wait, as long as the log is kept.
webhooks-detail-disable = Disable
webhooks-detail-inactive-text = Nothing is delivered. Enable it with the events that it missed, or with new events only.
webhooks-detail-enable-missed = Enable, and deliver what it missed
webhooks-detail-enable-new = Enable for new events
webhooks-detail-manage = Manage
webhooks-detail-test = Test
webhooks-detail-test-text = Sends an event of the type webhook.test at once, also while it is disabled.
webhooks-detail-test-send = Send a test
webhooks-detail-secret = Secret
webhooks-detail-secret-text = Makes a new one. The former one signs beside it for a day, so that the receiver can change.
webhooks-detail-rotate = Replace secret
webhooks-detail-rotate-title = Replace the secret?
webhooks-detail-rotate-text = Requests are signed with both for a day, and with the new one alone after that.
webhooks-detail-delete = Delete
webhooks-detail-delete-text = Removes the webhook and the list of its deliveries.
webhooks-detail-delete-title = Delete this webhook?
webhooks-detail-delete-button = Delete webhook
webhooks-detail-delete-final = This cannot be undone.

# webhooks/fields.rs
webhooks-fields-group-tenant = Tenant
webhooks-fields-group-workspace = Workspaces
webhooks-fields-group-authorization-settings = Authorization settings
webhooks-fields-group-token-settings = Token settings
webhooks-fields-group-client = Clients
webhooks-fields-group-service = Services
webhooks-fields-group-user = Users
webhooks-fields-group-family = Refresh tokens
webhooks-fields-group-families = Several refresh tokens
webhooks-fields-group-refresh-token = Reuse
webhooks-fields-group-authorization-code = Authorization codes
webhooks-fields-group-consent = Consent
webhooks-fields-group-access = Access
webhooks-fields-group-administrator = Administrators
webhooks-fields-group-role = Roles
webhooks-fields-group-webhook = Webhooks
webhooks-fields-group-others = Others
webhooks-fields-workspaces = Workspaces (none ticked: all, and what concerns the tenant itself)
webhooks-fields-name-hint = What it is for: SIEM, billing.
webhooks-fields-url-hint = An https:// URL at a public address; http:// and private addresses where the server's configuration allows those networks (allow_private_networks), as the demonstration does for this machine. Each event is a POST request there; it must be answered with a 2xx status within 15 seconds.
webhooks-fields-ignored = Leave out what is done by
webhooks-fields-ignored-hint = So that a program does not hear its own echo: names or e-mail addresses as the log has them, or IDs of API tokens, one per line.
webhooks-fields-events = Events
webhooks-fields-events-lead = Without any of them ticked, the receiver is told of every event of the log.

# webhooks/list.rs
webhooks-list-lead = Programs that are told what happens in this tenant.
webhooks-list-given-up = A webhook was disabled because it failed for five days, or was answered with 410.
webhooks-list-given-up-text = Enable it again when its receiver works: what it missed is delivered as far as the log is kept.
webhooks-list-none = No webhook yet
webhooks-list-none-text = A webhook tells a program of yours what happens in this tenant: changes, sign-ins, detected reuse.
webhooks-list-last = Last delivery
webhooks-list-created = Created
webhooks-list-noun-one = webhook
webhooks-list-noun-many = webhooks
webhooks-list-search = Search by name or URL
webhooks-list-looked = in its name or URL
webhooks-list-failing-since = Failing since { $time }

# webhooks/new.rs
webhooks-new-title = New webhook
webhooks-new-lead = A program that is told what happens in this tenant: each event of the log is sent to it, signed and in order.
webhooks-new-create = Create webhook

# webhooks/replay.rs
webhooks-replay-lead = Every event since a time that this webhook is told of is delivered again, in order and before later ones. A receiver knows an event by its webhook-id, which stays the same.
webhooks-replay-since = Since (UTC)
webhooks-replay-since-hint = As 2026-11-29T15:04. One event is sent again from its attempt, above.

# webhooks/secret.rs
webhooks-secret-copy = Copy the secret now. It is shown only once.
webhooks-secret-hint = The receiver checks with it that a request comes from here: Standard Webhooks, header { $header }.
webhooks-secret-label = secret
