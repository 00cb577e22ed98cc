//! Applications › Services.

mod detail;
mod list;
mod new;

pub use detail::ServicePage;
pub use list::ServicesPage;
pub use new::NewServicePage;
