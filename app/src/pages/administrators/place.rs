//! A role that somebody gets, and where, as both are offered and typed: in the whole tenant, or in one of its workspaces. Nothing is chosen
//! beforehand: the first of each is the one that permits the most.

use domain::{
    name::Slug,
    problem::Problem,
    role::RoleRef,
    view::{LevelPath, NamedWorkspace, RoleView},
};

use super::named::named_role;
use crate::{
    api::{ApiError, operator},
    t,
    ui::Choice,
};

/// What stands for the whole tenant in place of a workspace. It is no slug.
const WHOLE_TENANT: &str = "*";

/// Returns the roles that are offered.
pub(super) fn roles(roles: Vec<RoleView>) -> Vec<Choice> {
    let each = roles.into_iter().map(named_role).map(|role| {
        let hint = if role.description.is_empty() { String::new() } else { format!(": {}", role.description) };
        Choice::new(role.role.to_string(), format!("{}{hint}", role.name))
    });
    std::iter::once(Choice::unchosen(t!("administrators-place-choose-role"))).chain(each).collect()
}

/// Returns the places that are offered.
pub(super) fn places(whole_tenant: bool, workspaces: Vec<NamedWorkspace>) -> Vec<Choice> {
    let whole = whole_tenant.then(|| Choice::new(WHOLE_TENANT, t!("administrators-place-whole")));
    let parts = workspaces
        .into_iter()
        .map(|one| Choice::new(one.slug.to_string(), t!("administrators-place-workspace", name = one.name.to_string())));
    std::iter::once(Choice::unchosen(t!("administrators-place-choose"))).chain(whole).chain(parts).collect()
}

/// Loads the workspaces of a tenant; the installation has none of its own.
pub(super) async fn load_workspaces(tenant: Option<&Slug>) -> Result<Vec<NamedWorkspace>, ApiError> {
    match tenant {
        Some(tenant) => Ok(operator()?.list_named_workspaces(tenant, "", None).await?.items),
        None => Ok(Vec::new()),
    }
}

/// Reads a role, and where it is; the installation has no parts to choose from.
pub(super) fn parse(tenant: Option<Slug>, role: &str, workspace: &str) -> Result<(RoleRef, LevelPath), ApiError> {
    let unknown = |field, typed: &str| ApiError::invalid(field, if typed.is_empty() { Problem::Unchosen } else { Problem::UnknownValue });
    let role = role.parse().map_err(|_| unknown("role", role))?;
    let workspace = match workspace {
        WHOLE_TENANT => None,
        _ if tenant.is_none() => None,
        slug => Some(Slug::parse(slug).map_err(|_| unknown("workspace", slug))?),
    };
    Ok((role, LevelPath { tenant, workspace, client: None }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_a_role_nor_where_it_is_is_taken_for_granted() {
        let tenant = || Some(Slug::parse("acme").unwrap());
        let field = |role, workspace| match parse(tenant(), role, workspace) {
            Err(ApiError::Invalid { problems, .. }) => problems.into_iter().map(|at| (at.field, at.problem)).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        assert_eq!(field("", WHOLE_TENANT), [("role".to_owned(), Problem::Unchosen)]);
        assert_eq!(field("boss of all", WHOLE_TENANT), [("role".to_owned(), Problem::UnknownValue)]);
        assert_eq!(field("owner", ""), [("workspace".to_owned(), Problem::Unchosen)]);
        assert_eq!(parse(tenant(), "owner", WHOLE_TENANT).unwrap().1.workspace, None);
        assert_eq!(parse(tenant(), "owner", "shop").unwrap().1.workspace, Some(Slug::parse("shop").unwrap()));
        assert_eq!(parse(None, "owner", "").unwrap().1, LevelPath::default());
        for offered in [roles(Vec::new()), places(true, Vec::new())] {
            assert_eq!(offered[0].value, "", "{offered:?}");
        }
    }
}
