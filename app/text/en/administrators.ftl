# administrators.rs: on several pages
administrators-title = Administrators
administrators-email = E-mail
administrators-name = Name
administrators-role = Role
administrators-roles = Roles
administrators-where = Where
administrators-status = Status
administrators-second-factor = Second factor
administrators-added = Added
administrators-delete = Delete
administrators-api-clients = API clients
administrators-invite = Invite administrator
administrators-new-role = New role
administrators-role-hint = Only roles that permit nothing beyond what you may do yourself.
administrators-where-hint = The role applies there and nowhere else.
administrators-undone = This cannot be undone.
administrators-active = Active
administrators-role-of = { $role } of { $level }

# administrators/api_clients.rs
administrators-api-clients-lead = Programs that use the admin API with access tokens of their own, in nobody's name.
administrators-api-clients-scopes = Scopes
administrators-api-clients-created = Created
administrators-api-clients-inactive = Inactive
administrators-api-clients-new-title = New API client
administrators-api-clients-new-lead = It is a client of this tenant's system workspace, where its secret is replaced, and where it is disabled and deleted.
administrators-api-clients-create = Create API client
administrators-api-clients-name-hint = What it is for.
administrators-api-clients-copy-now = Copy the secret now. It is shown only once.
administrators-api-clients-id-label = client ID
administrators-api-clients-secret-label = client secret
administrators-api-clients-use-title = Use it
administrators-api-clients-use-lead = An access token has all scopes of the client, or those that are asked for with scope. It is for the admin API if resource says so.
administrators-api-clients-commands = Commands
administrators-api-clients-missing = Its role permits more, with these scopes, too: { $scopes }. Give them to it on its page.
administrators-api-clients-scope-count = { $count ->
    [one] { $count } scope
   *[other] { $count } scopes
}
administrators-api-clients-id = Client ID: { $id }
administrators-api-clients-secret = Client secret: { $secret }

# administrators/badge.rs
administrators-badge-disabled = Disabled
administrators-badge-on = On
administrators-badge-off = Off

# administrators/detail.rs
administrators-detail-link = sign-in link
administrators-detail-identity = Identity
administrators-detail-withdraw = Withdraw
administrators-detail-withdraw-title = Withdraw this role?
administrators-detail-withdraw-role = Withdraw role
administrators-detail-roles-lead = What they may do, and where.
administrators-detail-passkeys = Passkeys
administrators-detail-assign-title = Assign a role
administrators-detail-assign-lead = Only roles that permit nothing beyond what you may do yourself are offered.
administrators-detail-assign = Assign role
administrators-detail-access = Access
administrators-detail-once = One-time sign-in
administrators-detail-once-text = A link that signs them in once, for a new password. It is valid for a day, and replaces the previous one.
administrators-detail-once-create = Create link
administrators-detail-sessions = Sessions
administrators-detail-sessions-text = Signs them out in every browser. API tokens stay.
administrators-detail-sessions-end = Sign out everywhere
administrators-detail-factor-text = For those who have lost their authenticator app, passkeys and recovery codes. Their sessions end.
administrators-detail-reset = Reset
administrators-detail-reset-title = Reset this second factor?
administrators-detail-reset-factor = Reset second factor
administrators-detail-reset-text = Their authenticator app, passkeys and recovery codes are removed, and their sessions end. Their password alone signs them in then. See that it is really them who ask.
administrators-detail-active-text = They can sign in. Disabling blocks sign-in and ends their sessions, their API tokens and the initial access tokens that they made.
administrators-detail-disable = Disable
administrators-detail-disable-title = Disable this administrator?
administrators-detail-disable-administrator = Disable administrator
administrators-detail-disable-text = Their sessions, API tokens, initial access tokens and sign-in link end at once and for good. Their roles stay for when they are enabled again.
administrators-detail-disabled-text = They cannot sign in. What was ended stays ended.
administrators-detail-enable = Enable
administrators-detail-delete-text = Removes the account with its roles, sessions, API tokens and initial access tokens. What they did stays in the log.
administrators-detail-delete-title = Delete this administrator?
administrators-detail-delete-administrator = Delete administrator
administrators-detail-withdraw-text = { $role } of { $level } is gone from their next request on, also for their API tokens.

# administrators/invite.rs
administrators-invite-lead = You get a link and send it to them: no mail is sent. With it they accept, and set a password if they have none. It is valid for 7 days.
administrators-invite-lead-mail = They get a link by mail, and you see it, too. With it they accept, and set a password if they have none. It is valid for 7 days.
administrators-invite-mail = Send it by mail
administrators-invite-mail-hint = The language that they read.
administrators-invite-mail-in = Yes, in this language: { $language }
administrators-invite-mail-not = No: I send the link myself
administrators-invite-create = Create invitation
administrators-invite-email-hint = Only this address can accept the invitation.

# administrators/link.rs
administrators-link-send = Send this link over a secure channel. It is shown only once.

# administrators/list.rs
administrators-list-lead-tenant = Who has a role in this tenant or in a part of it. Those who administer the whole installation are not listed here.
administrators-list-lead-installation = Everyone who has a role in this installation.
administrators-list-nobody = Nobody has a role here yet
administrators-list-nobody-text = Invite somebody to administer this tenant or a part of it.
administrators-list-installation = Administrators of the installation, who administer this tenant, too
administrators-list-search = Search by e-mail or name
administrators-list-looked = in their e-mail address or name
administrators-list-link = invitation link
administrators-list-invitations = Invitations
administrators-list-invitations-lead = Not accepted yet. Each is void as soon as the person who sent it could not send it any more.
administrators-list-expires = Expires
administrators-list-send-again = Send again
administrators-list-withdraw = Withdraw
administrators-list-one = administrator
administrators-list-many = administrators
administrators-list-you = (you)

# administrators/named.rs
administrators-named-installation = the installation

# administrators/place.rs
administrators-place-choose-role = Choose a role
administrators-place-whole = The whole tenant
administrators-place-choose = Choose where
administrators-place-workspace = Workspace { $name }

# administrators/role.rs
administrators-role-new-lead = A set of actions of your own choice. You can give only what you may do yourself.
administrators-role-create = Create role
administrators-role-save = Save changes
administrators-role-delete-lead = Whoever has the role has it no longer, and invitations to it can no longer be accepted.
administrators-role-delete = Delete role
administrators-role-delete-title = Delete this role?
administrators-role-lead = Changes apply to everyone who has the role, from their next request on.

# administrators/roles.rs
administrators-roles-lead = What each role permits. An action applies within the tenant, workspace or client for which the role is assigned.
administrators-roles-yes = Yes
administrators-roles-table = What each role permits
administrators-roles-action = Action
administrators-roles-of-installation = A role of this installation.
administrators-roles-of-tenant = A role of this tenant.
