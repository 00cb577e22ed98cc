//! Clients: their secrets, and two administrators at once.

use control::Error;
use domain::{
    client::{ClientSettings, ClientStatus, ClientType, TokenEndpointAuthMethod},
    id::ClientId,
    name::Name,
    secret::Secret,
    settings::tokens::{TokenSettings, TokenTtls},
    user::UserStatus,
};
use engine::storage::Directory as _;

use crate::installation::{TestControl, on_both_databases};

impl TestControl {
    /// Whether this is the current secret of the client.
    async fn verifies(&self, id: ClientId, secret: &Secret<String>) -> bool {
        let workspace = self.operator().load_workspace(&self.path).await.unwrap().id;
        let record = self.store.engine_storage().find_client(workspace, id).await.unwrap().unwrap();
        record.secret_hash.is_some_and(|hash| self.keys.verify_client_secret(workspace, secret.expose(), &hash))
    }
}

on_both_databases! {
    async fn a_secret_comes_and_goes_with_the_way_a_client_authenticates(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let created = operator.create_client(path, "Shop", ClientType::ServerSideWeb).await.unwrap();
        let first = created.secret.unwrap();
        assert!(installation.verifies(created.client.id, &first).await);

        let second = operator.rotate_client_secret(path, created.client.id, 1).await.unwrap();
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
        stale(operator.rotate_client_secret(path, client.id, client.version).await.map(drop));
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
