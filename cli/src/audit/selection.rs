//! Which lines of the audit trail a command is about.

use domain::{audit::AuditAction, audit_group::AuditGroup, clock::Timestamp, name::Slug, view::AuditFilter};

#[derive(Debug, clap::Args)]
pub(super) struct Selection {
    /// Only lines of this tenant.
    #[arg(long)]
    pub(super) tenant: Option<Slug>,
    /// Only lines of this workspace of the tenant.
    #[arg(long, requires = "tenant")]
    pub(super) workspace: Option<Slug>,
    /// Only this action, by its code, such as `administrator.signed_in`.
    #[arg(long, value_parser = action)]
    action: Option<AuditAction>,
    /// Only a group of actions: `changes`, `sign_ins` or `security`.
    #[arg(long, value_parser = group)]
    group: Option<AuditGroup>,
    /// Only lines whose actor or target contains this text.
    #[arg(long)]
    text: Option<String>,
    /// Only what this actor did, by the name or address that the lines have.
    #[arg(long)]
    actor: Option<String>,
    /// Only lines about the object with this identifier.
    #[arg(long, value_name = "IDENTIFIER")]
    object: Option<String>,
    /// Only lines from this time on, such as `2026-11-29` or `2026-11-29T15:04:05Z`.
    #[arg(long, value_name = "TIME")]
    since: Option<Timestamp>,
    /// Only lines before this time.
    #[arg(long, value_name = "TIME")]
    until: Option<Timestamp>,
}

impl Selection {
    pub(super) fn filter(&self) -> AuditFilter {
        let (actor, target_id) = (self.actor.clone(), self.object.clone());
        AuditFilter {
            action: self.action,
            group: self.group,
            text: self.text.clone(),
            actor,
            target_id,
            since: self.since,
            until: self.until,
        }
    }

    /// What is named where nothing is found.
    pub(super) fn named(&self) -> (&'static str, String) {
        match (&self.tenant, &self.workspace) {
            (Some(tenant), Some(workspace)) => ("workspace", format!("{tenant}/{workspace}")),
            (tenant, _) => ("tenant", tenant.as_ref().map(ToString::to_string).unwrap_or_default()),
        }
    }
}

fn action(code: &str) -> Result<AuditAction, String> {
    AuditAction::from_code(code).ok_or_else(|| {
        let codes: Vec<_> = AuditAction::ALL.iter().map(|action| action.code()).collect();
        format!("choose one of {}", codes.join(", "))
    })
}

fn group(name: &str) -> Result<AuditGroup, String> {
    AuditGroup::from_name(name).ok_or_else(|| format!("choose one of {}", AuditGroup::ALL.map(AuditGroup::name).join(", ")))
}
