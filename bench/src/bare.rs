//! The least that a refresh costs: the statement that moves one family and inserts the event, by itself, under pgbench.
//!
//! The event is a copy of one that Regrant has just written, with another identifier, time and family, so that it has the size and the
//! indexes of today's events whatever their columns are.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use sea_orm::{ConnectionTrait as _, Statement};
use serde::{Deserialize, Serialize};

use crate::{
    database::Database,
    error::Error,
    seed::{Plan, Pool},
};

/// What pgbench measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BareMeasurement {
    /// How many connections there were.
    pub connections: usize,
    /// Statements per second.
    pub rate: f64,
    /// The mean latency in milliseconds.
    pub latency: f64,
}

/// The statement, ready for pgbench.
#[derive(Debug)]
pub struct Bare {
    program: PathBuf,
    script: PathBuf,
    url: String,
}

/// A column of the table of events.
struct Column {
    name: String,
    /// Its value in the sample, as a literal.
    sample: String,
}

impl Bare {
    /// Writes the script, after the newest event of a database that Regrant has just used.
    pub async fn prepare(database: &Database, plan: &Plan, programs: &Path, folder: &Path) -> Result<Self, Error> {
        let script = folder.join("bare.sql");
        let text = script_text(plan, &columns(database).await?);
        fs::write(&script, text).map_err(Error::io(script.display()))?;
        Ok(Self { program: programs.join("pgbench"), script, url: database.url.clone() })
    }

    /// Runs the statement over so many connections for so long.
    pub fn measure(&self, connections: usize, length: Duration) -> Result<BareMeasurement, Error> {
        let mut command = Command::new(&self.program);
        command.args(["--no-vacuum", "--protocol=prepared"]);
        command.args([
            format!("--client={connections}"),
            format!("--jobs={}", connections.min(2)),
            format!("--time={}", length.as_secs().max(1)),
        ]);
        command.arg("--file").arg(&self.script).arg(&self.url);
        let output = command.output().map_err(Error::io(self.program.display()))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let number = |before: &str| text.split_once(before)?.1.split_whitespace().next()?.parse::<f64>().ok();
        match (output.status.success(), number("tps = "), number("latency average = ")) {
            (true, Some(rate), Some(latency)) => Ok(BareMeasurement { connections, rate, latency }),
            _ => Err(Error::other(format_args!("pgbench failed: {}", String::from_utf8_lossy(&output.stderr)))),
        }
    }
}

/// Returns the columns that the newest event of a rotation fills.
async fn columns(database: &Database) -> Result<Vec<Column>, Error> {
    // In the table, 4 stands for a rotation.
    let question = "SELECT column_name::text, quote_literal(event ->> column_name) FROM information_schema.columns, \
                    (SELECT to_jsonb(engine_events) AS event FROM engine_events WHERE kind = 4 ORDER BY id DESC LIMIT 1) AS newest \
                    WHERE table_schema = 'public' AND table_name = 'engine_events' AND event ->> column_name IS NOT NULL \
                    ORDER BY ordinal_position";
    let connection = database.connection();
    let rows = connection.query_all_raw(Statement::from_string(connection.get_database_backend(), question)).await?;
    if rows.is_empty() {
        return Err(Error::other("there is no event yet: the bare statement is measured after a refresh"));
    }
    rows.iter().map(|row| Ok(Column { name: row.try_get_by_index(0)?, sample: row.try_get_by_index(1)? })).collect()
}

fn script_text(plan: &Plan, columns: &[Column]) -> String {
    let first = plan.family_id(Pool::Usual, 0).to_string();
    // The number is the last group of the identifier.
    let prefix = first.get(..24).unwrap_or_default();
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let values: Vec<String> = columns
        .iter()
        .map(|Column { name, sample }| match name.as_str() {
            // In the order of time, as those of Regrant are.
            "id" => "(lpad(to_hex(now_millis), 12, '0') || '7' || lpad(to_hex(:low::bigint), 3, '0') || 'a' || lpad(to_hex(:high::bigint), 15, '0'))::uuid".to_owned(),
            "family_id" => "moved.id".to_owned(),
            _ => sample.clone(),
        })
        .collect();
    let last = plan.scale.families.saturating_sub(1);
    format!(
        "\\set family random(0, {last})\n\\set low random(0, 4095)\n\\set high random(0, 1000000000000000)\n\
         WITH moved AS (UPDATE token_families SET generation = generation + 1, confirmed = false, \
         rotated_at = (extract(epoch FROM clock_timestamp()) * 1000)::bigint, last_used_at = (extract(epoch FROM clock_timestamp()) * 1000)::bigint \
         WHERE id = ('{prefix}' || lpad(to_hex(:family::bigint), 12, '0'))::uuid AND generation >= 0 AND revoked_at IS NULL \
         RETURNING id, rotated_at AS now_millis) \
         INSERT INTO engine_events ({}) SELECT {} FROM moved;\n",
        names.join(", "),
        values.join(", ")
    )
}
