//! How a statement failed: the operation and the cause, for the log. Never a value: no parameter, and no message that may repeat one.

use std::{fmt, io, sync::Arc, time::Duration};

use sea_orm::{DbErr, RuntimeErr, sqlx};

/// The statement that makes a transaction durable, and its name as an operation.
pub(crate) const COMMIT: &str = "COMMIT";

/// A statement that failed. Its text names the operation, the kind and the cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    operation: String,
    kind: FailureKind,
    cause: String,
}

/// The kind of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// No connection could be opened.
    Unreachable,
    /// All connections were in use for too long.
    Exhausted,
    /// The connection was lost in the meantime.
    Lost,
    /// The database aborted the statement, because it took too long.
    Deadline,
    /// The database did not answer in time. Whether it did what was asked is not known.
    Silent,
    /// A lock could not be acquired in time.
    Locked,
    /// The database ended the transaction in favour of another one. Nothing of it was kept, and it can be run again.
    Aborted,
    /// There is no space left.
    Full,
    /// The database accepts no writes.
    ReadOnly,
    /// The schema is not that of this version.
    Schema,
    /// A unique value is taken.
    Conflict,
    /// The transaction has ended by an earlier failure.
    Ended,
    /// Anything else.
    Other,
}

impl FailureKind {
    /// Returns the kind in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Unreachable => "the database cannot be reached",
            Self::Exhausted => "all connections to the database are in use",
            Self::Lost => "the connection to the database was lost",
            Self::Deadline => "the database took too long",
            Self::Silent => "the database does not answer",
            Self::Locked => "the database is locked",
            Self::Aborted => "the database ended the transaction in favour of another one",
            Self::Full => "the disk of the database is full",
            Self::ReadOnly => "the database is read-only",
            Self::Schema => "the schema is not the one of this version",
            Self::Conflict => "a unique value is taken",
            Self::Ended => "the transaction had failed before",
            Self::Other => "the database refused",
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.operation.is_empty() {
            write!(f, "{}: ", self.operation)?;
        }
        f.write_str(self.kind.words())?;
        if self.cause.is_empty() { Ok(()) } else { write!(f, ": {}", self.cause) }
    }
}

impl std::error::Error for Failure {}

impl Failure {
    pub(super) fn new(operation: &str, kind: FailureKind, cause: impl Into<String>) -> Self {
        Self { operation: operation.to_owned(), kind, cause: cause.into() }
    }

    /// Creates a failure from the driver's error about a statement.
    pub(super) fn of_driver(sql: &str, error: &sqlx::Error) -> Self {
        let (kind, cause) = judge(error);
        Self { operation: operation(sql), kind, cause }
    }

    /// Creates a failure from the driver's error about opening a connection: one that was never open is not lost.
    pub(super) fn of_opening(what: &str, error: &sqlx::Error) -> Self {
        let (kind, cause) = judge(error);
        Self::new(what, if kind == FailureKind::Exhausted { kind } else { FailureKind::Unreachable }, cause)
    }

    /// Combines the failures of several servers.
    pub(super) fn all(failures: Vec<Self>) -> Self {
        match <[Self; 1]>::try_from(failures) {
            Ok([failure]) => failure,
            Err(failures) => {
                let causes = failures.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
                Self::new("", FailureKind::Unreachable, causes)
            }
        }
    }

    /// Creates the failure of a statement whose answer did not come in time. Whether it was done is not known.
    pub(super) fn silent(sql: &str, after: Duration) -> Self {
        Self::new(&operation(sql), FailureKind::Silent, format!("no answer after {} s", after.as_secs_f32()))
    }

    /// Creates the failure of a further statement of a transaction, after one that failed.
    pub(super) fn ended(sql: &str) -> Self {
        Self::new(&operation(sql), FailureKind::Ended, "")
    }

    /// Creates the failure of a statement whose rows cannot be read. It has been done.
    pub(crate) fn unreadable(error: &impl fmt::Display) -> Self {
        Self::new("", FailureKind::Other, error.to_string())
    }

    /// Creates the failure of a transaction whose COMMIT was lost on its way. Nothing of it was kept, and it can be run again.
    pub(crate) fn not_kept() -> Self {
        Self::new(COMMIT, FailureKind::Aborted, "it was lost on its way, and nothing was kept")
    }

    /// Returns whether nobody knows if what was asked was done.
    pub(crate) const fn leaves_open(&self) -> bool {
        matches!(self.kind, FailureKind::Lost | FailureKind::Silent)
    }

    /// Returns whether the database ended the transaction in favour of another one, and it can be run again.
    pub(crate) const fn is_aborted(&self) -> bool {
        matches!(self.kind, FailureKind::Aborted)
    }

    /// Returns whether a transaction that this happened to before its COMMIT was undone whole by no fault of its own.
    pub(super) const fn is_undone(&self) -> bool {
        matches!(self.kind, FailureKind::Aborted | FailureKind::Lost)
    }

    /// Returns whether the connection was lost: on another the database may answer at once.
    pub(crate) const fn is_lost(&self) -> bool {
        matches!(self.kind, FailureKind::Lost)
    }

    /// Returns the operation: the statement's verb and table.
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// Returns the kind.
    pub const fn kind(&self) -> FailureKind {
        self.kind
    }

    /// Returns the failure as the error that sea-orm passes through its queries.
    pub(super) fn into_db_err(self) -> DbErr {
        DbErr::Query(RuntimeErr::SqlxError(Arc::new(sqlx::Error::AnyDriverError(Box::new(self)))))
    }
}

impl From<&DbErr> for Failure {
    fn from(error: &DbErr) -> Self {
        match error {
            DbErr::Conn(RuntimeErr::SqlxError(error))
            | DbErr::Exec(RuntimeErr::SqlxError(error))
            | DbErr::Query(RuntimeErr::SqlxError(error)) => match &**error {
                sqlx::Error::AnyDriverError(ours) => ours.downcast_ref::<Self>().cloned(),
                error => Some(Self::of_driver("", error)),
            },
            // The texts of the others may contain what could not be read.
            DbErr::RecordNotUpdated => Some(Self::new("", FailureKind::Other, "no row was changed")),
            DbErr::RecordNotInserted => Some(Self::new("", FailureKind::Other, "no row was added")),
            _ => None,
        }
        .unwrap_or_else(|| Self::new("", FailureKind::Other, "a value could not be read or written"))
    }
}

/// Returns the verb of a statement and its table: `UPDATE token_families`. The statements are ours and contain no values.
pub(super) fn operation(sql: &str) -> String {
    let mut words = sql.split_whitespace();
    let verb = words.next().unwrap_or_default().trim_end_matches(';').to_ascii_uppercase();
    let table = match verb.as_str() {
        "INSERT" | "DELETE" => words.nth(1),
        "UPDATE" => words.next(),
        "SELECT" => words.skip_while(|word| !word.eq_ignore_ascii_case("from")).nth(1),
        _ => None,
    };
    let table = table.map(|table| table.trim_matches(|letter: char| !letter.is_alphanumeric()));
    table.map_or_else(|| verb.clone(), |table| format!("{verb} {table}"))
}

fn judge(error: &sqlx::Error) -> (FailureKind, String) {
    match error {
        sqlx::Error::Database(error) => {
            let code = error.code().unwrap_or_default();
            let postgres = error.try_downcast_ref::<sqlx::postgres::PgDatabaseError>().is_some();
            let kind = match error.kind() {
                sqlx::error::ErrorKind::UniqueViolation => FailureKind::Conflict,
                _ if postgres => of_sqlstate(&code),
                _ => of_sqlite(&code),
            };
            let place = if postgres { "SQLSTATE" } else { "SQLite" };
            // Data exceptions, violated constraints and raised errors repeat values in their messages.
            let may_repeat_values = postgres && ["22", "23", "P0"].iter().any(|class| code.starts_with(class));
            let cause = match (may_repeat_values, error.constraint()) {
                (false, _) => format!("{} ({place} {code})", error.message()),
                (true, Some(constraint)) => format!("{constraint} ({place} {code})"),
                (true, None) => format!("{place} {code}"),
            };
            (kind, cause)
        }
        sqlx::Error::Io(error) => (of_io(error), error.to_string()),
        sqlx::Error::Tls(error) => (FailureKind::Unreachable, format!("TLS: {error}")),
        sqlx::Error::WorkerCrashed => (FailureKind::Lost, "the database's thread has ended".to_owned()),
        sqlx::Error::Protocol(_) => (FailureKind::Lost, "the answer could not be understood".to_owned()),
        sqlx::Error::PoolTimedOut => (FailureKind::Exhausted, String::new()),
        sqlx::Error::ColumnDecode { index, .. } => (FailureKind::Other, format!("the column {index} cannot be read")),
        sqlx::Error::Configuration(_) => (FailureKind::Unreachable, "the driver does not take the database's address".to_owned()),
        _ => (FailureKind::Other, "the driver refused the statement".to_owned()),
    }
}

fn of_io(error: &io::Error) -> FailureKind {
    if error.kind() == io::ErrorKind::ConnectionRefused { FailureKind::Unreachable } else { FailureKind::Lost }
}

/// PostgreSQL, appendix A.
fn of_sqlstate(code: &str) -> FailureKind {
    match code {
        "53100" => FailureKind::Full,
        "53300" => FailureKind::Exhausted,
        "25006" => FailureKind::ReadOnly,
        "57014" => FailureKind::Deadline,
        "55P03" => FailureKind::Locked,
        // serialization_failure and deadlock_detected.
        "40001" | "40P01" => FailureKind::Aborted,
        "57P03" => FailureKind::Unreachable,
        // 40003 is statement_completion_unknown: as after a lost connection, nobody knows whether a COMMIT was done.
        "25P03" | "40003" | "57P01" | "57P02" | "57P05" => FailureKind::Lost,
        code if code.starts_with("08") => FailureKind::Lost,
        _ => FailureKind::Other,
    }
}

/// SQLite's primary result code is the lowest byte of the extended one.
fn of_sqlite(code: &str) -> FailureKind {
    match code.parse::<u32>().map(|code| code & 0xff) {
        Ok(5 | 6) => FailureKind::Locked,
        Ok(8) => FailureKind::ReadOnly,
        Ok(9) => FailureKind::Deadline,
        Ok(13) => FailureKind::Full,
        Ok(14) => FailureKind::Unreachable,
        _ => FailureKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_named_by_its_verb_and_table() {
        for (sql, named) in [
            (r#"UPDATE "token_families" SET "generation" = $1"#, "UPDATE token_families"),
            (r#"INSERT INTO "audit_events" ("id") VALUES ($1)"#, "INSERT audit_events"),
            (r#"SELECT "a"."b" FROM "a" WHERE 1"#, "SELECT a"),
            (r#"DELETE FROM "used_proofs" WHERE 1"#, "DELETE used_proofs"),
            ("COMMIT", "COMMIT"),
            ("BEGIN; SELECT 1", "BEGIN"),
        ] {
            assert_eq!(operation(sql), named);
        }
    }

    #[test]
    fn what_sea_orm_hands_through_comes_out_as_it_went_in() {
        let failure = Failure::new("COMMIT", FailureKind::Full, "no space");
        assert_eq!(Failure::from(&failure.clone().into_db_err()), failure);
        assert_eq!(failure.to_string(), "COMMIT: the disk of the database is full: no space");
        let hidden = Failure::from(&DbErr::Json("invalid type: string \"hunter2\"".to_owned()));
        assert!(!format!("{hidden} {hidden:?}").contains("hunter2"));
    }
}
