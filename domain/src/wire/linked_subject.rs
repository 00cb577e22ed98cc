//! Subjects of trusted issuers that are linked to users.

use crate::{
    clock::Timestamp,
    id::LinkedSubjectId,
    linked_subject,
    name::Slug,
    wire::{
        resource::Resource,
        sent::Sent,
        types::{sent, told},
    },
};

sent! {
    /// A subject of a trusted issuer that is to be linked to a user.
    pub struct NewLinkedSubject needed [issuer subject] {
        /// The trusted issuer, by its `id`.
        pub issuer: String,
        /// What the issuer calls the user (`sub`), to the letter: 1 to 255 characters.
        pub subject: String,
    }
}

told! {
    /// A subject of a trusted issuer that is linked to a user: its assertions are about this user, whatever else finds users.
    pub struct LinkedSubject {
        /// Its identifier.
        pub id: Sent<LinkedSubjectId>,
        /// The trusted issuer, by its `id`.
        pub issuer: Sent<Slug>,
        /// What the issuer calls the user (`sub`).
        pub subject: String,
        /// When it was linked.
        pub linked_at: Sent<Timestamp>,
    }

    /// The subjects that are linked to a user: at most 20, the oldest first.
    pub struct LinkedSubjects {
        /// The subjects.
        pub linked_subjects: Vec<LinkedSubject>,
    }
}

impl Resource for NewLinkedSubject {}

impl From<&linked_subject::LinkedSubject> for LinkedSubject {
    fn from(linked: &linked_subject::LinkedSubject) -> Self {
        Self {
            id: Sent::of(&linked.id),
            issuer: Sent::of(&linked.issuer),
            subject: linked.subject.to_string(),
            linked_at: Sent::of(&linked.linked_at),
        }
    }
}

impl From<&[linked_subject::LinkedSubject]> for LinkedSubjects {
    fn from(linked: &[linked_subject::LinkedSubject]) -> Self {
        Self { linked_subjects: linked.iter().map(LinkedSubject::from).collect() }
    }
}
