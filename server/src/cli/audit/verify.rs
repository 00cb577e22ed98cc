//! `regrant audit verify`

use std::process::ExitCode;

use control::Operator;
use domain::{audit_chain::Link, clock::Clock as _, name::Slug};
use store::{AuditChainRow, ChainCheck};

use crate::{
    cli::{failure::Failure, terminal},
    installation::{Installation, OpenError, chaining::chained_since},
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Only the chain of this tenant; without one, all chains.
    #[arg(long)]
    tenant: Option<Slug>,
    /// Only the chain of the lines that belong to no tenant.
    #[arg(long, conflicts_with = "tenant")]
    installation: bool,
    /// The place that an earlier check ended with, as `NUMBER:HASH`: checks that this line is still there, and those after it. It tells a chain
    /// whose end was cut off, or a database that was restored from a backup.
    #[arg(long, value_name = "PLACE", value_parser = place)]
    after: Option<Link>,
}

fn place(text: &str) -> Result<Link, String> {
    text.parse().map_err(|_| "it is a number and a hash, as an earlier check printed it: `12:9f86…`".to_owned())
}

pub(super) async fn run(installation: &Installation, operator: &Operator, arguments: Arguments) -> Result<ExitCode, Failure> {
    let Arguments { tenant, installation: own, after: noted } = arguments;
    if noted.is_some() && tenant.is_none() && !own {
        return Err(Failure::Audit("A place is one of a chain: add --tenant or --installation.".to_owned()));
    }
    let (mut broken, mut checked, mut last) = (0, 0, None);
    loop {
        let rows = operator.list_audit_chains(tenant.as_ref(), last.as_ref()).await;
        let rows = rows.map_err(|error| Failure::naming(error, "tenant", &tenant.as_ref().map(ToString::to_string).unwrap_or_default()))?;
        last = rows.last().map(|row| row.chain);
        for row in rows.iter().filter(|row| !own || row.chain.tenant_id.is_none()) {
            checked += 1;
            broken += u32::from(!check(operator, row, noted).await?);
        }
        if last.is_none() || own || tenant.is_some() {
            break;
        }
    }
    if checked == 0 && noted.is_some() {
        broken += 1;
        terminal::say("BROKEN: there is no chain, and so not the line that was noted.");
    }
    let since = chained_since(installation.clock.now(), installation.configuration.audit_retention_days);
    let waiting = installation.store.count_unchained(since).await.map_err(OpenError::from)?;
    if let Some(oldest) = waiting.oldest {
        terminal::say(&format!(
            "Lines that wait for their place: {}, the oldest since {oldest}. A running server gives it within seconds.",
            waiting.lines
        ));
    }
    Ok(if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Checks a chain and says what was found. Returns whether it is intact.
async fn check(operator: &Operator, row: &AuditChainRow, noted: Option<Link>) -> Result<bool, Failure> {
    let name = operator.name_of_audit_chain(row.chain.tenant_id).await?;
    let ChainCheck { chain, after, intact_until, broken } = operator.check_audit_chain(row, noted).await?;
    let first = after.number + 1;
    match broken {
        None if first > chain.head.number => terminal::say(&format!("{name}: intact; no line after {}", chain.head)),
        None => terminal::say(&format!("{name}: intact from line {first} to {}", chain.head)),
        Some(broken) if intact_until.number >= first => {
            terminal::say(&format!("BROKEN: {name}: {broken}; intact from line {first} to {intact_until}"));
        }
        Some(broken) => terminal::say(&format!("BROKEN: {name}: {broken}")),
    }
    Ok(broken.is_none())
}
