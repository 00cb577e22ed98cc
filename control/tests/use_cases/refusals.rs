//! Each refusal once: what is wrong, and at which field.

use control::{Error, FieldError, NewAdministrator};
use domain::{
    claim_mapping::MOST_MAPPINGS,
    client::{Client, ClientSettings, ClientSettingsError, ClientType, TokenEndpointAuthMethod},
    client_keys::{JwkError, JwkSet, JwksError},
    client_secret::KEEP_PREVIOUS,
    client_uri::{BackchannelLogoutUri, JwksUri},
    description::Description,
    grant_type::GrantType,
    name::{Name, NameError, Slug, SlugError},
    policy::{RefreshPolicy, Rotation},
    policy_violation::PolicyViolation,
    problem::Problem,
    redirect_uri::{RedirectUri, RedirectUriError},
    resource::Resource,
    role::BuiltInRole,
    scope::Scope,
    service::{ServiceKind, ServiceScope},
    settings::tokens::TokenSettings,
    user::PasswordError,
    view::{NewUser, NewWorkspace},
    workspace::WorkspacePath,
};

use crate::installation::{PASSWORD, TestControl, on_both_databases};

/// The problems of a result that must have some.
fn problems<T: std::fmt::Debug>(result: Result<T, Error>) -> Vec<(&'static str, Problem)> {
    match result {
        Err(Error::Invalid(problems)) => problems.into_iter().map(|FieldError { field, problem }| (field, problem)).collect(),
        other => panic!("{other:?}"),
    }
}

on_both_databases! {
    async fn what_is_taken_is_said_to_be(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let taken = |field| vec![(field, Problem::Taken)];
        assert_eq!(problems(operator.create_tenant("acme", "Other").await), taken("slug"));
        let again = NewWorkspace { name: "Other".to_owned(), slug: "main".to_owned() };
        assert_eq!(problems(operator.create_workspace(&path.tenant, again).await), taken("slug"));
        operator.create_service(path, "Orders").await.unwrap();
        assert_eq!(problems(operator.create_service(path, "ORDERS").await), taken("name"));
        installation.user("alice").await;
        let again = NewUser {
            identifier: "Alice".to_owned(),
            name: "Alice".to_owned(),
            email: String::new(),
            password: PASSWORD.to_owned(),
        };
        assert_eq!(problems(operator.create_user(path, again).await), taken("identifier"));
        let ada = NewAdministrator { email: "ada@example.com".to_owned(), name: "Ada".to_owned(), tenant: None, role: BuiltInRole::Auditor };
        operator.create_administrator(ada.clone()).await.unwrap();
        assert_eq!(problems(operator.create_administrator(ada).await), taken("email"));
    }
}

#[tokio::test]
async fn every_problem_of_a_form_is_told_at_once() {
    let installation = TestControl::new().await;
    let (operator, path) = (installation.operator(), &installation.path);
    let new = NewWorkspace { name: " ".to_owned(), slug: "Main".to_owned() };
    assert_eq!(
        problems(operator.create_workspace(&path.tenant, new).await),
        [("name", Problem::Name(NameError::Empty)), ("slug", Problem::Slug(SlugError::Character))]
    );
    let new = NewUser { identifier: "a b".to_owned(), name: String::new(), email: "alice".to_owned(), password: "short".to_owned() };
    assert_eq!(
        problems(operator.create_user(path, new).await),
        [
            ("identifier", Problem::UserIdentifier),
            ("name", Problem::Name(NameError::Empty)),
            ("email", Problem::NotAnEmail),
            ("password", Problem::Password(PasswordError::TooShort))
        ]
    );
}

#[tokio::test]
async fn settings_that_do_not_go_together_are_refused_at_their_field() {
    let installation = TestControl::new().await;
    let (operator, path) = (installation.operator(), &installation.path);
    let web = installation.client("Shop", ClientType::ServerSideWeb).await;
    let page = installation.client("Page", ClientType::SinglePage).await;
    let job = operator.create_client(path, "Job", ClientType::Service).await.unwrap().client;
    let refused = async |client: &Client, change: &dyn Fn(&mut ClientSettings)| {
        let mut settings = client.settings.clone();
        change(&mut settings);
        problems(operator.set_client(path, client.id, client.version, settings).await)
    };
    let secret = |settings: &mut ClientSettings| {
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::ClientSecretBasic;
    };
    assert_eq!(
        refused(&page, &secret).await,
        [("token_endpoint_auth_method", Problem::ClientSettings(ClientSettingsError::PublicTypeWithSecret))]
    );
    assert_eq!(
        refused(&page, &|settings| settings.refresh.rotation = Some(Rotation::Never)).await,
        [("rotation", Problem::Policy(PolicyViolation::PublicClientWithoutRotation))]
    );
    assert_eq!(
        refused(&page, &|settings| {
            settings.grant_types.insert(GrantType::ClientCredentials);
        })
        .await,
        [("grant_types", Problem::ClientSettings(ClientSettingsError::PublicClientCredentials))]
    );
    assert_eq!(
        refused(&web, &|settings| settings.client_type = ClientType::Service).await,
        [("client_type", Problem::Fixed), ("grant_types", Problem::ClientSettings(ClientSettingsError::ServiceWithUserGrant))]
    );
    assert_eq!(
        refused(&web, &|settings| settings.scopes.insert(Scope::parse("unknown").unwrap())).await,
        [("scopes", Problem::UnknownScope)]
    );
    let told = |settings: &mut ClientSettings| {
        settings.backchannel_logout_uri = Some(BackchannelLogoutUri::parse("https://app.example.com/logout").unwrap());
    };
    assert_eq!(refused(&job, &told).await, [("backchannel_logout_uri", Problem::ClientSettings(ClientSettingsError::ServiceWithLogout))]);
    let many = |settings: &mut ClientSettings| {
        settings.redirect_uris = (0..51).map(|number| RedirectUri::parse(&format!("https://app.example.com/{number}")).unwrap()).collect();
    };
    assert_eq!(refused(&web, &many).await, [("redirect_uris", Problem::TooMany { most: 50 })]);
    let own = |settings: &mut ClientSettings| {
        let uris = ["https://app.example.com/", "https://ID.example.com:443/main/oidc/logout/confirm", "https://a;sandbox/"];
        settings.redirect_uris = uris.map(|uri| RedirectUri::parse(uri).unwrap()).to_vec();
        settings.post_logout_redirect_uris = vec![RedirectUri::parse("https://id.example.com./console/api/sign_out").unwrap()];
    };
    let unreachable = |field, line, problem| (field, Problem::RedirectUri { line, problem });
    assert_eq!(
        refused(&web, &own).await,
        [
            unreachable("redirect_uris", 1, RedirectUriError::OwnAddress),
            unreachable("redirect_uris", 2, RedirectUriError::Host),
            unreachable("post_logout_redirect_uris", 0, RedirectUriError::OwnAddress),
        ]
    );
}

#[tokio::test]
async fn what_a_client_cannot_authenticate_by_is_refused_at_its_field() {
    let installation = TestControl::new().await;
    let (operator, path) = (installation.operator(), &installation.path);
    let web = installation.client("Shop", ClientType::ServerSideWeb).await;
    let page = installation.client("Page", ClientType::SinglePage).await;
    let refused = async |client: &Client, change: &dyn Fn(&mut ClientSettings)| {
        let mut settings = client.settings.clone();
        change(&mut settings);
        problems(operator.set_client(path, client.id, client.version, settings).await)
    };
    let by_key = |settings: &mut ClientSettings| settings.token_endpoint_auth_method = TokenEndpointAuthMethod::PrivateKeyJwt;
    assert_eq!(refused(&web, &by_key).await, [("jwks", Problem::ClientSettings(ClientSettingsError::WithoutKeys))]);
    let signing = |settings: &mut ClientSettings| settings.require_signed_request_object = true;
    assert_eq!(refused(&web, &signing).await, [("jwks", Problem::ClientSettings(ClientSettingsError::WithoutRequestKeys))]);
    let key = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
    let twice = |settings: &mut ClientSettings| {
        by_key(settings);
        settings.keys.jwks = Some(JwkSet::parse(key).unwrap());
        settings.keys.jwks_uri = Some(JwksUri::parse("https://app.example.com/jwks").unwrap());
    };
    assert_eq!(refused(&web, &twice).await, [("jwks_uri", Problem::ClientSettings(ClientSettingsError::KeysTwice))]);
    let off_its_curve = |settings: &mut ClientSettings| {
        let (x, y) = ("4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM", "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4");
        let point = format!(r#"{{"kty":"EC","crv":"P-256","x":"{x}","y":"{y}"}}"#);
        settings.keys.jwks = Some(JwkSet::parse(&key.replacen('[', &format!("[{point},"), 1)).unwrap());
    };
    assert_eq!(refused(&web, &off_its_curve).await, [("jwks", Problem::Jwks(JwksError::Key { place: 0, problem: JwkError::Point }))]);
    let certificate = |method| move |settings: &mut ClientSettings| settings.token_endpoint_auth_method = method;
    assert_eq!(
        refused(&web, &certificate(TokenEndpointAuthMethod::SelfSignedTlsClientAuth)).await,
        [("jwks", Problem::ClientSettings(ClientSettingsError::WithoutCertificateKeys))]
    );
    assert_eq!(
        refused(&web, &certificate(TokenEndpointAuthMethod::TlsClientAuth)).await,
        [("tls_client_auth_subject", Problem::ClientSettings(ClientSettingsError::WithoutCertificateSubject))]
    );
    let bound_twice = |settings: &mut ClientSettings| {
        settings.dpop_bound_access_tokens = true;
        settings.tls_client_certificate_bound_access_tokens = true;
    };
    assert_eq!(
        refused(&web, &bound_twice).await,
        [("tls_client_certificate_bound_access_tokens", Problem::ClientSettings(ClientSettingsError::BoundTwice))]
    );
    let of_a_page = |settings: &mut ClientSettings| {
        twice(settings);
        settings.keys.jwks_uri = None;
    };
    assert_eq!(
        refused(&page, &of_a_page).await,
        [("token_endpoint_auth_method", Problem::ClientSettings(ClientSettingsError::PublicTypeWithSecret))]
    );
    let mut signed = web.settings.clone();
    of_a_page(&mut signed);
    let signed = operator.set_client(path, web.id, web.version, signed).await.unwrap().client;
    assert_eq!(
        problems(operator.rotate_client_secret(path, signed.id, signed.version, KEEP_PREVIOUS).await),
        [("token_endpoint_auth_method", Problem::NoSecret)]
    );
    assert_eq!(
        problems(operator.rotate_client_secret(path, page.id, page.version, KEEP_PREVIOUS).await),
        [("token_endpoint_auth_method", Problem::NoSecret)]
    );
}

fn with_rotation(rotation: Rotation) -> TokenSettings {
    TokenSettings { refresh: RefreshPolicy { rotation, ..RefreshPolicy::default() }, ..TokenSettings::default() }
}

/// Clauses: 24.
#[tokio::test]
async fn a_rotation_that_would_leave_a_public_client_unprotected_is_refused() {
    let installation = TestControl::new().await;
    let (operator, path) = (installation.operator(), &installation.path);
    let first = installation.client("Page", ClientType::SinglePage).await;
    installation.clock.advance_seconds(1);
    installation.client("App", ClientType::MobileDesktop).await;
    installation.client("Shop", ClientType::ServerSideWeb).await;
    let never = with_rotation(Rotation::Never);
    assert_eq!(
        problems(operator.set_token_settings(path, 1, never, None).await),
        [("rotation", Problem::PolicyOfClients { violation: PolicyViolation::PublicClientWithoutRotation, count: 2, first: first.id })]
    );
    let public = with_rotation(Rotation::PublicClients);
    operator.set_token_settings(path, 1, public, None).await.unwrap();
}

on_both_databases! {
    /// Clauses: 24.
    async fn a_policy_and_a_client_that_are_saved_at_once_are_held_against_each_other(installation) {
        let (operator, tenant) = (installation.operator(), &installation.path.tenant);
        for round in 0..10 {
            let path = WorkspacePath::new(tenant.clone(), Slug::parse(&format!("round-{round}")).unwrap());
            operator.create_workspace(tenant, NewWorkspace { name: "Round".to_owned(), slug: path.workspace.to_string() }).await.unwrap();
            let page = operator.create_client(&path, "Page", ClientType::SinglePage).await.unwrap().client;
            let mut settings = page.settings.clone();
            settings.grant_types.insert(GrantType::RefreshToken);
            let never = with_rotation(Rotation::Never);
            let (policy, client) =
                tokio::join!(operator.set_token_settings(&path, 1, never, None), operator.set_client(&path, page.id, 1, settings));
            assert!(policy.is_ok() != client.is_ok(), "{policy:?} {client:?}");
        }
    }
}

on_both_databases! {
    /// Clauses: 73.
    async fn a_resource_server_is_named_by_an_absolute_address_that_no_other_service_has(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let orders = operator.create_service(path, "Orders").await.unwrap();
        let set = async |id, resource| operator.set_service_resource(path, id, resource).await;
        for text in ["/orders", "orders.example.com", "https://orders.example.com/#a"] {
            assert_eq!(problems(set(orders.id, text).await), [("resource", Problem::Resource)], "{text}");
        }
        let saved = set(orders.id, " https://orders.example.com/ ").await.unwrap();
        assert_eq!(saved.resource.as_ref().map(Resource::as_str), Some("https://orders.example.com/"));
        let services = operator.list_services(path).await.unwrap();
        assert!(services.contains(&saved), "{services:?}");
        let profile = services.iter().find(|service| service.kind == ServiceKind::Profile).unwrap();
        assert_eq!(problems(set(profile.id, "https://a.example/").await), [("resource", Problem::BuiltIn)]);
        let billing = operator.create_service(path, "Billing").await.unwrap();
        assert_eq!(problems(set(billing.id, "https://orders.example.com/").await), [("resource", Problem::Taken)]);
        assert_eq!(set(orders.id, "").await.unwrap().resource, None);
        assert!(set(billing.id, "https://orders.example.com/").await.is_ok());
    }
}

#[tokio::test]
async fn a_scope_has_one_service_and_the_default_ones_stay_as_they_are() {
    let installation = TestControl::new().await;
    let (operator, path) = (installation.operator(), &installation.path);
    let scope = |scope: &str| ServiceScope {
        scope: Scope::parse(scope).unwrap(),
        display_name: Name::parse(scope).unwrap(),
        description: Description::default(),
        description_de: Description::default(),
    };
    let services = operator.list_services(path).await.unwrap();
    let profile = services.iter().find(|service| service.kind == ServiceKind::Profile).unwrap();
    assert_eq!(problems(operator.add_service_scope(path, profile.id, scope("orders")).await), [("scopes", Problem::BuiltIn)]);
    let orders = operator.create_service(path, "Orders").await.unwrap();
    let orders = operator.add_service_scope(path, orders.id, scope("orders")).await.unwrap();
    for twice in ["openid", "orders"] {
        assert_eq!(problems(operator.add_service_scope(path, orders.id, scope(twice)).await), [("scopes", Problem::Taken)]);
    }

    // Taken away again, it is taken from the clients too, so that they can still be saved.
    let client = installation.client("Shop", ClientType::ServerSideWeb).await;
    let mut settings = client.settings.clone();
    settings.scopes.insert(Scope::parse("orders").unwrap());
    operator.set_client(path, client.id, client.version, settings).await.unwrap();
    operator.remove_service_scope(path, orders.id, &Scope::parse("orders").unwrap()).await.unwrap();
    assert_eq!(operator.load_client(path, client.id).await.unwrap().client.settings.scopes, client.settings.scopes);
}

/// Clauses: 277.
#[tokio::test]
async fn a_claim_of_the_workspaces_own_is_there_once_and_there_are_not_too_many() {
    let installation = TestControl::new().await;
    let (operator, path) = (installation.operator(), &installation.path);
    let with = |names: &[String]| {
        let mappings = names.iter().map(|name| format!("{name} | =x | - | userinfo").parse().unwrap());
        TokenSettings { claim_mappings: mappings.collect(), ..TokenSettings::default() }
    };
    let twice = with(&["a", "b", "a"].map(str::to_owned));
    assert_eq!(problems(operator.set_token_settings(path, 1, twice, None).await), [("claim_mappings", Problem::Duplicate)]);
    let many: Vec<_> = (0..=MOST_MAPPINGS).map(|number| format!("claim{number}")).collect();
    let problem = Problem::TooMany { most: MOST_MAPPINGS };
    assert_eq!(problems(operator.set_token_settings(path, 1, with(&many), None).await), [("claim_mappings", problem)]);
    let saved = operator.set_token_settings(path, 1, with(&many[1..]), None).await.unwrap();
    assert_eq!(saved.tokens.claim_mappings.len(), many.len() - 1);
}

/// Clauses: 277.
#[tokio::test]
async fn settings_name_scopes_that_there_are() {
    let installation = TestControl::new().await;
    let (operator, path) = (installation.operator(), &installation.path);
    let workspace = operator.load_workspace(path).await.unwrap();
    let tokens = |mappings: &[&str]| {
        let mappings = mappings.iter().map(|text| text.parse().unwrap());
        TokenSettings { claim_mappings: mappings.collect(), ..workspace.tokens.clone() }
    };
    let unknown = tokens(&["a | name | profile | userinfo", "b | name | nosuch | userinfo"]);
    let refused = operator.set_token_settings(path, workspace.version, unknown, None).await;
    assert_eq!(problems(refused), [("claim_mappings", Problem::UnknownScopeAtLine { line: 1 })]);
    let mut authorization = workspace.authorization.clone();
    authorization.registration.registration_scopes = "openid nosuch".parse().unwrap();
    let refused = operator.set_authorization_settings(path, workspace.version, authorization).await;
    assert_eq!(problems(refused), [("registration_scopes", Problem::UnknownScope)]);

    // One that was there stays where it is named, when its service has it no more.
    let orders = operator.create_service(path, "Orders").await.unwrap();
    let scope = Scope::parse("orders").unwrap();
    let offered = ServiceScope {
        scope: scope.clone(),
        display_name: Name::parse("Orders").unwrap(),
        description: Description::default(),
        description_de: Description::default(),
    };
    operator.add_service_scope(path, orders.id, offered).await.unwrap();
    let named = tokens(&["a | name | orders | userinfo"]);
    let saved = operator.set_token_settings(path, workspace.version, named, None).await.unwrap();
    operator.remove_service_scope(path, orders.id, &scope).await.unwrap();
    let other = tokens(&["a | name | orders | userinfo", "b | name | profile | userinfo"]);
    assert!(operator.set_token_settings(path, saved.version, other, None).await.is_ok());
}
