//! Configuration as code: a tenant as a document, what applying a document would do, and applying it.

use control::permission::Action;
use domain::{
    configuration::Configuration,
    problem::Problem,
    wire::{
        AppliedConfiguration, ApplyConfiguration, ConfigurationDocument, ConfigurationPlan, ConfigurationQuery, ExportedConfiguration,
        Misfit, PlanConfiguration,
    },
};

use super::{
    at::TenantAt,
    error::Failure,
    kit::{Ask, Nothing, Operation, Outcome, Place},
};

/// What everybody sees of it who plans.
const SEES: &[Action] = &[Action::SeeWorkspaces, Action::SeeServices, Action::SeeClients, Action::SeeFamilies];
/// The same, and what a document can change.
const CHANGES: &[Action] = &[
    Action::SeeWorkspaces,
    Action::SeeServices,
    Action::SeeClients,
    Action::SeeFamilies,
    Action::CreateWorkspace,
    Action::RenameWorkspace,
    Action::SetAuthorizationSettings,
    Action::SetTokenSettings,
    Action::SetSignInSettings,
    Action::SetTrustedIssuers,
    Action::CreateService,
    Action::SetServiceScopes,
    Action::SetServiceResource,
    Action::CreateClient,
    Action::SetClient,
    Action::SetClientStatus,
    Action::RotateClientSecret,
    Action::DeleteClient,
];

pub(super) fn operations() -> Vec<Operation> {
    let one = Place::<TenantAt>::new("Configuration", "/admin/{tenant}/configuration");
    vec![
        one.look(("export_configuration", "Export the configuration of a tenant"), export)
            .about("As a document that can be applied, here or in another installation. It has no secrets, and nothing of users.")
            .needs(&[Action::SeeWorkspaces, Action::SeeServices, Action::SeeClients]),
        one.below::<TenantAt>("/plan")
            .act(("plan_configuration", "Preview what applying a configuration does, and to which refresh tokens"), plan)
            .about("Changes nothing.")
            .needs(SEES),
        one.below::<TenantAt>("/apply")
            .act_once(("apply_configuration", "Apply a configuration"), apply)
            .about(
                "All of it or nothing. Each change needs the permission that it needs by itself. Where existing refresh tokens would end \
                 earlier, `reach` has to say whether they shall.",
            )
            .needs(CHANGES),
    ]
}

async fn export(ask: Ask<TenantAt, ConfigurationQuery>) -> Outcome<ExportedConfiguration> {
    let server = ask.query.read()?;
    Ok(ask.operator.export_configuration(&ask.at.tenant, server.as_ref(), ask.query.detail()).await?)
}

async fn plan(ask: Ask<TenantAt, Nothing, PlanConfiguration>) -> Outcome<ConfigurationPlan> {
    let declared = read(&ask.body.configuration, &ask.at)?;
    let plan = ask.operator.plan_configuration(&declared, ask.body.terms()?).await.map_err(in_document)?;
    Ok((&plan).into())
}

async fn apply(ask: Ask<TenantAt, Nothing, ApplyConfiguration>) -> Outcome<AppliedConfiguration> {
    let declared = read(&ask.body.configuration, &ask.at)?;
    let terms = ask.body.terms()?;
    let applied = ask.operator.apply_configuration(&declared, terms, ask.body.plan.as_deref()).await.map_err(in_document)?;
    Ok((&applied).into())
}

/// The most workspaces of one request: those that are new get signing keys, which takes a while.
const MOST_SERVERS: u32 = 100;

/// Reads a document about the tenant of an address.
fn read(document: &ConfigurationDocument, at: &TenantAt) -> Outcome<Configuration> {
    let declared = document.read().map_err(|misfits| Failure::from(below(misfits)))?;
    let misfit = |pointer: &str, problem| Err(vec![Misfit { pointer: pointer.to_owned(), problem }].into());
    match () {
        () if declared.tenant != at.tenant => misfit("/configuration/tenant/id", Problem::Fixed),
        () if declared.workspaces.len() > MOST_SERVERS as usize => {
            misfit("/configuration/servers", Problem::TooMany { most: MOST_SERVERS })
        }
        () => Ok(declared),
    }
}

/// An error with the places of a document as those of a body that has it.
fn in_document(error: control::Error) -> Failure {
    match error {
        control::Error::Unfit(misfits) => below(misfits).into(),
        error => error.into(),
    }
}

fn below(misfits: Vec<Misfit>) -> Vec<Misfit> {
    misfits.into_iter().map(|misfit| Misfit { pointer: format!("/configuration{}", misfit.pointer), ..misfit }).collect()
}
