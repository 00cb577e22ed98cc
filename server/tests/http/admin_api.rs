//! The admin API: `/api/admin/…`.

mod answers;
mod explain;
