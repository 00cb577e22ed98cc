//! The words by which clients, users and services are found across the workspaces of a tenant: those of their names, in a table of their
//! own, so that a search reads what it finds and not what there is.
//!
//! A word says where to look. Whether something is found its own row says, so a word that is left over finds nothing.

use std::collections::BTreeSet;

use domain::workspace::Workspace;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait as _, DbErr, EntityTrait, QueryFilter,
    prelude::Uuid,
    sea_query::{OnConflict, Query},
};

use crate::{
    Error, Writing,
    batch::Batch,
    entity::search_word::{ActiveModel, Column, Entity},
};

/// How many characters of a word are kept.
const KEPT: usize = 32;

/// What has words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A client.
    Client = 1,
    /// A user.
    User = 2,
    /// A service.
    Service = 3,
}

/// Something of a workspace that has words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Worded {
    tenant: Uuid,
    workspace: Uuid,
    kind: Kind,
    id: Uuid,
}

impl Worded {
    /// Something of a workspace.
    pub(crate) const fn of(workspace: &Workspace, kind: Kind, id: Uuid) -> Self {
        Self::at(workspace.tenant_id.as_uuid(), workspace.id.as_uuid(), kind, id)
    }

    /// Something of a workspace of a tenant, by their identifiers.
    pub(crate) const fn at(tenant: Uuid, workspace: Uuid, kind: Kind, id: Uuid) -> Self {
        Self { tenant, workspace, kind, id }
    }

    /// Returns the rows of its words.
    pub(crate) fn rows(self, names: &[&str]) -> Vec<ActiveModel> {
        let Self { tenant, workspace, kind, id } = self;
        let row = |word: String| ActiveModel {
            workspace_id: sea_orm::Set(workspace),
            kind: sea_orm::Set(kind as i16),
            word: sea_orm::Set(word.into_bytes()),
            id: sea_orm::Set(id),
            tenant_id: sea_orm::Set(tenant),
        };
        words_of(names).into_iter().map(row).collect()
    }

    /// Writes the words of its names in place of those of the names that it had.
    pub(crate) async fn name(self, connection: &Writing, before: &[&str], after: &[&str]) -> Result<(), Error> {
        let Self { tenant, workspace, kind, id } = self;
        let (before, after) = (words_of(before), words_of(after));
        let gone: Vec<&String> = before.difference(&after).collect();
        for some in Batch::split(&gone) {
            Entity::delete_many()
                .filter(Column::WorkspaceId.eq(workspace))
                .filter(Column::Kind.eq(kind as i16))
                .filter(some.contains(Column::Word, |word| word.as_bytes().to_vec()))
                .filter(Column::Id.eq(id))
                .exec(connection)
                .await?;
        }
        // Those that stay, too: an earlier version may have written the name, and no words.
        let words: Vec<String> = if before == after { Vec::new() } else { after.into_iter().collect() };
        for some in words.chunks(crate::batch::BATCH_SIZE) {
            let mut insert = Query::insert();
            insert.into_table(Entity).columns([Column::WorkspaceId, Column::Kind, Column::Word, Column::Id, Column::TenantId]);
            for word in some {
                let row = [workspace.into(), (kind as i16).into(), word.as_bytes().to_vec().into(), id.into(), tenant.into()];
                insert.values(row).map_err(|error| Error::from(DbErr::Custom(error.to_string())))?;
            }
            let there = OnConflict::columns([Column::WorkspaceId, Column::Kind, Column::Word, Column::Id]).do_nothing().to_owned();
            connection.execute(insert.on_conflict(there)).await?;
        }
        Ok(())
    }
}

/// Returns the words of some names.
fn words_of(names: &[&str]) -> BTreeSet<String> {
    names.iter().flat_map(|name| words(name)).collect()
}

/// Returns the words of a text: its runs of letters and digits, with `@`, `.` and `+` between them, so that an e-mail address is one.
pub(crate) fn words(text: &str) -> Vec<String> {
    // Letter by letter: what a letter becomes does not depend on what follows, which may not have been typed yet.
    let lower: String = text.chars().flat_map(char::to_lowercase).collect();
    let parts = lower.split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '@' | '.' | '+'));
    let parts = parts.map(|word| word.trim_matches(['@', '.', '+'])).filter(|word| !word.is_empty());
    parts.map(|word| word.chars().take(KEPT).collect()).collect()
}

/// Returns the condition of the words that begin with a word.
pub(crate) fn begins_with(word: &str) -> Condition {
    // No text in UTF-8 has this byte.
    let end = [word.as_bytes(), &[0xff]].concat();
    Condition::all().add(Column::Word.gte(word.as_bytes().to_vec())).add(Column::Word.lt(end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_runs_of_letters_and_an_address_is_one() {
        for (text, expected) in [
            ("Hana Lindqvist", vec!["hana", "lindqvist"]),
            ("Acme-Webshop (EU)", vec!["acme", "webshop", "eu"]),
            ("alice.smith+a@example.com.", vec!["alice.smith+a@example.com"]),
            ("ÜBUNG 2", vec!["übung", "2"]),
            ("-- ! @", vec![]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
        assert_eq!(words(&"x".repeat(100)), ["x".repeat(KEPT)]);
    }

    proptest! {
        #[test]
        fn the_words_of_what_is_typed_begin_those_of_the_name(name in "\\PC{1,30}", length in 1_usize..30) {
            // Whoever types the beginning of a name finds it.
            let typed: String = name.chars().take(length).collect();
            let of_name = words(&name);
            for word in words(&typed) {
                prop_assert!(of_name.iter().any(|whole| whole.starts_with(&word)), "{word:?} of {of_name:?}");
            }
        }
    }
}
