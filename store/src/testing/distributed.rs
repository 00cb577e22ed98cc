//! What engines lack that speak PostgreSQL's language and keep their rows on several machines. None of them has all of it, and no statement
//! or migration of ours may need any.

use engine::random::{SeededRandom, bytes};

use super::wire::{Fate, OnItsWay};

/// Of so many statements one is ended in favour of another transaction.
const ENDED: u64 = 20;

/// What only a single server has, as words that follow one another.
const LACKING: [&[&str]; 16] = [
    &["LISTEN"],
    &["NOTIFY"],
    &["UNLISTEN"],
    &["LOCK", "TABLE"],
    &["SEQUENCE"],
    &["NEXTVAL"],
    &["SERIAL"],
    &["BIGSERIAL"],
    &["SMALLSERIAL"],
    &["AS", "IDENTITY"],
    &["TRIGGER"],
    &["DEFERRABLE"],
    &["INITIALLY", "DEFERRED"],
    &["PG_ADVISORY_LOCK"],
    &["PG_TRY_ADVISORY_LOCK"],
    &["PG_ADVISORY_UNLOCK"],
];

/// Returns what a statement needs that a distributed engine may lack.
pub fn lacking(sql: &str) -> Option<String> {
    let words: Vec<String> = sql
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_uppercase)
        .collect();
    let needs = |lacking: &&&[&str]| words.windows(lacking.len()).any(|window| window == **lacking);
    LACKING.iter().find(needs).map(|lacking| lacking.join(" "))
}

/// Decides as such an engine does: refuses what it lacks, and ends some statements with 40001, except on the connection of migrations, which
/// run one at a time and repeat nothing.
pub fn judge() -> impl Fn(OnItsWay<'_>) -> Fate + Send + Sync + 'static {
    let random = SeededRandom::new(ENDED);
    move |statement| {
        if lacking(statement.sql).is_some() {
            return Fate::Fails("0A000");
        }
        let is_ended = statement.has_deadlines && u64::from_le_bytes(bytes(&random)).is_multiple_of(ENDED);
        if is_ended { Fate::Fails("40001") } else { Fate::Passes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_distributed_engine_lacks_is_recognised_in_a_statement() {
        for sql in [
            "LISTEN changes",
            "SELECT pg_try_advisory_lock(1) AS holds",
            "BEGIN; lock table audit_events",
            "CREATE TABLE a (id bigserial)",
            "CREATE TABLE a (id bigint GENERATED ALWAYS AS IDENTITY)",
            "CREATE CONSTRAINT TRIGGER a AFTER UPDATE ON b",
            "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES c DEFERRABLE",
        ] {
            assert!(lacking(sql).is_some(), "{sql}");
        }
        for sql in ["SELECT 1 FROM listeners", "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "SELECT id FROM a FOR UPDATE SKIP LOCKED"] {
            assert_eq!(lacking(sql), None, "{sql}");
        }
    }
}
