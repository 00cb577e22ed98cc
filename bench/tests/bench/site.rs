//! A seeded server in this process.

use std::{cell::RefCell, env, fs, net::SocketAddr, path::PathBuf, rc::Rc, sync::Arc};

use bench::{
    clock::now,
    database::Database,
    measure::Subject,
    process::Processes,
    scenario::{Families, Site},
    seed::{Plan, Pool, Scale, seed},
};
use engine::random::{SystemRandom, bytes};
use server::{
    clock::SystemClock,
    config::{Configuration, Key, Sources},
    installation::Installation,
};
use tokio::net::TcpListener;

pub(crate) struct SeededSite {
    pub(crate) site: Site,
    pub(crate) database: Database,
    folder: PathBuf,
    /// Makes another name on PostgreSQL go away.
    postgres: Option<String>,
}

impl SeededSite {
    pub(crate) async fn sqlite() -> Self {
        let folder = new_folder();
        let database = Database::sqlite(&folder).await.unwrap();
        Self::on(database, folder, None).await
    }

    pub(crate) async fn postgres() -> Self {
        let server = env::var("REGRANT_TEST_POSTGRES_URL").unwrap();
        let name = format!("regrant_bench_{:016x}", u64::from_be_bytes(bytes(&SystemRandom)));
        let database = Database::postgres(&server, &name).await.unwrap();
        Self::on(database, new_folder(), Some(format!("{server} {name}"))).await
    }

    async fn on(database: Database, folder: PathBuf, postgres: Option<String>) -> Self {
        let plan = Plan::new(Scale::TINY, now()).unwrap();
        seed(&database.store, &plan, &mut |_| {}).await.unwrap();
        database.settle().await.unwrap();
        let address = serve(&plan, &database, &folder).await;
        Self { site: Site { address, plan: Rc::new(plan) }, database, folder, postgres }
    }

    pub(crate) fn families(&self, pool: Pool) -> Rc<RefCell<Families>> {
        Rc::new(RefCell::new(Families::new(&self.site.plan, pool)))
    }

    pub(crate) fn subject(&self) -> Subject<'_> {
        Subject { name: "here", address: self.site.address, processes: Processes { root: std::process::id() }, database: &self.database }
    }

    /// Closes and removes what was made.
    pub(crate) async fn remove(self) {
        let Self { database, folder, postgres, .. } = self;
        database.close().await.unwrap();
        if let Some((server, name)) = postgres.as_deref().and_then(|both| both.split_once(' ')) {
            let connection = sea_orm::Database::connect(server).await.unwrap();
            sea_orm::ConnectionTrait::execute_unprepared(&connection, &format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
        }
        fs::remove_dir_all(folder).unwrap();
    }
}

async fn serve(plan: &Plan, database: &Database, folder: &std::path::Path) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut sources = Sources::default();
    sources.set(Key::PublicUrl, format!("http://{address}"));
    sources.set(Key::DatabaseUrl, database.url.clone());
    sources.set(Key::DataDir, folder.display().to_string());
    sources.set(Key::MasterKey, plan.master_key().to_owned());
    let configuration = Configuration::from_sources(&sources).unwrap();
    let installation = Installation::open(configuration, Arc::new(SystemClock), Arc::new(SystemRandom)).await.unwrap();
    installation.check_schema().await.unwrap();
    tokio::spawn(async move { axum::serve(listener, server::router(&installation)).await });
    address
}

fn new_folder() -> PathBuf {
    let folder = env::temp_dir().join(format!("regrant-bench-{:032x}", u128::from_be_bytes(bytes(&SystemRandom))));
    fs::create_dir(&folder).unwrap();
    folder
}
