//! Types of authorization details (RFC 9396): a client may have those that there are, and loses those that are gone.

use control::Error;
use domain::{
    audit::AuditAction,
    authorization_details::{DetailsType, DetailsTypeName, MOST_DETAILS_TYPES},
    client::{Client, ClientSettings, ClientType},
    problem::Problem,
    settings::authorization::AuthorizationSettings,
};

use crate::installation::{TestControl, on_both_databases};

fn name(name: &str) -> DetailsTypeName {
    DetailsTypeName::parse(name).unwrap()
}

fn kind(name: &str) -> DetailsType {
    serde_json::from_str(&format!(r#"{{"name":"{name}","title":"A {name}","schema":{{}},"enabled":true}}"#)).unwrap()
}

fn asking(client: &Client, types: &[&str]) -> ClientSettings {
    ClientSettings { authorization_details_types: types.iter().map(|one| name(one)).collect(), ..client.settings.clone() }
}

impl TestControl {
    async fn set_types(&self, types: Vec<DetailsType>) -> Result<(), Error> {
        let workspace = self.operator().load_workspace(&self.path).await?;
        let settings = AuthorizationSettings { authorization_details_types: types, ..workspace.authorization };
        self.operator().set_authorization_settings(&self.path, workspace.version, settings).await.map(drop)
    }
}

fn problems(refused: Result<(), Error>) -> Vec<(&'static str, Problem)> {
    match refused {
        Err(Error::Invalid(problems)) => problems.into_iter().map(|at| (at.field, at.problem)).collect(),
        other => panic!("it is refused: {other:?}"),
    }
}

on_both_databases! {
    async fn a_client_may_ask_for_types_that_there_are_and_loses_those_that_are_gone(installation) {
        const FIELD: &str = "authorization_details_types";
        let (operator, path) = (installation.operator(), &installation.path);
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let unknown = operator.set_client(path, shop.id, shop.version, asking(&shop, &["payment"])).await.map(drop);
        assert_eq!(problems(unknown), [(FIELD, Problem::UnknownDetailsType)]);
        installation.set_types(vec![kind("account"), kind("payment")]).await.unwrap();
        let saved = operator.set_client(path, shop.id, shop.version, asking(&shop, &["account", "payment"])).await.unwrap().client;
        assert_eq!(saved.settings.authorization_details_types.len(), 2);

        installation.clock.advance_seconds(1);
        installation.set_types(vec![kind("account")]).await.unwrap();
        let client = operator.load_client(path, shop.id).await.unwrap().client;
        assert_eq!(client.settings.authorization_details_types, [name("account")].into());
        let trail = installation.trail().await;
        for action in [AuditAction::AuthorizationSettingsUpdated, AuditAction::ClientUpdated] {
            let line = trail.iter().rfind(|line| line.action == action).unwrap();
            let told: Vec<_> = line.changes.iter().map(|change| (change.field.as_str(), change.from.as_str(), change.to.as_str())).collect();
            assert_eq!(told, [(FIELD, "account, payment", "account")]);
        }

        assert_eq!(problems(installation.set_types(vec![kind("account"), kind("account")]).await), [(FIELD, Problem::Duplicate)]);
        let many = (0..=MOST_DETAILS_TYPES).map(|number| kind(&format!("type-{number:02}"))).collect();
        assert_eq!(problems(installation.set_types(many).await), [(FIELD, Problem::TooMany { most: MOST_DETAILS_TYPES })]);
    }
}
