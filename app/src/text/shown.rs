use leptos::prelude::{Owner, provide_context};
use translation::{Arguments, Catalogs, Language, catalogs};

use crate::api::language;

/// The texts of the console.
pub(super) static TEXTS: Catalogs = catalogs! {
    "account" "administrators" "auth-server" "clients" "client-pages" "components" "form" "layout" "logs" "outcomes" "reuses" "settings" "tokens"
    "ui" "users" "webhooks" "workspaces"
};

/// Returns the text without arguments that has this identifier, in the reader's language.
pub fn plain(id: &'static str) -> &'static str {
    TEXTS.plain(language(), id)
}

/// Returns the text that has this identifier, with these arguments, in the reader's language.
pub fn format(id: &'static str, arguments: Arguments) -> String {
    TEXTS.format(language(), id, arguments)
}

/// Returns what is said for a reader of a language, where no page is rendered.
pub fn in_language<T>(language: Language, said: impl FnOnce() -> T) -> T {
    Owner::new().with(|| {
        provide_context(language);
        said()
    })
}
