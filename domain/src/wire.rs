//! What programs send and get: the admin API's resources, as explicit types, and how each is read and written.
//!
//! A type here is exact about its JSON: a member that it does not have is refused, and so is one of another type. Whether the values are such
//! values is found out when they are read ([`Reading`]), each by its JSON pointer. What is written can be sent again as it is.

mod activity;
mod administrator;
mod administrator_policy;
mod api_client;
mod audit_chain;
mod audit_event;
mod audit_news;
mod authorization_details;
mod claim_mapping;
mod client;
mod client_registration;
mod client_secret;
mod client_token_policy;
mod configuration;
mod configuration_plan;
mod entity_tag;
mod explanation;
mod fapi;
mod impact;
mod job;
mod linked_subject;
mod logout;
mod mail_server;
mod ordered;
mod passkey;
mod policy_fields;
mod query;
mod reading;
mod resource;
mod reuse;
mod search;
pub(crate) mod sent;
pub(crate) mod server;
mod server_registration;
mod server_template;
mod service;
pub(crate) mod shape;
mod signing_key;
mod strict;
mod tenant;
mod token;
mod token_exchange;
mod trusted_issuer;
pub(crate) mod types;
mod user;
mod values;
mod webhook;

pub use activity::{Activity, ActivityPoint, ActivityQuery, ClientActivity, RefusalCount};
pub use administrator::{
    Administrator, ApiToken, Assignment, EndedSessions, GrantableActions, Invitation, NewAdministrator, NewApiToken, NewAssignment,
    NewInvitation, OneTimeSignIn, Own, Role, SecondFactorReset,
};
pub use administrator_policy::AdministratorPolicy;
pub use api_client::{ApiClient, NewApiClient};
pub use audit_chain::{AuditChain, AuditChainCheck, AuditChainQuery, ExportedAuditEvent, SealAuditChain};
pub use audit_event::{AuditContext, AuditEvent, Change};
pub use audit_news::{FollowQuery, FollowedAuditEvents};
pub use authorization_details::AuthorizationDetailsType;
pub use claim_mapping::ClaimMapping;
pub use client::{Client, DuplicateClient, KeySet};
pub use client_registration::{ClientRegistration, InitialAccessToken, NewInitialAccessToken};
pub use client_secret::{ClientSecret, ClientSecrets, RotateSecret, SecretRecord};
pub use client_token_policy::{ClientTokenPolicy, EffectiveValue};
pub use configuration::{
    ApplyConfiguration, BesideClient, BesideServer, BesideService, ConfigurationDocument, ConfigurationQuery, ConfiguredTenant,
    ExportDetail, ExportedConfiguration, PlanConfiguration,
};
pub use configuration_plan::{
    AppliedClient, AppliedConfiguration, ConfigurationChange, ConfigurationPlan, LeftAlone, TokenChanges, TokenChangesOfClient,
};
pub use entity_tag::entity_tag;
pub use explanation::{ConditionChange, DecisionExplanation, Question, RefreshExplanation, RequestExplanation, Step};
pub use fapi::{ClientFapi, FapiClause, ServerFapi};
pub use impact::{ClientImpact, Impact};
pub use job::Job;
pub use linked_subject::{LinkedSubject, LinkedSubjects, NewLinkedSubject};
pub use logout::{ClientLogoutAttempt, ClientLogoutDelivery, ClientRecentLogout};
pub use mail_server::{MailDelivery, MailServer, TestMail};
pub use passkey::{Passkey, Passkeys};
pub use query::{AuditQuery, DecisionQuery, ReachQuery, RoleQuery, TokenQuery};
pub use reading::{Misfit, Reading};
pub use resource::{Resource, pointer};
pub use reuse::{Reuse, ReuseMark, ReuseQuery};
pub use search::{SearchFor, SearchResult, SearchResults};
pub use sent::{Form, Sent, Value};
pub use server::{Retention, Server, ServerOverview, ServerSummary, SignIn};
pub use server_registration::ServerRegistration;
pub use server_template::{DuplicateServer, NewServer, ServerTemplate, ServerTemplateSetting, ServerTemplates};
pub use service::{Service, ServiceScope};
pub use shape::{Member, Object, Shape, Shaped};
pub use signing_key::{NewSigningKey, RotateSigningKey, SigningKey, SigningKeyImpact};
pub use strict::{escaped, read_members};
pub use tenant::{Tenant, TenantContents};
pub use token::{
    ClientFailure, ClientFailures, Decision, Decisions, Refusal, Revoke, RevokeMany, RevokedTokens, Token, TokenCount, TokenEvent,
};
pub use token_exchange::TokenExchange;
pub use trusted_issuer::TrustedIssuer;
pub use user::{Address, Password, SignOut, User, UserSession, UserSessions};
pub use webhook::{EnableWebhook, Replay, ReplayWebhook, Webhook, WebhookAttempt, WebhookDelivery, WebhookSecret};
