//! The embedded token engine
