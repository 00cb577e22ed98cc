//! `regrant audit seal`

use control::Operator;
use domain::name::Slug;

use crate::{failure::Failure, terminal};

#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Arguments {
    /// The tenant whose chain it is; without one, that of the lines that belong to no tenant.
    #[arg(long)]
    tenant: Option<Slug>,
    /// Why. It is written to the log.
    #[arg(long)]
    reason: String,
}

pub(super) async fn run(operator: Operator, arguments: Arguments) -> Result<(), Failure> {
    let Arguments { tenant, reason } = arguments;
    let name = tenant.as_ref().map_or_else(|| "installation".to_owned(), ToString::to_string);
    let sealed = operator.because(Some(reason)).seal_audit_chain(tenant.as_ref()).await;
    let sealed = sealed.map_err(|error| Failure::naming(error, "chain of", &name))?;
    terminal::say(&format!("{name}: sealed anew, to {}", sealed.chain.head));
    Ok(())
}
