//! `regrant serve`

use std::{future::pending, sync::Arc};

use axum::Router;
use cli::{failure::Failure, log};
use domain::causes::Causes;
use engine::random::SystemRandom;
use metrics_exporter_prometheus::BuildError;
use tokio::net::TcpListener;

use super::traces;
use crate::{
    clock::SystemClock,
    config::Configuration,
    delivery::Deliverer,
    installation::{Installation, chaining::Chainer, housekeeping::Housekeeper},
    jobs,
    layers::trace,
    logouts::Logouts,
    mail,
    metrics::Metrics,
    node,
    otlp::{Export, Reported},
    router,
    serve::{self, Connections, Limits, ServeError, shutdown::Shutdown, tls::Tls},
    webhooks::Webhooks,
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Bring the database's schema to this version first.
    #[arg(long)]
    migrate: bool,
}

pub(super) async fn run(configuration: Configuration, arguments: Arguments) -> Result<(), Failure> {
    let export = configuration.otlp.as_ref().map(|otlp| Export::open(otlp, &SystemRandom)).transpose()?;
    match export.as_ref().and_then(Export::layer) {
        Some(traces) => traces::start_log(configuration.log_level, configuration.log_format, traces),
        None => log::start(configuration.log_level, configuration.log_format),
    }
    let installation = Installation::open(configuration, Arc::new(SystemClock), Arc::new(SystemRandom)).await?;
    let _ours = installation.claim("regrant serve")?;
    if arguments.migrate {
        installation.migrate().await?;
    } else {
        installation.check_schema().await?;
    }
    let configuration = &installation.configuration;
    if !configuration.site_dir.join("hash.txt").is_file() {
        let site_dir = configuration.site_dir.display();
        tracing::warn!(%site_dir, "the console's files are not there: pages have no styles or scripts until `site_dir` is set");
    }
    if configuration.trusted_proxies.is_empty()
        && configuration.tls.is_none()
        && (configuration.public_url.is_https() || !configuration.listen.ip().is_loopback())
    {
        tracing::warn!(
            "no `trusted_proxies` is set: behind a reverse proxy, all visitors share the limits of its one address; set it to the proxy's \
             address, as in REGRANT_TRUSTED_PROXIES=10.0.0.1"
        );
    }
    // Before the first connection: whoever has one may ask for the end.
    let shutdown = Shutdown::listen().map_err(ServeError::from)?;
    let listener = serve::listen(configuration.listen).await?;
    let tls = configuration.tls.as_ref().map(Tls::open).transpose().map_err(ServeError::from)?;
    if let Some(period) = tls.as_ref().and_then(Tls::period).filter(|period| !period.holds_at(installation.clock.now())) {
        tracing::warn!(from = %period.from, until = %period.until, "the certificate for TLS is not valid at this time: browsers and clients refuse it");
    }
    let mutual = mutual_listener(&installation, tls.as_ref()).await?;
    let metrics = match (configuration.metrics_listen, &export) {
        (None, None) => None,
        (address, _) => {
            let listener = match address {
                Some(address) => Some(serve::listen(address).await?),
                None => None,
            };
            Some((Metrics::install(&installation).map_err(|error| uncounted(&error))?, listener))
        }
    };
    let sampling = export.as_ref().and_then(|export| export.sampling(Arc::clone(&installation.random)));
    let routes = match sampling {
        Some(sampling) => trace::around(router(&installation), sampling, configuration),
        None => router(&installation),
    };
    let running = export.zip(metrics.as_ref()).map(|(export, (metrics, _))| {
        let scheme = if configuration.public_url.is_https() { "https" } else { "http" };
        export.start(Reported { metrics: metrics.clone(), clock: Arc::clone(&installation.clock), scheme })
    });
    tracing::info!(listen = %configuration.listen, public_url = %configuration.public_url, "ready");
    Box::pin(until_shutdown(&installation, routes, Listeners { public: listener, tls, mutual, metrics }, &shutdown)).await;
    if let Some(running) = running {
        running.finish().await;
    }
    Ok(())
}

fn uncounted(error: &BuildError) -> Failure {
    Failure::Server(format!("Metrics cannot be collected: {error}."))
}

/// Reads the authorities that are trusted to issue certificates of clients, and listens where clients are asked for certificates.
async fn mutual_listener(installation: &Installation, tls: Option<&Tls>) -> Result<Option<(TcpListener, Tls)>, Failure> {
    let Some(certificates) = &installation.configuration.client_certificates else { return Ok(None) };
    if let Some(authorities) = &certificates.authorities {
        installation.client_authorities.read(authorities)?;
    }
    let Some((address, tls)) = certificates.listen.zip(tls) else { return Ok(None) };
    let mutual = tls.mutual().map_err(ServeError::from)?;
    Ok(Some((serve::listen(address).await?, mutual)))
}

/// What a server listens on.
pub(super) struct Listeners {
    /// For everybody.
    pub(super) public: TcpListener,
    /// What is spoken there; none for plain HTTP.
    pub(super) tls: Option<Tls>,
    /// For clients with certificates, and what is spoken there; none where connections are not asked for any.
    pub(super) mutual: Option<(TcpListener, Tls)>,
    /// What is counted, and the listener for Prometheus; without one, it is for a collector.
    pub(super) metrics: Option<(Metrics, Option<TcpListener>)>,
}

/// Runs the server until shutdown is requested. Meanwhile it does the housekeeping, chains audit lines, delivers to
/// webhooks, tells clients of sign-outs, works on jobs and keeps up with the other nodes.
pub(super) async fn until_shutdown(installation: &Installation, routes: Router, listeners: Listeners, shutdown: &Shutdown) {
    let Listeners { public: listener, tls, mutual, metrics } = listeners;
    let id = engine::random::new_secret(&*installation.random).expose().clone();
    let drain = installation.configuration.drain;
    let node = installation.node.clone();
    let drained = shutdown.delayed(drain, move || {
        // Whoever follows a log goes on at another node.
        node.stop_streams();
        if !drain.is_zero() {
            tracing::info!(seconds = drain.as_secs(), "not ready any more; requests are answered until the drain is over");
            node.drain();
        }
    });
    let metrics = async {
        match metrics {
            Some((metrics, Some(listener))) => tokio::select! {
                () = serve::serve(listener, metrics.router(), Limits::of(&installation.configuration), &drained) => pending().await,
                never = metrics.clone().gather() => match never {},
            },
            Some((metrics, None)) => match metrics.gather().await {},
            None => pending().await,
        }
    };
    let reloaded = async {
        match &tls {
            Some(tls) => tls.clone().reload(Arc::clone(&installation.clock)).await,
            None => pending().await,
        }
    };
    let authorities = async {
        match installation.configuration.client_certificates.as_ref().and_then(|certificates| certificates.authorities.clone()) {
            Some(path) => installation.client_authorities.clone().reload(path).await,
            None => pending().await,
        }
    };
    let connections = Connections::within(Limits::of(&installation.configuration));
    let served = async {
        let for_clients = async {
            if let Some((listener, tls)) = mutual {
                serve::serve_over(Some(tls), listener, routes.clone(), &connections, &drained).await;
            }
        };
        tokio::join!(serve::serve_over(tls.clone(), listener, routes.clone(), &connections, &drained), for_clients);
    };
    let (webhooks, logouts) = (Deliverer::new(Webhooks::of(installation)), Deliverer::new(Logouts::of(installation)));
    tokio::select! {
        never = metrics => match never {},
        never = reloaded => match never {},
        never = authorities => match never {},
        () = served => {}
        never = Housekeeper::of(installation).run() => match never {},
        never = Chainer::of(installation).run() => match never {},
        never = mail::deliver(installation.control()) => match never {},
        never = jobs::work(installation.control()) => match never {},
        never = webhooks.clone().run() => match never {},
        never = logouts.clone().run() => match never {},
        never = node::watch(installation, &id) => match never {},
    }
    if let Err(error) = webhooks.let_go().await.and(logouts.let_go().await) {
        tracing::debug!(error = %Causes(&error), "who was delivered to waits for a minute");
    }
    if let Err(error) = node::forget(&installation.store, &id).await {
        tracing::debug!(error = %Causes(&error), "the record of this process stays until it is too old");
    }
}
