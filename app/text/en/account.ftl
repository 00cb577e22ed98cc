# account/view.rs
account-title = My account
account-new-token = API token
account-new-token-reader = the program
account-new-token-lost = If it gets lost, revoke it, and create another one.
account-identity = Identity
account-name = Name
account-email = E-mail
account-roles = Roles
account-theme = Theme
account-theme-lead = The colors of the console in this browser. Users' pages follow the system of whoever sees them.
account-language = Language
account-language-lead = The language of the console in this browser. Users' pages do not change with it.
account-factor = Second factor
account-factor-off = Off
account-factor-off-text = Your password alone signs you in.
account-factor-set-up = Set up
account-factor-on = On
account-factor-by-app = A code of your authenticator app is asked for after your password. { $left ->
    [one] { $left } recovery code is left.
   *[other] { $left } recovery codes are left.
}
account-factor-by-app-or-passkey = A code of your authenticator app or a passkey is asked for after your password. { $left ->
    [one] { $left } recovery code is left.
   *[other] { $left } recovery codes are left.
}
account-factor-by-passkey = A passkey is asked for after your password. { $left ->
    [one] { $left } recovery code is left.
   *[other] { $left } recovery codes are left.
}
account-factor-manage = Manage
account-passkeys = Passkeys
account-passkeys-none = None. A passkey signs you in with your fingerprint, your face or a PIN, in place of your password or after it.
account-passkeys-kept = { $count ->
    [one] { $count } passkey signs you in, in place of your password or after it.
   *[other] { $count } passkeys sign you in, in place of your password or after it.
}

# account/password.rs
account-password = Password
account-password-change-lead = A new password ends your other sessions, your API tokens and the initial access tokens that you made.
account-password-change = Change password
account-password-set-lead = You have none. With one you can sign in and confirm who you are without a one-time sign-in. Setting it ends your other sessions, your API tokens and the initial access tokens that you made.
account-password-set = Set password
account-password-current = Current password
account-password-new = New password
account-password-hint = At least 12 characters, and not easily guessed.
account-password-yours = Your password

# account/sessions.rs
account-sessions = Sessions
account-sessions-lead = Where you are signed in. A session ends after 8 hours without use, and after a day.
account-sessions-device = Device
account-sessions-address = Address
account-sessions-signed-in = Signed in
account-sessions-last-used = Last used
account-sessions-end = End
account-sessions-unknown = Unknown
account-sessions-unknown-device = Unknown device
account-sessions-device-at = { $browser } at { $address }
account-sessions-this-browser = This browser
account-sessions-elsewhere = Sign out elsewhere
account-sessions-elsewhere-text = Ends your sessions in all other browsers.
account-sessions-everywhere = Sign out everywhere
account-sessions-everywhere-text = Ends your sessions in every browser, this one too. Your API tokens stay.

# account/api_tokens.rs
account-tokens = API tokens
account-tokens-lead = With an API token a program acts as you at the admin API. Only its hash is stored. A program that acts for itself is an API client: Administrators › API clients of its tenant.
account-tokens-reference = Admin API reference
account-tokens-name = Name
account-tokens-permits = Permits
account-tokens-created = Created
account-tokens-expires = Expires
account-tokens-permits-all = All that you may do
account-tokens-permits-reading = Read only
account-tokens-revoke = Revoke
account-tokens-revoke-title = Revoke this API token?
account-tokens-revoke-text = Programs that use { $name } are refused from their next request on.
account-tokens-revoke-label = Revoke token
account-tokens-create = Create API token
account-tokens-name-hint = What it is for.
account-tokens-lifetime = Lifetime
account-tokens-lifetime-hint = 1 minute to 1 year, such as 90d.

# account/confirm.rs
account-confirm-title = Confirm that it is you
account-confirm-lead = You signed in more than 15 minutes ago, and what you are about to do asks for a recent sign-in. What you typed is kept: afterwards, send it again.
account-confirm-otherwise-password = Type your password.
account-confirm-otherwise-code = Enter a code.
account-confirm-otherwise-sign-in = Sign in again.
account-confirm-passkey = Passkey
account-confirm-use-passkey = Use a passkey
account-confirm-password = Password
account-confirm-confirm = Confirm
account-confirm-code = Code
account-confirm-code-hint = The six digits that your authenticator app shows, or one of your recovery codes.
account-confirm-again = Sign in again
account-confirm-again-lead = You have no password. A one-time sign-in lets you in again, and lets you set one there.
account-confirm-again-ask = Ask another administrator for one: under Administrators, on your page. Whoever runs the server makes one on its command line:
account-confirm-command = command
account-confirm-again-then = For 15 minutes after you sign in, you set a password under { $account } and add a passkey under { $passkeys }.

# account/passkeys.rs
account-passkeys-lead = A passkey is kept by your device or password manager. It signs you in with your fingerprint, your face or a PIN, in place of your password or after it.
account-passkeys-needed = A tenant that you administer requires a second factor. Add a passkey here, or { $app }, to go on.
account-passkeys-needed-app = set up an authenticator app
account-passkeys-impossible = Browsers use passkeys only at an address with a name, over HTTPS or on this machine as localhost. This server's public_url is another.
account-passkeys-full = You have as many passkeys as there may be. Remove one that you do not use to add another.
account-passkeys-add = Add a passkey
account-passkeys-add-lead = With the first one your password alone signs nobody in, and you get recovery codes for its loss.
account-passkeys-name = Name
account-passkeys-name-hint = By which you tell it apart, such as the device it is on.
account-passkeys-continue = Continue
account-passkeys-create-title = Create your passkey
account-passkeys-create-lead = Your browser asks where to keep it, and for your fingerprint, your face or a PIN.
account-passkeys-create = Create passkey
account-passkeys-otherwise = Use a browser that has them, with JavaScript.
account-passkeys-back = Back to your passkeys
account-passkeys-choose = Choose a passkey
account-passkeys-yours = Your passkeys
account-passkeys-passkey = Passkey
account-passkeys-rename-title = Rename a passkey
account-passkeys-rename = Rename passkey
account-passkeys-new-name = New name
account-passkeys-remove-title = Remove a passkey
account-passkeys-remove-lead = It signs nobody in any more, and your other sessions end. Delete it on your device or in your password manager, too, which go on offering it.
account-passkeys-remove = Remove passkey

# account/recovery_codes.rs
account-codes-write-down = Write these recovery codes down now, and keep them apart from your devices. They are shown only once.
account-codes-each = Each signs you in once after your password, in place of a code of the app or a passkey.
account-codes-label = recovery codes
account-codes-go-on = I have written them down: go on

# account/second_factor.rs
account-factor-lead = With a second factor, your password alone signs nobody in.
account-factor-needed = A tenant that you administer requires a second factor. Set up an authenticator app here, or { $passkey }, to go on.
account-factor-needed-passkey = add a passkey
account-factor-app = Authenticator app
account-factor-offer-lead = Scan the QR code with an authenticator app, or type the secret into it. Then enter the code that the app shows.
account-factor-qr-code = QR code of the secret below
account-factor-secret = Secret
account-factor-secret-label = secret
account-factor-kind = Kind
account-factor-kind-words = Time-based, 6 digits, 30 seconds, SHA-1
account-factor-code = Code
account-factor-code-hint = The six digits that the app shows now.
account-factor-app-lead = A code of the app is asked for after your password.
account-factor-set-up-at = Set up
account-factor-remove = Remove
account-factor-remove-lead = Without passkeys, your password alone signs you in again. To move to another app, remove this one and set the other up.
account-factor-remove-app = Remove authenticator app
account-factor-codes = Recovery codes
account-factor-codes-lead = Ten codes for the loss of your app and your passkeys, each good once. New ones replace those that are left.
account-factor-codes-left = Left
account-factor-codes-none = None. Make new ones: without them, the loss of your app and your passkeys locks you out.
account-factor-codes-count = { $count ->
    [one] { $count } code
   *[other] { $count } codes
}
account-factor-codes-make = Make new recovery codes

# sign_in/password.rs
account-sign-in-title = Sign in to the console
account-sign-in = Sign in
account-sign-in-by-passkey = Sign in with a passkey
account-sign-in-otherwise = Sign in with your password.
account-forgotten = Forgot your password?

# sign_in/forgotten.rs
account-forgotten-title = Forgot your password?
account-forgotten-lead = Enter your e-mail address, and you get a link to a new password.
account-forgotten-send = Send link
account-forgotten-back = Back to the sign-in
account-forgotten-not-offered = This installation sends no mail to administrators. Another administrator can give you a one-time sign-in, or whoever runs the server on its command line.

# sign_in/new_password.rs
account-new-password-title = Choose a new password
account-new-password-owner = For { $email }. It ends your sessions, your API tokens and the initial access tokens that you made.
account-new-password-set = Set password
account-new-password-gone = This link does not work any more: it was used, or has expired.
account-new-password-again = Send a new link

# sign_in/code.rs
account-code-title = Enter your code
account-code-code = Code
account-code-recovery-code = Recovery code
account-code-hint = The six digits that your authenticator app shows, or one of your recovery codes.
account-code-hint-or-passkey = In place of a passkey: the six digits that your authenticator app shows, or one of your recovery codes.
account-code-hint-recovery-code = In place of a passkey: one of your recovery codes.
account-code-otherwise = Use a code.
account-code-lost = Lost all of them? Another administrator can reset your second factor, or whoever runs the server on its command line.
account-code-none = No sign-in waits for a code here. It has to be entered within 10 minutes of the password.
account-sign-in-go = Go to the sign-in page

# sign_in/invitation.rs
account-invitation-title = Accept invitation
account-invitation-gone = This invitation was accepted or withdrawn, or has expired. Ask for a new one.
account-invitation-offered = { $email } is invited as { $role } of { $level }.
account-invitation-sign-in = Sign in with this address to accept it.
account-invitation-name = Your name
account-invitation-accept-and-sign-in = Accept and sign in
account-invitation-accept = Accept

# sign_in/once.rs
account-once-title = One-time sign-in
account-once-owner = This link signs { $email } in, one time.
account-once-password-hint = At least 12 characters, and not easily guessed. Leave it empty to keep the one you have; without one you need a new link next time.
account-once-gone = This link was already used or has expired. Sign in with your password, or make a new link on the server's command line.
