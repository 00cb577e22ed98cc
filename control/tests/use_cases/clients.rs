//! Clients: their secrets, and two administrators at once.

use std::sync::Arc;

use control::Error;
use domain::{
    audit::AuditAction,
    client::{ClientSettings, ClientStatus, ClientType, TokenEndpointAuthMethod},
    client_keys::JwkSet,
    client_secret::{KEEP_PREVIOUS, KeepPrevious},
    clock::Clock as _,
    id::ClientId,
    name::Name,
    secret::Secret,
    settings::{
        authorization::AuthorizationSettings,
        tokens::{TokenSettings, TokenTtls},
    },
    signing::SigningAlgorithm,
    user::UserStatus,
};
use engine::storage::Directory as _;

use crate::installation::{TestControl, on_both_databases};

impl TestControl {
    /// Whether this is the current secret of the client.
    pub(crate) async fn verifies(&self, id: ClientId, secret: &Secret<String>) -> bool {
        let workspace = self.operator().load_workspace(&self.path).await.unwrap().id;
        let record = self.store.engine_storage().find_client(workspace, id).await.unwrap().unwrap();
        record.secret_hash.is_some_and(|hash| self.keys.verify_client_secret(workspace, secret.expose(), &hash))
    }

    /// Whether this is the secret before the client's current one.
    async fn verifies_previous(&self, id: ClientId, secret: &Secret<String>) -> bool {
        let workspace = self.operator().load_workspace(&self.path).await.unwrap().id;
        let record = self.store.engine_storage().find_client(workspace, id).await.unwrap().unwrap();
        record.previous_secret.is_some_and(|previous| self.keys.verify_client_secret(workspace, secret.expose(), &previous.hash))
    }
}

on_both_databases! {
    async fn a_secret_comes_and_goes_with_the_way_a_client_authenticates(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let created = operator.create_client(path, "Shop", ClientType::ServerSideWeb).await.unwrap();
        let first = created.secret.unwrap();
        assert!(installation.verifies(created.client.id, &first).await);

        let second = operator.rotate_client_secret(path, created.client.id, 1, KeepPrevious::SHORTEST).await.unwrap();
        assert!(installation.verifies(created.client.id, &second).await);
        assert!(!installation.verifies(created.client.id, &first).await);

        let mut settings = created.client.settings;
        let mut method = async |method, version| {
            settings.token_endpoint_auth_method = method;
            operator.set_client(path, created.client.id, version, settings.clone()).await.unwrap()
        };
        let kept = method(TokenEndpointAuthMethod::ClientSecretPost, 2).await;
        assert!(kept.secret.is_none() && installation.verifies(created.client.id, &second).await);
        let public = method(TokenEndpointAuthMethod::None, 3).await;
        assert!(public.secret.is_none() && !installation.verifies(created.client.id, &second).await);
        let third = method(TokenEndpointAuthMethod::ClientSecretBasic, 4).await.secret.unwrap();
        assert!(installation.verifies(created.client.id, &third).await);
    }

    async fn that_requests_have_to_be_pushed_is_written_down_of_a_client_and_of_a_workspace(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let client = operator.create_client(path, "Shop", ClientType::ServerSideWeb).await.unwrap().client;
        let change = async || {
            let changes = installation.trail().await.pop().unwrap().changes;
            changes.into_iter().map(|change| (change.field, change.from, change.to)).collect::<Vec<_>>()
        };
        let told = [("require_pushed_authorization_requests".to_owned(), "false".to_owned(), "true".to_owned())];
        installation.clock.advance_seconds(1);
        let settings = ClientSettings { require_pushed_authorization_requests: true, ..client.settings };
        operator.set_client(path, client.id, client.version, settings).await.unwrap();
        assert_eq!(change().await, told);
        let workspace = operator.load_workspace(path).await.unwrap();
        installation.clock.advance_seconds(1);
        let authorization = AuthorizationSettings { require_pushed_authorization_requests: true, ..workspace.authorization };
        operator.set_authorization_settings(path, workspace.version, authorization).await.unwrap();
        assert_eq!(change().await, told);
    }

    async fn that_requests_have_to_be_signed_is_written_down_and_what_signs_the_answers_gets_its_key(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let client = operator.create_client(path, "Shop", ClientType::ServerSideWeb).await.unwrap().client;
        let change = async |action: AuditAction| {
            let line = installation.trail().await.into_iter().rfind(|line| line.action == action).unwrap();
            line.changes.into_iter().map(|change| (change.field, change.to)).collect::<Vec<_>>()
        };
        let told = |field: &str, to: &str| (field.to_owned(), to.to_owned());
        let key = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"first"}]}"#;
        let mut settings = ClientSettings { require_signed_request_object: true, ..client.settings };
        settings.keys.jwks = Some(JwkSet::parse(key).unwrap());
        settings.signing.authorization_signed_response_alg = Some(SigningAlgorithm::EdDsa);
        operator.set_client(path, client.id, client.version, settings).await.unwrap();
        let written = change(AuditAction::ClientUpdated).await;
        for expected in [told("require_signed_request_object", "true"), told("authorization_signed_response_alg", "EdDSA")] {
            assert!(written.contains(&expected), "{written:?}");
        }
        let workspace = operator.load_workspace(path).await.unwrap();
        let keys = installation.store.engine_storage().list_signing_keys(workspace.id).await.unwrap();
        assert!(keys.iter().any(|key| key.algorithm == SigningAlgorithm::EdDsa), "it signs from now on");
        let authorization = AuthorizationSettings { require_signed_request_object: true, ..workspace.authorization };
        operator.set_authorization_settings(path, workspace.version, authorization).await.unwrap();
        assert_eq!(change(AuditAction::AuthorizationSettingsUpdated).await, [told("require_signed_request_object", "true")]);
    }

    async fn two_secrets_work_while_one_is_replaced_and_the_older_one_ends(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let created = operator.create_client(path, "Shop", ClientType::ServerSideWeb).await.unwrap();
        let (id, first) = (created.client.id, created.secret.unwrap());
        let secrets = async || operator.load_client(path, id).await.unwrap().secrets.unwrap();
        let before = secrets().await;
        let now = Some(installation.clock.now());
        assert_eq!((before.current.version, before.current.created_at, before.previous.is_none()), (1, now, true));

        installation.clock.advance_seconds(60);
        let second = operator.rotate_client_secret(path, id, 1, KEEP_PREVIOUS).await.unwrap();
        let after = secrets().await;
        let previous = after.previous.unwrap();
        let until = installation.clock.now().plus_seconds(24 * 3600);
        assert_eq!((after.current.version, after.current.created_at), (2, Some(installation.clock.now())));
        assert_eq!((&previous.secret, previous.until), (&before.current, until));
        assert!(installation.verifies(id, &second).await && installation.verifies_previous(id, &first).await);
        let line = installation.trail().await.into_iter().rfind(|line| line.action == AuditAction::ClientSecretRotated).unwrap();
        let changes: Vec<_> = line.changes.into_iter().map(|change| (change.field, change.from, change.to)).collect();
        let (old, new) = (before.current.fingerprint.unwrap(), after.current.fingerprint.unwrap());
        assert!(old.len() == 8 && new.len() == 8 && old != new, "{old} {new}");
        let expected = [
            ("previous_secret_fingerprint", String::new(), old.clone()),
            ("previous_secret_until", String::new(), until.to_string()),
            ("secret_fingerprint", old, new),
        ];
        assert_eq!(changes, expected.map(|(field, from, to)| (field.to_owned(), from, to)));

        // A third one ends the first, however long it had to go.
        let third = operator.rotate_client_secret(path, id, 2, KeepPrevious::parse("30d").unwrap()).await.unwrap();
        assert!(installation.verifies(id, &third).await && installation.verifies_previous(id, &second).await);
        assert!(!installation.verifies_previous(id, &first).await);
        operator.revoke_previous_client_secret(path, id, 3).await.unwrap();
        assert!(!installation.verifies_previous(id, &second).await && installation.verifies(id, &third).await);
        assert_eq!(secrets().await.previous, None);
        assert!(installation.trail().await.iter().any(|line| line.action == AuditAction::ClientPreviousSecretRevoked));
        let lines = installation.trail().await.len();
        operator.revoke_previous_client_secret(path, id, 4).await.unwrap();
        assert_eq!(installation.trail().await.len(), lines, "there is none to revoke");
        let stale = operator.revoke_previous_client_secret(path, id, 1).await;
        assert!(matches!(stale, Err(Error::Stale)), "{stale:?}");

        // By the clock it ends for whoever looks, and its row is cleared later.
        operator.rotate_client_secret(path, id, 4, KEEP_PREVIOUS).await.unwrap();
        installation.clock.advance_seconds(24 * 3600);
        assert_eq!(secrets().await.previous, None);
        let workspace = operator.load_workspace(path).await.unwrap().id;
        let stored = async || installation.store.engine_storage().find_client(workspace, id).await.unwrap().unwrap().previous_secret;
        assert!(stored().await.is_some());
        let round = installation.store.store().begin_housekeeping(Arc::clone(&installation.clock) as _).await.unwrap().unwrap();
        assert_eq!(round.delete_expired().await.unwrap().previous_secrets, 1);
        assert_eq!(round.delete_expired().await.unwrap().previous_secrets, 0);
        round.finish().await.unwrap();
        assert_eq!(stored().await, None);
        assert_eq!(secrets().await.current.version, 4);
    }

    async fn a_copy_has_the_settings_of_its_client_and_its_own_name_and_secret(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let mut settings = shop.settings.clone();
        settings.dpop_bound_access_tokens = true;
        let shop = operator.set_client(path, shop.id, shop.version, settings).await.unwrap().client;
        operator.set_client_status(path, shop.id, shop.version, ClientStatus::Inactive).await.unwrap();

        let copy = operator.duplicate_client(path, shop.id, None).await.unwrap();
        assert_eq!(copy.client.settings.name.as_str(), "Shop (copy)");
        assert_eq!(ClientSettings { name: shop.settings.name.clone(), ..copy.client.settings.clone() }, shop.settings);
        assert_eq!(copy.client.status, ClientStatus::Active, "whoever wants it like the other disables it");
        assert!(installation.verifies(copy.client.id, &copy.secret.unwrap()).await);
        let stored = operator.load_client(path, copy.client.id).await.unwrap().client;
        assert_eq!(stored, copy.client);

        let long = "a".repeat(Name::MAX_CHARS);
        let named = operator.duplicate_client(path, shop.id, Some(&long)).await.unwrap().client;
        let copy = operator.duplicate_client(path, named.id, None).await.unwrap().client;
        assert_eq!(copy.settings.name.as_str(), format!("{} (copy)", "a".repeat(Name::MAX_CHARS - 7)));
        let unnamed = operator.duplicate_client(path, shop.id, Some(" ")).await;
        assert!(matches!(unnamed, Err(Error::Invalid(_))), "{unnamed:?}");
    }

    async fn whoever_saves_second_is_told_so(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let stale = |result: Result<(), Error>| assert!(matches!(result, Err(Error::Stale)), "{result:?}");

        operator.rename_workspace(path, 1, "First").await.unwrap();
        stale(operator.rename_workspace(path, 1, "Second").await.map(drop));
        stale(operator.set_token_settings(path, 1, TokenSettings { ttls: TokenTtls { refresh_token_ttl: None, ..TokenTtls::default() }, ..TokenSettings::default() }, None).await.map(drop));
        assert_eq!(operator.load_workspace(path).await.unwrap().name.as_str(), "First");

        let client = installation.client("Shop", ClientType::ServerSideWeb).await;
        let mut settings = client.settings.clone();
        settings.name = Name::parse("First").unwrap();
        operator.set_client(path, client.id, client.version, settings).await.unwrap();
        stale(operator.set_client(path, client.id, client.version, client.settings.clone()).await.map(drop));
        stale(operator.set_client_status(path, client.id, client.version, ClientStatus::Inactive).await.map(drop));
        stale(operator.rotate_client_secret(path, client.id, client.version, KEEP_PREVIOUS).await.map(drop));
        stale(operator.delete_client(path, client.id, client.version).await);

        let user = installation.user("alice").await;
        operator.set_user_status(path, user.id, 1, UserStatus::Disabled).await.unwrap();
        stale(operator.set_user_status(path, user.id, 1, UserStatus::Active).await.map(drop));
    }
}

#[tokio::test]
async fn saving_what_is_in_force_changes_nothing() {
    let installation = TestControl::new().await;
    let (operator, path) = (installation.operator(), &installation.path);
    let client = installation.client("Shop", ClientType::ServerSideWeb).await;
    let before = installation.trail().await;
    let saved = operator.set_client(path, client.id, client.version, client.settings.clone()).await.unwrap().client;
    assert_eq!(saved, client);
    let workspace = operator.load_workspace(path).await.unwrap();
    assert_eq!(operator.set_token_settings(path, workspace.version, workspace.tokens.clone(), None).await.unwrap(), workspace);
    assert_eq!(installation.trail().await, before);
}
