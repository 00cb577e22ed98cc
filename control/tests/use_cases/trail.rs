//! Each write leaves its audit line, and the line says what was changed.

use std::fmt::Write as _;

use control::{Actor, Credential, Sessions};
use domain::{
    administrator::AdministratorStatus,
    audit::AuditEvent,
    audit_context::{AuditContext, Source},
    client::{ClientStatus, ClientType},
    client_secret::KeepPrevious,
    description::Description,
    grant_type::GrantType,
    name::Name,
    role::BuiltInRole,
    scope::Scope,
    service::ServiceScope,
    settings::{
        authorization::AuthorizationSettings,
        tokens::{TokenSettings, TokenTtls},
    },
    user::UserStatus,
    view::{NewUser, NewWorkspace},
    workspace::WorkspacePath,
};

use crate::installation::{PASSWORD, on_both_databases, slug};

fn told(events: &[AuditEvent]) -> String {
    let mut told = String::new();
    for event in events {
        writeln!(told, "{} · {} · {}", event.actor, event.action.code(), event.target).unwrap();
        for change in &event.changes {
            writeln!(told, "    {}: {:?} → {:?}", change.field, change.from, change.to).unwrap();
        }
    }
    told
}

on_both_databases! {
    async fn a_day_at_the_console(installation) {
        let ada = installation.actor("ada@example.com", BuiltInRole::Administrator, Some(&installation.acme)).await;
        let operator = installation.control.acting_as(ada);
        let path = &WorkspacePath::new(installation.path.tenant.clone(), slug("shop"));
        let tick = || installation.clock.advance_seconds(1);
        tick();
        operator.create_workspace(&path.tenant, NewWorkspace { name: "Shop".to_owned(), slug: "shop".to_owned() }).await.unwrap();
        tick();
        operator.rename_workspace(path, 1, "The shop").await.unwrap();
        tick();
        let grants = [GrantType::AuthorizationCode, GrantType::RefreshToken].into();
        operator.set_authorization_settings(path, 2, AuthorizationSettings { grant_types: grants, ..AuthorizationSettings::default() }).await.unwrap();
        tick();
        let tokens = TokenSettings {
            ttls: TokenTtls { refresh_token_ttl: TokenTtls::parse_refresh_token_ttl("1y").unwrap(), ..TokenTtls::default() },
            ..TokenSettings::default()
        };
        operator.set_token_settings(path, 3, tokens, None).await.unwrap();
        tick();
        let service = operator.create_service(path, "Orders").await.unwrap();
        tick();
        let scope = ServiceScope {
            scope: Scope::parse("orders").unwrap(),
            display_name: Name::parse("Orders").unwrap(),
            description: Description::parse("See your orders").unwrap(),
            description_de: Description::parse("Ihre Bestellungen sehen").unwrap(),
        };
        operator.add_service_scope(path, service.id, scope).await.unwrap();
        operator.set_service_resource(path, service.id, "https://orders.example.com/").await.unwrap();
        tick();
        let client = operator.create_client(path, "Web", ClientType::ServerSideWeb).await.unwrap().client;
        tick();
        let mut settings = client.settings.clone();
        settings.grant_types.insert(GrantType::RefreshToken);
        settings.scopes.insert(Scope::parse("offline_access").unwrap());
        settings.trusted = true;
        operator.set_client(path, client.id, 1, settings).await.unwrap();
        tick();
        operator.rotate_client_secret(path, client.id, 2, KeepPrevious::SHORTEST).await.unwrap();
        tick();
        let new = NewUser {
            identifier: "alice@example.com".to_owned(),
            name: "Alice".to_owned(),
            email: "alice@example.com".to_owned(),
            password: PASSWORD.to_owned(),
        };
        let user = operator.create_user(path, new).await.unwrap();
        tick();
        let [first, _second] = [installation.family(&client, &user).await, installation.family(&client, &user).await];
        operator.revoke_family(path, first, Sessions::Stay).await.unwrap();
        operator.revoke_family(path, first, Sessions::Stay).await.unwrap();
        tick();
        operator.set_user_password(path, user.id, PASSWORD).await.unwrap();
        tick();
        operator.set_user_status(path, user.id, 2, UserStatus::Disabled).await.unwrap();
        tick();
        operator.set_user_status(path, user.id, 3, UserStatus::Active).await.unwrap();
        tick();
        operator.set_client_status(path, client.id, 3, ClientStatus::Inactive).await.unwrap();
        tick();
        operator.set_client_status(path, client.id, 4, ClientStatus::Active).await.unwrap();
        tick();
        operator.delete_client(path, client.id, 5).await.unwrap();

        let of_shop: Vec<_> = installation.trail().await.into_iter().filter(|event| event.actor == "ada@example.com").collect();
        assert!(of_shop.iter().all(|event| event.tenant_id == Some(installation.acme.id)));
        insta::allow_duplicates! {
            insta::assert_snapshot!("a_day_at_the_console", told(&of_shop));
        }
    }
}

on_both_databases! {
    async fn a_line_says_by_what_from_where_with_which_permission_and_why(installation) {
        let ada = installation.actor("ada@example.com", BuiltInRole::Administrator, Some(&installation.acme)).await;
        let Actor::Administrator(administrator, Credential::ApiToken(token, _)) = ada.clone() else { panic!("by a token") };
        let source = Source { address: Some("203.0.113.7".parse().unwrap()), request_id: Some("r1".to_owned()) };
        let operator = installation.control.clone().asked_from(source).acting_as(ada).because(Some("Asked for by phone".to_owned()));
        installation.clock.advance_seconds(1);
        operator.create_service(&installation.path, "Orders").await.unwrap();
        let context = installation.trail().await.pop().unwrap().context;
        assert_eq!(context, AuditContext {
            actor_id: Some(administrator.id.as_uuid()),
            session: None,
            api_token: Some(token),
            address: Some("203.0.113.7".parse().unwrap()),
            request_id: Some("r1".to_owned()),
            permission: Some("services.create".to_owned()),
            reason: Some("Asked for by phone".to_owned()),
        });
        // What an administrator does to others, and to the installation.
        let boss = installation.actor("boss@example.com", BuiltInRole::Owner, None).await;
        let boss = installation.control.acting_as(boss);
        installation.clock.advance_seconds(1);
        boss.set_administrator_status("ada@example.com", AdministratorStatus::Disabled).await.unwrap();
        let line = installation.trail().await.pop().unwrap();
        assert_eq!(line.context.permission.as_deref(), Some("administrators.set_status"));
        assert_eq!((line.context.address, line.context.reason), (None, None));
    }
}
