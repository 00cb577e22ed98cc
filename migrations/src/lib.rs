#![doc = include_str!("../README.md")]

mod decision_indexes;
mod m0001_configuration;
mod m0002_tokens;
mod m0003_one_window;
mod m0005_master_keys;
mod m0006_endings;
mod m0008_consent_lifetime;
mod m0009_what_was_asked;
mod m0010_signing_algorithms;
mod m0011_user_emails;
mod m0012_people;
mod m0014_deleted;
mod m0041_key_versions;
mod m0042_small_events;
mod m0043_housekeeping;
mod m0044_figures;
mod m0047_key_states;
mod m0048_previous_secrets;
mod m0049_roles;
mod m0052_revoked_families;
mod m0057_sign_in;
mod m0058_mail;
mod m0061_admin_api;
mod m0070_administrator_second_factors;
mod m0071_user_second_factors;
mod m0072_audit_chain;
mod m0073_decisions;
mod m0074_webhooks;
mod m0075_jobs;
mod m0076_api_clients;
mod m0077_search_words;
mod m0078_passkeys;
mod m0079_client_failures;
mod m0080_saved_views;
mod m0081_client_figures;
mod m0082_sorted_names;
mod m0085_reuses;
mod m0086_pushed_requests;
mod m0087_device_requests;
mod m0088_bound_certificates;
mod m0089_signed_requests;
mod m0090_token_exchanges;
mod m0091_logout;
mod m0092_tenant_versions;
mod m0093_initial_access_tokens;
mod m0094_client_registrations;
mod m0095_trusted_issuers;
mod m0096_assertions;
mod m0097_pairwise_subjects;
mod m0098_sign_in_methods;
mod m0099_claims;
mod m0100_authorization_details;
mod m0104_sites;
mod m0106_user_languages;
mod m0107_client_documents;
mod m0108_linked_subjects;
mod m0111_administrator_mail;
mod m0112_recent_logouts;
mod m0113_self_registered;
mod m0115_sectors_of_sign_ins;
mod m0116_makers_of_initial_access_tokens;
mod m0117_kept_clients;

pub use sea_orm_migration::{DbErr, MigratorTrait};
use sea_orm_migration::{MigrationTrait, async_trait};

/// All migrations, oldest first.
pub struct Migrator;

impl Migrator {
    /// Returns the names of all migrations, as a database records those that were applied to it.
    pub fn names() -> Vec<String> {
        Self::migrations().iter().map(|migration| migration.name().to_owned()).collect()
    }
}

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_configuration::Migration),
            Box::new(m0002_tokens::Migration),
            Box::new(m0003_one_window::Migration),
            Box::new(m0005_master_keys::Migration),
            Box::new(m0006_endings::Migration),
            Box::new(m0008_consent_lifetime::Migration),
            Box::new(m0009_what_was_asked::Migration),
            Box::new(m0010_signing_algorithms::Migration),
            Box::new(m0011_user_emails::Migration),
            Box::new(m0012_people::Migration),
            Box::new(m0014_deleted::Migration),
            Box::new(m0041_key_versions::Migration),
            Box::new(m0042_small_events::Migration),
            Box::new(m0043_housekeeping::Migration),
            Box::new(m0044_figures::Migration),
            Box::new(m0047_key_states::Migration),
            Box::new(m0048_previous_secrets::Migration),
            Box::new(m0049_roles::Migration),
            Box::new(m0052_revoked_families::Migration),
            Box::new(m0057_sign_in::Migration),
            Box::new(m0058_mail::Migration),
            Box::new(m0061_admin_api::Migration),
            Box::new(m0070_administrator_second_factors::Migration),
            Box::new(m0071_user_second_factors::Migration),
            Box::new(m0072_audit_chain::Migration),
            Box::new(m0073_decisions::Migration),
            Box::new(m0074_webhooks::Migration),
            Box::new(m0075_jobs::Migration),
            Box::new(m0076_api_clients::Migration),
            Box::new(m0077_search_words::Migration),
            Box::new(m0078_passkeys::Migration),
            Box::new(m0079_client_failures::Migration),
            Box::new(m0080_saved_views::Migration),
            Box::new(m0081_client_figures::Migration),
            Box::new(m0082_sorted_names::Migration),
            Box::new(m0085_reuses::Migration),
            Box::new(m0086_pushed_requests::Migration),
            Box::new(m0087_device_requests::Migration),
            Box::new(m0088_bound_certificates::Migration),
            Box::new(m0089_signed_requests::Migration),
            Box::new(m0090_token_exchanges::Migration),
            Box::new(m0091_logout::Migration),
            Box::new(m0092_tenant_versions::Migration),
            Box::new(m0093_initial_access_tokens::Migration),
            Box::new(m0094_client_registrations::Migration),
            Box::new(m0095_trusted_issuers::Migration),
            Box::new(m0096_assertions::Migration),
            Box::new(m0097_pairwise_subjects::Migration),
            Box::new(m0098_sign_in_methods::Migration),
            Box::new(m0099_claims::Migration),
            Box::new(m0100_authorization_details::Migration),
            Box::new(m0104_sites::Migration),
            Box::new(m0106_user_languages::Migration),
            Box::new(m0107_client_documents::Migration),
            Box::new(m0108_linked_subjects::Migration),
            Box::new(m0111_administrator_mail::Migration),
            Box::new(m0112_recent_logouts::Migration),
            Box::new(m0113_self_registered::Migration),
            Box::new(m0115_sectors_of_sign_ins::Migration),
            Box::new(m0116_makers_of_initial_access_tokens::Migration),
            Box::new(m0117_kept_clients::Migration),
        ]
    }
}
