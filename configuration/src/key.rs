//! The settings there are: the one table that the reader, `regrant config` and `docs/configuration.md` are made from.

/// A setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// Where connections are taken.
    Listen,
    /// The file of TLS's certificate.
    TlsCertificateFile,
    /// The file of TLS's private key.
    TlsKeyFile,
    /// Where connections are asked for certificates.
    MtlsListen,
    /// What clients call the endpoints that ask for certificates.
    MtlsPublicUrl,
    /// The file of the authorities that issue certificates of clients.
    MtlsCaFile,
    /// What proxies do with the certificates that they pass on.
    MtlsFromProxies,
    /// Where metrics are read.
    MetricsListen,
    /// Where traces and metrics are sent.
    OtlpEndpoint,
    /// The headers that are sent along.
    OtlpHeaders,
    /// The file of these headers.
    OtlpHeadersFile,
    /// The name of the service.
    OtlpServiceName,
    /// Further attributes of the node.
    OtlpResourceAttributes,
    /// The share of requests that are traced.
    OtlpTraceSampleRatio,
    /// How often metrics are sent.
    OtlpMetricsInterval,
    /// What browsers and clients call the server.
    PublicUrl,
    /// Where the server keeps its files.
    DataDir,
    /// The database.
    DatabaseUrl,
    /// How long to wait for a connection to the database.
    DatabaseAcquireTimeout,
    /// How long a statement may take.
    DatabaseStatementTimeout,
    /// How long to wait for a lock.
    DatabaseLockTimeout,
    /// How long a connection is kept unused.
    DatabaseIdleTimeout,
    /// How long a connection is used.
    DatabaseMaxLifetime,
    /// How long a request may take.
    RequestTimeout,
    /// How far the clocks may differ.
    MaxClockOffset,
    /// The file of the master key.
    MasterKeyFile,
    /// The master key itself.
    MasterKey,
    /// The console's files.
    SiteDir,
    /// The trusted reverse proxies.
    TrustedProxies,
    /// The networks beside public ones that requests to servers of others may go to.
    AllowPrivateNetworks,
    /// How many connections there may be.
    MaxConnections,
    /// How many of them from one address.
    MaxConnectionsPerAddress,
    /// The time for the head of a request.
    HeaderTimeout,
    /// The time for the body of a request.
    BodyTimeout,
    /// The time between two requests.
    IdleTimeout,
    /// The time in which a client takes the next piece of an answer.
    WriteTimeout,
    /// How long the server goes on before it ends.
    DrainSeconds,
    /// How many requests of the admin API each API token may send.
    AdminApiRequestsPerMinute,
    /// How long audit lines are kept.
    AuditRetentionDays,
    /// The directory that mail is written to instead of being sent.
    MailOutbox,
    /// Whether mail servers may be in private networks.
    MailPrivateNetworks,
    /// The server by which the installation writes to administrators.
    MailServer,
    /// The address that it writes from.
    MailSender,
    /// What the installation is for.
    EnvironmentName,
    /// The colour of that.
    EnvironmentColor,
    /// How much is logged.
    LogLevel,
    /// How log lines are written.
    LogFormat,
}

impl Key {
    /// All settings, in the order in which they are documented.
    pub const ALL: [Self; 47] = [
        Self::Listen,
        Self::TlsCertificateFile,
        Self::TlsKeyFile,
        Self::MtlsListen,
        Self::MtlsPublicUrl,
        Self::MtlsCaFile,
        Self::MtlsFromProxies,
        Self::MetricsListen,
        Self::OtlpEndpoint,
        Self::OtlpHeaders,
        Self::OtlpHeadersFile,
        Self::OtlpServiceName,
        Self::OtlpResourceAttributes,
        Self::OtlpTraceSampleRatio,
        Self::OtlpMetricsInterval,
        Self::PublicUrl,
        Self::DataDir,
        Self::DatabaseUrl,
        Self::DatabaseAcquireTimeout,
        Self::DatabaseStatementTimeout,
        Self::DatabaseLockTimeout,
        Self::DatabaseIdleTimeout,
        Self::DatabaseMaxLifetime,
        Self::RequestTimeout,
        Self::MaxClockOffset,
        Self::MasterKeyFile,
        Self::MasterKey,
        Self::SiteDir,
        Self::TrustedProxies,
        Self::AllowPrivateNetworks,
        Self::MaxConnections,
        Self::MaxConnectionsPerAddress,
        Self::HeaderTimeout,
        Self::BodyTimeout,
        Self::IdleTimeout,
        Self::WriteTimeout,
        Self::DrainSeconds,
        Self::AdminApiRequestsPerMinute,
        Self::AuditRetentionDays,
        Self::MailOutbox,
        Self::MailPrivateNetworks,
        Self::MailServer,
        Self::MailSender,
        Self::EnvironmentName,
        Self::EnvironmentColor,
        Self::LogLevel,
        Self::LogFormat,
    ];

    /// Returns whether it has several values: texts with commas between them, or a list in the configuration file.
    pub(crate) const fn is_list(self) -> bool {
        matches!(self, Self::TrustedProxies | Self::AllowPrivateNetworks)
    }

    /// Returns its name in the configuration file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Listen => "listen",
            Self::TlsCertificateFile => "tls_certificate_file",
            Self::TlsKeyFile => "tls_key_file",
            Self::MtlsListen => "mtls_listen",
            Self::MtlsPublicUrl => "mtls_public_url",
            Self::MtlsCaFile => "mtls_ca_file",
            Self::MtlsFromProxies => "mtls_from_proxies",
            Self::MetricsListen => "metrics_listen",
            Self::OtlpEndpoint => "otlp_endpoint",
            Self::OtlpHeaders => "otlp_headers",
            Self::OtlpHeadersFile => "otlp_headers_file",
            Self::OtlpServiceName => "otlp_service_name",
            Self::OtlpResourceAttributes => "otlp_resource_attributes",
            Self::OtlpTraceSampleRatio => "otlp_trace_sample_ratio",
            Self::OtlpMetricsInterval => "otlp_metrics_interval",
            Self::PublicUrl => "public_url",
            Self::DataDir => "data_dir",
            Self::DatabaseUrl => "database_url",
            Self::DatabaseAcquireTimeout => "database_acquire_timeout",
            Self::DatabaseStatementTimeout => "database_statement_timeout",
            Self::DatabaseLockTimeout => "database_lock_timeout",
            Self::DatabaseIdleTimeout => "database_idle_timeout",
            Self::DatabaseMaxLifetime => "database_max_lifetime",
            Self::RequestTimeout => "request_timeout",
            Self::MaxClockOffset => "max_clock_offset",
            Self::MasterKeyFile => "master_key_file",
            Self::MasterKey => "master_key",
            Self::SiteDir => "site_dir",
            Self::TrustedProxies => "trusted_proxies",
            Self::AllowPrivateNetworks => "allow_private_networks",
            Self::MaxConnections => "max_connections",
            Self::MaxConnectionsPerAddress => "max_connections_per_address",
            Self::HeaderTimeout => "header_timeout",
            Self::BodyTimeout => "body_timeout",
            Self::IdleTimeout => "idle_timeout",
            Self::WriteTimeout => "write_timeout",
            Self::DrainSeconds => "drain_seconds",
            Self::AdminApiRequestsPerMinute => "admin_api_requests_per_minute",
            Self::AuditRetentionDays => "audit_retention_days",
            Self::MailOutbox => "mail_outbox",
            Self::MailPrivateNetworks => "mail_private_networks",
            Self::MailServer => "mail_server",
            Self::MailSender => "mail_sender",
            Self::EnvironmentName => "environment_name",
            Self::EnvironmentColor => "environment_color",
            Self::LogLevel => "log_level",
            Self::LogFormat => "log_format",
        }
    }

    /// Returns its name in the environment.
    pub fn variable(self) -> String {
        format!("REGRANT_{}", self.name().to_uppercase())
    }

    /// Returns the variable that OpenTelemetry's specification has for it, if any (*OpenTelemetry Environment Variable Specification*,
    /// *OpenTelemetry Protocol Exporter*). It is read where neither the file nor a variable of ours has the setting.
    pub const fn standard_variable(self) -> Option<&'static str> {
        match self {
            Self::OtlpEndpoint => Some("OTEL_EXPORTER_OTLP_ENDPOINT"),
            Self::OtlpHeaders => Some("OTEL_EXPORTER_OTLP_HEADERS"),
            Self::OtlpServiceName => Some("OTEL_SERVICE_NAME"),
            Self::OtlpResourceAttributes => Some("OTEL_RESOURCE_ATTRIBUTES"),
            _ => None,
        }
    }

    /// Returns the setting of this name in the configuration file.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.name() == name)
    }

    /// Returns its default, in words where it depends on other settings.
    pub const fn default(self) -> &'static str {
        match self {
            Self::Listen => "`127.0.0.1:8080`",
            Self::PublicUrl => "`http://` and what `listen` says",
            Self::DataDir => "`data`",
            Self::DatabaseUrl => "SQLite in `regrant.db` in the data directory",
            Self::DatabaseAcquireTimeout | Self::DatabaseLockTimeout | Self::MaxClockOffset => "`5`",
            Self::DatabaseIdleTimeout | Self::AdminApiRequestsPerMinute => "`600`",
            Self::DatabaseMaxLifetime => "`1800`",
            Self::RequestTimeout => "`20`",
            Self::MasterKeyFile => "`master.key` in the data directory",
            Self::MasterKey => "none: the file is read",
            Self::SiteDir => "`site` beside the program, or else `target/site`",
            Self::AllowPrivateNetworks => "none: public addresses only",
            Self::TrustedProxies | Self::OtlpHeaders | Self::OtlpHeadersFile | Self::OtlpResourceAttributes => "none",
            Self::MaxConnections => "`1024`, or what the limit of open files leaves room for",
            Self::MaxConnectionsPerAddress => "`256`",
            Self::DatabaseStatementTimeout | Self::HeaderTimeout => "`10`",
            Self::BodyTimeout | Self::WriteTimeout => "`30`",
            Self::IdleTimeout => "`75`",
            Self::AuditRetentionDays => "`400`",
            Self::EnvironmentName => "none: nothing is shown",
            Self::EnvironmentColor => "`gray`",
            Self::LogLevel => "`info`",
            Self::MailOutbox => "none: mail is sent",
            Self::MailPrivateNetworks | Self::MtlsFromProxies => "`no`",
            Self::MailServer | Self::MailSender => "none: administrators get no mail",
            Self::DrainSeconds => "`0`",
            Self::MetricsListen => "none: no metrics",
            Self::OtlpEndpoint => "none: nothing is sent",
            Self::OtlpServiceName => "`regrant`",
            Self::OtlpTraceSampleRatio => "`0.01`",
            Self::OtlpMetricsInterval => "`60`",
            Self::TlsCertificateFile | Self::TlsKeyFile => "none: plain HTTP",
            Self::MtlsListen => "none: no connection is asked for a certificate",
            Self::MtlsPublicUrl => "`public_url` with the port of `mtls_listen`",
            Self::MtlsCaFile => "none: no authority is trusted",
            Self::LogFormat => "`text`",
        }
    }

    /// Returns what it does, in words.
    #[expect(clippy::too_many_lines, reason = "some words for each key")]
    pub const fn help(self) -> &'static str {
        match self {
            Self::Listen => "The address and port of the server: plain HTTP for a reverse proxy, or TLS with `tls_certificate_file`.",
            Self::TlsCertificateFile => {
                "The certificate by which `listen` speaks TLS (1.2 and 1.3), in PEM, followed by the intermediate ones. Without it `listen` speaks \
                 plain HTTP, for a reverse proxy in front. `public_url` must be `https` then, and `tls_key_file` must be set."
            }
            Self::TlsKeyFile => {
                "The private key of that certificate, in PEM, which others must not be able to read. Both are read again within ten seconds \
                 after they were replaced; what cannot be used is told in the log, and the former pair stays in use."
            }
            Self::MtlsListen | Self::MtlsPublicUrl | Self::MtlsCaFile | Self::MtlsFromProxies => self.help_with_mtls(),
            Self::MetricsListen => {
                "The address and port where Prometheus reads metrics, at `/metrics`, as `127.0.0.1:9464`. They are not for everybody: use an \
                 address that only Prometheus can reach. What there is: [metrics.md](metrics.md)."
            }
            Self::OtlpEndpoint
            | Self::OtlpHeaders
            | Self::OtlpHeadersFile
            | Self::OtlpServiceName
            | Self::OtlpResourceAttributes
            | Self::OtlpTraceSampleRatio
            | Self::OtlpMetricsInterval => self.help_with_otlp(),
            Self::PublicUrl => {
                "The address that browsers and clients use: every issuer begins with it. It is `https://` and a host, with a port where \
                 it is not 443, and without a path; plain `http://` is taken for a loopback host only."
            }
            Self::DataDir => {
                "The directory for the embedded database and the master key. It is made at the first start, for its owner alone."
            }
            Self::DatabaseUrl => {
                "The database: `sqlite://path?mode=rwc` or `postgres://user:password@host/database`. Several servers can share a \
                 PostgreSQL database; a SQLite file belongs to one server at a time. Of several hosts, as in \
                 `postgres://user:password@a,b:5433/database`, the first that takes writes is used, also again after a failover. \
                 Parameters that are understood: `mode` (`rw` or `rwc`) for SQLite; `application_name`, `dbname`, `host`, `hostaddr`, \
                 `options`, `password`, `port`, `sslcert`, `sslkey`, `sslmode`, `sslrootcert`, `target_session_attrs` (`read-write` or \
                 `any`) and `user` for PostgreSQL. Any other is refused."
            }
            Self::DatabaseAcquireTimeout => {
                "How many seconds a request waits for a free connection to the database, and for a new one to open."
            }
            Self::DatabaseStatementTimeout => {
                "How many seconds one statement may take at the database, a commit among them. Then its connection is closed and the \
                 request is answered with 503: whether a commit was kept is not known then, and it is never answered as if it were."
            }
            Self::DatabaseLockTimeout => "How many seconds a statement waits for a lock that somebody else holds.",
            Self::DatabaseIdleTimeout => "After how many seconds unused a connection to the database is closed.",
            Self::DatabaseMaxLifetime => "After how many seconds a connection to the database is replaced by a new one.",
            Self::RequestTimeout => {
                "How many seconds a request may take as a whole. Then it is answered with 503 `temporarily_unavailable` and `Retry-After`."
            }
            Self::MaxClockOffset => {
                "By how many seconds the clock of this machine and the database's may differ. With a larger difference the server is not \
                 ready: nodes with different clocks take a lost answer that is asked for again for a stolen token. It is compared at the \
                 start and every ten seconds; from one second on the log warns. SQLite uses the machine's own clock."
            }
            Self::MasterKeyFile => {
                "The file of the master key, which seals signing keys, keys the hashes of client secrets and makes refresh tokens. It is made at the first \
                 start, readable by its owner alone; the server refuses one that others can read. Keep a copy of it apart from the database."
            }
            Self::MasterKey => {
                "The master key itself, for where secrets come by environment: lines of `version:key`, as in the file. It stands in place \
                 of the file, and cannot be set in the configuration file."
            }
            Self::SiteDir => "The directory of the console's files, as `cargo xtask build` makes it.",
            Self::TrustedProxies => {
                "The addresses of reverse proxies, as a list with commas: `10.0.0.1` or `10.0.0.0/8`. Only from these is `X-Forwarded-For` \
                 believed, for rate limits and the log, and `Client-Cert` with `mtls_from_proxies`; at `mtls_listen` from nobody. A proxy that passes TCP \
                 through to `listen` must not be among them: strangers write its headers."
            }
            Self::AllowPrivateNetworks => {
                "The networks that webhooks and logout tokens may be sent to, and that clients' keys may be read from, although they are not public, \
                 as a list with commas: `10.20.0.0/16` or `127.0.0.1`. All others are refused, whatever name leads there, because tenants choose it. To these, plain `http` is allowed, too."
            }
            Self::MaxConnections => {
                "How many connections may be open at once. When there are as many, the one that has waited longest for a request makes room \
                 for a new one; where all are at work, the new one is answered with status 503. Keep it below half of the files that the \
                 process may open (`ulimit -n`); the server lowers it where it is not."
            }
            Self::MaxConnectionsPerAddress => "How many may come from one address, a /64 in IPv6. Trusted proxies have no such limit.",
            Self::HeaderTimeout => {
                "How many seconds a client may take to send the head of a request, from when it connects or from the first byte of a further \
                 one."
            }
            Self::BodyTimeout => "How many seconds a client may take to send the body of a request.",
            Self::IdleTimeout => {
                "How many seconds a connection may rest between two requests. Make it longer than the reverse proxy keeps its own \
                 connections."
            }
            Self::WriteTimeout => "How many seconds a client may take for each 16 KiB of an answer.",
            Self::DrainSeconds => {
                "How many seconds the server goes on answering after shutdown was requested. Meanwhile `/health/ready` says 503 `draining`, so \
                 that a load balancer sends nothing more: twice its interval of health checks. A second signal ends it at once."
            }
            Self::AdminApiRequestsPerMinute => "How many requests of the [admin API](admin-api.md) a token may send to a node in a minute.",
            Self::AuditRetentionDays => {
                "For how many days audit lines are kept, of all tenants and of the installation. Events of tokens have a setting in each \
                 workspace: *Auth Server › Tokens › History*."
            }
            Self::MailOutbox | Self::MailPrivateNetworks | Self::MailServer | Self::MailSender => self.help_with_mail(),
            Self::EnvironmentName => {
                "What this installation is for, as `Production` or `Staging EU`: at most 20 characters. The console shows it in its bar, at its \
                 sign-in and in the title of the window, so that nobody mistakes one installation for another."
            }
            Self::EnvironmentColor => {
                "The colour of that name: `gray`, `red`, `amber`, `green`, `blue` or `purple`. `environment_name` must be set, too."
            }
            Self::LogLevel => "How much is logged: `error`, `warn`, `info`, `debug` or `trace`.",
            Self::LogFormat => "How it is logged: `text` for people, `json` for machines. The log goes to standard error.",
        }
    }

    /// The same for the settings of mutual TLS.
    const fn help_with_mtls(self) -> &'static str {
        match self {
            Self::MtlsListen => {
                "A second address and port, as `0.0.0.0:8443`, which asks each connection for a certificate of the client: for clients that \
                 authenticate by one, or whose tokens are bound to one ([mutual-tls.md](mutual-tls.md)). It speaks TLS with the certificate of \
                 `listen`, and answers at the endpoints of clients and the admin API alone: browsers are never asked."
            }
            Self::MtlsPublicUrl => {
                "What clients call that address: `https://` and a host, with a port where it is not 443. The metadata tell it as \
                 `mtls_endpoint_aliases`. Set it for a proxy, too, which asks for certificates at a host of their own."
            }
            Self::MtlsCaFile => {
                "The certificates of the authorities, in PEM, that are trusted to issue certificates to clients: what `tls_client_auth` rests on. They are \
                 for certificates of `mtls_listen`, and of proxies with `unverified`. The file is read again within ten seconds after it was \
                 replaced. Use authorities of your own: whoever gets a certificate from one of them may get the subject of a client."
            }
            Self::MtlsFromProxies => {
                "Whether `trusted_proxies` pass on certificates of clients in the header `Client-Cert` (RFC 9440): `no`; `verified`, if they let \
                 no certificate pass that an authority of theirs has not issued; `unverified`, if they let any pass, and `mtls_ca_file` judges. \
                 The proxies must remove the header from requests as they come; from anybody else, and at `mtls_listen`, it is ignored."
            }
            _ => "",
        }
    }

    /// The same for the settings of mail.
    const fn help_with_mail(self) -> &'static str {
        match self {
            Self::MailOutbox => {
                "A directory that all mail is written to, a file each, instead of being sent by the mail servers of tenants: for development. \
                 The files hold links that set passwords; the last 1,000 are kept. How mail is sent otherwise: [mail.md](mail.md)."
            }
            Self::MailPrivateNetworks => {
                "Whether the mail servers that tenants name may have addresses in private networks, or be on this machine: `yes` or `no`. \
                 With `yes`, whoever may set a tenant's mail server can find out which addresses answer there."
            }
            Self::MailServer => {
                "The server by which administrators get mail: links to a new password of the console, and invitations. \
                 `smtps://user:password@smtp.example.com` speaks TLS from the first byte (port 465), `smtp://…` STARTTLS (port 587), and \
                 `smtp+plain://…` none (port 25), for a server on this machine or in its network; another port stands behind the host, and what \
                 means something in an address is percent-encoded. `mail_sender` must be set, too. Users get theirs by the servers of tenants: [mail.md](mail.md)."
            }
            Self::MailSender => "The address that mail to administrators comes from, which `mail_server` accepts as a sender.",
            _ => "",
        }
    }

    /// The same for the settings of the export to a collector.
    const fn help_with_otlp(self) -> &'static str {
        match self {
            Self::OtlpEndpoint => {
                "The address of an OpenTelemetry collector that traces and metrics are sent to, as `http://127.0.0.1:4318`. The protocol is OTLP \
                 over HTTP with protobuf, usually at port 4318; gRPC (port 4317) is not supported. `/v1/traces` and `/v1/metrics` are \
                 added to it. With `https` the collector's certificate is checked against those that the system trusts. How to set it up, and \
                 what is sent: [opentelemetry.md](opentelemetry.md). The variable `OTEL_EXPORTER_OTLP_ENDPOINT` is read, too."
            }
            Self::OtlpHeaders => {
                "Headers of each request to the collector, as `authorization=Bearer%20abc,x-tenant=1`: pairs separated by commas, with \
                 percent-encoded values. They cannot be set in the configuration file, because a token is among them. The variable `OTEL_EXPORTER_OTLP_HEADERS` is read, too."
            }
            Self::OtlpHeadersFile => {
                "A file with these headers in the same form, in one line or several, readable by the owner of the process alone. It is read \
                 at the start. `REGRANT_OTLP_HEADERS` takes precedence."
            }
            Self::OtlpServiceName => {
                "The name of the service in traces and metrics (`service.name`). The variable `OTEL_SERVICE_NAME` is read, too."
            }
            Self::OtlpResourceAttributes => {
                "Further attributes of this node in traces and metrics, as `deployment.environment.name=production,cloud.region=eu`, in the form of \
                 `REGRANT_OTLP_HEADERS`. The variable `OTEL_RESOURCE_ATTRIBUTES` is read, too."
            }
            Self::OtlpTraceSampleRatio => {
                "The share of requests that are traced, from `0` (no traces, only metrics) to `1` (every request). `OTEL_TRACES_SAMPLER` is not \
                 read, because the sampling decision of a caller counts only if it is a trusted proxy."
            }
            Self::OtlpMetricsInterval => {
                "How many seconds pass between two reports of metrics. `OTEL_METRIC_EXPORT_INTERVAL` is not read, because it is in milliseconds."
            }
            _ => "",
        }
    }

    /// Returns whether its value must not be shown.
    pub const fn is_secret(self) -> bool {
        self.secret_file().is_some()
    }

    /// Returns the setting that names a file with the same value, if the value is a secret.
    pub const fn secret_file(self) -> Option<Self> {
        match self {
            Self::MasterKey => Some(Self::MasterKeyFile),
            Self::OtlpHeaders => Some(Self::OtlpHeadersFile),
            _ => None,
        }
    }
}
