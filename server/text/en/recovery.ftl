# oauth/pages/password_reset.rs
recovery-back-to-sign-in = Back to sign-in
recovery-reset = Reset your password
recovery-reset-lead = You get a link by mail, by which you choose a new password.
recovery-reset-sent = If there is an account with that name, a link was sent to its e-mail address. It works once, for { $duration }.
recovery-choose = Choose a new password
recovery-choose-lead = For { $email }. You are signed out everywhere then.
recovery-set-password = Set password
recovery-changed = Your password was changed
recovery-changed-text = Sign in with your new password. You were signed out everywhere.

# oauth/pages/registration.rs
recovery-register = Create an account
recovery-register-lead = at { $workspace }
recovery-register-email-hint = You sign in with it. A link is sent there.
recovery-create-account = Create account
recovery-have-account = I have an account
recovery-register-sent = A link was sent to your e-mail address. Your account is ready once you have used it, within { $duration }.
recovery-register-sent-at-once = You can sign in now. A link was sent to your e-mail address, by which you confirm that it is yours.
recovery-finish-title = Finish your registration
recovery-finish-lead = With the address { $email }.
recovery-register-password-hint = The one that you chose when you registered.
recovery-finish = Finish the registration
recovery-finished = Your account is ready
recovery-finished-text = Sign in with your e-mail address and the password that you chose.
