//! Workspaces: the authorization servers of a tenant.

use control::{Counting, Operator, permission::Action};
use domain::{
    name::Slug,
    page::Cursor,
    problem::Problem,
    settings::tokens::TokenSettings,
    sort::WorkspaceSort,
    view::{NewWorkspace, WorkspaceStart},
    wire::{
        Activity, ActivityQuery, DuplicateServer, Impact, NewServer, ReachQuery, Reading, Server, ServerOverview, ServerSummary,
        ServerTemplates,
    },
    workspace::{Workspace, WorkspacePath},
    workspace_template::WorkspaceTemplate,
};

use super::{
    at::{TenantAt, WORKSPACE, WorkspaceAt},
    error::Failure,
    kit::{Ask, Created, Found, ListQuery, Listed, Nothing, Noun, Operation, Outcome, Place, Tag},
};

const NOUN: Noun = Noun {
    one: "server",
    many: "servers",
    searched: true,
    sorted_by: "id",
    newest_first: false,
    also_by: &["name", "created_at"],
    counted: true,
};

const CHANGES: &[Action] = &[
    Action::SeeWorkspaces,
    Action::RenameWorkspace,
    Action::SetAuthorizationSettings,
    Action::SetTokenSettings,
    Action::SetSignInSettings,
    Action::SetTrustedIssuers,
];
const PUTS: &[Action] = &[
    Action::SeeWorkspaces,
    Action::CreateWorkspace,
    Action::RenameWorkspace,
    Action::SetAuthorizationSettings,
    Action::SetTokenSettings,
    Action::SetSignInSettings,
    Action::SetTrustedIssuers,
];
const CREATES: &[Action] = &[
    Action::CreateWorkspace,
    Action::SetAuthorizationSettings,
    Action::SetTokenSettings,
    Action::SetSignInSettings,
    Action::SetTrustedIssuers,
];

const COPIES: &[Action] = &[
    Action::SeeWorkspaces,
    Action::SeeServices,
    Action::CreateWorkspace,
    Action::SetAuthorizationSettings,
    Action::SetTokenSettings,
    Action::SetSignInSettings,
    Action::CreateService,
    Action::SetServiceScopes,
    Action::SetServiceResource,
];

pub(super) fn operations() -> Vec<Operation> {
    let all = Place::<TenantAt>::new("Servers", "/admin/{tenant}/servers");
    let one = Place::<WorkspaceAt>::new("Servers", WORKSPACE);
    vec![
        all.list(("list_servers", "List workspaces"), NOUN, list).about("Those that the caller sees.").needs(&[Action::SeeWorkspaces]),
        all.create(("create_server", "Create a workspace"), create).about("With signing keys and the default services.").needs(CREATES),
        one.read(("read_server", "Read a workspace"), read).needs(&[Action::SeeWorkspaces]),
        one.put(("put_server", "Replace a workspace's settings, or create it"), read, save, create_at).about(SHORTENS).needs(PUTS),
        one.patch(("change_server", "Change a workspace's settings"), read, save).about(SHORTENS).needs(CHANGES),
        one.remove(("delete_server", "Delete a workspace"), read, remove)
            .about("With everything in it: its clients, users, sessions and tokens. Its audit lines stay.")
            .needs(&[Action::DeleteWorkspace]),
        one.below::<WorkspaceAt>("/duplicate")
            .create(("duplicate_server", "Create a workspace with the settings and services of another"), duplicate)
            .about("Without its clients and users. The copy has signing keys of its own.")
            .needs(COPIES),
        Place::<TenantAt>::new("Servers", "/admin/{tenant}/server-templates")
            .look(("list_server_templates", "List the templates that a workspace can start with"), templates)
            .about("With what each of them sets in place of the defaults.")
            .needs(&[]),
        Place::<TenantAt>::new("Servers", "/admin/{tenant}/server-templates")
            .create(("create_server_from_template", "Create a workspace that starts with a template"), create_from_template)
            .about("With signing keys and the default services.")
            .needs(CREATES),
        one.below::<WorkspaceAt>("/overview")
            .look(("read_server_overview", "Look at the figures of a workspace"), overview)
            .needs(&[Action::SeeWorkspaces]),
        one.below::<WorkspaceAt>("/activity")
            .look(("read_server_activity", "Look at what happened in a workspace"), activity)
            .about("Logins, refreshes, retries, reuses, refusals, and refresh tokens that were issued and revoked, over time.")
            .needs(&[Action::SeeWorkspaces]),
        one.below::<WorkspaceAt>("/impact")
            .preview(("preview_server", "Preview what a change of settings does to refresh tokens"), read, impact)
            .about("Takes the merge patch that would change the workspace, and changes nothing.")
            .needs(&[Action::SeeFamilies]),
    ]
}

/// What changes of lifetimes do.
const SHORTENS: &str = "Where existing refresh tokens would end earlier, `reach` has to say whether they shall.";

fn found(operator: &Operator, tenant: &Slug, workspace: &Workspace) -> Found<Server> {
    let issuer = operator.issuer(&WorkspacePath::new(tenant.clone(), workspace.slug.clone()));
    Found { body: Server::of(workspace, issuer), tag: Tag::of(workspace.id, workspace.version), version: workspace.version }
}

async fn list((ask, query): (Ask<TenantAt>, ListQuery<Cursor<Slug>>)) -> Outcome<Listed<ServerSummary>> {
    let page = ask.operator.list_workspaces(&ask.at.tenant, &query.search, query.sorted::<WorkspaceSort>()?).await?;
    Ok(Listed::of(page, |workspace| ServerSummary::from(&workspace)))
}

async fn create(ask: Ask<TenantAt, Nothing, Server>) -> Outcome<Created<Server>> {
    let (slug, settings) = ask.body.read()?;
    let workspace = ask.operator.add_workspace(&ask.at.tenant, slug, settings).await?;
    let found = found(&ask.operator, &ask.at.tenant, &workspace);
    Ok(Created::below(&workspace.slug, found.body, Some(found.tag)))
}

async fn duplicate(ask: Ask<WorkspaceAt, Nothing, DuplicateServer>) -> Outcome<Created<Server>> {
    let DuplicateServer { id, name } = ask.body;
    let start = WorkspaceStart::CopyOf(ask.at.workspace.to_string());
    let workspace = ask.operator.create_workspace(&ask.at.tenant, (NewWorkspace { name, slug: id }, start)).await.map_err(copied)?;
    let found = found(&ask.operator, &ask.at.tenant, &workspace);
    Ok(Created::beside(&workspace.slug, found.body, Some(found.tag)))
}

/// The workspace that is copied is in the address.
fn copied(error: control::Error) -> control::Error {
    match error {
        control::Error::Invalid(problems) if problems.iter().any(|at| at.field == "copy_of") => control::Error::NotFound,
        error => error,
    }
}

async fn templates(ask: Ask<TenantAt>) -> Outcome<ServerTemplates> {
    ask.operator.load_tenant(&ask.at.tenant).await?;
    Ok(ServerTemplates { templates: WorkspaceTemplate::all().iter().map(Into::into).collect() })
}

async fn create_from_template(ask: Ask<TenantAt, Nothing, NewServer>) -> Outcome<Created<Server>> {
    let NewServer { id, name, template } = ask.body;
    let start = WorkspaceStart::Template(template);
    let workspace = ask.operator.create_workspace(&ask.at.tenant, (NewWorkspace { name, slug: id }, start)).await?;
    let found = found(&ask.operator, &ask.at.tenant, &workspace);
    Ok(Created::among("servers", &workspace.slug, found.body, Some(found.tag)))
}

async fn create_at(ask: Ask<WorkspaceAt, Nothing, Server>) -> Outcome<Found<Server>> {
    let (slug, settings) = ask.body.read()?;
    same(&slug, &ask.at.workspace)?;
    let workspace = ask.operator.add_workspace(&ask.at.tenant, slug, settings).await.map_err(there)?;
    Ok(found(&ask.operator, &ask.at.tenant, &workspace))
}

/// Checks that a body has the name of its address.
pub(super) fn same(sent: &Slug, address: &Slug) -> Outcome<()> {
    let mut reading = Reading::default();
    if sent != address {
        reading.note("/id", Problem::Fixed);
    }
    Ok(reading.done(Some(()))?)
}

/// A name that is taken is one where something is already.
pub(super) fn there(error: control::Error) -> Failure {
    match error {
        control::Error::Invalid(problems) if problems.iter().any(|at| (at.field, at.problem) == ("slug", Problem::Taken)) => Failure::Stale,
        error => error.into(),
    }
}

async fn read(ask: Ask<WorkspaceAt>) -> Outcome<Found<Server>> {
    Ok(found(&ask.operator, &ask.at.tenant, &ask.operator.load_workspace(&ask.at.workspace()).await?))
}

async fn save((ask, version): (Ask<WorkspaceAt, ReachQuery, Server>, i64)) -> Outcome<Found<Server>> {
    let (slug, settings) = ask.body.read()?;
    same(&slug, &ask.at.workspace)?;
    let reach = ask.query.read().map_err(|misfits| Failure::from(misfits).in_parameters())?;
    let workspace = ask.operator.set_workspace(&ask.at.workspace(), version, settings, reach).await?;
    Ok(found(&ask.operator, &ask.at.tenant, &workspace))
}

async fn remove((ask, found): (Ask<WorkspaceAt>, Found<Server>)) -> Outcome<()> {
    ask.operator.delete_workspace_as_read(&ask.at.workspace(), found.version).await?;
    Ok(())
}

async fn overview(ask: Ask<WorkspaceAt>) -> Outcome<ServerOverview> {
    Ok(ask.operator.load_overview(&ask.at.workspace(), Counting::Bounded).await?.into())
}

async fn activity(ask: Ask<WorkspaceAt, ActivityQuery>) -> Outcome<Activity> {
    let period = ask.query.read()?;
    Ok((&ask.operator.load_activity(&ask.at.workspace(), period).await?).into())
}

async fn impact(ask: Ask<WorkspaceAt, Nothing, Server>) -> Outcome<Impact> {
    let (_, settings) = ask.body.read()?;
    let path = ask.at.workspace();
    let tokens: TokenSettings = settings.tokens;
    let paused = ask.operator.preview_workspace_pauses(&path, &settings.authorization).await?;
    Ok(Impact::from(ask.operator.preview_token_settings(&path, &tokens).await?).pausing(&paused))
}
