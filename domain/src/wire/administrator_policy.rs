//! What a tenant asks of its administrators.

use crate::{
    administrator,
    wire::{resource::Resource, types::sent},
};

sent! {
    /// What a tenant asks of its administrators.
    pub struct AdministratorPolicy needed [second_factor_required] {
        /// Whether those who have a role in the tenant, or in a part of it, need a second factor. Who has none can do nothing at the console
        /// but set one up. API tokens work without one.
        pub second_factor_required: bool,
    }
}

impl Resource for AdministratorPolicy {}

impl From<administrator::AdministratorPolicy> for AdministratorPolicy {
    fn from(policy: administrator::AdministratorPolicy) -> Self {
        Self { second_factor_required: policy.second_factor_required }
    }
}

impl From<&AdministratorPolicy> for administrator::AdministratorPolicy {
    fn from(policy: &AdministratorPolicy) -> Self {
        Self { second_factor_required: policy.second_factor_required }
    }
}
