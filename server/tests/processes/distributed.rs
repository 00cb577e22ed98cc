//! What engines lack that speak PostgreSQL's language and keep their rows on several machines is needed by no migration and no statement.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use control::Actor;
use domain::{grant_type::GrantType, name::Slug, user::UserStatus, view::NewUser, workspace::WorkspacePath};
use store::testing::{
    distributed::lacking,
    wire::{Fate, Wire},
};

use crate::{
    browser::Browser,
    database::{Database, postgresql_of_the_tests},
    process::Process,
    proved,
    shop::DeployedShop,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn migrations_refreshes_and_administration_need_nothing_that_distributed_engines_lack() {
    let (refused, asked) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicUsize::new(0)));
    let (refusals, count) = (Arc::clone(&refused), Arc::clone(&asked));
    let server = postgresql_of_the_tests();
    let wire = Wire::before(&server, move |statement| {
        count.fetch_add(1, Ordering::Relaxed);
        match lacking(statement.sql) {
            None => Fate::Passes,
            Some(what) => {
                refusals.lock().unwrap().push(format!("{what}: {}", statement.sql));
                Fate::Fails("0A000")
            }
        }
    });
    let wire = wire.await.unwrap();
    let shop = DeployedShop::open(Database::postgresql_at(wire.url()).await).await;
    let servers = shop.database().servers(&shop);
    let mut browser = Browser::new(&shop);
    let login = browser.login(&servers[0]).await;
    let refreshed = browser.refresh(servers[1].address(), &login.refresh).await.unwrap().tokens();
    browser.refresh(servers[0].address(), &login.refresh).await.unwrap().tokens();
    assert!(browser.is_active(servers[1].address(), &refreshed.access).await);
    assert!(browser.revoke(servers[0].address(), &refreshed.refresh).await.unwrap().status.is_success());
    administer(&shop).await;
    restarted(&shop, servers);
    let refused = std::mem::take(&mut *refused.lock().unwrap());
    assert_eq!(refused, Vec::<String>::new());
    let seen = format!("0 of {} statements refused", asked.load(Ordering::Relaxed));
    proved("nothing that distributed engines lack is needed", "PostgreSQL", 1, seen);
}

/// Writes of each kind at the console, and what is done in the background.
async fn administer(shop: &DeployedShop) {
    let installation = shop.installation().await;
    let operator = installation.control().acting_as(Actor::CommandLine);
    let path = WorkspacePath::new(Slug::parse("acme").unwrap(), Slug::parse("shop").unwrap());
    let new = NewUser {
        identifier: "bob@example.com".to_owned(),
        name: "Bob".to_owned(),
        email: "bob@example.com".to_owned(),
        password: "bob-likes-tokens".to_owned(),
    };
    let bob = operator.create_user(&path, new).await.unwrap();
    let disabled = operator.set_user_status(&path, bob.id, bob.version, UserStatus::Disabled).await.unwrap();
    operator.set_user_password(&path, disabled.id, "bob-likes-tokens-more").await.unwrap();
    let workspace = operator.load_workspace(&path).await.unwrap();
    let mut authorization = workspace.authorization.clone();
    authorization.grant_types.remove(&GrantType::RefreshToken);
    operator.set_authorization_settings(&path, workspace.version, authorization).await.unwrap();
    operator.delete_workspace(&path, "Shop").await.unwrap();
    installation.store.clone().close().await.unwrap();
}

/// A node that is started again looks for migrations, and ends in good order.
fn restarted(shop: &DeployedShop, servers: Vec<Process>) {
    drop(servers);
    drop(Process::start(shop));
}
