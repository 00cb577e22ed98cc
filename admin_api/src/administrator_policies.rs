//! What a tenant asks of its administrators.

use control::permission::Action;
use domain::wire::AdministratorPolicy;

use super::{
    at::TenantAt,
    kit::{Ask, Found, Nothing, Operation, Outcome, Place, Tag},
};

pub(super) fn operations() -> Vec<Operation> {
    let policy = Place::<TenantAt>::new("Administrators", "/admin/{tenant}/administrator-policy");
    vec![
        policy
            .read(("read_administrator_policy", "Read what a tenant asks of its administrators"), read)
            .needs(&[Action::SeeAdministrators]),
        policy
            .replace(("replace_administrator_policy", "Replace what a tenant asks of its administrators"), read, save)
            .about("It applies from their next request on.")
            .needs(&[Action::SetAdministratorPolicy]),
    ]
}

fn found(policy: domain::administrator::AdministratorPolicy) -> Found<AdministratorPolicy> {
    let body = AdministratorPolicy::from(policy);
    Found { tag: Tag::of_content(&body), body, version: 0 }
}

async fn read(ask: Ask<TenantAt>) -> Outcome<Found<AdministratorPolicy>> {
    Ok(found(ask.operator.load_administrator_policy(&ask.at.tenant).await?))
}

async fn save((ask, _): (Ask<TenantAt, Nothing, AdministratorPolicy>, i64)) -> Outcome<Found<AdministratorPolicy>> {
    Ok(found(ask.operator.set_administrator_policy(&ask.at.tenant, (&ask.body).into()).await?))
}
