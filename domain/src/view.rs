//! What the control plane shows: several things seen at once, as a page of the console needs them.

mod administrator;
mod client;
mod family_filter;
mod log;
mod signing_key;
mod user;
mod webhook;
mod workspace;

pub use self::{
    administrator::{AdministratorView, ApiClientView, AssignmentView, InvitationView, LevelPath, RoleView},
    client::{ApiClientRole, ClientView},
    family_filter::FamilyFilter,
    log::{AuditFilter, AuditLine, DecisionFilter, DecisionLine, DecisionOutcome},
    signing_key::{KeyRevocationImpact, Precision, SigningKeyView, SigningKeysView},
    user::{ClientFamilies, FamilyView, NewUser, SignOut, TypedUser, UserSession, UserView},
    webhook::{TypedWebhook, WebhookAttemptView, WebhookView},
    workspace::{NamedWorkspace, NewWorkspace, Overview, TenantView, WorkspaceStart, WorkspaceSummary},
};
