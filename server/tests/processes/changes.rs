//! An administrator changes something while users and clients are on their way: what was decided by how it was before is not done after.

use std::sync::Arc;

use control::{Actor, Operator};
use domain::{
    id::UserId,
    name::Slug,
    user::{UserIdentifier, UserStatus},
    workspace::WorkspacePath,
};
use reqwest::StatusCode;
use tokio::task::JoinSet;

use crate::{
    browser::Browser,
    database::Database,
    on_both_databases,
    process::Process,
    proved,
    shop::{DeployedShop, PASSWORD, USER},
    trials,
};

on_both_databases! {
    no_session_begun_with_the_old_password_outlives_the_new_one
    a_login_under_way_while_its_user_is_disabled_does_not_live_when_they_are_enabled
    no_code_of_a_session_that_a_new_password_ended_brings_anything
}

/// So many at once.
const AT_ONCE: usize = 8;
/// After so many trials a network may have failed so often that it has to wait.
const BEFORE_A_LIMIT: usize = 10;

/// What is done at the console, in another process.
struct Console {
    operator: Operator,
    path: WorkspacePath,
    user: UserId,
}

impl Console {
    async fn open(shop: &DeployedShop) -> Self {
        let operator = shop.installation().await.control().acting_as(Actor::CommandLine);
        let path = WorkspacePath::new(Slug::parse("acme").unwrap(), Slug::parse("shop").unwrap());
        let users = operator.list_users(&path, USER, None).await.unwrap().items;
        let user = users.into_iter().find(|user| user.identifier == UserIdentifier::parse(USER).unwrap()).unwrap().id;
        Self { operator, path, user }
    }

    async fn set_password(&self, password: &str) {
        self.operator.set_user_password(&self.path, self.user, password).await.unwrap();
    }

    async fn set_status(&self, status: UserStatus) {
        let version = self.operator.load_user(&self.path, self.user).await.unwrap().user.version;
        self.operator.set_user_status(&self.path, self.user, version, status).await.unwrap();
    }
}

/// A password for each trial.
fn password(shop: &DeployedShop, trial: usize) -> String {
    let password = if trial == 0 { PASSWORD.to_owned() } else { format!("{PASSWORD}-{trial}") };
    shop.remember(&password);
    password
}

/// Signs in with a browser of its own: that browser; none where the password is wrong by now.
async fn sign_in(browser: Browser, server: Arc<Process>, password: String) -> Option<Browser> {
    let mut own = browser.stranger();
    own.sign_in(&server, &password).await.then_some(own)
}

/// Whether a session is open: whoever is signed in is not asked for a password.
async fn is_open(own: &mut Browser, server: &Process) -> bool {
    let response = own.authorize(server).await;
    response.status() == StatusCode::SEE_OTHER || !response.text().await.unwrap().contains("name=\"password\"")
}

/// As many who sign in at once. One that is right comes first: those that are too late count as failed, and the next are to be let in.
async fn at_once(browser: &Browser, server: &Arc<Process>, password: &str) -> (Browser, JoinSet<Option<Browser>>) {
    let first = sign_in(browser.clone(), Arc::clone(server), password.to_owned()).await.unwrap();
    let mut signing_in = JoinSet::new();
    for _ in 0..AT_ONCE {
        signing_in.spawn(sign_in(browser.clone(), Arc::clone(server), password.to_owned()));
    }
    (first, signing_in)
}

/// The same server, or another where this one would soon let nobody in: those that come too late count as failed at their network, which
/// a server forgets with its end.
fn before_a_limit(server: Arc<Process>, shop: &DeployedShop, trial: usize) -> Arc<Process> {
    if trial % BEFORE_A_LIMIT < BEFORE_A_LIMIT - 1 {
        return server;
    }
    drop(server);
    Arc::new(Process::start(shop))
}

/// Clauses: 123.
async fn no_session_begun_with_the_old_password_outlives_the_new_one(database: Database) {
    let shop = DeployedShop::open(database).await;
    let mut server = Arc::new(Process::start(&shop));
    let (browser, console) = (Browser::new(&shop), Console::open(&shop).await);
    let mut begun = 0;
    for trial in 0..trials() {
        server = before_a_limit(server, &shop, trial);
        let (first, signing_in) = at_once(&browser, &server, &password(&shop, trial)).await;
        console.set_password(&password(&shop, trial + 1)).await;
        for mut own in signing_in.join_all().await.into_iter().flatten().chain([first]) {
            begun += 1;
            assert!(!is_open(&mut own, &server).await, "trial {trial}: a session of the old password lives");
        }
    }
    let seen = format!("0 sessions alive; {begun} of {} began before and were ended", (AT_ONCE + 1) * trials());
    proved("sign-ins race a new password", shop.database().name(), trials(), seen);
}

/// Clauses: 123.
async fn a_login_under_way_while_its_user_is_disabled_does_not_live_when_they_are_enabled(database: Database) {
    let shop = DeployedShop::open(database).await;
    let mut server = Arc::new(Process::start(&shop));
    let (browser, console) = (Browser::new(&shop), Console::open(&shop).await);
    let mut begun = 0;
    for trial in 0..trials() {
        server = before_a_limit(server, &shop, trial);
        let (first, signing_in) = at_once(&browser, &server, PASSWORD).await;
        console.set_status(UserStatus::Disabled).await;
        let sessions: Vec<_> = signing_in.join_all().await.into_iter().flatten().chain([first]).collect();
        console.set_status(UserStatus::Active).await;
        for mut own in sessions {
            begun += 1;
            assert!(!is_open(&mut own, &server).await, "trial {trial}: a session from before lives again");
        }
    }
    let seen = format!("0 sessions alive; {begun} of {} began before and were ended", (AT_ONCE + 1) * trials());
    proved("sign-ins race a user that is disabled", shop.database().name(), trials(), seen);
}

/// Clauses: 124.
async fn no_code_of_a_session_that_a_new_password_ended_brings_anything(database: Database) {
    let shop = DeployedShop::open(database).await;
    let server = Arc::new(Process::start(&shop));
    let (mut browser, console) = (Browser::new(&shop), Console::open(&shop).await);
    // The user agrees once; after that a session brings a code without a question.
    browser.login(&server).await;
    let mut codes = 0;
    for trial in 0..trials() {
        let own = sign_in(browser.clone(), Arc::clone(&server), password(&shop, trial)).await.unwrap();
        let mut asking = JoinSet::new();
        for _ in 0..AT_ONCE {
            let (mut own, server) = (own.clone(), Arc::clone(&server));
            asking.spawn(async move {
                let response = own.authorize(&server).await;
                own.code_of(&response)
            });
        }
        console.set_password(&password(&shop, trial + 1)).await;
        for code in asking.join_all().await.into_iter().flatten() {
            codes += 1;
            let answer = browser.exchange(server.address(), &code).await;
            assert!(answer.is_refused_as("invalid_grant"), "trial {trial}: {answer:?}");
        }
    }
    let seen = format!("0 of {codes} codes brought tokens");
    proved("codes race a new password", shop.database().name(), trials(), seen);
}
