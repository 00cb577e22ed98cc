//! Sessions at the console, as the administrator sees and ends them.

use control::{Actor, AtBrowser, Credential, Entry, Error, NewAdministrator, Operator, Sessions, TypedApiToken};
use domain::{
    administrator::AdministratorStatus,
    audit::AuditAction,
    client::{ClientSettings, ClientType},
    client_keys::ClientKeys,
    client_secret::KEEP_PREVIOUS,
    client_uri::JwksUri,
    clock::Clock,
    id::ConsoleSessionId,
    name::Name,
    permission::Action,
    problem::Problem,
    role::{BuiltInRole, RoleRef},
    secret::Secret,
    view::LevelPath,
};
use engine::{keys::hash_secret, storage::SecretHash};
use serde_json::json;

use crate::{
    installation::{PASSWORD, TestControl, on_both_databases},
    trusted_issuers::trusted_issuer,
};

const ADA: &str = "ada@example.com";
const GRACE: &str = "grace@example.com";

impl TestControl {
    async fn make(&self, email: &str, role: BuiltInRole) {
        let tenant = Some(self.path.tenant.clone());
        let new = NewAdministrator { email: email.to_owned(), name: "Somebody".to_owned(), tenant, role };
        self.operator().create_administrator(new).await.unwrap();
    }

    /// An administrator in a browser of their own.
    async fn in_browser(&self, email: &str, browser: &str) -> Operator {
        let at = LevelPath { tenant: Some(self.path.tenant.clone()), ..LevelPath::default() };
        let all = self.operator().list_administrators(&at).await.unwrap();
        let id = all.into_iter().find(|one| one.email.as_str() == email).unwrap().id;
        let administrator = self.operator().load_administrator(id).await.unwrap();
        let hash: SecretHash = hash_secret("console-session", &format!("{email} {browser}"));
        self.clock.advance_seconds(1);
        let now = self.clock.now();
        let origin = json!({ "id": ConsoleSessionId::new(now, self.bytes()), "browser": browser, "address": "203.0.113.7" });
        let data = json!({ "administrator": id, "signed_in_at": now, "origin": origin });
        self.store.store().console_sessions().insert(hash, Some(id), data, now.plus_seconds(3600)).await.unwrap();
        self.control.acting_as(Actor::administrator(administrator, Credential::Session(hash)))
    }
}

/// The same administrator, who typed their password so many seconds ago.
async fn after(installation: &TestControl, operator: &Operator, seconds: i64) -> Operator {
    let Actor::Administrator(administrator, Credential::Session(hash)) = operator.actor().clone() else { panic!("at the console") };
    let typed_at = installation.clock.now().plus_seconds(-seconds);
    installation.control.acting_as(installation.control.at_the_console(administrator, hash, typed_at).await.unwrap())
}

/// The browsers that somebody is signed in with.
async fn browsers(operator: &Operator) -> Vec<String> {
    let sessions = operator.own_sessions().unwrap().list().await.unwrap();
    sessions.into_iter().map(|session| session.contents.origin.unwrap().browser.unwrap()).collect()
}

async fn is_in(operator: &Operator) -> bool {
    // A write holds the session that it is made in.
    match operator.own_sessions().unwrap().end_others().await {
        Ok(_) => true,
        Err(Error::SignedOut) => false,
        Err(error) => panic!("{error:?}"),
    }
}

on_both_databases! {
    async fn an_administrator_sees_their_sessions_and_ends_one_or_all_others(installation) {
        for email in [ADA, GRACE] {
            installation.make(email, BuiltInRole::Manager).await;
        }
        let first = installation.in_browser(ADA, "Firefox on Windows").await;
        let second = installation.in_browser(ADA, "Safari on iPhone").await;
        let third = installation.in_browser(ADA, "Chrome on Linux").await;
        let grace = installation.in_browser(GRACE, "Edge on Windows").await;
        assert_eq!(browsers(&first).await, ["Firefox on Windows", "Chrome on Linux", "Safari on iPhone"]);
        assert_eq!(browsers(&grace).await, ["Edge on Windows"]);

        let of_second = second.own_sessions().unwrap().list().await.unwrap().remove(0);
        assert!(of_second.is_this);
        let id = of_second.contents.origin.unwrap().id;
        // Nobody ends what is another's, and to end one's own session is to sign out.
        grace.own_sessions().unwrap().end(id).await.unwrap();
        second.own_sessions().unwrap().end(id).await.unwrap();
        assert_eq!(browsers(&first).await.len(), 3);
        for _ in 0..2 {
            first.own_sessions().unwrap().end(id).await.unwrap();
            assert_eq!(browsers(&first).await, ["Firefox on Windows", "Chrome on Linux"]);
        }
        assert!(!is_in(&second).await);

        assert_eq!(first.own_sessions().unwrap().end_others().await.unwrap(), 1);
        assert_eq!(browsers(&first).await, ["Firefox on Windows"]);
        assert!(!is_in(&third).await && is_in(&first).await && is_in(&grace).await);
        let trail = installation.trail().await;
        let told = |action| trail.iter().filter(|line| line.action == action).count();
        assert_eq!((told(AuditAction::AdministratorSessionEnded), told(AuditAction::AdministratorSignedOutElsewhere)), (1, 1));
        let ended = trail.iter().find(|line| line.action == AuditAction::AdministratorSessionEnded).unwrap();
        assert_eq!((ended.actor.as_str(), ended.changes[0].from.as_str()), (ADA, "Safari on iPhone"));
    }
}

#[tokio::test]
async fn a_session_that_is_over_is_not_shown_and_an_api_token_has_none() {
    let installation = TestControl::new().await;
    installation.make(ADA, BuiltInRole::Manager).await;
    let old = installation.in_browser(ADA, "Firefox on Windows").await;
    installation.clock.advance_seconds(3599);
    let new = installation.in_browser(ADA, "Chrome on Linux").await;
    assert_eq!(browsers(&new).await, ["Chrome on Linux"]);
    assert!(!is_in(&old).await);
    let by_token = installation.control.acting_as(installation.by_token(ADA, None).await);
    assert!(matches!(by_token.own_sessions(), Err(Error::SignedOut)));
}

#[tokio::test]
async fn what_is_dangerous_asks_for_a_recent_password_and_nothing_else_does() {
    let installation = TestControl::new().await;
    installation.make(ADA, BuiltInRole::Owner).await;
    installation.make(GRACE, BuiltInRole::Manager).await;
    let link = installation.operator().create_one_time_sign_in(ADA).await.unwrap().token;
    let entry = installation.control.use_one_time_sign_in(link.expose(), Some(PASSWORD.to_owned())).await.unwrap();
    assert!(matches!(entry, Entry::SignedIn(_)));
    let path = &installation.path;
    let at = LevelPath { tenant: Some(path.tenant.clone()), ..LevelPath::default() };
    let role = RoleRef::BuiltIn(BuiltInRole::Auditor);
    let token = || TypedApiToken { email: ADA.to_owned(), name: "deploy".to_owned(), ttl: "1d".to_owned(), scope: None };
    let client = installation.client("Shop", ClientType::ServerSideWeb).await;
    let published = ClientKeys { jwks_uri: Some(JwksUri::parse("https://app.example.com/jwks").unwrap()), ..ClientKeys::default() };
    let by_keys = ClientSettings { keys: published, ..client.settings.clone() };

    let ada = installation.in_browser(ADA, "Firefox on Windows").await;
    let stale = after(&installation, &ada, 900).await;
    for refused in [
        stale.create_api_token(token()).await.err(),
        stale.invite("new@example.com", role, &at).await.err(),
        stale.assign_role(GRACE, role, &at).await.err(),
        stale.create_one_time_sign_in(GRACE).await.err(),
        stale.reset_second_factor(GRACE).await.err(),
        stale.set_administrator_status(GRACE, AdministratorStatus::Disabled).await.err(),
        stale.delete_administrator(GRACE).await.err(),
        stale.create_role(Some(&path.tenant), "Readers", [Action::SeeClients].into_iter().collect()).await.err(),
        stale.revoke_families(path, None, None, Sessions::Stay).await.err(),
        stale.delete_workspace(path, "Main").await.err(),
        stale.rotate_client_secret(path, client.id, client.version, KEEP_PREVIOUS).await.err(),
        stale.revoke_previous_client_secret(path, client.id, client.version).await.err(),
        stale.set_client(path, client.id, client.version, by_keys).await.err(),
        stale.set_trusted_issuers(path, 1, [trusted_issuer("idp")].into_iter().collect()).await.err(),
    ] {
        assert!(matches!(refused, Some(Error::Unconfirmed)), "{refused:?}");
    }
    let version = stale.load_workspace(path).await.unwrap().version;
    stale.rename_workspace(path, version, "Renamed").await.unwrap();
    let renamed = ClientSettings { name: Name::parse("Renamed").unwrap(), ..client.settings };
    stale.set_client(path, client.id, client.version, renamed).await.unwrap();
    stale.list_administrators(&at).await.unwrap();
    let grace = after(&installation, &installation.in_browser(GRACE, "Safari on iPhone").await, 900).await;
    let refused = grace.invite("new@example.com", role, &at).await;
    assert!(matches!(refused, Err(Error::Forbidden(Action::AssignRole))), "who may not is told so: {refused:?}");

    let browser = AtBrowser { address: "203.0.113.7".parse().unwrap(), device: None };
    let wrong = stale.own_confirmation().unwrap().by_password(browser, Secret::new("not the password".to_owned())).await;
    assert!(matches!(&wrong, Err(Error::Invalid(at)) if at[0].problem == Problem::WrongPassword), "{wrong:?}");
    stale.own_confirmation().unwrap().by_password(browser, Secret::new(PASSWORD.to_owned())).await.unwrap();
    after(&installation, &ada, 899).await.create_api_token(token()).await.unwrap();
}
