//! The values of a token policy as fields: each is rendered from its description in `domain`.

mod duration;
mod fields;
mod overrides;
mod own;
mod typed;

pub use fields::PolicyFields;
pub use overrides::PolicyOverride;
pub use own::{Sources, TypedOverrides};
pub use typed::TypedPolicy;
