# settings/general.rs
settings-general-title = General
settings-general-lead = The name and the identity of this workspace.
settings-general-name = Name
settings-general-name-hint = Shown in this console and on the sign-in page.
settings-general-identity = Identity
settings-general-identity-lead = These never change: tokens and clients rely on them.
settings-general-issuer = Issuer
settings-general-issuer-copy = issuer
settings-general-identifier = Identifier
settings-general-id = Workspace ID
settings-general-id-copy = workspace ID
settings-general-created = Created

# settings/authorization.rs
settings-authorization-title = Authorization
settings-authorization-lead = Grant types that clients may use, and how they ask users for access. Each client must also have the grant type itself.
settings-authorization-grant-types = Allowed grant types
settings-authorization-grant-types-hint = A removed grant type is refused to every client from the next request on. Existing refresh tokens stay, and work again when it is back.
settings-authorization-pushed = Require pushed authorization requests
settings-authorization-pushed-hint = Clients send each authorization request to the server themselves first, and the user’s browser brings a reference to it (RFC 9126). Requests that come by the browser are refused. Without it, clients may push requests, and each client can be held to it by itself.
settings-authorization-signed = Require signed request objects
settings-authorization-signed-hint = Clients sign each authorization request by one of their keys (RFC 9101). Requests whose parameters stand in the address are refused, and clients without keys cannot sign users in. Without it, clients may sign requests, and each client can be held to it by itself.
settings-authorization-on = On
settings-authorization-off = Off

# settings/sign_in.rs
settings-sign-in-title = Sign-in
settings-sign-in-lead = How users of this workspace sign in.
settings-sign-in-on = On
settings-sign-in-off = Off
settings-sign-in-passwords = Passwords
settings-sign-in-strength = Minimum password strength
settings-sign-in-strength-hint = For new passwords, by the number of guesses that they take. The commonest passwords are never accepted, nor those made of names in this workspace. Existing passwords stay.
settings-sign-in-reset = Password reset by e-mail
settings-sign-in-reset-hint = The sign-in page offers a link to who has forgotten their password. It works once, for 30 minutes.
settings-sign-in-registration = Registration
settings-sign-in-registration-lead = Needs a mail server of the tenant.
settings-sign-in-register = Users can register themselves
settings-sign-in-register-hint = Anyone with an e-mail address can become a user of this workspace.
settings-sign-in-confirm = Confirm the address before the first sign-in
settings-sign-in-confirm-hint = Without it, whoever registers finds out by signing in whether an address had an account.
settings-sign-in-account = Account page
settings-sign-in-deletion = Users can delete their own account
settings-sign-in-deletion-hint = With their password. What was issued for them stops working at once.

# settings/danger_zone.rs
settings-danger-title = Danger zone
settings-danger-lead = Actions that cannot be undone.
settings-danger-system = This is the tenant’s system workspace. With it all API clients of the tenant are gone, and their programs get no access to the admin API any more.
settings-danger-workspace = workspace
settings-danger-client = client
settings-danger-clients = clients
settings-danger-user = user with their sessions
settings-danger-users = users with their sessions
settings-danger-token = active refresh token
settings-danger-tokens = active refresh tokens
settings-danger-more = All its addresses stop working immediately. What happened in it stays in the tenant's log.

# services/list.rs
settings-services-title = Services
settings-services-lead = Scopes in groups: what clients can be given, and what users agree to.
settings-services-new = New service
settings-services-edit = Edit scopes
settings-services-built-in = Comes with every workspace
settings-services-none = No scopes yet. Add those that your API checks.
settings-services-scopes-of = Scopes of { $service }
settings-services-scope = Scope
settings-services-display-name = Display name
settings-services-consent-text = Consent text

# services/detail.rs
settings-service-lead = The scopes of this API. A client can get those that are on in its Scopes.
settings-service-none = No scopes yet: add the first one.
settings-service-scopes = Scopes
settings-service-remove = Remove
settings-service-remove-title = Remove this scope?
settings-service-remove-label = Remove scope
settings-service-remove-text = { $scope } is taken from every client that has it, and no new token carries it.
settings-service-add = Add scope
settings-service-add-title = Add a scope
settings-service-scope-hint = What the API checks and clients ask for: orders.read
settings-service-display-name-hint = What this console calls it: Read orders
settings-service-description = What users read
settings-service-description-hint = After “would like to”: See what you ordered. At most 200 characters.
settings-service-resource-title = Resource server
settings-service-resource-lead = A client that asks for a token for this address gets one that is for this API alone: its aud says so, and no other API takes it (RFC 8707).
settings-service-resource = Resource identifier
settings-service-resource-hint = The exact address of the API: https://api.example.com/orders. Clients that were granted an earlier one get no more tokens for it.
settings-service-resource-save = Save identifier

# services/new.rs
settings-new-service-lead = One of your APIs, with the scopes that it checks. Clients are given those they need.
settings-new-service-name = Name
settings-new-service-name-hint = What your team calls the API: Orders, Billing.
settings-new-service-create = Create service

# details_types/list.rs, details_types/new.rs, details_types/detail.rs, details_types/typed.rs
settings-details-title = Authorization details
settings-details-lead = Types of what clients can ask for in detail, such as one payment or the reading of one account (RFC 9396). A scope cannot say that.
settings-details-new = New type
settings-details-none = No types yet: clients can ask for scopes only.
settings-details-types = Authorization details types
settings-details-type = Type
settings-details-state = State
settings-details-on = On
settings-details-off = Off
settings-details-new-lead = What an object of the type is like, and what users read of it. Clients may ask for it once it is ticked in their Scopes.
settings-details-create = Create type
settings-details-type-hint = What applications send as type, such as payment_initiation or an address of yours. It stays as it is made.
settings-details-type-lead = What is saved here holds for new requests. What was granted stays as users agreed to it.
settings-details-type-title = Title
settings-details-type-title-hint = What users read above each object: Make a payment
settings-details-type-title-de = Title in German
settings-details-type-description = Description
settings-details-type-description-hint = What users read below the title. At most 200 characters.
settings-details-type-description-de = Description in German
settings-details-type-schema = JSON Schema
settings-details-type-schema-hint = What an object has to be like, in the dialect 2020-12; at most 4,096 bytes. What it does not name is refused. Users read the title of a property in place of its name.
settings-details-type-enabled = Clients may ask for it
settings-details-type-enabled-hint = While it is off it is in no new token, also where it was granted.
settings-details-remove = Remove type
settings-details-remove-title = Remove this type?
settings-details-remove-text = { $name } is taken from every client that may ask for it, and is in no new token, also where it was granted.

# guide/refresh_tokens.rs
settings-guide-title = Using refresh tokens
settings-guide-lead = How your applications stay signed in without asking again, and how that stays safe.
settings-guide-what = What they are
settings-guide-what-tokens = An access token opens your API, and is short-lived on purpose: whoever steals one can use it for an hour, not a month. A refresh token is how an application gets the next one without sending the user back to the sign-in page.
settings-guide-what-refresh = A refresh gives a new access token and replaces the refresh token, at most once in a retry window (30 seconds unless you change it). If a token that was replaced comes back after that, two parties hold the same token, and one of them stole it. Regrant cannot tell which, so it ends that sign-in for both. The rightful user signs in again; the thief is out.
settings-guide-enable = How to enable them
settings-guide-enable-lead = Four switches, all of them needed. Choose a client to see where it stands.
settings-guide-step-workspace = Allow the grant in the workspace
settings-guide-step-workspace-how = Settings › Authorization: tick Refresh token.
settings-guide-step-client = Give the grant to the client
settings-guide-step-client-how = Clients › your client › OAuth: add refresh_token to its grant types.
settings-guide-step-scope = Let the client ask for offline access
settings-guide-step-scope-how = Clients › your client › Scopes › Profile: switch Offline access on.
settings-guide-step-lifetime = Choose how long they live
settings-guide-step-lifetime-how = Auth Server › Tokens: set the Refresh token TTL.
settings-guide-nobody = No client of this workspace signs users in yet. { $add } to see where it stands.
settings-guide-nobody-add = Add one
settings-guide-client = Client
settings-guide-client-placeholder = Name or client ID
settings-guide-clients = clients
settings-guide-check = Check
settings-guide-done = Done
settings-guide-missing = Missing
settings-guide-ask = How an application asks
settings-guide-ask-scope = It adds { $scope } to the scopes of its sign-in. The user is told so, and agrees.
settings-guide-ask-refresh = When its access token has run out, it asks for the next one with the grant type { $grant }, and keeps the new refresh token in place of the old before it does anything else.
settings-guide-ask-retry = If the answer gets lost on the way, it asks again with the same token. Within the retry window it gets the current token, so a lost answer signs nobody out, nor do several tabs or servers that refresh at once.
settings-guide-code = Code that works is in the Quickstart of each of your { $clients }, with that client's values in it.
settings-guide-code-clients = clients
settings-guide-code-of-client = Code that works, with this client's values in it, is in its { $quickstart }; { $trial } shows each request and its answer without any.
settings-guide-code-quickstart = Quickstart
settings-guide-code-trial = Try it
settings-guide-safe = How to keep them safe
settings-guide-safe-server = On a server
settings-guide-safe-server-how = Store them encrypted, next to the session, and never send them to the browser.
settings-guide-safe-browser = In a single-page application
settings-guide-safe-browser-how = Keep them in memory, and out of local storage, where any injected script can read them. Rotation must be on. Better still, let a small server of yours hold them.
settings-guide-safe-native = On a phone or computer
settings-guide-safe-native-how = Use the system's key store, one refresh token per device, and rotation.
settings-guide-safe-everywhere = Everywhere
settings-guide-safe-everywhere-how = Keep the newest refresh token you were given: one that is older than the retry window looks like a thief's. On sign-out, revoke it. Keep its lifetime as short as possible.
