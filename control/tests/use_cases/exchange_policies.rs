//! What a client may exchange (RFC 8693): of what is there, written down, and said by whoever may for the whole workspace.

use control::Error;
use domain::{
    client::{ClientSettings, ClientType},
    clock::Timestamp,
    grant_type::GrantType,
    id::ClientId,
    name::Name,
    permission::{Action, Extent},
    problem::Problem,
    role::BuiltInRole,
    scope::{INTROSPECT_TOKENS, OFFLINE_ACCESS, Scope},
    token_exchange::TokenExchangePolicy,
};

use crate::{
    installation::{TestControl, on_both_databases},
    permissions::holding,
};

const ORDERS: &str = "https://orders.example.com/";
const BILLING: &str = "https://billing.example.com/";

impl TestControl {
    /// Makes two services with resource servers.
    async fn resource_servers(&self) {
        for (name, resource) in [("Orders", ORDERS), ("Billing", BILLING)] {
            let service = self.operator().create_service(&self.path, name).await.unwrap();
            self.operator().set_service_resource(&self.path, service.id, resource).await.unwrap();
        }
    }
}

fn exchanging(settings: ClientSettings, token_exchange: TokenExchangePolicy) -> ClientSettings {
    let mut settings = ClientSettings { token_exchange, ..settings };
    settings.grant_types.insert(GrantType::TokenExchange);
    settings
}

on_both_databases! {
    async fn what_a_client_may_exchange_is_of_what_is_there_and_written_down(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        installation.resource_servers().await;
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let orders = operator.create_client(path, "Orders", ClientType::Service).await.unwrap().client;
        let nobody = ClientId::new(Timestamp::from_millis(0), [9; 10]);
        let wrong = TokenExchangePolicy {
            subject_clients: [shop.id, nobody].into(),
            subject_audiences: "https://nowhere.example.com/".parse().unwrap(),
            exchange_targets: format!("{BILLING} https://elsewhere.example.com/").parse().unwrap(),
            ..TokenExchangePolicy::default()
        };
        let refused = operator.set_client(path, orders.id, orders.version, exchanging(orders.settings.clone(), wrong)).await;
        let Err(Error::Invalid(problems)) = refused else { panic!("{refused:?}") };
        let problems: Vec<_> = problems.into_iter().map(|at| (at.field, at.problem)).collect();
        assert_eq!(
            problems,
            [
                ("subject_clients", Problem::UnknownClient),
                ("subject_audiences", Problem::UnknownResource),
                ("exchange_targets", Problem::UnknownResource),
            ]
        );

        let right = TokenExchangePolicy {
            subject_clients: [shop.id].into(),
            subject_audiences: ORDERS.parse().unwrap(),
            exchange_targets: BILLING.parse().unwrap(),
            impersonation: true,
            ..TokenExchangePolicy::default()
        };
        installation.clock.advance_seconds(1);
        let saved = operator.set_client(path, orders.id, orders.version, exchanging(orders.settings, right.clone())).await.unwrap().client;
        assert_eq!(saved.settings.token_exchange, right);
        let changes: Vec<_> = installation.trail().await.pop().unwrap().changes.into_iter().map(|change| (change.field, change.to)).collect();
        let told = |field: &str, to: &str| (field.to_owned(), to.to_owned());
        assert_eq!(
            changes,
            [
                told("exchange_targets", BILLING),
                told("grant_types", "client_credentials, urn:ietf:params:oauth:grant-type:token-exchange"),
                told("impersonation", "true"),
                told("subject_audiences", ORDERS),
                told("subject_clients", &shop.id.to_string()),
            ]
        );

        // What it may exchange stays when a client is gone, and cannot be said anew.
        operator.delete_client(path, shop.id, shop.version).await.unwrap();
        let renamed = ClientSettings { trusted: true, ..saved.settings.clone() };
        let saved = operator.set_client(path, saved.id, saved.version, renamed).await.unwrap().client;
        let without = exchanging(saved.settings.clone(), TokenExchangePolicy::default());
        let saved = operator.set_client(path, saved.id, saved.version, without).await.unwrap().client;
        let again = operator.set_client(path, saved.id, saved.version, exchanging(saved.settings, right)).await;
        assert!(matches!(again, Err(Error::Invalid(_))), "{again:?}");
    }

    async fn who_may_change_one_client_does_not_let_it_exchange_the_tokens_of_others(installation) {
        let path = &installation.path;
        let manager = installation.operator_at(BuiltInRole::Manager, Extent::Client).await;
        let shop = manager.list_clients(path, "Shop", None).await.unwrap().items.remove(0);
        let any = TokenExchangePolicy { subject_any_client: true, ..TokenExchangePolicy::default() };
        let refused = manager.set_client(path, shop.id, shop.version, exchanging(shop.settings.clone(), any.clone())).await;
        assert!(matches!(refused, Err(Error::Forbidden(Action::SetClient))), "{refused:?}");

        // The grant by itself is for its own tokens, and what somebody else let it exchange stays.
        let own = exchanging(shop.settings.clone(), TokenExchangePolicy::default());
        let saved = manager.set_client(path, shop.id, shop.version, own).await.unwrap().client;
        let others = exchanging(saved.settings.clone(), any);
        let saved = installation.operator().set_client(path, saved.id, saved.version, others).await.unwrap().client;
        let trusted = ClientSettings { trusted: true, ..saved.settings };
        let saved = manager.set_client(path, saved.id, saved.version, trusted).await.unwrap().client;
        assert!(saved.settings.trusted && saved.settings.token_exchange.subject_any_client);

        // Nor does it get more of them by a scope, or by the grant that was taken away meanwhile.
        let with = |settings: &ClientSettings, scope: &str| {
            let mut settings = settings.clone();
            settings.scopes.insert(Scope::parse(scope).unwrap());
            settings
        };
        let more = manager.set_client(path, saved.id, saved.version, with(&saved.settings, OFFLINE_ACCESS)).await;
        assert!(matches!(more, Err(Error::Forbidden(Action::SetClient))), "{more:?}");
        let mut without = saved.settings.clone();
        without.grant_types.remove(&GrantType::TokenExchange);
        let off = manager.set_client(path, saved.id, saved.version, without).await.unwrap().client;
        let off = manager.set_client(path, off.id, off.version, with(&off.settings, OFFLINE_ACCESS)).await.unwrap().client;
        let policy = off.settings.token_exchange.clone();
        let on = manager.set_client(path, off.id, off.version, exchanging(off.settings.clone(), policy.clone())).await;
        assert!(matches!(on, Err(Error::Forbidden(Action::SetClient))), "{on:?}");
        let on = installation.operator().set_client(path, off.id, off.version, exchanging(off.settings, policy)).await.unwrap().client;
        let mut fewer = on.settings.clone();
        fewer.scopes = fewer.scopes.without(OFFLINE_ACCESS);
        manager.set_client(path, on.id, on.version, fewer).await.unwrap();
    }

    async fn who_may_change_one_client_does_not_let_it_ask_about_the_tokens_of_others(installation) {
        let path = &installation.path;
        let manager = installation.operator_at(BuiltInRole::Manager, Extent::Client).await;
        let shop = manager.list_clients(path, "Shop", None).await.unwrap().items.remove(0);
        let mut asking = shop.settings.clone();
        asking.scopes.insert(Scope::parse(INTROSPECT_TOKENS).unwrap());
        let refused = manager.set_client(path, shop.id, shop.version, asking.clone()).await;
        assert!(matches!(refused, Err(Error::Forbidden(Action::SetClient))), "{refused:?}");
        let maker = holding(&installation, "maker", &[Action::SeeClients, Action::CreateClient]).await;
        let made = maker.register_client(path, ClientSettings { name: Name::parse("Another").unwrap(), ..asking.clone() }).await;
        assert!(matches!(made, Err(Error::Forbidden(Action::SetClient))), "{made:?}");
        // What somebody else let it ask stays, and can be taken away.
        let saved = installation.operator().set_client(path, shop.id, shop.version, asking).await.unwrap().client;
        let copied = maker.duplicate_client(path, saved.id, None).await;
        assert!(matches!(copied, Err(Error::Forbidden(Action::SetClient))), "{copied:?}");
        let trusted = ClientSettings { trusted: !saved.settings.trusted, ..saved.settings };
        let saved = manager.set_client(path, saved.id, saved.version, trusted).await.unwrap().client;
        manager.set_client(path, saved.id, saved.version, shop.settings).await.unwrap();
    }

    async fn who_may_create_clients_alone_makes_none_that_exchanges_the_tokens_of_others(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let gateway = operator.create_client(path, "Gateway", ClientType::Service).await.unwrap().client;
        let any = TokenExchangePolicy { subject_any_client: true, ..TokenExchangePolicy::default() };
        let settings = exchanging(gateway.settings.clone(), any);
        let gateway = operator.set_client(path, gateway.id, gateway.version, settings).await.unwrap().client;
        let maker = holding(&installation, "maker", &[Action::SeeClients, Action::CreateClient]).await;
        let copied = maker.duplicate_client(path, gateway.id, None).await;
        assert!(matches!(copied, Err(Error::Forbidden(Action::SetClient))), "{copied:?}");
        let name = Name::parse("Another gateway").unwrap();
        let made = maker.register_client(path, ClientSettings { name: name.clone(), ..gateway.settings.clone() }).await;
        assert!(matches!(made, Err(Error::Forbidden(Action::SetClient))), "{made:?}");
        let own = ClientSettings { name, token_exchange: TokenExchangePolicy::default(), ..gateway.settings };
        maker.register_client(path, own).await.unwrap();
    }
}
