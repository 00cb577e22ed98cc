//! Regrant on one database.

use std::{cell::RefCell, fs, rc::Rc, time::Duration};

use super::options::{Options, Places, Scenario};
use crate::{
    database::Database,
    error::Error,
    load::{Shared, share},
    measure::{Load, Measurement, Subject, measure},
    process::Server,
    report::{Results, Start},
    scenario::{ClientCredentials, CodeExchange, Discovery, Families, Introspection, Refresh, Refused, RefusedToken, Retry, Site},
    seed::{Plan, Pool},
};

/// Over how many connections everything but refreshes is measured.
const CONNECTIONS: usize = 16;
/// Over how many connections at most requests arrive in an open loop.
const OPEN_CONNECTIONS: usize = 64;
/// How long refreshes go on before their tokens are presented again.
const BEFORE_RETRY: Duration = Duration::from_secs(1);

/// A server with what was done to its families.
struct Asked<'a> {
    options: &'a Options,
    site: Site,
    subject: Subject<'a>,
    usual: Rc<RefCell<Families>>,
    plain: Rc<RefCell<Families>>,
    /// The best rate of refreshes.
    peak: f64,
}

/// Measures every scenario of the options.
pub(super) async fn measure_all(
    options: &Options,
    places: &Places,
    plan: &Rc<Plan>,
    database: &Database,
    results: &mut Results,
    say: &mut dyn FnMut(String),
) -> Result<(), Error> {
    let name = format!("Regrant on {}", database.version().await?);
    let folder = places.folder.join("regrant");
    fs::create_dir_all(&folder).map_err(Error::io(folder.display()))?;
    let settings = [
        ("REGRANT_DATABASE_URL", database.url.clone()),
        ("REGRANT_MASTER_KEY", plan.master_key().to_owned()),
        ("REGRANT_DATA_DIR", folder.display().to_string()),
        ("REGRANT_LOG_LEVEL", options.log_level.clone()),
    ];
    let server = Server::regrant(&places.server, &folder, &settings).await?;
    let processes = server.processes();
    results.starts.push(Start { subject: name.clone(), seconds: server.started_in.as_secs_f64(), idle_memory: processes.memory() });
    let site = Site { address: server.address, plan: Rc::clone(plan) };
    let families = |pool| Rc::new(RefCell::new(Families::new(plan, pool)));
    let mut asked = Asked {
        options,
        site,
        subject: Subject { name: &name, address: server.address, processes, database },
        usual: families(Pool::Usual),
        plain: families(Pool::Plain),
        peak: 0.0,
    };
    for scenario in &options.scenarios {
        for measured in asked.measure(*scenario).await? {
            say(measured.line());
            results.measurements.push(measured);
        }
    }
    Ok(())
}

impl Asked<'_> {
    async fn measure(&mut self, scenario: Scenario) -> Result<Vec<Measurement>, Error> {
        let usual = Load { connections: CONNECTIONS, offered: None, length: self.options.short, rotations: scenario.rotates() };
        match scenario {
            Scenario::Refresh => {
                let mut all = Vec::new();
                for connections in &self.options.connections {
                    let load = Load { connections: *connections, length: self.options.length, ..usual };
                    let measured = self.run(scenario, load).await?;
                    self.peak = self.peak.max(measured.rate);
                    all.push(measured);
                }
                Ok(all)
            }
            Scenario::HalfPeak if self.peak > 0.0 => {
                let offered = Some(self.peak / 2.0);
                let load = Load { connections: OPEN_CONNECTIONS, offered, length: self.options.length, ..usual };
                Ok(vec![self.run(scenario, load).await?])
            }
            Scenario::HalfPeak | Scenario::Bare | Scenario::OidcProvider => Ok(Vec::new()),
            Scenario::Retry => {
                let before = share(Refresh::new(self.site.clone(), Rc::clone(&self.usual)));
                crate::load::closed(self.site.address, &before, CONNECTIONS, BEFORE_RETRY).await?;
                Ok(vec![self.run(scenario, usual).await?])
            }
            _ => Ok(vec![self.run(scenario, usual).await?]),
        }
    }

    async fn run(&self, scenario: Scenario, load: Load) -> Result<Measurement, Error> {
        let work = self.work(scenario).await?;
        measure(self.subject, scenario.name(), &work, load).await
    }

    async fn work(&self, scenario: Scenario) -> Result<Shared, Error> {
        let site = || self.site.clone();
        let new = |pool| Rc::new(RefCell::new(Families::new(&self.site.plan, pool)));
        let refused = |token: RefusedToken| share(Refused::new(site(), new(token.pool()), token));
        Ok(match scenario {
            Scenario::Refresh | Scenario::HalfPeak | Scenario::Bare | Scenario::OidcProvider => {
                share(Refresh::new(site(), Rc::clone(&self.usual)))
            }
            Scenario::Narrowed => share(Refresh::new(site(), Rc::clone(&self.usual)).narrowed("openid offline_access")),
            Scenario::Rs256 => share(Refresh::new(site(), new(Pool::Rs256))),
            Scenario::Plain => share(Refresh::new(site(), Rc::clone(&self.plain))),
            Scenario::Dpop => share(Refresh::new(site(), new(Pool::Dpop))),
            Scenario::Retry => share(Retry::new(site(), Rc::clone(&self.usual))),
            Scenario::Forged => refused(RefusedToken::Forged),
            Scenario::Dead => refused(RefusedToken::Dead),
            Scenario::Replayed => refused(RefusedToken::Replayed),
            Scenario::Code => share(CodeExchange::new(site(), 0)),
            Scenario::Introspection => share(Introspection::new(site(), &self.plain).await?),
            Scenario::ClientCredentials => share(ClientCredentials::new(site())),
            Scenario::Discovery => share(Discovery::new(site())),
        })
    }
}
