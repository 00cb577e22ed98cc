//! Why something was left out.

macro_rules! reasons {
    ($($name:ident = $code:literal, $sentence:literal;)*) => {
        /// Why something of another server's files was not carried over, or not as it was there.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
        pub enum Reason { $(#[doc = $sentence] #[error($sentence)] $name,)* }

        impl Reason {
            /// All of them, in the order in which a report tells them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

reasons! {
    WorkspaceThere = "workspace_there", "The workspace is there already, and its settings stay as they are.";
    Lifetime = "lifetime", "This lifetime is out of the bounds that there are here. The usual one holds.";
    NoAbsoluteEnd = "no_absolute_end", "Refresh tokens without an absolute end do not exist here. They get one: 30 days, or the idle lifetime where that is longer.";
    SessionLifetime = "session_lifetime", "A sign-in lasts 12 hours, and has no setting.";
    Rotation = "rotation", "Public clients get a new refresh token at each use, and the one before ends (RFC 9700, section 2.2.2).";
    Reuse = "reuse", "A refresh token that was replaced works again within the retry window, and not a number of times.";
    Algorithm = "algorithm", "Tokens are not signed by this algorithm here.";
    RolesAndGroups = "roles_and_groups", "There are no roles and groups of users. An application keeps them, or they become scopes.";
    IdentityProviders = "identity_providers", "Users sign in with a password of the workspace, and not at another provider or directory.";
    Flows = "flows", "How users sign in is fixed: a password, and a code where they have set up an authenticator app.";
    Mail = "mail", "The mail server is the tenant's. Set it under Tenant settings, Mail.";
    Keys = "keys", "Signing keys stay where they are. The workspace has its own, and applications read them from its issuer.";
    Setting = "setting", "There is no such setting here.";

    BuiltInScope = "built_in_scope", "A scope that comes with the other server, and that nothing stands for here.";
    ScopeInvalid = "scope_invalid", "This cannot be a scope: 1 to 100 printable ASCII characters, without spaces, quotes and backslashes.";
    ScopeTaken = "scope_taken", "Another service has a scope of this name, or there are more than 100.";
    ServiceInvalid = "service_invalid", "This cannot be the name of a service, or another one has it.";
    ResourceInvalid = "resource_invalid", "This cannot be the address of a resource server, or another service has it. The service has none.";
    ScopeMappers = "scope_mappers", "Claims beside those of the scopes are set for the workspace, at Auth Server › Claims.";
    ServiceOther = "service_other", "There is no such setting of a service or a scope here.";

    BuiltInClient = "built_in_client", "A client that comes with the other server, for its own use.";
    ResourceServer = "resource_server", "A client that gets no tokens. A resource server needs no client; one that asks about tokens is a service with the scope `introspect_tokens`.";
    ClientProtocol = "client_protocol", "There is no other protocol than OpenID Connect.";
    ClientWithoutGrant = "client_without_grant", "The client gets tokens in no way that there is here: with an authorization code, or with its own credentials.";
    ClientInvalid = "client_invalid", "This cannot be the name of a client: 1 to 100 characters, none of them invisible.";
    ClientDuplicate = "client_duplicate", "Another client of these files has this name.";
    ClientThere = "client_there", "The client is there already, and stays as it is.";
    PasswordGrant = "password_grant", "The password grant does not exist here (RFC 9700, section 2.4).";
    ImplicitGrant = "implicit_grant", "The implicit grant does not exist here (RFC 9700, section 2.1.2). Applications use the authorization code with PKCE.";
    OtherGrant = "other_grant", "This grant does not exist here.";
    TokenExchange = "token_exchange", "What a client may exchange is said here, at the client, and not carried over.";
    RedirectUriWildcard = "redirect_uri_wildcard", "Redirect URIs are matched exactly. Add each address that the application uses.";
    RedirectUriInvalid = "redirect_uri_invalid", "This address cannot be registered: https, http on the user's own machine, or a scheme of the application's own; without a fragment.";
    RedirectUriTooMany = "redirect_uri_too_many", "A client has at most 50 of these.";
    ClientAuthentication = "client_authentication", "Clients authenticate by a secret, a key or a certificate. One that is added gets a new secret.";
    ClientCertificate = "client_certificate", "A certificate is known by its exact subject here, and not by a pattern. One that is added gets a secret: give it the subject of its certificate instead.";
    ClientKeys = "client_keys", "The client authenticates by a key that is not in these files, or that cannot be used here. One that is added gets a secret: give it its keys instead.";
    ClientAlgorithm = "client_algorithm", "Clients do not sign by this algorithm here. It is any that the client's keys are for.";
    RequestObjects = "request_objects", "Requests are signed here, by keys that the client has registered, and come along or are pushed; they are not encrypted, and not fetched. The client is not held to signing them: give it its keys, and require it.";
    ClientSecret = "client_secret", "This cannot be taken as a secret: 32 to 200 printable ASCII characters. A client that is added gets a new one.";
    Pkce = "pkce", "PKCE is asked of public clients, and accepted of all.";
    DefaultScopes = "default_scopes", "The other server gives these without being asked. Here a client asks for each scope, and gets those that it may have.";
    ClientScope = "client_scope", "There is no such scope to give to the client.";
    ApiScopes = "api_scopes", "The other server lets an application with users ask for every scope of every API. Give the client those that it needs.";
    ClientMappers = "client_mappers", "Claims beside those of the scopes are set for the workspace, not for a client. Pairwise subjects are a setting of the client, and not carried over.";
    ClientPolicies = "client_policies", "There is no authorization service: a resource server decides by the scopes of a token.";
    ClientLogout = "client_logout", "Clients are told of sign-outs over the back channel, at one https address, and in no other way.";
    ClientOther = "client_other", "There is no such setting of a client here.";

    UserBuiltIn = "user_built_in", "The account of a client. Here a client acts by itself.";
    UserThere = "user_there", "A user with this name or e-mail address is there already, and stays as they are.";
    UserDuplicate = "user_duplicate", "Another user of these files has this name or e-mail address.";
    UserIdentifier = "user_identifier", "This cannot be signed in with: an e-mail address or a user name, at most 254 characters, without spaces, in one alphabet.";
    UserSubject = "user_subject", "The user's identifier is no UUID, or is in use. The tokens of who is added have another `sub`.";
    PasswordMissing = "password_missing", "The user has no password in these files. Who is added sets one by a link in a mail, or an administrator does it.";
    PasswordPlain = "password_plain", "A password that is not hashed is not taken. Who is added has none, and sets one by a link in a mail.";
    PasswordUnknown = "password_unknown", "The password is hashed by a function that is not known here. Who is added has none, and sets one by a link in a mail.";
    PasswordCostly = "password_costly", "Checking this password would take more time or memory than a sign-in may. Who is added has none, and sets one by a link in a mail.";
    PasswordMalformed = "password_malformed", "The hash of the password cannot be read. Who is added has none, and sets one by a link in a mail.";
    PasswordTemporary = "password_temporary", "The user was to change the password at the next sign-in. It goes on working.";
    SecondFactor = "second_factor", "This second factor cannot be carried over: six digits every 30 seconds by SHA-1, with a secret of 20 bytes. The user signs in without it until they set up another.";
    Email = "email", "This is no e-mail address. The user has none.";
    PhoneNumber = "phone_number", "This is no telephone number in international form. The user has none.";
    UserName = "user_name", "This cannot be a name. The user is called as they sign in.";
    UserIdentity = "user_identity", "The user cannot sign in at another provider here.";
    UserRoles = "user_roles", "There are no roles and groups of users.";
    UserConsent = "user_consent", "The user is asked again what an application may do.";
    RequiredAction = "required_action", "Nobody has to do something at the next sign-in here.";
    UserAttribute = "user_attribute", "There is no such attribute of a user here.";
    UserOther = "user_other", "This is not kept of a user here.";
}
