//! Second factors of users.

use std::future::Future;

use domain::id::{UserId, WorkspaceId};

use super::error::StorageError;
use crate::second_factor::SecondFactor;

/// Second factors of users.
pub trait SecondFactorStorage {
    /// Returns the second factor of a user, if they have one.
    fn find_second_factor(
        &self,
        workspace: WorkspaceId,
        user: UserId,
    ) -> impl Future<Output = Result<Option<SecondFactor>, StorageError>> + Send;
}
