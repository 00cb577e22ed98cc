//! Each write leaves its audit line, and the line says what was changed.

use std::fmt::Write as _;

use control::Sessions;
use domain::{
    administrator::Role,
    audit::AuditEvent,
    client::{ClientStatus, ClientType},
    grant_type::GrantType,
    name::Name,
    scope::Scope,
    service::ServiceScope,
    settings::{
        authorization::AuthorizationSettings,
        tokens::{TokenSettings, TokenTtls},
    },
    user::UserStatus,
    view::{NewUser, NewWorkspace},
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
        let ada = installation.actor("ada@example.com", Role::Administrator, Some(&installation.acme)).await;
        let desk = installation.control.acting_as(ada);
        let (t, w) = (&installation.tenant, &slug("shop"));
        let tick = || installation.clock.advance_seconds(1);
        tick();
        desk.create_workspace(t, NewWorkspace { name: "Shop".to_owned(), slug: "shop".to_owned() }).await.unwrap();
        tick();
        desk.rename_workspace(t, w, 1, "The shop").await.unwrap();
        tick();
        let grants = [GrantType::AuthorizationCode, GrantType::RefreshToken].into();
        desk.set_authorization_settings(t, w, 2, AuthorizationSettings { grant_types: grants }).await.unwrap();
        tick();
        let tokens = TokenSettings {
            ttls: TokenTtls { refresh_token_ttl: TokenTtls::parse_refresh_token_ttl("1y").unwrap(), ..TokenTtls::default() },
            ..TokenSettings::default()
        };
        desk.set_token_settings(t, w, 3, tokens, None).await.unwrap();
        tick();
        let service = desk.create_service(t, w, "Orders").await.unwrap();
        tick();
        let scope = ServiceScope {
            scope: Scope::parse("orders").unwrap(),
            display_name: Name::parse("Orders").unwrap(),
            description: "See your orders".to_owned(),
        };
        desk.add_service_scope(t, w, service.id, scope).await.unwrap();
        desk.set_service_resource(t, w, service.id, "https://orders.example.com/").await.unwrap();
        tick();
        let client = desk.create_client(t, w, "Web", ClientType::ServerSideWeb).await.unwrap().client;
        tick();
        let mut settings = client.settings.clone();
        settings.grant_types.insert(GrantType::RefreshToken);
        settings.scopes.insert(Scope::parse("offline_access").unwrap());
        settings.trusted = true;
        desk.set_client(t, w, client.id, 1, settings).await.unwrap();
        tick();
        desk.rotate_client_secret(t, w, client.id, 2).await.unwrap();
        tick();
        let new = NewUser {
            identifier: "alice@example.com".to_owned(),
            name: "Alice".to_owned(),
            email: "alice@example.com".to_owned(),
            password: PASSWORD.to_owned(),
        };
        let user = desk.create_user(t, w, new).await.unwrap();
        tick();
        let [first, _second] = [installation.family(&client, &user).await, installation.family(&client, &user).await];
        desk.revoke_family(t, w, first, Sessions::Stay).await.unwrap();
        desk.revoke_family(t, w, first, Sessions::Stay).await.unwrap();
        tick();
        desk.set_user_password(t, w, user.id, PASSWORD).await.unwrap();
        tick();
        desk.set_user_status(t, w, user.id, 2, UserStatus::Disabled).await.unwrap();
        tick();
        desk.set_user_status(t, w, user.id, 3, UserStatus::Active).await.unwrap();
        tick();
        desk.set_client_status(t, w, client.id, 3, ClientStatus::Inactive).await.unwrap();
        tick();
        desk.set_client_status(t, w, client.id, 4, ClientStatus::Active).await.unwrap();
        tick();
        desk.delete_client(t, w, client.id, 5).await.unwrap();

        let of_shop: Vec<_> = installation.trail().await.into_iter().filter(|event| event.actor == "ada@example.com").collect();
        assert!(of_shop.iter().all(|event| event.tenant_id == Some(installation.acme.id)));
        insta::allow_duplicates! {
            insta::assert_snapshot!("a_day_at_the_console", told(&of_shop));
        }
    }
}
