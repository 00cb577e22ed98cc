//! `regrant audit verify`

use std::{collections::HashSet, process::ExitCode};

use control::Operator;
use domain::{
    audit_chain::Link,
    chain_check::{AuditChainView, ChainCheck},
    id::TenantId,
    name::Slug,
};

use crate::{
    failure::Failure,
    installation::{Installation, OpenError, chaining::chained_since},
    terminal,
};

#[derive(Debug, clap::Args)]
#[group(skip)]
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
    let mut found = Found::default();
    if own || tenant.is_some() {
        let name = tenant.as_ref().map(ToString::to_string).unwrap_or_default();
        let chain = operator.load_audit_chain(tenant.as_ref()).await.map_err(|error| Failure::naming(error, "tenant", &name))?;
        found.check(operator, &chain, noted).await?;
    } else if noted.is_some() {
        return Err(Failure::Audit("A place is one of a chain: add --tenant or --installation.".to_owned()));
    } else {
        let (mut after, mut seen) = (None, HashSet::new());
        loop {
            let page = operator.list_audit_chains(after).await?;
            for chain in &page.items {
                seen.insert(chain.chain.tenant_id);
                found.check(operator, chain, None).await?;
            }
            after = page.next.and_then(|next| next.parse::<TenantId>().ok());
            if after.is_none() {
                break;
            }
        }
        found.check_unseen(operator, &seen).await?;
    }
    let since = chained_since(installation.clock.now(), installation.configuration.audit_retention_days);
    let waiting = installation.store.count_unchained(since).await.map_err(OpenError::from)?;
    if let Some(oldest) = waiting.oldest {
        terminal::say(&format!(
            "Lines that wait for their place: {}, the oldest since {oldest}. A running server gives it within seconds.",
            waiting.lines
        ));
    }
    Ok(if found.broken { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// What was found of the chains that were looked at.
#[derive(Default)]
struct Found {
    broken: bool,
}

impl Found {
    /// Checks the chains whose end is not stored, and says so where lines are there that had a place in one.
    async fn check_unseen(&mut self, operator: &Operator, seen: &HashSet<Option<TenantId>>) -> Result<(), Failure> {
        let tenants = operator.list_tenants().await?;
        for tenant in tenants.iter().map(Some).chain([None]).filter(|tenant| !seen.contains(&tenant.map(|tenant| tenant.id))) {
            let check = operator.check_audit_chain(tenant.map(|tenant| tenant.id), None, u64::MAX).await;
            if check.is_ok_and(|check| check.broken.is_none()) {
                continue;
            }
            self.check(operator, &operator.load_audit_chain(tenant.map(|tenant| &tenant.slug)).await?, None).await?;
        }
        Ok(())
    }

    /// Checks a chain and says what was found.
    async fn check(&mut self, operator: &Operator, view: &AuditChainView, noted: Option<Link>) -> Result<(), Failure> {
        let name = match (&view.tenant, view.chain.tenant_id) {
            (Some(slug), _) => slug.clone(),
            (None, Some(id)) => id.to_string(),
            (None, None) => "installation".to_owned(),
        };
        let check = match operator.check_audit_chain(view.chain.tenant_id, noted, u64::MAX).await {
            Ok(check) => check,
            Err(control::Error::Internal(cause)) if cause.is_of_stored_value() => {
                terminal::say(&format!("BROKEN: {name}: {cause}"));
                self.broken = true;
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        let ChainCheck { chain, after, intact_until, broken } = check;
        let first = after.number.saturating_add(1);
        match broken {
            None if first > chain.head.number => terminal::say(&format!("{name}: intact; no line after {}", chain.head)),
            None => terminal::say(&format!("{name}: intact from line {first} to {}", chain.head)),
            Some(broken) if intact_until.number >= first => {
                terminal::say(&format!("BROKEN: {name}: {broken}; intact from line {first} to {intact_until}"));
            }
            Some(broken) => terminal::say(&format!("BROKEN: {name}: {broken}")),
        }
        self.broken |= broken.is_some();
        Ok(())
    }
}
