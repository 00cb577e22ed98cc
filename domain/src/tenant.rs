//! Tenants: the customers of an installation.

use serde::{Deserialize, Serialize};

use crate::{
    clock::Timestamp,
    id::TenantId,
    name::{Name, Slug},
};

/// A tenant. Nothing of one tenant is seen by another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenant {
    /// Its identifier.
    pub id: TenantId,
    /// Its part of every issuer: `{base}/{tenant}/{workspace}`.
    pub slug: Slug,
    /// Its name.
    pub name: Name,
    /// When it was made.
    pub created_at: Timestamp,
    /// How often it was changed.
    pub version: i64,
}
