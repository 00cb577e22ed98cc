# home.rs
workspaces-tenants = Tenants
workspaces-tenants-lead = Each tenant has its own workspaces, clients and users. Nothing is shared between tenants.
workspaces-tenants-none = No tenants yet
workspaces-tenants-none-text = A tenant is an organisation: it has workspaces, and those have clients and users.

# new_tenant.rs
workspaces-new-tenant-title = New tenant
workspaces-new-tenant-lead = An organisation of its own, with its own workspaces, users and administrators. Nothing is shared between tenants.
workspaces-new-tenant-create = Create tenant
workspaces-new-tenant-name = Name
workspaces-new-tenant-name-hint = What people call it: the name of the organisation.
workspaces-new-tenant-identifier = Identifier
workspaces-new-tenant-identifier-hint = Part of every issuer in it, and so of every token: it cannot be changed later. Lower-case letters, digits and hyphens. Leave it empty to take it from the name.

# tenant_settings.rs
workspaces-tenant-settings-title = Tenant settings
workspaces-tenant-settings-lead = A tenant holds workspaces. Nothing is shared between tenants.
workspaces-tenant-settings-delete-more = All its addresses stop working immediately. What happened in it stays in the installation's log.
workspaces-tenant-settings-identity = Identity
workspaces-tenant-settings-name = Name
workspaces-tenant-settings-new-name = Name of the tenant
workspaces-tenant-settings-new-name-hint = What administrators see. Issuers and addresses have the identifier, which stays.
workspaces-tenant-settings-rename = Rename tenant
workspaces-tenant-settings-identifier = Identifier
workspaces-tenant-settings-id = Tenant ID
workspaces-tenant-settings-id-label = tenant ID
workspaces-tenant-settings-created = Created
workspaces-tenant-settings-administrators = Administrators
workspaces-tenant-settings-factor = Second factor
workspaces-tenant-settings-factor-required = Required. Who has a role in this tenant, or in a part of it, and no second factor can do nothing but set one up.
workspaces-tenant-settings-factor-stop = Stop requiring it
workspaces-tenant-settings-factor-optional-too = Not required. If it is, who has a role in this tenant, or in a part of it, has to set one up before anything else: you, too, at once. Those who administer the whole installation are not asked, and API tokens go on.
workspaces-tenant-settings-factor-optional = Not required. If it is, who has a role in this tenant, or in a part of it, has to set one up before anything else. Those who administer the whole installation are not asked, and API tokens go on.
workspaces-tenant-settings-factor-require = Require second factor
workspaces-tenant-settings-tenant = tenant
workspaces-tenant-settings-count-workspace = workspace
workspaces-tenant-settings-count-workspaces = workspaces
workspaces-tenant-settings-count-client = client
workspaces-tenant-settings-count-clients = clients
workspaces-tenant-settings-count-user = user with their sessions and refresh tokens
workspaces-tenant-settings-count-users = users with their sessions and refresh tokens
workspaces-tenant-settings-count-administrator = administrator of this tenant alone
workspaces-tenant-settings-count-administrators = administrators of this tenant alone

# mail.rs
workspaces-mail-title = Mail
workspaces-mail-lead = How mail to users of this tenant is sent: links to reset a password, to confirm an address and to register.
workspaces-mail-remove-server = Remove mail server
workspaces-mail-remove-title = Remove the mail server?
workspaces-mail-remove = Remove
workspaces-mail-remove-text = Mail that waits is dropped. Users cannot reset their password or confirm an address by mail until there is another server.
workspaces-mail-outbox = All mail of this installation is written to a directory (mail_outbox) and not sent. A mail server that is saved here is not used.
workspaces-mail-none = There is no mail server yet, so no mail is sent.
workspaces-mail-password-keep = Leave it empty to keep the one that is saved.
workspaces-mail-password-sealed = Stored sealed, and never shown.
workspaces-mail-save = Save changes
workspaces-mail-server = Mail server
workspaces-mail-server-lead = An SMTP server that takes mail from this installation.
workspaces-mail-host = Host
workspaces-mail-host-hint = Such as smtp.example.com.
workspaces-mail-port = Port
workspaces-mail-encryption = Encryption
workspaces-mail-user = User name
workspaces-mail-user-hint = Empty where the server asks for none.
workspaces-mail-password = Password
workspaces-mail-sender = Sender
workspaces-mail-sender-email = E-mail
workspaces-mail-sender-email-hint = The server must accept it as a sender.
workspaces-mail-sender-name = Name
workspaces-mail-test = Test mail
workspaces-mail-test-lead = Sent at once, by the server that is saved. Why it was not taken is shown here.
workspaces-mail-test-send = Send test mail
workspaces-mail-test-to = To
workspaces-mail-failed = The last mail was not sent ({ $time }). { $reason }
workspaces-mail-waiting = { $count ->
    [one] { $count } mail waiting to be sent.
   *[other] { $count } mails waiting to be sent.
}

# search.rs
workspaces-search-title = Search
workspaces-search-lead-tenant = In the whole tenant: pages, workspaces, clients, services, users and administrators by name, and refresh tokens and sessions by their identifiers.
workspaces-search-lead-installation = Pages, tenants and the administrators of the installation. Open a tenant to search in it.
workspaces-search-none = Nothing found
workspaces-search-none-hint = A word finds what begins with it. An identifier is found whole; that of a client also by its first 8 characters or more.
workspaces-search-for = Search for
workspaces-search-more = There may be more. Add a word to find them.
workspaces-search-submit = Search
workspaces-search-window = { $text } · Search
workspaces-search-nothing = Nothing that you may see is called “{ $text }”.

# workspaces/list.rs
workspaces-list-title = Workspaces
workspaces-list-none = No workspace yet
workspaces-list-none-text = A workspace is an authorization server: make one, add a client to it, and your applications can get tokens.
workspaces-list-system = System
workspaces-list-name = Name
workspaces-list-identifier = Identifier
workspaces-list-clients = Clients
workspaces-list-created = Created
workspaces-list-search = Search by name or identifier
workspaces-list-looked = in its name or identifier
workspaces-list-lead = The authorization servers of { $name }. Each has its own issuer, keys, clients, users and settings.
workspaces-list-one = workspace
workspaces-list-many = workspaces

# workspaces/new.rs
workspaces-new-title = New workspace
workspaces-new-lead = An authorization server of its own, with an issuer and signing keys. It starts with what you choose here; all but the identifier can be changed later.
workspaces-new-create = Create workspace
workspaces-new-name = Name
workspaces-new-name-hint = What people call it: Production, Partner API.
workspaces-new-identifier = Identifier
workspaces-new-identifier-hint = Part of the issuer, and so of every token: it cannot be changed later. Lower-case letters, digits and hyphens. Leave it empty to take it from the name.
workspaces-new-start = Starts with
workspaces-new-copy = A copy of another workspace
workspaces-new-copy-hint = Its settings, services and scopes; not its clients, users and keys.
workspaces-new-copy-of = Copy of
workspaces-new-copy-choose = Choose a workspace
workspaces-new-copy-of-hint = The identifier of the workspace.
