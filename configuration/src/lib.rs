#![doc = include_str!("../README.md")]

mod address_range;
pub mod bounded_file;
mod client_certificates;
mod error;
mod key;
mod mail;
mod markdown;
mod origin;
mod otlp;
mod public_url;
mod reader;
mod source;

use std::{
    env,
    net::SocketAddr,
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use domain::{
    environment::{Environment, EnvironmentColor, EnvironmentName},
    secret::Secret,
};
use store::{Address, Limits};

pub use self::{
    address_range::AddressRange,
    client_certificates::{ClientCertificates, FromProxies},
    error::ConfigurationError,
    key::Key,
    mail::OwnMail,
    markdown::markdown,
    origin::Origin,
    otlp::{Attributes, Endpoint, HeaderSource, Headers, Otlp},
    public_url::PublicUrl,
    source::{DEFAULT_FILE, Given, Sources},
};
use self::{client_certificates::Beside, reader::Reader};

/// What the server runs with.
#[derive(Debug, Clone)]
pub struct Configuration {
    /// Where connections are taken.
    pub listen: SocketAddr,
    /// The certificate and private key for TLS; none for plain HTTP.
    pub tls: Option<TlsFiles>,
    /// How clients present certificates; none where they cannot.
    pub client_certificates: Option<ClientCertificates>,
    /// Where metrics are read; none where they are not collected.
    pub metrics_listen: Option<SocketAddr>,
    /// Where traces and metrics are sent; none where they are not.
    pub otlp: Option<Otlp>,
    /// What browsers and clients call the server.
    pub public_url: PublicUrl,
    /// Where the server keeps its files.
    pub data_dir: PathBuf,
    /// The database. It may hold a password, which it does not show.
    pub database_url: Address,
    /// How long anything at the database may take.
    pub database_limits: Limits,
    /// How long a request may take.
    pub request_timeout: Duration,
    /// By how much our clock and the database's may differ.
    pub max_clock_offset: Duration,
    /// Where the master key is.
    pub master_key: MasterKeySource,
    /// The console's files.
    pub site_dir: PathBuf,
    /// The reverse proxies whose word is taken for where a request comes from.
    pub trusted_proxies: Vec<AddressRange>,
    /// The networks beside public ones that requests to servers of others may go to.
    pub allow_private_networks: Vec<AddressRange>,
    /// How many connections there may be.
    pub max_connections: usize,
    /// How many of them from one address.
    pub max_connections_per_address: usize,
    /// The time for the head of a request.
    pub header_timeout: Duration,
    /// The time for the body of a request.
    pub body_timeout: Duration,
    /// The time between two requests.
    pub idle_timeout: Duration,
    /// The time in which a client takes the next piece of an answer.
    pub write_timeout: Duration,
    /// How long the server goes on after shutdown was requested.
    pub drain: Duration,
    /// How many requests of the admin API each API token may send in a minute.
    pub admin_api_requests_per_minute: u32,
    /// For how many days audit lines are kept.
    pub audit_retention_days: i64,
    /// The directory that all mail is written to; none where it is sent.
    pub mail_outbox: Option<PathBuf>,
    /// Whether mail servers may be in private networks.
    pub mail_private_networks: bool,
    /// The server by which the installation writes to administrators; none where it does not.
    pub own_mail: Option<OwnMail>,
    /// What the installation is for, as the console shows it; none where that is not said.
    pub environment: Option<Environment>,
    /// How much is logged.
    pub log_level: LogLevel,
    /// How log lines are written.
    pub log_format: LogFormat,
    /// Each setting as it is in force, and where that comes from; secrets hidden.
    pub effective: Vec<(Key, Given)>,
}

/// The files for TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate, followed by the intermediate ones, in PEM.
    pub certificate: PathBuf,
    /// The private key, in PEM.
    pub key: PathBuf,
}

/// Where the master key is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MasterKeySource {
    /// In a file.
    File(PathBuf),
    /// In the configuration itself, by way of the environment.
    Text(Secret<String>),
}

/// How much is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogLevel {
    /// What failed.
    Error,
    /// And what looks wrong.
    Warn,
    /// And every request.
    Info,
    /// And what helps to find a fault.
    Debug,
    /// Everything.
    Trace,
}

impl LogLevel {
    const ALL: [Self; 5] = [Self::Error, Self::Warn, Self::Info, Self::Debug, Self::Trace];

    /// The level as text.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

impl Configuration {
    /// Checks what was given and fills in the rest.
    #[expect(clippy::too_many_lines, reason = "a line for each setting")]
    pub fn from_sources(sources: &Sources) -> Result<Self, ConfigurationError> {
        let mut reader = Reader::new(sources);
        let listen = reader.read(Key::Listen, "127.0.0.1:8080".to_owned(), "an address and a port, such as `127.0.0.1:8080`", |text| {
            SocketAddr::from_str(text).ok().filter(|address| address.port() != 0)
        })?;
        let metrics_listen =
            reader.read(Key::MetricsListen, String::new(), "another address and port than `listen`, such as `127.0.0.1:9464`", |text| {
                let address = (!text.is_empty()).then(|| SocketAddr::from_str(text).ok().filter(|address| address.port() != 0));
                match address {
                    None => Some(None),
                    Some(address) => address.filter(|address| *address != listen).map(Some),
                }
            })?;
        let otlp = Otlp::read(&mut reader)?;
        if sources.get(Key::PublicUrl).is_none() && !listen.ip().is_loopback() {
            return Err(ConfigurationError::PublicUrlMissing);
        }
        let public_url = reader.read(Key::PublicUrl, format!("http://{listen}"), PublicUrl::EXPECTED, PublicUrl::parse)?;
        let tls = match (reader.text(Key::TlsCertificateFile), reader.text(Key::TlsKeyFile)) {
            (Some(certificate), Some(key)) => Some(TlsFiles { certificate: certificate.into(), key: key.into() }),
            (None, None) => None,
            (Some(_), None) => return Err(ConfigurationError::TlsHalf { missing: Key::TlsKeyFile.name() }),
            (None, Some(_)) => return Err(ConfigurationError::TlsHalf { missing: Key::TlsCertificateFile.name() }),
        };
        if tls.is_some() && !public_url.is_https() {
            return Err(ConfigurationError::TlsWithoutHttps);
        }
        let data_dir = reader.path(Key::DataDir, Path::new("data"))?;
        let database_url = reader.database(sqlite_url(&data_dir.join("regrant.db")))?;
        let database_limits = Limits {
            acquire: reader.seconds(Key::DatabaseAcquireTimeout, 5)?,
            statement: reader.seconds(Key::DatabaseStatementTimeout, 10)?,
            lock: reader.seconds(Key::DatabaseLockTimeout, 5)?,
            idle: reader.seconds(Key::DatabaseIdleTimeout, 600)?,
            life: reader.seconds(Key::DatabaseMaxLifetime, 1800)?,
        };
        let request_timeout = reader.seconds(Key::RequestTimeout, 20)?;
        let max_clock_offset = reader.seconds(Key::MaxClockOffset, 5)?;
        let master_key_file = reader.path(Key::MasterKeyFile, &data_dir.join("master.key"))?;
        let master_key = match reader.text(Key::MasterKey) {
            Some(text) => MasterKeySource::Text(Secret::new(text)),
            None => MasterKeySource::File(master_key_file),
        };
        let site_dir = reader.path(Key::SiteDir, &default_site_dir())?;
        let trusted_proxies = reader.read(
            Key::TrustedProxies,
            String::new(),
            "a list of addresses such as `10.0.0.1, 10.1.0.0/16`",
            AddressRange::parse_list,
        )?;
        let beside =
            Beside { listen, metrics_listen, public_url: &public_url, has_tls: tls.is_some(), has_proxies: !trusted_proxies.is_empty() };
        let client_certificates = ClientCertificates::read(&mut reader, &beside)?;
        let allow_private_networks = reader.read(
            Key::AllowPrivateNetworks,
            String::new(),
            "a list of networks such as `10.20.0.0/16, 127.0.0.1`",
            AddressRange::parse_list,
        )?;
        let max_connections = reader.count(Key::MaxConnections, 1024)?;
        let max_connections_per_address = reader.count(Key::MaxConnectionsPerAddress, 256)?;
        let header_timeout = reader.seconds(Key::HeaderTimeout, 10)?;
        let body_timeout = reader.seconds(Key::BodyTimeout, 30)?;
        let idle_timeout = reader.seconds(Key::IdleTimeout, 75)?;
        let write_timeout = reader.seconds(Key::WriteTimeout, 30)?;
        let drain = reader.read(Key::DrainSeconds, "0".to_owned(), "a number of seconds from 0 to 3600", |text| {
            text.parse().ok().filter(|seconds| *seconds <= 3600).map(Duration::from_secs)
        })?;
        let requests = reader.count(Key::AdminApiRequestsPerMinute, 600)?;
        let admin_api_requests_per_minute = u32::try_from(requests).unwrap_or(u32::MAX);
        let days = reader.count(Key::AuditRetentionDays, 400)?;
        let audit_retention_days = i64::try_from(days).unwrap_or(i64::MAX);
        let mail_outbox = reader.text(Key::MailOutbox).map(PathBuf::from);
        let mail_private_networks = reader.yes_or_no(Key::MailPrivateNetworks, false)?;
        let own_mail = OwnMail::read(&mut reader)?;
        let environment = environment(&mut reader, sources)?;
        let log_level = reader.read(Key::LogLevel, "info".to_owned(), "`error`, `warn`, `info`, `debug` or `trace`", |text| {
            LogLevel::ALL.into_iter().find(|level| level.name() == text)
        })?;
        let log_format = reader.read(Key::LogFormat, "text".to_owned(), "`text` or `json`", |text| match text {
            "text" => Some(LogFormat::Text),
            "json" => Some(LogFormat::Json),
            _ => None,
        })?;
        Ok(Self {
            listen,
            tls,
            client_certificates,
            metrics_listen,
            otlp,
            public_url,
            data_dir,
            database_url,
            database_limits,
            request_timeout,
            max_clock_offset,
            master_key,
            site_dir,
            trusted_proxies,
            allow_private_networks,
            max_connections,
            max_connections_per_address,
            header_timeout,
            body_timeout,
            idle_timeout,
            write_timeout,
            drain,
            admin_api_requests_per_minute,
            audit_retention_days,
            mail_outbox,
            mail_private_networks,
            own_mail,
            environment,
            log_level,
            log_format,
            effective: reader.into_effective(),
        })
    }
}

/// Reads what the installation is for.
fn environment(reader: &mut Reader<'_>, sources: &Sources) -> Result<Option<Environment>, ConfigurationError> {
    let name = reader.optional(Key::EnvironmentName, "a name of 1 to 20 characters, such as `Staging`", EnvironmentName::parse)?;
    let color = "`gray`, `red`, `amber`, `green`, `blue` or `purple`";
    match name {
        Some(name) => {
            let usual = EnvironmentColor::default().name().to_owned();
            let color = reader.read(Key::EnvironmentColor, usual, color, EnvironmentColor::from_name)?;
            Ok(Some(Environment { name, color }))
        }
        None if sources.get(Key::EnvironmentColor).is_some() => Err(ConfigurationError::EnvironmentWithoutName),
        None => Ok(None),
    }
}

fn default_site_dir() -> PathBuf {
    let beside = env::current_exe().ok().and_then(|program| program.parent().map(|directory| directory.join("site")));
    beside.filter(|site| site.is_dir()).unwrap_or_else(|| PathBuf::from("target/site"))
}

/// The address of a SQLite file: what means something in an address is quoted.
fn sqlite_url(file: &Path) -> String {
    let path = file.display().to_string().replace('%', "%25").replace('?', "%3F").replace('#', "%23");
    format!("sqlite://{path}?mode=rwc")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(given: &[(Key, &str)]) -> Result<Configuration, ConfigurationError> {
        let mut sources = Sources::default();
        for (key, text) in given {
            sources.set(*key, (*text).to_owned());
        }
        Configuration::from_sources(&sources)
    }

    fn refusal(given: &[(Key, &str)]) -> String {
        with(given).unwrap_err().to_string()
    }

    #[test]
    fn without_anything_given_it_runs_on_loopback_with_its_own_database() {
        let configuration = with(&[]).unwrap();
        assert_eq!(configuration.public_url.to_string(), "http://127.0.0.1:8080");
        assert_eq!(configuration.database_url.to_string(), "sqlite://data/regrant.db?mode=rwc");
        assert_eq!(configuration.master_key, MasterKeySource::File("data/master.key".into()));
    }

    #[test]
    fn a_wrong_value_is_refused_with_the_setting_the_value_and_what_it_takes() {
        assert_eq!(
            refusal(&[(Key::Listen, "8080")]),
            "`listen`, from the command line, is `8080`: it must be an address and a port, such as `127.0.0.1:8080`."
        );
        assert_eq!(refusal(&[(Key::LogFormat, "xml")]), "`log_format`, from the command line, is `xml`: it must be `text` or `json`.");
        assert!(
            refusal(&[(Key::PublicUrl, "http://id.example.com")])
                .starts_with("`public_url`, from the command line, is `http://id.example.com`")
        );
        assert!(refusal(&[(Key::TrustedProxies, "10.0.0.0/33")]).starts_with("`trusted_proxies`"));
        assert!(
            refusal(&[(Key::DatabaseUrl, "mysql://root:hunter2@db/x")])
                .starts_with("`database_url`, from the command line, is `mysql://root:…@db/x`")
        );
    }

    #[test]
    fn a_database_address_is_refused_by_what_is_wrong_with_it() {
        assert_eq!(
            refusal(&[(Key::DatabaseUrl, "postgres://ann:hunter2@a/name?sslmodus=x")]),
            "`database_url`, from the command line, is `postgres://ann:…@a/name?sslmodus=…`: it has the parameter `sslmodus`, which is \
             not known here; these are: application_name, dbname, host, hostaddr, options, password, port, sslcert, sslkey, sslmode, \
             sslrootcert, target_session_attrs, user."
        );
        for key in [Key::RequestTimeout, Key::DatabaseStatementTimeout, Key::DatabaseIdleTimeout] {
            for refused in ["0", "-1", "1.5", "86401", "soon"] {
                assert!(refusal(&[(key, refused)]).ends_with("it must be a number of seconds from 1 to 86400."), "{refused}");
            }
        }
    }

    #[test]
    fn a_server_that_others_can_reach_must_be_told_its_address() {
        assert!(refusal(&[(Key::Listen, "0.0.0.0:8080")]).starts_with("`public_url` must be set"));
        assert!(with(&[(Key::Listen, "0.0.0.0:8080"), (Key::PublicUrl, "https://id.example.com")]).is_ok());
    }

    #[test]
    fn nothing_is_sent_to_a_collector_unless_its_address_is_set() {
        assert!(with(&[]).unwrap().otlp.is_none());
        assert!(with(&[(Key::OtlpTraceSampleRatio, "1")]).unwrap().otlp.is_none());
        let otlp = with(&[(Key::OtlpEndpoint, "http://127.0.0.1:4318")]).unwrap().otlp.unwrap();
        assert_eq!((otlp.service_name.as_str(), otlp.metrics_interval), ("regrant", Duration::from_mins(1)));
        assert!((otlp.trace_sample_ratio - 0.01).abs() < f64::EPSILON && otlp.headers.is_none());
        for ratio in ["-0.1", "1.1", "NaN", "all"] {
            assert!(refusal(&[(Key::OtlpTraceSampleRatio, ratio)]).ends_with("it must be a number from 0 to 1."), "{ratio}");
        }
        assert!(
            refusal(&[(Key::OtlpEndpoint, "127.0.0.1:4317")]).starts_with("`otlp_endpoint`, from the command line, is `127.0.0.1:4317`")
        );
        let wrong = refusal(&[(Key::OtlpHeaders, "Bearer hunter2")]);
        assert!(wrong.starts_with("`otlp_headers`, from the command line, is `…`: it must be pairs such as"), "{wrong}");
    }

    #[test]
    fn an_environment_has_a_name_and_one_of_some_colours() {
        assert!(with(&[]).unwrap().environment.is_none());
        let environment = |given: &[(Key, &str)]| with(given).unwrap().environment.map(|one| (one.name.to_string(), one.color.name()));
        assert_eq!(environment(&[(Key::EnvironmentName, " Staging ")]), Some(("Staging".to_owned(), "gray")));
        let both = [(Key::EnvironmentName, "Production"), (Key::EnvironmentColor, "red")];
        assert_eq!(environment(&both), Some(("Production".to_owned(), "red")));
        assert_eq!(
            refusal(&[(Key::EnvironmentName, "Production of the whole company")]),
            "`environment_name`, from the command line, is `Production of the whole company`: it must be a name of 1 to 20 characters, such as `Staging`."
        );
        assert!(
            refusal(&[(Key::EnvironmentName, "Test"), (Key::EnvironmentColor, "pink")])
                .ends_with("it must be `gray`, `red`, `amber`, `green`, `blue` or `purple`.")
        );
        assert_eq!(
            refusal(&[(Key::EnvironmentColor, "red")]),
            "`environment_color` is the colour of `environment_name`, which must be set, too."
        );
    }

    #[test]
    fn what_is_shown_holds_no_secret() {
        let configuration =
            with(&[(Key::DatabaseUrl, "postgres://regrant:hunter2@db/regrant"), (Key::MasterKey, "1:c2VjcmV0LXNlY3JldA")]).unwrap();
        let shown = format!("{configuration:?}");
        assert!(!shown.contains("hunter2") && !shown.contains("c2VjcmV0"), "{shown}");
        let database = configuration.effective.iter().find(|(key, _)| *key == Key::DatabaseUrl).unwrap();
        assert_eq!(database.1.text, "postgres://regrant:…@db/regrant");
        let configuration = with(&[(Key::DatabaseUrl, "postgres://db/regrant?user=ann&password=hunter2")]).unwrap();
        assert!(!format!("{configuration:?}").contains("hunter2"));
        let collector = [(Key::OtlpEndpoint, "http://127.0.0.1:4318"), (Key::OtlpHeaders, "authorization=Bearer%20hunter2")];
        assert!(!format!("{:?}", with(&collector).unwrap()).contains("hunter2"));
        let mail = [(Key::MailServer, "smtps://ann:hunter2@smtp.example.com"), (Key::MailSender, "regrant@example.com")];
        assert!(!format!("{:?}", with(&mail).unwrap()).contains("hunter2"));
    }

    #[test]
    fn a_mail_server_of_the_installation_has_a_sender() {
        assert!(with(&[]).unwrap().own_mail.is_none());
        let server = (Key::MailServer, "smtps://ann:hunter2@smtp.example.com");
        let own = with(&[server, (Key::MailSender, "Regrant@example.com")]).unwrap().own_mail.unwrap();
        assert_eq!((own.server.sender.as_str(), own.server.port), ("regrant@example.com", 465));
        assert_eq!(refusal(&[server]), "`mail_server` and `mail_sender` belong together: `mail_sender` is missing.");
        let wrong = refusal(&[(Key::MailServer, "smtps://ann:hunter2@smtp.example.com/x")]);
        assert!(wrong.starts_with("`mail_server`, from the command line, is `smtps://ann:…@smtp.example.com/x`"), "{wrong}");
    }
}
