# auth_server/claims.rs
auth-server-claims-title = Claims
auth-server-claims-lead = What tokens and userinfo say of users, beside the claims of the standard scopes.
auth-server-claims-mappings = Claims of this workspace
auth-server-claims-mappings-hint = One a line, at most { $most }: the claim | a field, or = and a text | a scope, or - | where it is told. With - every client is told, and the consent page does not mention it.
auth-server-claims-example = For example:
auth-server-claims-fields = Fields of the profile: { $fields }. Where a user has nothing there, the claim is left out. Users have no other attributes and no groups: what stands after = is told of everybody, and a list in JSON, such as =["orders","billing"], as a list.
auth-server-claims-places = Places: { $places }. What access tokens have, introspection tells, too.
auth-server-claims-reserved = The claims of the protocols and of the standard scopes cannot be set.
auth-server-claims-levels = How a user signed in is told without a mapping: acr and amr are in ID tokens, access tokens and introspection. A client asks for a further factor by acr_values, and for single claims by claims.

# auth_server/fapi.rs
auth-server-fapi-title = FAPI 2.0
auth-server-fapi-lead = What FAPI 2.0 asks of an authorization server, clause by clause: what holds here, by which setting, and at which clients it does not.
auth-server-fapi-all = All clauses hold.
auth-server-fapi-failing = { $count ->
    [one] { $count } clause does not hold.
   *[other] { $count } clauses do not hold.
}
auth-server-fapi-section = Section
auth-server-fapi-asks = Clause
auth-server-fapi-standing = Standing
auth-server-fapi-setting = Depends on
auth-server-fapi-clients = Clients
auth-server-fapi-clients-lead = What does not hold at each client. A link leads to its setting.
auth-server-fapi-client = Client
auth-server-fapi-missing = What holds of it
auth-server-fapi-client-one = client
auth-server-fapi-client-many = clients
auth-server-fapi-search = Search by name or client ID
auth-server-fapi-looked = in its name, or as its client ID
auth-server-fapi-no-setting = No setting
auth-server-fapi-no-client = No client yet
auth-server-fapi-no-client-more = Each client is judged here as soon as there is one.

# auth_server/key_revocation.rs
auth-server-revocation-title = Revoke this key?
auth-server-revocation-lead = For a private key that somebody else may have. To replace a key without ending anything, rotate it.
auth-server-revocation-here = Revoke
auth-server-revocation-label = Revoke key
auth-server-revocation-over-title = This key is revoked
auth-server-revocation-over-lead = Nothing that it signed is accepted any more.
auth-server-revocation-over-at = It was revoked at { $time }.
auth-server-revocation-ends = Within a second, nothing that this key signed is accepted any more, and this cannot be undone:
auth-server-revocation-id-tokens = ID tokens, as a hint at the next sign-in or at signing out
auth-server-revocation-stays = Refresh tokens are opaque and stay active, and so do sessions: clients get new access tokens with them. APIs that verify tokens themselves accept those of this key until they read the keys again, usually within { $time }.
auth-server-revocation-none = no active access token is known
auth-server-revocation-one = 1 active access token
auth-server-revocation-several = { $count } active access tokens
auth-server-revocation-at-most = at most { $count } active access tokens: settings were changed since, and some may have been signed otherwise
auth-server-revocation-at-least = at least { $count } active access tokens: there were too many to count them all
auth-server-revocation-about = about { $count } active access tokens: there were too many to count them all
auth-server-revocation-next = The next key { $key } signs from then on. It has been published for long enough, so its tokens are accepted.
auth-server-revocation-unknown = A key signs from then on that was not published for long enough: APIs and clients that keep keys in a cache refuse its tokens until they read the keys again, usually within a minute.

# auth_server/key_table.rs
auth-server-keys-table = Signing keys
auth-server-keys-algorithm = Algorithm
auth-server-keys-state = State
auth-server-keys-id = Key ID
auth-server-keys-kid = Key ID (kid)
auth-server-keys-since = Since
auth-server-keys-until = Until
auth-server-keys-actions = Actions
auth-server-keys-revoke = Revoke
auth-server-keys-until-about = Signs until about { $time }
auth-server-keys-until-rotated = Signs until it is rotated
auth-server-keys-next = Signs next
auth-server-keys-published-until = Published until { $time }
auth-server-keys-unpublished = No longer published
auth-server-keys-for-good = For good
auth-server-keys-rotate = Rotate
auth-server-keys-rotate-title = Rotate the key of { $algorithm }?
auth-server-keys-rotate-text = The next key signs from now on. Tokens that this one signed stay valid, and it stays published until the last of them has expired. Nothing breaks.
auth-server-keys-ahead = The next key was published while the clock was ahead: by the time that it bears it can sign in { $time }. See that the clock is right, and rotate at once.
auth-server-keys-too-new = The next key was published only now: it can sign in { $time }, and until then a rotation is an emergency.
auth-server-keys-no-next = There is no next key yet: the server publishes one within ten minutes, and until then a rotation is an emergency.
auth-server-keys-at-once = Rotate at once
auth-server-keys-at-once-title = Rotate the key of { $algorithm } at once?
auth-server-keys-at-once-text = At once, a key signs that whoever keeps keys in a cache does not know: APIs and clients refuse its tokens until they read the keys again, usually within a minute. Tokens that this key signed stay valid.

# auth_server/keys.rs
auth-server-keys-title = Keys
auth-server-keys-lead = The keys that sign tokens. Whoever verifies tokens reads the public keys at the workspace's jwks_uri. A key is published there before it signs, and stays there until the last token that it signed has expired.
auth-server-keys-rotation = Automatic rotation
auth-server-keys-rotation-lead = The server rotates each key when its time is over, and publishes the next one. Refresh tokens and sessions are not affected.
auth-server-keys-rotation-after = Rotate after
auth-server-keys-rotation-hint = After how long the next key signs: { $bounds }, such as 90d. 0 is off: rotate by hand then.
auth-server-keys-rotation-never = Never
auth-server-keys-others = Other algorithms
auth-server-keys-others-lead = An algorithm that is chosen gets a key at once, which signs at once. Publish it before, and whoever verifies tokens knows it already.
auth-server-keys-publish = Publish a key

# auth_server/sections.rs
auth-server-tokens-on = On
auth-server-tokens-off = Off
auth-server-tokens-format = Access token format
auth-server-tokens-responses = Token responses
auth-server-tokens-announce = Tell clients when refresh tokens expire
auth-server-tokens-announce-hint = Each response with a refresh token says in how many seconds it expires unless it is used (refresh_token_timeout), and in how many the user has to sign in again (authorization_expires_in).
auth-server-tokens-signing = Signing
auth-server-tokens-signing-lead = Each algorithm has a key of its own. One that is chosen for the first time gets it at once; under Auth Server › Keys it can be published before.
auth-server-tokens-id-token-alg = ID tokens are signed by
auth-server-tokens-id-token-alg-hint = Clients expect RS256 unless they are configured otherwise. With another algorithm, clients that are configured for RS256 refuse the sign-in.
auth-server-tokens-id-token-alg-hint-without-rs256 = Clients expect RS256 unless they are configured otherwise. It is not among the allowed algorithms: each client is configured for this one.
auth-server-tokens-access-token-alg = Access tokens are signed by
auth-server-tokens-access-token-alg-hint = ES256 costs far less to sign by than RSA (RS256, PS256). An API that checks tokens itself must know the algorithm.
auth-server-tokens-access-token-alg-hint-without-rs256 = An API that checks tokens itself must know the algorithm.
auth-server-tokens-algorithms = Allowed algorithms
auth-server-tokens-algorithms-hint = Clients can choose their own among these.
auth-server-tokens-algorithms-all = all of them
auth-server-tokens-key-binding = Key binding
auth-server-tokens-key-binding-lead = A client that proves possession of a key (DPoP) gets tokens that work only with the key. To require it, use DPoP-bound access tokens on the client's OAuth tab.
auth-server-tokens-proofs = Proofs of possession
auth-server-tokens-nonce = Require a nonce
auth-server-tokens-nonce-hint = A proof must carry a value of this server's, no more than ten minutes old, so that none can be made in advance. The client's first request is answered with the value, and sent again.
auth-server-tokens-history = History
auth-server-tokens-history-lead = What is older is deleted in the background. The audit log is kept for as long as the server's configuration says.
auth-server-tokens-refreshes = Refreshes
auth-server-tokens-refreshes-hint = How long each refresh is shown on the page of its refresh token. { $bounds }.
auth-server-tokens-decisions = Decisions and refusals
auth-server-tokens-decisions-hint = How long answers of the token endpoint can be explained. { $bounds }.
auth-server-tokens-ended = Refresh tokens that have ended
auth-server-tokens-ended-hint = How long one is shown after its lifetime, with its events. One that was revoked is kept until then in any case. { $bounds }.

# auth_server/tokens.rs
auth-server-tokens-title = Tokens
auth-server-tokens-lead = How long tokens live, how they are written, and how refresh tokens are kept safe. A client can have its own.
auth-server-tokens-lifetimes = Time to Live Settings
auth-server-tokens-lifetimes-lead = Durations such as 30d, 720h or 1y 6mo. A month is 30 days, a year 365.
auth-server-tokens-rotation = Rotation
auth-server-tokens-rotation-lead = A refresh token is replaced when it is used, at most once in a retry window. An old token that comes back later was copied: everything that came from that sign-in is revoked.
auth-server-tokens-rotation-switches = Previous token
auth-server-tokens-limits = Limits
auth-server-tokens-limits-lead = A user has a refresh token for each sign-in to a client: one for each of their devices.
auth-server-tokens-issuing = Issuing
auth-server-tokens-issuing-lead = A client that asks for offline_access and gets it gets a refresh token.
auth-server-tokens-issuing-switches = Without offline access
auth-server-tokens-ends = Also ends when
auth-server-tokens-ends-lead = Other events that end a refresh token.
auth-server-tokens-ends-switches = Sessions and passwords
auth-server-tokens-forbidden = Go to a client that may not have this policy
