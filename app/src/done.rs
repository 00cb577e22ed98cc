//! Notices of what was done: a code in the address, so that they work without JavaScript, and a sentence for it.

use leptos::prelude::*;

use crate::{
    components::use_query,
    ui::{Notice, Tone},
};

macro_rules! done {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $sentence:literal;)*) => {
        /// Something that was done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Done {
            /// Settings were saved; the resulting version. Shown only while that is the one in force.
            Saved(i64),
            /// The same, and what was saved elsewhere since the page was opened stays.
            SavedTogether(i64),
            $($(#[$doc])* $name,)*
        }

        impl Done {
            #[cfg(feature = "ssr")]
            const fn code(self) -> &'static str {
                match self { Self::Saved(_) => "saved", Self::SavedTogether(_) => "saved_together", $(Self::$name => $code,)* }
            }

            /// What was done, in a sentence.
            pub const fn sentence(self) -> &'static str {
                match self {
                    Self::Saved(_) => "Saved. This is now in force.",
                    Self::SavedTogether(_) => "Saved, together with changes made elsewhere while you were editing (see Logs). This is now in force.",
                    $(Self::$name => $sentence,)*
                }
            }

            fn parse(code: &str, version: Option<i64>) -> Option<Self> {
                match code {
                    "saved" => version.map(Self::Saved),
                    "saved_together" => version.map(Self::SavedTogether),
                    $($code => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

done! {
    /// A workspace was made.
    WorkspaceCreated = "workspace_created", "Workspace created. Its settings are the defaults.";
    /// A workspace was deleted.
    WorkspaceDeleted = "workspace_deleted", "The workspace was deleted, with everything in it.";
    /// A tenant was deleted.
    TenantDeleted = "tenant_deleted", "The tenant was deleted, with everything in it.";
    /// A client was made.
    ClientCreated = "client_created", "Client created.";
    /// A client was made active.
    ClientEnabled = "client_enabled", "The client is active.";
    /// A client was made inactive.
    ClientDisabled = "client_disabled", "The client is inactive, and its refresh tokens were ended.";
    /// A client was deleted.
    ClientDeleted = "client_deleted", "The client was deleted, and its refresh tokens were ended.";
    /// A client has a new secret.
    SecretRotated = "secret_rotated", "The secret was replaced. The old one does not work any more.";
    /// A service was made.
    ServiceCreated = "service_created", "Service created.";
    /// A service's scopes were changed.
    ServiceSaved = "service_saved", "The service's scopes were saved.";
    /// A service's resource server was changed.
    ServiceResourceSaved = "service_resource_saved", "The resource identifier was saved.";
    /// A user was added.
    UserCreated = "user_created", "The user was added.";
    /// A user may sign in again.
    UserEnabled = "user_enabled", "The user can sign in again.";
    /// A user may not sign in any more.
    UserDisabled = "user_disabled", "The user was disabled, and their refresh tokens were ended.";
    /// A user has a new password.
    PasswordSet = "password_set", "The password was set, and the user's refresh tokens were ended.";
    /// A user's profile was saved.
    UserSaved = "user_saved", "The user was saved.";
    /// The same, and what was saved elsewhere since the page was opened stays.
    UserSavedTogether = "user_saved_together", "The user was saved, together with changes made elsewhere while you were editing (see Logs).";
    /// A user was signed out everywhere.
    UserSignedOut = "user_signed_out", "The user was signed out as you chose.";
    /// A session of a user was ended.
    UserSessionEnded = "user_session_ended", "The session was ended.";
    /// A user was deleted.
    UserDeleted = "user_deleted", "The user was deleted. Nothing that was issued for them works any more.";
    /// A family was ended.
    FamilyRevoked = "family_revoked", "The refresh token was revoked.";
    /// Several families were ended.
    FamiliesRevoked = "families_revoked", "The refresh tokens were revoked.";
    /// The administrator signed out.
    SignedOut = "signed_out", "You are signed out.";
}

#[cfg(feature = "ssr")]
impl Done {
    /// The address of a page that says this was done.
    pub fn at(self, path: &str) -> String {
        let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
        let query = query.map(|query| format!("{query}&")).unwrap_or_default();
        match self {
            Self::Saved(version) | Self::SavedTogether(version) => format!("{path}?{query}done={}&version={version}", self.code()),
            other => format!("{path}?{query}done={}", other.code()),
        }
    }
}

/// Says what was done, where the page's address has a code. With `version`, "saved" is said only of the version in force,
/// so that a bookmark or a reload claims nothing that is not so.
#[component]
pub fn DoneNotice(
    /// The version in force.
    #[prop(optional, into)]
    version: Option<i64>,
    /// Whether something failed since: then nothing else is said.
    #[prop(optional, into)]
    failed: Signal<bool>,
) -> impl IntoView {
    let query = use_query();
    let said = move || {
        let done = query.with(|query| Done::parse(&query.value("done"), query.value("version").parse().ok()))?;
        let in_force = match done {
            Done::Saved(saved) | Done::SavedTogether(saved) => version.is_none_or(|version| version == saved),
            _ => true,
        };
        (in_force && !failed.get()).then_some(done)
    };
    view! {
        <div role="status" class="done">
            {move || said().map(|done| view! { <Notice tone=Tone::Good>{done.sentence()}</Notice> })}
        </div>
    }
    .into_any()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_is_told_by_the_address() {
        assert_eq!(Done::Saved(7).at("/console/a/b"), "/console/a/b?done=saved&version=7");
        assert_eq!(Done::UserCreated.at("/console/a/b?page=2"), "/console/a/b?page=2&done=user_created");
        assert_eq!(Done::parse("saved", Some(7)), Some(Done::Saved(7)));
        assert_eq!(Done::parse("saved", None), None);
        assert_eq!(Done::parse("<b>", None), None);
    }
}
