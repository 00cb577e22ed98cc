# done.rs
outcomes-saved = Saved. This is now in force.
outcomes-saved-together = Saved, together with changes made elsewhere while you were editing (see Logs). This is now in force.
outcomes-tenant-created = Tenant created. Add its first workspace.
outcomes-workspace-created = Workspace created. Its settings are the defaults.
outcomes-workspace-started = Workspace created, with the settings that you chose.
outcomes-workspace-copied = Workspace created with the settings, services and scopes of another one, and none of its clients, users and keys.
outcomes-workspace-deleted = The workspace was deleted, with everything in it.
outcomes-tenant-renamed = Tenant renamed.
outcomes-tenant-deleted = The tenant was deleted, with everything in it.
outcomes-api-client-created = The API client was created.
outcomes-key-rotated = The key was rotated. The next one signs now.
outcomes-key-published = The key was published. It can sign in a minute and a half.
outcomes-key-revoked = The key was revoked. Nothing that it signed is accepted any more.
outcomes-mail-server-saved = The mail server was saved. Send a test mail to try it.
outcomes-mail-server-removed = The mail server was removed.
outcomes-webhook-created = The webhook was created. It is told of what happens from now on.
outcomes-webhook-saved = The webhook was saved.
outcomes-webhook-enabled = The webhook is active.
outcomes-webhook-disabled = The webhook is disabled. Nothing is delivered.
outcomes-webhook-secret-rotated = The secret was replaced. The former one signs beside it for a day.
outcomes-webhook-tested = The test is sent now. Reload the page to see what became of it.
outcomes-webhook-replayed = It is sent again now. Reload the page to see what became of it.
outcomes-webhook-deleted = The webhook was deleted.
outcomes-chain-sealed = The chain was sealed anew, as it is now. The reason is in the log of the installation.
outcomes-test-mail-sent = The mail server took the test mail.
outcomes-client-created = Client created.
outcomes-client-enabled = The client is active.
outcomes-client-disabled = The client is inactive, and its refresh tokens were ended.
outcomes-client-deleted = The client was deleted, and its refresh tokens were ended.
outcomes-secret-rotated = The secret was replaced. The old one does not work any more.
outcomes-secret-added = The secret was replaced. The old one works beside it for the time shown below.
outcomes-previous-secret-revoked = The old secret was revoked. Only the current one works.
outcomes-service-created = Service created.
outcomes-service-saved = The service's scopes were saved.
outcomes-trusted-issuer-added = The issuer is trusted.
outcomes-trusted-issuer-saved = The trusted issuer was saved.
outcomes-trusted-issuer-removed = The issuer is trusted no longer.
outcomes-subject-linked = The subject is linked. Assertions about it are about this user.
outcomes-subject-unlinked = The subject is linked no longer.
outcomes-service-resource-saved = The resource identifier was saved.
outcomes-details-type-created = Authorization details type created.
outcomes-details-type-removed = Authorization details type removed. No client may ask for it any more.
outcomes-document-pinned = The document is pinned. It decides from the next request on.
outcomes-document-unpinned = The document is pinned no longer.
outcomes-administrator-invited = The invitation was created. Send them the link: it is shown only once.
outcomes-administrator-invited-by-mail = The invitation was created, and is on its way by mail. Its link is shown here only once, too.
outcomes-invitation-sent-again = The invitation is on its way by mail, with a new link. The one before does not work any more.
outcomes-invitation-withdrawn = The invitation was withdrawn. Its link does not work any more.
outcomes-invitation-accepted = You have the role now.
outcomes-role-assigned = The role was assigned. It applies from their next request on.
outcomes-role-withdrawn = The role was withdrawn. It is gone from their next request on.
outcomes-administrator-enabled = The administrator can sign in again.
outcomes-administrator-disabled = The administrator was disabled. Their sessions, API tokens and initial access tokens were ended.
outcomes-administrator-deleted = The administrator was deleted. What they did stays in the log.
outcomes-administrator-signed-out = The administrator was signed out everywhere.
outcomes-sign-in-link-created = The one-time sign-in was created. Send them the link: it is shown only once.
outcomes-role-created = The role was created.
outcomes-role-saved = The role was saved. It applies to everyone who has it from their next request on.
outcomes-role-deleted = The role was deleted. Nobody has it any more.
outcomes-api-token-created = The API token was created. It is shown only once.
outcomes-api-token-revoked = The API token was revoked. It does not work any more.
outcomes-initial-access-token-created = The initial access token was created. It is shown only once.
outcomes-initial-access-token-revoked = The initial access token was revoked. No more clients register by it.
outcomes-client-registration-revoked = The registration access token was revoked. The client can no longer change or delete itself.
outcomes-own-password-set = Your password was changed. Your other sessions, API tokens and initial access tokens were ended.
outcomes-console-password-link-sent = If an administrator has this address, a link to a new password is on its way. It works once, for 30 minutes.
outcomes-console-password-reset = You have a new password. Your sessions, API tokens and initial access tokens were ended. Sign in with the new password.
outcomes-own-session-ended = The session was ended. Whoever used it has to sign in again.
outcomes-signed-out-elsewhere = You are signed out in all other browsers.
outcomes-second-factor-set-up = Your second factor is set up. Your other sessions were ended.
outcomes-recovery-codes-replaced = New recovery codes were made. The ones before do not work any more.
outcomes-second-factor-removed = Your authenticator app was removed.
outcomes-passkey-added = Your passkey was added.
outcomes-first-passkey-added = Your passkey was added. Your other sessions were ended.
outcomes-passkey-renamed = Your passkey was renamed.
outcomes-administrator-passkey-removed = The passkey was removed, and their sessions were ended.
outcomes-user-passkey-removed = The passkey was removed, and the user's sessions were ended.
outcomes-passkey-removed = Your passkey was removed. Your other sessions were ended.
outcomes-second-factor-reset = The second factor was reset, and their sessions were ended. They sign in with their password and can set up a new one.
outcomes-administrator-policy-saved = Saved. This applies to administrators from their next request on.
outcomes-user-created = The user was added.
outcomes-user-enabled = The user can sign in again.
outcomes-user-disabled = The user was disabled, and their refresh tokens were ended.
outcomes-password-set = The password was set, and the user's refresh tokens were ended.
outcomes-user-invited = User added. A mail with a link is on its way, by which they choose a password. It works for 7 days.
outcomes-password-link-sent = A mail with a link is on its way, by which the user chooses a new password. It works for 30 minutes.
outcomes-verification-sent = A mail with a link is on its way, by which the user confirms the address. It works for a day.
outcomes-user-language-set = Mails to the user are in this language from now on.
outcomes-user-saved = The user was saved.
outcomes-user-saved-together = The user was saved, together with changes made elsewhere while you were editing (see Logs).
outcomes-user-second-factor-reset = The second factor was reset, and the user's sessions were ended.
outcomes-user-signed-out = The user was signed out as you chose.
outcomes-user-session-ended = The session was ended.
outcomes-user-deleted = The user was deleted. Nothing that was issued for them works any more.
outcomes-family-revoked = The refresh token was revoked.
outcomes-families-revoked = The refresh tokens were revoked.
outcomes-reuses-handled = Marked as handled.
outcomes-reuse-reopened = The reuse is open again. What it ended stays ended.
outcomes-view-saved = The view was saved. It stands above the filter.
outcomes-view-removed = The saved view was removed.
outcomes-job-started = The job was started.
outcomes-job-stopped = The job was stopped.
outcomes-job-over = The job had ended already.
outcomes-undone = Undone. It is as it was before.
outcomes-undone-partly = Undone. Sessions and refresh tokens that the change ended stay ended, and those that it shortened stay shortened.
outcomes-signed-out = You are signed out.
outcomes-remains-ended = Undone. It is as it was before, but { $ended ->
    [one] { $ended } refresh token that was ended stays ended
   *[other] { $ended } refresh tokens that were ended stay ended
}.
outcomes-remains-shortened = Undone. It is as it was before, but { $shortened ->
    [one] { $shortened } refresh token that was shortened stays shortened
   *[other] { $shortened } refresh tokens that were shortened stay shortened
}.
outcomes-remains-both = Undone. It is as it was before, but { $ended ->
    [one] { $ended } refresh token that was ended stays ended
   *[other] { $ended } refresh tokens that were ended stay ended
} and { $shortened ->
    [one] { $shortened } refresh token that was shortened stays shortened
   *[other] { $shortened } refresh tokens that were shortened stay shortened
}.

# done/notice.rs
outcomes-copied = Copied: { $workspace }.
outcomes-undo = Undo

# api/error.rs
outcomes-error-signed-out = You are not signed in any more, and nothing was saved.
outcomes-error-forbidden = You may look at this, but not change it.
outcomes-error-unconfirmed = Nothing was done yet, because you were asked to confirm that it is you first. What you typed is kept: send it again.
outcomes-error-not-found = This does not exist, or you are not allowed to see it.
outcomes-error-no-such-place = The address names an order or a place that this list does not have. Begin with its first page.
outcomes-error-stale = This was changed in the meantime, so nothing was done. Look again before you repeat it.
outcomes-error-undecided = Nothing was saved yet. Answer the question about existing refresh tokens.
outcomes-error-reset = Nothing was saved yet. The default is filled in: save it.
outcomes-error-invalid = Nothing was saved yet. Look at what is marked below.
outcomes-error-busy = The server is checking too many passwords at the moment, so nothing was done. Try again in a few seconds.
outcomes-error-internal = Something went wrong on our side, and nothing was changed. The server's log says what.
outcomes-error-transport = The request did not go through, and nothing was changed. Try it again.
outcomes-error-other-address = This page was opened at another address than the server's own (its public URL), and nothing was changed. Open the console there.
outcomes-error-other-page = This page was opened before you last signed in, and nothing was changed. Reload it and try again.

# api/permitted.rs
outcomes-no-role = You have no role that permits this: { $action }.
outcomes-role = Your role ({ $role }) does not permit this: { $action }.
outcomes-roles = Your roles ({ $roles }) do not permit this: { $action }.

# find.rs
outcomes-found-pages = Pages
outcomes-found-recent = Opened lately
