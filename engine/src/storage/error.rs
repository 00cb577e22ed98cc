//! How a storage can fail.

/// A failure of a storage: the network, the disk, or data that cannot be read. The cause is for the log, never for a client.
#[derive(Debug, thiserror::Error)]
#[error("the storage failed")]
pub struct StorageError {
    /// The method of the storage that failed.
    pub operation: &'static str,
    /// Why it failed.
    #[source]
    pub cause: Box<dyn std::error::Error + Send + Sync>,
}
