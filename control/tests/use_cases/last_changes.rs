//! Who changed a setting last.

use control::Error;
use domain::{
    clock::Clock as _,
    permission::{Action, Extent},
    policy::TokenTtls,
    role::BuiltInRole,
};

use crate::installation::{TestControl, on_both_databases};

impl TestControl {
    async fn set_ttl(&self, operator: &control::Operator, ttl: &str) {
        let before = operator.load_workspace(&self.path).await.unwrap();
        let mut tokens = before.tokens.clone();
        tokens.ttls.refresh_token_ttl = TokenTtls::parse_refresh_token_ttl(ttl).unwrap();
        operator.set_token_settings(&self.path, before.version, tokens, None).await.unwrap();
        self.clock.advance_seconds(60);
    }
}

on_both_databases! {
    async fn a_setting_is_told_with_who_changed_it_last_also_when_they_are_gone(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let boss = installation.operator_as(BuiltInRole::Administrator, Some(&installation.acme)).await;
        let id = operator.load_workspace(path).await.unwrap().id.to_string();
        assert!(operator.list_last_changes(path, &id).await.unwrap().is_empty(), "a new workspace");
        installation.set_ttl(&operator, "60d").await;
        let at = installation.clock.now();
        installation.set_ttl(&boss, "90d").await;
        operator.delete_administrator("Administrator@acme.example.com").await.unwrap();
        // Lines about it that change no setting are none.
        let export = control::Export::Tokens(path.clone(), domain::view::FamilyFilter::default());
        operator.record_export(&export, control::ExportFormat::Csv).await.unwrap();

        let changes = operator.list_last_changes(path, &id).await.unwrap();
        assert_eq!(changes.keys().collect::<Vec<_>>(), ["refresh_token_ttl"]);
        let last = &changes["refresh_token_ttl"];
        assert_eq!((last.by.to_lowercase().as_str(), last.at), ("administrator@acme.example.com", at));
    }
}

#[tokio::test]
async fn whoever_may_not_see_the_log_is_not_told() {
    let installation = TestControl::new().await;
    let manager = installation.operator_at(BuiltInRole::Manager, Extent::Client).await;
    let refused = manager.list_last_changes(&installation.path, "x").await;
    assert!(matches!(refused, Err(Error::Forbidden(Action::SeeAudit))), "{refused:?}");
}
