//! The control plane's use cases
