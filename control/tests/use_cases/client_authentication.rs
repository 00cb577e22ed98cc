//! What clients authenticate by: keys and certificates, who sets them, and that a copy has neither.

use control::Error;
use domain::{
    client::{ClientSettings, ClientType, TokenEndpointAuthMethod},
    client_certificate::{CertificateSubject, SubjectKind},
    client_keys::{ClientKeys, JwkSet},
    client_uri::JwksUri,
    name::Name,
    permission::Action,
    role::BuiltInRole,
};

use crate::installation::on_both_databases;

on_both_databases! {
    async fn a_client_that_gets_keys_loses_its_secret_and_the_log_names_the_keys(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let created = operator.create_client(path, "Shop", ClientType::ServerSideWeb).await.unwrap();
        let (id, secret) = (created.client.id, created.secret.unwrap());
        let jwks = |kid: &str| JwkSet::parse(&format!(r#"{{"keys":[{{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"{kid}"}}]}}"#)).unwrap();
        let mut settings = created.client.settings.clone();
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::PrivateKeyJwt;
        settings.keys.jwks = Some(jwks("first"));
        installation.clock.advance_seconds(1);
        let signed = operator.set_client(path, id, 1, settings.clone()).await.unwrap();
        assert!(signed.secret.is_none() && !installation.verifies(id, &secret).await);
        assert!(operator.load_client(path, id).await.unwrap().secrets.is_none());
        let change = async || {
            let changes = installation.trail().await.pop().unwrap().changes;
            changes.into_iter().map(|change| (change.field, change.from, change.to)).collect::<Vec<_>>()
        };
        let told = |field: &str, from: &str, to: &str| (field.to_owned(), from.to_owned(), to.to_owned());
        assert_eq!(
            change().await,
            [
                told("jwks", "", "first (Ed25519 11qYAYKxCr…)"),
                told("token_endpoint_auth_method", "client_secret_basic", "private_key_jwt"),
                told("client_secret", "set", ""),
            ]
        );
        settings.keys.jwks = Some(jwks("second"));
        installation.clock.advance_seconds(1);
        operator.set_client(path, id, 2, settings.clone()).await.unwrap();
        assert_eq!(change().await, [told("jwks", "first (Ed25519 11qYAYKxCr…)", "second (Ed25519 11qYAYKxCr…)")]);
        settings.keys = ClientKeys { jwks_uri: Some(JwksUri::parse("https://app.example.com/jwks").unwrap()), ..ClientKeys::default() };
        operator.set_client(path, id, 3, settings.clone()).await.unwrap();
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::ClientSecretPost;
        let again = operator.set_client(path, id, 4, settings).await.unwrap();
        assert!(installation.verifies(id, &again.secret.unwrap()).await, "a new secret, and the keys stay for later");
        assert!(again.client.settings.keys.jwks_uri.is_some());
    }

    async fn a_client_that_gets_a_certificate_loses_its_secret_and_the_log_names_the_subject(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let created = operator.create_client(path, "Shop", ClientType::ServerSideWeb).await.unwrap();
        let (id, secret) = (created.client.id, created.secret.unwrap());
        let mut settings = created.client.settings.clone();
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::TlsClientAuth;
        settings.tls_client_auth_subject = Some(CertificateSubject::parse(SubjectKind::DistinguishedName, "cn=Shop, o=Example").unwrap());
        settings.tls_client_certificate_bound_access_tokens = true;
        installation.clock.advance_seconds(1);
        let saved = operator.set_client(path, id, 1, settings.clone()).await.unwrap();
        assert!(saved.secret.is_none() && !installation.verifies(id, &secret).await);
        let change = async || {
            let changes = installation.trail().await.pop().unwrap().changes;
            changes.into_iter().map(|change| (change.field, change.from, change.to)).collect::<Vec<_>>()
        };
        let told = |field: &str, from: &str, to: &str| (field.to_owned(), from.to_owned(), to.to_owned());
        assert_eq!(
            change().await,
            [
                told("tls_client_auth_subject_dn", "", "CN=Shop,O=Example"),
                told("tls_client_certificate_bound_access_tokens", "false", "true"),
                told("token_endpoint_auth_method", "client_secret_basic", "tls_client_auth"),
                told("client_secret", "set", ""),
            ]
        );
        settings.tls_client_auth_subject = Some(CertificateSubject::parse(SubjectKind::HostName, "shop.example.com").unwrap());
        installation.clock.advance_seconds(1);
        operator.set_client(path, id, 2, settings).await.unwrap();
        let by_name = told("tls_client_auth_san_dns", "", "shop.example.com");
        assert_eq!(change().await, [by_name, told("tls_client_auth_subject_dn", "CN=Shop,O=Example", "")]);
    }

    async fn a_copy_of_a_client_has_none_of_its_keys(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let jwks = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
        let typed = ClientKeys { jwks: Some(JwkSet::parse(jwks).unwrap()), ..ClientKeys::default() };
        let published = ClientKeys { jwks_uri: Some(JwksUri::parse("https://app.example.com/jwks").unwrap()), ..ClientKeys::default() };
        for (name, keys) in [("Typed", typed), ("Published", published)] {
            let client = installation.client(name, ClientType::ServerSideWeb).await;
            let by = TokenEndpointAuthMethod::PrivateKeyJwt;
            let settings = ClientSettings { token_endpoint_auth_method: by, keys, ..client.settings };
            let client = operator.set_client(path, client.id, client.version, settings).await.unwrap().client;
            let copy = operator.duplicate_client(path, client.id, None).await.unwrap();
            let settings = &copy.client.settings;
            assert_eq!((&settings.keys, settings.token_endpoint_auth_method), (&ClientKeys::default(), TokenEndpointAuthMethod::ClientSecretBasic));
            assert!(installation.verifies(copy.client.id, &copy.secret.unwrap()).await, "it has a secret in their place");
            // It can be saved again as it is.
            let renamed = ClientSettings { name: Name::parse("Renamed").unwrap(), ..settings.clone() };
            operator.set_client(path, copy.client.id, copy.client.version, renamed).await.unwrap();
            // Keys that are kept while it authenticates by a secret are its own, too.
            let by = TokenEndpointAuthMethod::ClientSecretPost;
            let settings = ClientSettings { token_endpoint_auth_method: by, ..client.settings };
            let client = operator.set_client(path, client.id, client.version, settings).await.unwrap().client;
            let copy = operator.duplicate_client(path, client.id, None).await.unwrap().client.settings;
            assert_eq!((copy.keys, copy.token_endpoint_auth_method), (ClientKeys::default(), by));
        }
    }

    async fn a_copy_of_a_client_that_signs_its_requests_does_not_have_to_and_can_be_saved(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let jwks = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
        let keys = ClientKeys { jwks: Some(JwkSet::parse(jwks).unwrap()), ..ClientKeys::default() };
        for by in [TokenEndpointAuthMethod::ClientSecretBasic, TokenEndpointAuthMethod::PrivateKeyJwt] {
            let client = installation.client(by.name(), ClientType::ServerSideWeb).await;
            let settings = ClientSettings { token_endpoint_auth_method: by, keys: keys.clone(), ..client.settings };
            let settings = ClientSettings { require_signed_request_object: true, require_pushed_authorization_requests: true, ..settings };
            let client = operator.set_client(path, client.id, client.version, settings).await.unwrap().client;
            let copy = operator.duplicate_client(path, client.id, None).await.unwrap().client;
            let kept = (copy.settings.require_signed_request_object, copy.settings.require_pushed_authorization_requests);
            assert_eq!(kept, (false, true), "nothing could verify its signatures, and it can push: {by}");
            assert_eq!(copy.settings.check(), Ok(()), "{by}");
            let renamed = ClientSettings { name: Name::parse(&format!("Renamed {by}")).unwrap(), ..copy.settings };
            operator.set_client(path, copy.id, copy.version, renamed).await.unwrap();
        }
    }

    async fn a_copy_of_a_client_is_not_known_by_its_certificate(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let jwks = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
        let keys = ClientKeys { jwks: Some(JwkSet::parse(jwks).unwrap()), ..ClientKeys::default() };
        let subject = CertificateSubject::parse(SubjectKind::HostName, "shop.example.com").unwrap();
        for (by, keys, subject) in [
            (TokenEndpointAuthMethod::TlsClientAuth, ClientKeys::default(), Some(subject.clone())),
            (TokenEndpointAuthMethod::SelfSignedTlsClientAuth, keys, None),
            // A subject that is kept while it authenticates by a secret is its own, too.
            (TokenEndpointAuthMethod::ClientSecretBasic, ClientKeys::default(), Some(subject)),
        ] {
            let client = installation.client(by.name(), ClientType::ServerSideWeb).await;
            let settings =
                ClientSettings { token_endpoint_auth_method: by, keys, tls_client_auth_subject: subject, ..client.settings };
            let settings = ClientSettings { tls_client_certificate_bound_access_tokens: true, ..settings };
            let client = operator.set_client(path, client.id, client.version, settings).await.unwrap().client;
            let copy = operator.duplicate_client(path, client.id, None).await.unwrap();
            let settings = &copy.client.settings;
            assert_eq!(settings.token_endpoint_auth_method, TokenEndpointAuthMethod::ClientSecretBasic, "{by}");
            assert_eq!((&settings.keys, &settings.tls_client_auth_subject), (&ClientKeys::default(), &None), "{by}");
            assert!(settings.tls_client_certificate_bound_access_tokens, "to whichever it presents");
            assert!(installation.verifies(copy.client.id, &copy.secret.unwrap()).await, "it has a secret in its place");
            // It can be saved again as it is.
            let renamed = ClientSettings { name: Name::parse(&format!("Renamed {by}")).unwrap(), ..settings.clone() };
            operator.set_client(path, copy.client.id, copy.client.version, renamed).await.unwrap();
        }
    }

    async fn what_a_client_authenticates_by_is_changed_by_whoever_may_replace_its_secret(installation) {
        let path = &installation.path;
        let client = installation.client("Shop", ClientType::ServerSideWeb).await;
        let manager = installation.operator_as(BuiltInRole::Manager, Some(&installation.acme)).await;
        let scope = [Action::SeeClients, Action::SetClient].into_iter().collect();
        let setter = installation.control.acting_as(installation.by_token("Manager@acme.example.com", Some(scope)).await);
        let jwks = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
        let subject = |host: &str| Some(CertificateSubject::parse(SubjectKind::HostName, host).unwrap());
        let changed = |change: &dyn Fn(&mut ClientSettings)| {
            let mut settings = client.settings.clone();
            change(&mut settings);
            settings
        };
        let by_key = changed(&|settings| {
            settings.token_endpoint_auth_method = TokenEndpointAuthMethod::PrivateKeyJwt;
            settings.keys.jwks = Some(JwkSet::parse(jwks).unwrap());
        });
        for settings in [
            by_key.clone(),
            changed(&|settings| settings.token_endpoint_auth_method = TokenEndpointAuthMethod::ClientSecretPost),
            changed(&|settings| settings.token_endpoint_auth_method = TokenEndpointAuthMethod::None),
            changed(&|settings| settings.keys.jwks = Some(JwkSet::parse(jwks).unwrap())),
            changed(&|settings| settings.keys.jwks_uri = Some(JwksUri::parse("https://app.example.com/jwks").unwrap())),
            changed(&|settings| settings.token_endpoint_auth_method = TokenEndpointAuthMethod::SelfSignedTlsClientAuth),
            changed(&|settings| settings.tls_client_auth_subject = subject("shop.example.com")),
            // Who may not do it hears so before what is wrong with it.
            changed(&|settings| settings.token_endpoint_auth_method = TokenEndpointAuthMethod::PrivateKeyJwt),
        ] {
            let refused = setter.set_client(path, client.id, client.version, settings).await;
            assert!(matches!(refused, Err(Error::Forbidden(Action::RotateClientSecret))), "{refused:?}");
        }
        let renamed = changed(&|settings| settings.name = Name::parse("Renamed").unwrap());
        let renamed = setter.set_client(path, client.id, client.version, renamed).await.unwrap().client;
        let signed = manager.set_client(path, client.id, renamed.version, by_key).await.unwrap().client;
        let mut taken_away = signed.settings.clone();
        taken_away.keys = ClientKeys::default();
        taken_away.token_endpoint_auth_method = TokenEndpointAuthMethod::ClientSecretBasic;
        let refused = setter.set_client(path, client.id, signed.version, taken_away).await;
        assert!(matches!(refused, Err(Error::Forbidden(Action::RotateClientSecret))), "nor back: {refused:?}");
        let by = TokenEndpointAuthMethod::TlsClientAuth;
        let of = |host: &str, settings: ClientSettings| ClientSettings { tls_client_auth_subject: subject(host), ..settings };
        let known = of("shop.example.com", ClientSettings { token_endpoint_auth_method: by, ..signed.settings });
        let known = manager.set_client(path, client.id, signed.version, known).await.unwrap().client;
        let refused = setter.set_client(path, client.id, known.version, of("other.example.com", known.settings.clone())).await;
        assert!(matches!(refused, Err(Error::Forbidden(Action::RotateClientSecret))), "nor by another subject: {refused:?}");
        let bound = ClientSettings { tls_client_certificate_bound_access_tokens: true, ..known.settings };
        setter.set_client(path, client.id, known.version, bound).await.unwrap();
    }
}
