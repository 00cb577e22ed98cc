//! The admin API: `/api/admin/…`.

mod answers;
mod clients;
mod explain;
