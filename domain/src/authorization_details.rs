//! Authorization details (RFC 9396): what a client asks for in objects that say more than a scope can, and the types of them that a workspace has.

mod details;
mod details_type;
mod schema;

pub use details::{AuthorizationDetails, DEEPEST_DETAIL, Detail, DetailsFault, DetailsProblem, LONGEST_DETAILS, MOST_DETAILS};
pub use details_type::{DetailsType, DetailsTypeKey, DetailsTypeName, InvalidDetailsTypeName, MOST_DETAILS_TYPES};
pub use schema::{DetailsSchema, DetailsSchemaError, DetailsSchemaFault, LONGEST_SCHEMA, MOST_PATTERNS};
