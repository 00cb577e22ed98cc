//! The console: pages, components and server functions
