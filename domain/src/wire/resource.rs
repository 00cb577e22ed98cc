//! What programs send whole and get whole.

use serde::{Serialize, de::DeserializeOwned};

use crate::{problem::Problem, wire::shape::Shaped};

/// A type of what programs send: as a resource, which they also get, or to ask for something.
pub trait Resource: DeserializeOwned + Serialize + Shaped {
    /// Returns the JSON pointer (RFC 6901) of a field by its name in the control plane.
    fn pointer(field: &str) -> String {
        format!("/{field}")
    }
}

/// Returns the JSON pointer of a problem with a field: of lists, that of the item.
pub fn pointer<R: Resource>(field: &str, problem: &Problem) -> String {
    match problem {
        Problem::RedirectUri { line, .. } => format!("{}/{line}", R::pointer(field)),
        _ => R::pointer(field),
    }
}
