//! What is alive in a page: the parts that run in the browser, and nothing else of the console does. Every page works without them.
//! They live as long as their page does, so what they listen to is never let go.

mod alive;
mod copy;
mod dom;
mod duration_words;
mod finder;
mod follow_log;
mod grant_types;
mod mended;
mod own_value;
mod palette;
mod reflect;
mod session_notice;
mod suggested_slug;
mod unsaved;
mod workspace_finder;

pub use alive::Alive;
pub use copy::{CopyButton, CopyWords};
pub use duration_words::{DurationTexts, DurationWords};
pub use finder::{FinderPlace, FinderWords};
pub use follow_log::{FOLLOWED, FollowLog, FollowWords};
pub use grant_types::{GrantChip, GrantTypes, GrantTypesWords};
pub use mended::MENDED;
pub use own_value::OwnValue;
pub use palette::{Palette, PaletteWords};
pub use session_notice::{SessionNotice, SessionWords};
pub use suggested_slug::{SlugWords, SuggestedSlug};
pub use unsaved::Unsaved;
pub use workspace_finder::WorkspaceFinder;
