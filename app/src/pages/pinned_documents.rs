//! Settings › Pinned documents: client ID metadata documents that the workspace keeps itself.

mod detail;
mod list;
mod new;
mod typed;

pub use detail::PinnedDocumentPage;
pub use list::PinnedDocumentsPage;
pub use new::NewPinnedDocumentPage;
