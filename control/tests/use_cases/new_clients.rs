//! What a new client starts with.

use control::{ClientStart, Error};
use domain::{
    client::{ClientType, TokenEndpointAuthMethod},
    decision::Condition,
    grant_type::GrantType,
    policy::Rotation,
    problem::Problem,
    readiness::{self, Asked, Missing},
};

use crate::installation::on_both_databases;

/// The key of RFC 8037 appendix A.2.
const KEY: &str = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

fn start(client_type: ClientType, redirect_uri: &str) -> ClientStart {
    ClientStart { redirect_uri: redirect_uri.to_owned(), refresh_tokens: true, ..client_type.into() }
}

on_both_databases! {
    async fn a_client_that_is_to_have_refresh_tokens_lacks_nothing(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        for client_type in ClientType::ALL.into_iter().filter(|client_type| client_type.has_users()) {
            let made = operator.create_client(path, "App", start(client_type, " https://app.example.com/callback ")).await.unwrap().client;
            let view = operator.load_client(path, made.id).await.unwrap();
            assert_eq!(readiness::missing(&view.workspace, &view.client), [], "{client_type:?}");
        }
        let service = operator.create_client(path, "Job", start(ClientType::Service, "")).await.unwrap().client;
        assert!(!service.settings.has_grant(GrantType::RefreshToken), "a service needs none");
        let usual = operator.create_client(path, "Usual", ClientType::ServerSideWeb).await.unwrap().client;
        assert!(!usual.settings.has_grant(GrantType::RefreshToken));
    }

    async fn a_client_for_devices_has_their_grant_and_lacks_nothing(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let for_devices = |redirect_uri| ClientStart { for_devices: true, ..start(ClientType::MobileDesktop, redirect_uri) };
        let made = operator.create_client(path, "Television", for_devices("")).await.unwrap().client;
        assert_eq!(made.settings.grant_types, [GrantType::DeviceCode, GrantType::RefreshToken].into());
        let view = operator.load_client(path, made.id).await.unwrap();
        assert_eq!(readiness::missing(&view.workspace, &view.client), []);
        match operator.create_client(path, "Television", for_devices("https://app.example.com/")).await {
            Err(Error::Invalid(problems)) => assert_eq!((problems[0].field, problems[0].problem), ("redirect_uri", Problem::DeviceWithRedirectUri)),
            other => panic!("{other:?}"),
        }
    }

    async fn under_a_policy_that_public_clients_may_not_have_they_get_one_of_their_own(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let before = operator.load_workspace(path).await.unwrap();
        let mut tokens = before.tokens.clone();
        (tokens.refresh.rotation, tokens.refresh.retry_until_first_use) = (Rotation::Never, true);
        operator.set_token_settings(path, before.version, tokens, None).await.unwrap();
        let made = operator.create_client(path, "App", start(ClientType::SinglePage, "https://app.example.com/")).await.unwrap().client;
        assert_eq!((made.settings.refresh.rotation, made.settings.refresh.retry_until_first_use), (Some(Rotation::Always), Some(false)));
        let view = operator.load_client(path, made.id).await.unwrap();
        assert_eq!(readiness::missing(&view.workspace, &view.client), []);
    }

    async fn where_secrets_are_not_taken_a_new_client_has_keys_or_is_said_to_be_refused(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let before = operator.load_workspace(path).await.unwrap();
        let mut authorization = before.authorization.clone();
        authorization.security.require_asymmetric_client_authentication = true;
        operator.set_authorization_settings(path, before.version, authorization).await.unwrap();
        let web = || start(ClientType::ServerSideWeb, "https://app.example.com/callback");
        for client_type in [ClientType::ServerSideWeb, ClientType::Service] {
            match operator.create_client(path, "App", client_type).await {
                Err(Error::Invalid(problems)) => assert_eq!(problems[0].field, "jwks"),
                other => panic!("{other:?}"),
            }
        }
        let twice = ClientStart { jwks: KEY.to_owned(), jwks_uri: "https://app.example.com/jwks".to_owned(), ..web() };
        match operator.create_client(path, "App", twice).await {
            Err(Error::Invalid(problems)) => assert_eq!(problems[0].field, "jwks_uri"),
            other => panic!("{other:?}"),
        }
        match operator.create_client(path, "App", ClientStart { jwks: "-----BEGIN KEY".to_owned(), ..web() }).await {
            Err(Error::Invalid(problems)) => assert_eq!(problems[0].field, "jwks"),
            other => panic!("{other:?}"),
        }
        // One key without a set around it is enough.
        let made = operator.create_client(path, "App", ClientStart { jwks: KEY.to_owned(), ..web() }).await.unwrap();
        assert!(made.secret.is_none(), "it is of no use");
        assert_eq!(made.client.settings.token_endpoint_auth_method, TokenEndpointAuthMethod::PrivateKeyJwt);
        let view = operator.load_client(path, made.client.id).await.unwrap();
        assert_eq!(readiness::missing(&view.workspace, &view.client), []);
        let public = operator.create_client(path, "Page", start(ClientType::SinglePage, "https://app.example.com/")).await.unwrap().client;
        assert_eq!(readiness::missing(&view.workspace, &public), [Missing::Asked(Asked::Authentication)]);
    }

    async fn what_the_workspace_forbids_stays_missing_and_is_named(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let before = operator.load_workspace(path).await.unwrap();
        let mut authorization = before.authorization.clone();
        authorization.grant_types.remove(&GrantType::RefreshToken);
        let workspace = operator.set_authorization_settings(path, before.version, authorization).await.unwrap();
        assert_eq!(readiness::forbidden(&workspace), [Condition::WorkspaceGrant]);
        let made = operator.create_client(path, "App", start(ClientType::ServerSideWeb, "https://app.example.com/")).await.unwrap().client;
        assert_eq!(readiness::missing(&workspace, &made), [Missing::Condition(Condition::WorkspaceGrant)]);
    }

    async fn an_address_that_cannot_be_one_is_refused_at_its_field(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let own = format!("{}console", operator.issuer(path).split("acme").next().unwrap());
        for (client_type, uri) in [
            (ClientType::ServerSideWeb, "nonsense"),
            (ClientType::ServerSideWeb, "https://app.example.com/#part"),
            (ClientType::ServerSideWeb, own.as_str()),
            (ClientType::Service, "https://app.example.com/"),
        ] {
            match operator.create_client(path, "App", start(client_type, uri)).await.unwrap_err() {
                Error::Invalid(problems) => assert_eq!(problems.iter().map(|at| at.field).collect::<Vec<_>>(), ["redirect_uri"], "{uri}"),
                error => panic!("{uri}: {error:?}"),
            }
        }
        match operator.create_client(path, "", start(ClientType::ServerSideWeb, "nonsense")).await.unwrap_err() {
            Error::Invalid(problems) => assert_eq!(problems.len(), 2, "both are told at once: {problems:?}"),
            error => panic!("{error:?}"),
        }
        assert!(operator.list_clients(path, "", None).await.unwrap().items.is_empty());
    }
}
