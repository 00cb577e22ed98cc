//! What is persisted and how
