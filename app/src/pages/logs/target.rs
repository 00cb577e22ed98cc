//! The pages of what an audit line is about, and of who did it.

use control::Actor;
use domain::{
    audit::{ActorKind, AuditAction, AuditEvent},
    audit_object::AuditObject,
    grants::Level,
    name::Slug,
    permission::Action,
    view::AuditLine,
};
use leptos::prelude::use_context;

use crate::{
    paths::{self, WorkspacePages as _, WorkspacePath},
    text::{of_user, said_if_ours},
};

/// Where a line was written, by the addresses of its tenant and its workspace.
struct Place {
    tenant: Option<Slug>,
    path: Option<WorkspacePath>,
}

impl Place {
    fn of(line: &AuditLine) -> Self {
        let slug = |text: &Option<String>| text.as_deref().and_then(|text| Slug::parse(text).ok());
        let tenant = slug(&line.tenant);
        let path = tenant.clone().zip(slug(&line.workspace)).map(|(tenant, workspace)| WorkspacePath { tenant, workspace });
        Self { tenant, path }
    }
}

/// Returns the page of what a line is about, where there is one and whoever reads the line may open it.
pub(super) fn of_target(line: &AuditLine) -> Option<String> {
    let event = &line.event;
    if event.action.deletes() {
        return None;
    }
    let (needs, address) = target(&Place::of(line), event)?;
    may_open(event, needs).then_some(address)
}

/// Returns what a line is about, with what is ours of it in the reader's language.
pub(super) fn words(event: &AuditEvent) -> String {
    match (event.action, event.action.object()) {
        // Of a sign-in that failed, nothing is kept that has not the form of a name.
        (AuditAction::ListExported | AuditAction::AdministratorSignInFailed | AuditAction::UserSignInFailed, _) | (_, AuditObject::Job) => {
            said_if_ours(&event.target)
        }
        (_, AuditObject::RefreshToken | AuditObject::RefreshTokens) => of_user(&event.target),
        _ => event.target.clone(),
    }
}

/// Returns the page of who did it, where there is one and whoever reads the line may open it.
pub(super) fn of_actor(line: &AuditLine) -> Option<String> {
    let event = &line.event;
    let (needs, address) = actor(&Place::of(line), event)?;
    may_open(event, needs).then_some(address)
}

/// Returns whether whoever reads a line may do this where it was written, or somewhere within.
fn may_open(event: &AuditEvent, needs: Action) -> bool {
    let level = match (event.tenant_id, event.workspace_id) {
        (Some(tenant), Some(workspace)) => Level::Workspace(tenant, workspace),
        (Some(tenant), None) => Level::Tenant(tenant),
        (None, _) => Level::Installation,
    };
    use_context::<Actor>().is_some_and(|actor| actor.may_within(needs, level))
}

fn target(place: &Place, event: &AuditEvent) -> Option<(Action, String)> {
    let Place { tenant, path } = place;
    let id = event.target_id.as_str();
    let in_tenant = |needs, address: fn(&Slug) -> String| Some((needs, address(tenant.as_ref()?)));
    let path = path.as_ref();
    Some(match event.action.object() {
        AuditObject::Tenant | AuditObject::AdministratorPolicy => return in_tenant(Action::SeeTenants, paths::tenant_settings),
        AuditObject::MailServer => return in_tenant(Action::SeeTenants, paths::mail),
        AuditObject::Workspace => (Action::SeeWorkspaces, path?.overview()),
        AuditObject::AuthorizationSettings => (Action::SeeWorkspaces, path?.authorization()),
        AuditObject::TokenSettings => (Action::SeeWorkspaces, path?.token_settings()),
        AuditObject::SignInSettings => (Action::SeeWorkspaces, path?.sign_in_settings()),
        AuditObject::TrustedIssuer => (Action::SeeWorkspaces, path?.trusted_issuers()),
        AuditObject::Client => (Action::SeeClients, path?.client(id.parse().ok()?)),
        AuditObject::Service => (Action::SeeServices, path?.service(id.parse().ok()?)),
        AuditObject::User => (Action::SeeUsers, path?.user(id.parse().ok()?)),
        AuditObject::RefreshToken => (Action::SeeFamilies, path?.family(id.parse().ok()?)),
        AuditObject::SavedView => (Action::SeeFamilies, path?.tokens()),
        AuditObject::Job => (Action::SeeFamilies, path?.job(id.parse().ok()?)),
        AuditObject::SigningKey => (Action::SeeSigningKeys, path?.keys()),
        // It has the client's name.
        AuditObject::AuthorizationCode => return actor(place, event),
        AuditObject::Administrator => (Action::SeeAdministrators, paths::administrator(tenant.as_ref(), id.parse().ok()?)),
        AuditObject::Invitation => (Action::SeeAdministrators, paths::administrators(tenant.as_ref())),
        AuditObject::Role => (Action::SeeRoles, paths::role(tenant.as_ref(), id.parse().ok()?)),
        AuditObject::Webhook => (Action::SeeWebhooks, paths::webhook(tenant.as_ref()?, id.parse().ok()?)),
        AuditObject::RefreshTokens | AuditObject::AuditChain | AuditObject::MasterKey | AuditObject::Other => return None,
    })
}

fn actor(Place { tenant, path }: &Place, event: &AuditEvent) -> Option<(Action, String)> {
    let id = event.context.actor_id?.to_string();
    Some(match event.actor_kind {
        ActorKind::Administrator => (Action::SeeAdministrators, paths::administrator(tenant.as_ref(), id.parse().ok()?)),
        ActorKind::User => (Action::SeeUsers, path.as_ref()?.user(id.parse().ok()?)),
        ActorKind::Client => (Action::SeeClients, path.as_ref()?.client(id.parse().ok()?)),
        ActorKind::CommandLine | ActorKind::Server => return None,
    })
}

#[cfg(test)]
mod tests {
    use domain::{
        audit::AuditAction,
        audit_context::AuditContext,
        clock::Timestamp,
        id::{AuditEventId, FamilyId},
    };

    use super::*;

    const AT: Timestamp = Timestamp::from_millis(1_795_000_000_000);

    fn event(action: AuditAction, target_id: &str) -> AuditEvent {
        AuditEvent {
            id: AuditEventId::new(AT, [7; 10]),
            tenant_id: None,
            workspace_id: None,
            at: AT,
            actor_kind: ActorKind::Client,
            actor: "Shop".to_owned(),
            action,
            target: "Shop".to_owned(),
            target_id: target_id.to_owned(),
            changes: Vec::new(),
            context: AuditContext { actor_id: Some(FamilyId::new(AT, [1; 10]).as_uuid()), ..AuditContext::default() },
        }
    }

    #[test]
    fn a_line_leads_to_what_it_is_about() {
        let family = FamilyId::new(AT, [5; 10]).to_string();
        let at = |action, id: &str, workspace: Option<&str>| {
            let line = AuditLine { event: event(action, id), tenant: Some("acme".to_owned()), workspace: workspace.map(ToOwned::to_owned) };
            target(&Place::of(&line), &line.event).map(|(_, address)| address)
        };
        let shop = Some("shop");
        let told = |action, id: &str, workspace| at(action, id, workspace).unwrap_or_default();
        assert_eq!(told(AuditAction::RefreshTokenReused, &family, shop), format!("/console/acme/shop/tokens/{family}"));
        assert_eq!(told(AuditAction::TokenSettingsUpdated, "x", shop), "/console/acme/shop/auth-server/tokens");
        assert!(told(AuditAction::CodeReused, &family, shop).starts_with("/console/acme/shop/clients/"));
        assert_eq!(told(AuditAction::MailServerUpdated, "x", None), "/console/acme/-/mail");
        assert!(told(AuditAction::RoleUpdated, &family, None).starts_with("/console/acme/-/administrators/roles/"));
        // What is no identifier is none.
        assert_eq!(at(AuditAction::UserSignInFailed, "", shop), None);
        assert_eq!(at(AuditAction::ClientUpdated, &family, None), None);
        assert_eq!(at(AuditAction::FamiliesRevoked, &family, shop), None);
    }
}
