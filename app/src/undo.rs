//! *Undo*, beside the notice that something was saved.

use leptos::prelude::*;

use crate::api::{self, ApiError, done};

/// Takes the last change of the administrator back, if it is the one with this name.
#[server]
pub async fn undo_change(undo: String) -> Result<(), ApiError> {
    let (page, was_done) = Box::pin(api::undo(&undo)).await?;
    done(&page, was_done);
    Ok(())
}

crate::form::needs!(UndoChange);
