//! Tenants: the customers of the installation.

use control::permission::Action;
use domain::{
    name::{Name, Slug},
    wire::{Reading, Tenant, TenantContents},
};

use super::{
    at::{InstallationAt, TenantAt},
    kit::{Ask, Created, Found, ListQuery, Listed, Nothing, Noun, Operation, Outcome, Place, Tag},
};

const NOUN: Noun =
    Noun { one: "tenant", many: "tenants", searched: true, sorted_by: "id", newest_first: false, also_by: &[], counted: true };

pub(super) fn operations() -> Vec<Operation> {
    let all = Place::<InstallationAt>::new("Tenants", "/system/tenants");
    let one = all.below::<TenantAt>("/{tenant}");
    vec![
        all.list(("list_tenants", "List tenants"), NOUN, list).about("Those that the caller sees something of."),
        all.create(("create_tenant", "Create a tenant"), create).needs(&[Action::CreateTenant]),
        one.read(("read_tenant", "Read a tenant"), read),
        one.put(("put_tenant", "Rename a tenant, or create it"), read, save, create_at)
            .needs(&[Action::CreateTenant, Action::RenameTenant]),
        one.patch(("change_tenant", "Rename a tenant"), read, save)
            .about("Its identifier stays, because issuers have it.")
            .needs(&[Action::RenameTenant]),
        one.remove(("delete_tenant", "Delete a tenant"), read, remove)
            .about(
                "With everything in it: its workspaces, its roles, and the administrators who have none elsewhere. Its audit lines stay.",
            )
            .needs(&[Action::DeleteTenant]),
        one.below::<TenantAt>("/contents").look(("count_tenant", "Count what is in a tenant"), contents).needs(&[Action::SeeTenants]),
    ]
}

fn found(tenant: &domain::tenant::Tenant) -> Found<Tenant> {
    Found { body: tenant.into(), tag: Tag::of(tenant.id, tenant.version), version: tenant.version }
}

async fn list((ask, query): (Ask<InstallationAt>, ListQuery<Slug>)) -> Outcome<Listed<Tenant>> {
    let page = ask.operator.search_tenants(&query.search, query.window).await?;
    Ok(Listed::of(page, |tenant| Tenant::from(&tenant)))
}

async fn create(ask: Ask<InstallationAt, Nothing, Tenant>) -> Outcome<Created<Tenant>> {
    let (slug, name) = values(&ask.body)?;
    let tenant = ask.operator.create_tenant(slug.as_str(), name.as_str()).await?;
    Ok(Created::below(&tenant.slug, Tenant::from(&tenant), Some(found(&tenant).tag)))
}

async fn read(ask: Ask<TenantAt>) -> Outcome<Found<Tenant>> {
    Ok(found(&ask.operator.load_tenant(&ask.at.tenant).await?))
}

async fn create_at(ask: Ask<TenantAt, Nothing, Tenant>) -> Outcome<Found<Tenant>> {
    let (slug, name) = values(&ask.body)?;
    super::servers::same(&slug, &ask.at.tenant)?;
    let tenant = ask.operator.create_tenant(slug.as_str(), name.as_str()).await.map_err(super::servers::there)?;
    Ok(found(&tenant))
}

async fn save((ask, version): (Ask<TenantAt, Nothing, Tenant>, i64)) -> Outcome<Found<Tenant>> {
    let (slug, name) = values(&ask.body)?;
    super::servers::same(&slug, &ask.at.tenant)?;
    Ok(found(&ask.operator.rename_tenant(&ask.at.tenant, version, name.as_str()).await?))
}

async fn remove((ask, found): (Ask<TenantAt>, Found<Tenant>)) -> Outcome<()> {
    let (_, name) = values(&found.body)?;
    ask.operator.delete_tenant(&ask.at.tenant, name.as_str()).await?;
    Ok(())
}

async fn contents(ask: Ask<TenantAt>) -> Outcome<TenantContents> {
    Ok(TenantContents::from(&ask.operator.load_tenant_contents(&ask.at.tenant).await?))
}

fn values(tenant: &Tenant) -> Outcome<(Slug, Name)> {
    let mut reading = Reading::default();
    let (slug, name) = (reading.take("/id", &tenant.id), reading.take("/name", &tenant.name));
    Ok(reading.done(slug.zip(name))?)
}
