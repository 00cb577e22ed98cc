//! The address of the database: parsed once, refused with the name of a part that is not known, and shown without its secrets.

use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

use sea_orm::sqlx::{
    postgres::PgConnectOptions,
    sqlite::{SqliteConnectOptions, SqliteSynchronous},
};

/// The address of a database.
#[derive(Clone)]
pub struct Address {
    shown: String,
    makes_file: bool,
    pub(super) place: Place,
}

#[derive(Clone)]
pub(super) enum Place {
    Sqlite(Box<SqliteConnectOptions>),
    /// The servers of a list, in the order in which they are tried.
    Postgres(Vec<Host>),
}

/// One server of PostgreSQL.
#[derive(Clone)]
pub(super) struct Host {
    /// Its name in the log: `host:port`.
    pub(super) name: String,
    pub(super) options: Box<PgConnectOptions>,
    /// Whether a server that accepts no writes is skipped.
    pub(super) must_write: bool,
}

/// Why an address was refused. No message repeats a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It names no kind of database that is supported.
    #[error("must be a file, as in sqlite://regrant.db?mode=rwc, or a PostgreSQL server, as in postgres://user:password@host/name")]
    Unknown,
    /// A parameter that is not known.
    #[error("has the parameter `{name}`, which is not known here; these are: {known}")]
    Parameter {
        /// The parameter.
        name: String,
        /// Those that are known.
        known: String,
    },
    /// A value that the parameter does not accept.
    #[error("has a value for `{name}` that it does not take: it must be {expected}")]
    Value {
        /// The parameter.
        name: String,
        /// What it accepts.
        expected: &'static str,
    },
    /// A database that ends with the process.
    #[error("must name a file: a database in memory would be forgotten with every connection")]
    Memory,
    /// The server, the port or the user cannot be read.
    #[error("has a host, a port or a user that cannot be read")]
    Authority,
}

/// The parameters of a PostgreSQL address, and whether their values may be shown.
const POSTGRES_PARAMETERS: [(&str, bool); 13] = [
    ("application_name", true),
    ("dbname", true),
    ("host", true),
    ("hostaddr", true),
    ("options", false),
    ("password", false),
    ("port", true),
    ("sslcert", true),
    ("sslkey", true),
    ("sslmode", true),
    ("sslrootcert", true),
    ("target_session_attrs", true),
    ("user", true),
];

impl Address {
    /// Parses an address: `sqlite://path?mode=rwc`, or `postgres://user:password@host/database` with one host or several.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let shown = Self::show(text);
        if let Some(rest) = text.strip_prefix("sqlite:") {
            let makes_file = pairs(rest.split_once('?').map_or("", |(_, query)| query)).any(|pair| pair == ("mode", "rwc"));
            return Ok(Self { shown, makes_file, place: Place::Sqlite(Box::new(sqlite(text, rest)?)) });
        }
        let rest = text.strip_prefix("postgres://").or_else(|| text.strip_prefix("postgresql://")).ok_or(AddressError::Unknown)?;
        Ok(Self { shown, makes_file: false, place: Place::Postgres(postgres(rest)?) })
    }

    /// Returns an address for people to read, whether it can be used or not: without passwords and without the values of parameters that
    /// are not known. Shows nothing of a text that is no address at all, because a password may be anywhere in it.
    pub fn show(text: &str) -> String {
        let Some((scheme, rest)) = text.split_once(':').filter(|(scheme, rest)| {
            // Without its scheme, what stands before the first colon is a user, and what follows it is the password.
            scheme.chars().all(|letter| letter.is_ascii_alphanumeric()) && (*scheme == "sqlite" || rest.starts_with("//"))
        }) else {
            return "…".to_owned();
        };
        let (before, query) = rest.split_once('?').map_or((rest, None), |(before, query)| (before, Some(query)));
        if query.is_some_and(|query| query.contains('@')) && !before.contains('@') {
            return "…".to_owned();
        }
        let before = match before.rsplit_once('@') {
            Some((user, hosts)) => {
                let user = user.split_once(':').map_or_else(|| user.to_owned(), |(name, _)| format!("{name}:…"));
                format!("{user}@{hosts}")
            }
            None if lacks_its_host(before) => "//…".to_owned(),
            None => before.to_owned(),
        };
        let parameter = |pair: &str| match pair.split_once('=') {
            Some((name, _)) if !may_be_shown(name) => format!("{name}=…"),
            _ => pair.to_owned(),
        };
        let query = query.map(|query| format!("?{}", query.split('&').map(parameter).collect::<Vec<_>>().join("&")));
        format!("{scheme}:{before}{}", query.unwrap_or_default())
    }

    /// Returns the file of a SQLite database.
    pub fn file(&self) -> Option<&Path> {
        match &self.place {
            Place::Sqlite(options) => Some(options.get_filename()),
            Place::Postgres(_) => None,
        }
    }

    /// Returns the address of another SQLite database, which is there.
    #[must_use]
    pub fn of_file(path: &Path) -> Self {
        let options = with_promises(SqliteConnectOptions::new().filename(as_path(path)).create_if_missing(false));
        Self { shown: path.display().to_string(), makes_file: false, place: Place::Sqlite(Box::new(options)) }
    }

    /// Returns the files that a server locks to claim a SQLite database: the lock file beside it, which follows its name, and the database
    /// file, which is the same wherever it is mounted.
    pub fn server_locks(&self) -> Option<[PathBuf; 2]> {
        self.place.server_locks()
    }

    /// Returns whether the file is to be created where it does not exist.
    pub fn makes_file(&self) -> bool {
        self.makes_file
    }
}

impl Place {
    pub(super) fn server_locks(&self) -> Option<[PathBuf; 2]> {
        match self {
            Self::Sqlite(options) => Some([beside(options.get_filename(), "lock"), options.get_filename().to_owned()]),
            Self::Postgres(_) => None,
        }
    }
}

/// Returns whether what stands for hosts may be a user and a password, because what follows a colon is no port.
fn lacks_its_host(before: &str) -> bool {
    let Some(hosts) = before.strip_prefix("//").map(|rest| rest.split('/').next().unwrap_or_default()) else { return false };
    let port = |host: &str| host.rsplit_once(']').map_or(host, |(_, after)| after).split_once(':').map(|(_, port)| port.to_owned());
    hosts.split(',').filter_map(port).any(|port| !port.bytes().all(|letter| letter.is_ascii_digit()))
}

/// Returns a file beside the database's, named after it in the way that all who open the database agree on.
pub(super) fn beside(database: &Path, ending: &str) -> PathBuf {
    let database = database.canonicalize().unwrap_or_else(|_| database.to_owned());
    let mut name = database.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    database.with_file_name(name)
}

/// Shows no secret.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({})", self.shown)
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        Self::parse(text)
    }
}

fn may_be_shown(name: &str) -> bool {
    name == "mode" || POSTGRES_PARAMETERS.contains(&(name, true))
}

fn sqlite(text: &str, rest: &str) -> Result<SqliteConnectOptions, AddressError> {
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    // Two connections to a database in memory are two databases, or share one whose readers fail while somebody writes.
    if path.contains(":memory:") || query.contains("mode=memory") {
        return Err(AddressError::Memory);
    }
    for (name, value) in pairs(query) {
        if name != "mode" {
            return Err(AddressError::Parameter { name: name.to_owned(), known: "mode".to_owned() });
        }
        if !matches!(value, "rw" | "rwc") {
            return Err(AddressError::Value { name: name.to_owned(), expected: "`rw`, or `rwc` to make the file where it is not there" });
        }
    }
    if path.trim_start_matches('/').is_empty() {
        return Err(AddressError::Unknown);
    }
    let options = SqliteConnectOptions::from_str(text).map_err(|_| AddressError::Unknown)?;
    let file = as_path(options.get_filename());
    Ok(with_promises(options.filename(file)))
}

/// Returns a path in a form that SQLite takes for one: a name that begins with `file:` would be an address with parameters
/// (<https://www.sqlite.org/uri.html>).
pub(super) fn as_path(path: &Path) -> PathBuf {
    if path.to_string_lossy().starts_with("file:") { Path::new(".").join(path) } else { path.to_owned() }
}

/// Returns these options with what each connection of ours has.
fn with_promises(options: SqliteConnectOptions) -> SqliteConnectOptions {
    // FULL, because a refresh that was answered must not be forgotten: its token would be taken for a stolen one.
    options.foreign_keys(true).synchronous(SqliteSynchronous::Full)
}

fn postgres(rest: &str) -> Result<Vec<Host>, AddressError> {
    let (before, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, path) = before.split_once('/').unwrap_or((before, ""));
    let (user, hosts) = authority.rsplit_once('@').map_or(("", authority), |(user, hosts)| (user, hosts));
    let mut parameters = Vec::new();
    let mut must_write = hosts.contains(',');
    for (name, value) in pairs(query) {
        if !POSTGRES_PARAMETERS.iter().any(|(known, _)| *known == name) {
            let known = POSTGRES_PARAMETERS.map(|(known, _)| known).join(", ");
            return Err(AddressError::Parameter { name: name.to_owned(), known });
        }
        match (name, value) {
            ("target_session_attrs", "read-write") => must_write = true,
            ("target_session_attrs", "any") => must_write = false,
            ("target_session_attrs", _) => {
                return Err(AddressError::Value { name: name.to_owned(), expected: "`read-write` or `any`" });
            }
            ("host" | "hostaddr" | "port", value) if value.contains(',') || value.contains("%2C") => {
                let expected = "one; several servers stand before the path, as in postgres://a,b/name";
                return Err(AddressError::Value { name: name.to_owned(), expected });
            }
            _ if PgConnectOptions::from_str(&format!("postgres://localhost?{name}={value}")).is_err() => {
                return Err(AddressError::Value { name: name.to_owned(), expected: expected(name) });
            }
            _ => parameters.push(format!("{name}={value}")),
        }
    }
    let query = if parameters.is_empty() { String::new() } else { format!("?{}", parameters.join("&")) };
    let user = if user.is_empty() { String::new() } else { format!("{user}@") };
    hosts
        .split(',')
        .map(|host| {
            let options =
                PgConnectOptions::from_str(&format!("postgres://{user}{host}/{path}{query}")).map_err(|_| AddressError::Authority)?;
            // The brackets of an IPv6 address belong to the URL, and no resolver accepts them.
            let bare = options.get_host().trim_start_matches('[').trim_end_matches(']').to_owned();
            let options = options.host(&bare).application_name(options_name(query.as_str()).unwrap_or("regrant"));
            let name = match options.get_socket() {
                Some(socket) => socket.display().to_string(),
                None => format!("{}:{}", options.get_host(), options.get_port()),
            };
            Ok(Host { name, options: Box::new(options), must_write })
        })
        .collect()
}

/// Returns what the driver accepts for a parameter.
fn expected(name: &str) -> &'static str {
    match name {
        "sslmode" => "`disable`, `allow`, `prefer`, `require`, `verify-ca` or `verify-full`",
        "port" => "a number up to 65535",
        "hostaddr" => "an IP address",
        _ => "text in UTF-8",
    }
}

/// Returns the application name of the address.
fn options_name(query: &str) -> Option<&str> {
    query.trim_start_matches('?').split('&').find_map(|pair| pair.strip_prefix("application_name="))
}

fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(text: &str) -> Vec<String> {
        match Address::parse(text).unwrap().place {
            Place::Postgres(hosts) => hosts.into_iter().map(|host| host.name).collect(),
            Place::Sqlite(_) => Vec::new(),
        }
    }

    #[test]
    fn several_servers_are_tried_in_their_order() {
        assert_eq!(hosts("postgres://ann:secret@a,b:5433,[::1]:5434/name"), ["a:5432", "b:5433", "::1:5434"]);
        assert_eq!(hosts("postgresql://a/name?sslmode=disable&application_name=x"), ["a:5432"]);
        assert_eq!(hosts("postgres:///name?host=/run/postgresql"), ["/run/postgresql"]);
    }

    #[test]
    fn a_parameter_that_is_not_known_is_refused_by_name_and_its_value_not_shown() {
        for (text, said) in [
            ("postgres://a/name?sslmodus=hunter2", "`sslmodus`, which is not known"),
            ("postgres://a/name?connect_timeout=5", "`connect_timeout`, which is not known"),
            ("postgres://a/name?target_session_attrs=standby", "`read-write` or `any`"),
            ("postgres://a/name?sslmode=requird", "`sslmode` that it does not take: it must be `disable`"),
            ("postgres://a/name?port=70000", "`port` that it does not take: it must be a number"),
            ("postgres://a/name?hostaddr=db", "`hostaddr` that it does not take: it must be an IP address"),
            ("postgres://a/name?host=a,b", "several servers stand before the path"),
            ("sqlite://regrant.db?mode=ro", "`rw`, or `rwc`"),
            ("sqlite://regrant.db?cache=shared", "`cache`, which is not known"),
            ("sqlite::memory:", "in memory"),
            ("sqlite://regrant.db?mode=memory", "in memory"),
            ("postgres://a:b:c/name", "cannot be read"),
            ("mysql://root:hunter2@db/x", "must be a file"),
        ] {
            let error = Address::parse(text).unwrap_err().to_string();
            assert!(error.contains(said) && !error.contains("hunter2"), "{text}: {error}");
        }
    }

    #[test]
    fn what_is_shown_of_an_address_holds_no_secret() {
        for (text, shown) in [
            ("postgres://ann:hunter2@a,b/name", "postgres://ann:…@a,b/name"),
            ("postgres://a/name?user=ann&password=hunter2", "postgres://a/name?user=ann&password=…"),
            ("postgres://a/name?options=-c%20x%3Dhunter2&sslmode=require", "postgres://a/name?options=…&sslmode=require"),
            ("postgres://ann:hun@ter2@a/name", "postgres://ann:…@a/name"),
            ("postgres://a/name?passwort=hunter2", "postgres://a/name?passwort=…"),
            ("mysql://root:hunter2@db/x", "mysql://root:…@db/x"),
            ("sqlite://regrant.db?mode=rwc", "sqlite://regrant.db?mode=rwc"),
            ("postgres://ann:hun?ter2@a/name", "…"),
            ("postgres://ann:hunter2", "postgres://…"),
            ("postgres://ann:hunter2/name", "postgres://…"),
            ("postgres://a:5432,[::1]:5433/name", "postgres://a:5432,[::1]:5433/name"),
            ("ann:hunter2@a/name", "…"),
            ("hunter2", "…"),
        ] {
            assert_eq!(Address::show(text), shown);
        }
    }
}
