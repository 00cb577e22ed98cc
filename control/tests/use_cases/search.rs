//! The search over everything: it finds what its operator may open, all of that, and nothing else.

use control::{Error, NewAdministrator, Operator, permission::Action};
use domain::{
    client::{Client, ClientSettings, ClientType},
    id::{ClientId, WorkspaceId},
    name::{Name, Slug},
    permission::{Actions, Extent},
    role::BuiltInRole,
    search::{FoundKind, MOST_HITS, SearchHit, SearchQuery, SearchResults, SearchText, Target, USUAL_HITS},
    view::{AuditFilter, LevelPath, NewUser, NewWorkspace, TypedUser},
    workspace::WorkspacePath,
};
use store::{bulk::Rows, testing::TestStore};

use crate::installation::{PASSWORD, TestControl, on_both_databases, slug};

fn asked(tenant: Option<&Slug>, text: &str) -> SearchQuery {
    SearchQuery { tenant: tenant.cloned(), text: SearchText::parse(text).unwrap(), ..SearchQuery::default() }
}

impl TestControl {
    async fn found(&self, text: &str) -> SearchResults {
        self.operator().search(&asked(Some(&self.path.tenant), text)).await.unwrap()
    }

    /// The names of what was found, of each kind.
    async fn names(&self, kind: FoundKind, text: &str) -> Vec<String> {
        self.found(text).await.of(kind).map(|hit| hit.name.clone()).collect()
    }

    /// A user with a name and an e-mail address.
    async fn person(&self, name: &str, email: &str) -> domain::user::User {
        let [identifier, name, email] = [email, name, email].map(str::to_owned);
        self.operator().create_user(&self.path, NewUser { identifier, name, email, password: PASSWORD.to_owned() }).await.unwrap()
    }
}

/// Returns whether an operator can open the page of a hit.
async fn opens(operator: &Operator, tenant: Option<&Slug>, hit: &SearchHit) -> bool {
    let path = hit.workspace.as_ref().zip(tenant).map(|(at, tenant)| WorkspacePath::new(tenant.clone(), at.slug.clone()));
    match (&hit.target, &path) {
        (Target::Tenant(slug), _) => operator.load_tenant(slug).await.is_ok(),
        (Target::Administrator(id), _) => {
            operator.load_administrator_within(*id, &LevelPath { tenant: tenant.cloned(), ..LevelPath::default() }).await.is_ok()
        }
        (Target::Workspace, Some(path)) => {
            let page = operator.list_workspaces(&path.tenant, path.workspace.as_str(), None).await;
            page.is_ok_and(|page| page.items.iter().any(|workspace| workspace.slug == path.workspace))
        }
        (Target::Client(id), Some(path)) => operator.load_client(path, *id).await.is_ok(),
        (Target::Service(id), Some(path)) => operator.load_service(path, *id).await.is_ok(),
        (Target::User(id) | Target::Session(_, id), Some(path)) => operator.load_user(path, *id).await.is_ok(),
        (Target::RefreshToken(id), Some(path)) => operator.load_family(path, *id).await.is_ok(),
        _ => false,
    }
}

on_both_databases! {
    async fn a_text_that_is_longer_than_anything_is_in_nothing(installation) {
        let (operator, long) = (installation.operator(), "x%".repeat(30_000));
        installation.client("x%", ClientType::ServerSideWeb).await;
        let of_clients = operator.list_clients(&installation.path, &long, None).await.unwrap();
        let of_tenants = operator.search_tenants(&long, None).await.unwrap();
        assert!(of_clients.items.is_empty() && of_tenants.items.is_empty());
        let filter = AuditFilter { text: Some(long), ..AuditFilter::default() };
        assert_eq!(operator.list_audit_lines(None, filter, None).await.unwrap().items.len(), 0);
    }

    async fn words_find_names_however_they_are_typed(installation) {
        for name in ["Acme Webshop (EU)", "Back-office 2", "Übung"] {
            installation.client(name, ClientType::ServerSideWeb).await;
        }
        installation.person("Hana Lindqvist", "hana.l@example.com").await;
        installation.operator().create_service(&installation.path, "Orders and invoices").await.unwrap();
        for (kind, text, found) in [
            (FoundKind::Client, "webshop acme", vec!["Acme Webshop (EU)"]),
            (FoundKind::Client, "WEBS eu", vec!["Acme Webshop (EU)"]),
            (FoundKind::Client, "back-off", vec!["Back-office 2"]),
            (FoundKind::Client, "office", vec!["Back-office 2"]),
            (FoundKind::Client, "Übung", vec!["Übung"]),
            (FoundKind::Client, "acme 2", vec![]),
            (FoundKind::Client, "--", vec![]),
            (FoundKind::User, "lindqvist hana", vec!["Hana Lindqvist"]),
            (FoundKind::User, "hana.l@ex", vec!["Hana Lindqvist"]),
            (FoundKind::User, "100%_", vec![]),
            (FoundKind::Service, "invoice", vec!["Orders and invoices"]),
            (FoundKind::Workspace, "AI mA", vec!["Main"]),
        ] {
            assert_eq!(installation.names(kind, text).await, found, "{text}");
        }
        assert_eq!(installation.found(" ").await, SearchResults::default());
    }

    async fn an_identifier_finds_what_has_it(installation) {
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let alice = installation.user("alice").await;
        let family = installation.family_with(&shop, &alice, |family| family.authorization.ends_with_session = true).await;
        let session = installation.operator().list_user_sessions(&installation.path, alice.id).await.unwrap().remove(0).id;
        let service = installation.operator().create_service(&installation.path, "Orders").await.unwrap().id;
        let main = installation.operator().load_workspace(&installation.path).await.unwrap().id;
        for (id, target, name) in [
            (shop.id.to_string(), Target::Client(shop.id), "Shop"),
            (alice.id.to_string(), Target::User(alice.id), "Somebody"),
            (family.to_string(), Target::RefreshToken(family), "Shop · alice"),
            (session.to_string(), Target::Session(session, alice.id), "alice"),
            (service.to_string(), Target::Service(service), "Orders"),
            (main.to_string(), Target::Workspace, "Main"),
        ] {
            let hits = installation.found(&format!(" {id} ")).await.hits;
            assert_eq!(hits.iter().map(|hit| (&hit.target, hit.name.as_str())).collect::<Vec<_>>(), [(&target, name)], "{id}");
        }
        // That of a client is also found by its beginning.
        let beginning: String = shop.id.to_string().chars().take(24).collect();
        assert_eq!(installation.names(FoundKind::Client, &beginning).await, ["Shop"]);
        assert_eq!(installation.names(FoundKind::Client, &beginning.to_uppercase()).await, ["Shop"]);
    }

    async fn what_is_renamed_or_deleted_is_found_as_it_is_now(installation) {
        let (operator, path) = (installation.operator(), installation.path.clone());
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let settings = ClientSettings { name: Name::parse("Store").unwrap(), ..shop.settings.clone() };
        let shop = operator.set_client(&path, shop.id, shop.version, settings).await.unwrap().client;
        assert_eq!((installation.names(FoundKind::Client, "shop").await.len(), installation.names(FoundKind::Client, "store").await.len()), (0, 1));
        operator.delete_client(&path, shop.id, shop.version).await.unwrap();
        assert_eq!(installation.names(FoundKind::Client, "store").await.len(), 0);

        let ann = installation.person("Ann Bird", "ann@example.com").await;
        let typed = TypedUser { identifier: "ann.cole@example.com".to_owned(), name: "Ann Cole".to_owned(), ..TypedUser::default() };
        let ann = operator.set_user(&path, ann.id, ann.version, &typed).await.unwrap();
        for (text, found) in [("bird", 0), ("ann@example.com", 0), ("cole", 1), ("ann.cole", 1)] {
            assert_eq!(installation.names(FoundKind::User, text).await.len(), found, "{text}");
        }
        operator.delete_user(&path, ann.id, ann.version, "ann.cole@example.com").await.unwrap();
        assert_eq!(installation.names(FoundKind::User, "cole").await.len(), 0);

        installation.client("Kiosk", ClientType::ServerSideWeb).await;
        operator.delete_workspace(&path, "Main").await.unwrap();
        for text in ["kiosk", "main"] {
            assert_eq!(installation.found(text).await, SearchResults::default(), "{text}");
        }
    }

    async fn what_is_near_comes_first_and_what_is_left_out_is_said(installation) {
        let (operator, tenant) = (installation.operator(), installation.path.tenant.clone());
        operator.create_workspace(&tenant, NewWorkspace { name: "Other".to_owned(), slug: "other".to_owned() }).await.unwrap();
        let other = WorkspacePath::new(tenant.clone(), slug("other"));
        for number in 0..=MOST_HITS {
            operator.create_client(&other, &format!("App {number}"), ClientType::Service).await.unwrap();
        }
        operator.create_client(&installation.path, "Zebra app", ClientType::Service).await.unwrap();
        let near = SearchQuery { near: Some(slug("main")), ..asked(Some(&tenant), "app") };
        let found = operator.search(&near).await.unwrap();
        assert_eq!((found.hits.len() as u64, found.hits[0].name.as_str(), found.more.as_slice()), (USUAL_HITS, "Zebra app", [FoundKind::Client].as_slice()));
        let most = operator.search(&SearchQuery { limit: 1000, ..near }).await.unwrap();
        assert_eq!(most.hits.len() as u64, MOST_HITS);
        // The word that few have leads to it.
        assert_eq!(installation.names(FoundKind::Client, "app zeb").await, ["Zebra app"]);
        let only = SearchQuery { only: Some(FoundKind::Workspace), ..asked(Some(&tenant), "other") };
        assert_eq!(operator.search(&only).await.unwrap().hits.len(), 1);
    }

    async fn recent_workspaces_are_those_that_are_there_and_seen(installation) {
        let (operator, tenant) = (installation.operator(), installation.path.tenant.clone());
        let second = operator.create_workspace(&tenant, NewWorkspace { name: "Second".to_owned(), slug: "second".to_owned() }).await.unwrap();
        let main = operator.load_workspace(&installation.path).await.unwrap().id;
        // Whatever a browser sends: one of them twice, and one that is none.
        let recent = vec![second.id, main, second.id, WorkspaceId::from_uuid(installation.acme.id.as_uuid())];
        let query = SearchQuery { recent, ..asked(Some(&tenant), "") };
        let names = |found: SearchResults| found.hits.into_iter().map(|hit| hit.name).collect::<Vec<_>>();
        assert_eq!(names(operator.search(&query).await.unwrap()), ["Second", "Main"]);
        let narrow = installation.operator_at(BuiltInRole::Manager, Extent::Workspace).await;
        assert_eq!(names(narrow.search(&query).await.unwrap()), ["Main"]);
    }
}

/// One of everything in a tenant: what each hit of somebody who sees all of it is.
async fn everything(installation: &TestControl, texts: &[&str]) -> Vec<SearchHit> {
    let mut hits = Vec::new();
    for text in texts {
        hits.extend(installation.found(text).await.hits);
    }
    hits
}

#[tokio::test]
async fn each_finds_what_they_may_open_and_nothing_else() {
    let installation = TestControl::new().await;
    let boss = installation.operator();
    let tenant = installation.path.tenant.clone();
    // Another workspace of the tenant, and another tenant, with the same names.
    boss.create_workspace(&tenant, NewWorkspace { name: "Main two".to_owned(), slug: "two".to_owned() }).await.unwrap();
    boss.create_tenant("globex", "Globex").await.unwrap();
    let globex = slug("globex");
    boss.create_workspace(&globex, NewWorkspace { name: "Main".to_owned(), slug: "main".to_owned() }).await.unwrap();
    for path in [WorkspacePath::new(tenant.clone(), slug("two")), WorkspacePath::new(globex.clone(), slug("main"))] {
        boss.create_client(&path, "Shop", ClientType::ServerSideWeb).await.unwrap();
        boss.create_service(&path, "Orders").await.unwrap();
        let new =
            NewUser { identifier: "alice".to_owned(), name: "Somebody".to_owned(), email: String::new(), password: PASSWORD.to_owned() };
        boss.create_user(&path, new).await.unwrap();
    }
    for (email, of) in [("zoe@acme.example.com", Some(&tenant)), ("zoe@globex.example.com", Some(&globex)), ("zoe@example.com", None)] {
        let new = NewAdministrator { email: email.to_owned(), name: "Zoe".to_owned(), tenant: of.cloned(), role: BuiltInRole::Support };
        boss.create_administrator(new).await.unwrap();
    }
    boss.create_service(&installation.path, "Orders").await.unwrap();
    let alice = installation.user("alice").await;

    let mut operators = Vec::new();
    for role in BuiltInRole::ALL {
        for extent in [Extent::Client, Extent::Workspace, Extent::Tenant, Extent::Installation] {
            operators.push((format!("{} of a {}", role.name(), extent.label()), installation.operator_at(*role, extent).await));
        }
    }
    for action in
        [Action::SeeClients, Action::SeeServices, Action::SeeUsers, Action::SeeFamilies, Action::SeeAdministrators, Action::SeeWorkspaces]
    {
        for email in ["owner@client.example.com", "owner@workspace.example.com"] {
            let actor = installation.by_token(email, Some(Actions::from_iter([action]))).await;
            operators.push((format!("{email} with {}", action.code()), installation.control.acting_as(actor)));
        }
    }
    // The client of those who have a role at a client is the newest.
    let newest = boss.list_clients(&installation.path, "Shop", None).await.unwrap().items.remove(0);
    let family = installation.family_with(&newest, &alice, |family| family.authorization.ends_with_session = true).await;
    let session = boss.list_user_sessions(&installation.path, alice.id).await.unwrap().remove(0).id;
    let ids = [newest.id.to_string(), family.to_string(), session.to_string(), alice.id.to_string()];
    let texts: Vec<&str> = ["main", "shop", "orders", "alice", "zoe"].into_iter().chain(ids.iter().map(String::as_str)).collect();
    let all = everything(&installation, &texts).await;
    for kind in FoundKind::ALL.iter().filter(|kind| **kind != FoundKind::Tenant) {
        assert!(all.iter().any(|hit| hit.target.kind() == *kind), "{kind:?}");
    }

    for (who, operator) in &operators {
        // Of a client alone, some of it permits nothing.
        if operator.load_tenant(&tenant).await.is_err() {
            assert!(matches!(operator.search(&asked(Some(&tenant), "shop")).await, Err(Error::NotFound)), "{who}");
            continue;
        }
        let mut found = Vec::new();
        for text in &texts {
            let query = SearchQuery { limit: MOST_HITS, ..asked(Some(&tenant), text) };
            found.extend(operator.search(&query).await.unwrap().hits);
        }
        for hit in &found {
            assert!(opens(operator, Some(&tenant), hit).await, "{who} finds {hit:?}");
        }
        for hit in &all {
            let is_found = found.iter().any(|one| one.target == hit.target && one.workspace == hit.workspace);
            assert_eq!(is_found, opens(operator, Some(&tenant), hit).await, "{who}: {hit:?}");
        }
        // Of other tenants, and of the installation, whoever has a role there.
        let elsewhere = operator.search(&asked(Some(&globex), "shop")).await;
        let of_installation = who.ends_with("installation");
        assert_eq!(matches!(elsewhere, Err(Error::NotFound)), !of_installation, "{who}");
        for text in ["acme", "globex", "zoe"] {
            for hit in operator.search(&asked(None, text)).await.unwrap().hits {
                assert!(opens(operator, None, &hit).await, "{who} finds {hit:?}");
            }
        }
        let tenants = operator.search(&asked(None, "globex")).await.unwrap();
        assert_eq!(tenants.hits.is_empty(), !of_installation, "{who}");
    }
}

#[tokio::test]
async fn nothing_is_found_in_a_tenant_that_there_is_not() {
    let installation = TestControl::new().await;
    let nobody = installation.operator().search(&asked(Some(&slug("nobody")), "")).await;
    assert!(matches!(nobody, Err(Error::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_reads_no_more_than_its_bounds_however_much_there_is() {
    let installation = TestControl::on(TestStore::postgres().await.unwrap()).await;
    installation.store.prefers_indexes().await.unwrap();
    let client = installation.client("Blue", ClientType::ServerSideWeb).await;
    let named = |name: &str| ClientSettings { name: Name::parse(name).unwrap(), ..client.settings.clone() };
    let (blue, red) = (named("Blue"), named("Red"));
    let clients = (0..20_000).map(|number| {
        let settings = if number % 2 == 0 { blue.clone() } else { red.clone() };
        (Client { id: ClientId::new(client.created_at, installation.bytes()), settings, ..client.clone() }, None)
    });
    installation.store.store().load(Rows::Clients(clients.collect())).await.unwrap();
    for table in ["search_words", "clients"] {
        installation.store.analyze(table).await.unwrap();
    }
    for text in ["blue", "b", "blue red", "nothing", &client.id.to_string()[..8]] {
        for table in ["search_words", "clients"] {
            let before = installation.store.rows_read(table).await.unwrap();
            let found = installation.found(text).await;
            let rows = installation.store.rows_read(table).await.unwrap() - before;
            assert!(rows <= 2500, "{rows} of {table} for {text}");
            // No client is called both, as far as was looked, and there may be others.
            assert!(text != "blue red" || (found.hits.is_empty() && found.more == [FoundKind::Client]), "{found:?}");
        }
    }
}
