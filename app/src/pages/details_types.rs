//! Applications › Authorization details: the types that clients can be let ask for (RFC 9396).

mod detail;
mod list;
mod new;
mod typed;

pub use detail::DetailsTypePage;
pub use list::DetailsTypesPage;
pub use new::NewDetailsTypePage;
