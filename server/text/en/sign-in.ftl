# oauth/pages/sign_in.rs
sign-in-title = Sign in
sign-in-button = Sign in
sign-in-to-continue = to continue to { $client }
sign-in-to-manage = to manage your account
sign-in-identifier = User name or e-mail
sign-in-forgotten = Forgot your password?
sign-in-register = No account yet? { $link }
sign-in-register-link = Create one
sign-in-no-cookie = Your password was right, but your browser did not keep the cookie that says so. Allow cookies for this site, then sign in again.
sign-in-wrong = The user name or the password is wrong.
sign-in-outdated = Nothing was sent: this page was out of date. Type your password again.
sign-in-over = The code has to be entered within 10 minutes of the password. Type your password again.
sign-in-other-user = The application asks for another account than the one you are signed in with. Sign in with that account.
sign-in-with-second-factor = The application asks for more than a password. Sign in with your password and your second factor, or with a passkey.
sign-in-step-up = You are signed in as { $user }. The application asks for more than a password: confirm that it is you.
sign-in-with-passkey = The application asks for a passkey. Sign in with it, alone or after your password.
sign-in-too-many = Too many attempts failed. Try again in { $wait }.
sign-in-busy = Too many people are signing in at the moment, so your password was not checked. Try again in { $wait }.

# oauth/pages/sign_in_code.rs
sign-in-code-title = Enter your code
sign-in-confirm-title = Confirm that it is you
sign-in-code = Code
sign-in-code-hint = The six digits that your authenticator app shows, or one of your recovery codes.
sign-in-code-hint-in-place = In place of the passkey: the six digits that your authenticator app shows, or one of your recovery codes.
sign-in-recovery-code = Recovery code
sign-in-recovery-code-hint = One of those that you wrote down. Each is good once.
sign-in-use-recovery-code = Use a recovery code
sign-in-code-button = Sign in with the code
sign-in-code-too-many = Too many codes were wrong. Use a recovery code, or try again in { $wait }.
sign-in-lost-all = Lost all of them? The people who run { $workspace } can reset your second factor.

# oauth/pages/passkey.rs
sign-in-passkey-alone = Sign in with a passkey
sign-in-passkey-second = Use a passkey
sign-in-passkey-create = Create passkey
sign-in-passkey-alone-without-script = Passkeys need JavaScript. Without it, sign in with your password.
sign-in-passkey-second-without-script = Passkeys need JavaScript. Without it, use a code.
sign-in-passkey-create-without-script = Passkeys need JavaScript. Turn it on for this site, and add the passkey then.
sign-in-passkey-alone-without-passkeys = This browser has no passkeys. Sign in with your password.
sign-in-passkey-second-without-passkeys = This browser has no passkeys. Use a code.
sign-in-passkey-create-without-passkeys = This browser has no passkeys. Use another one.
sign-in-passkey-already = There is a passkey for this account on this device already.
sign-in-passkey-unused = No passkey was used. Try again, or go on without.
sign-in-passkey-failed = This browser could not use a passkey here. Try again, or go on without.

# oauth/pages/logout.rs
sign-in-out = Sign out
sign-in-out-question = Sign out?
sign-in-out-as = You are signed in as { $user }.
sign-in-out-title = Signed out
sign-in-out-done = You are signed out
sign-in-out-done-lead = You can close this page.
sign-in-out-stays = Signing out does not take back what you allowed applications to do while you are away. You can end that in { $account }.
