# oauth/pages/account.rs
account-title = Your account
account-back = Back to your account
account-save = Save
account-revoked = { $application } has no access to your account any more.
account-nowhere-else = You are signed in nowhere else.
account-profile-saved = Your profile was saved.
account-password-changed = Your password was changed. You are signed in nowhere else.
account-app-removed = Your authenticator app was removed. You are signed in nowhere else.
account-passkey-added = Your passkey was added.
account-passkey-removed = Your passkey was removed. You are signed in nowhere else.
account-session-ended = That session has ended.
account-outdated = Nothing was changed: the page was opened before you signed in. This is your account as it is now.
account-applications = Applications with access
account-applications-none = No application has access to your account.
account-may = It may:
account-for = For
account-since = Since
account-access = Access
account-access-while-used = Only while you use it. It does not ask you again when you sign in.
account-revoke-summary = Revoke access { $hidden }
account-revoke-of = of { $application }
account-revoke-text = { $application } loses its access at once, on all your devices, and has to ask you for it again. What it has seen so far it may keep.
account-revoke = Revoke access of { $application }
account-last-used = Last used
account-until = Until
account-until-sign-out = { $time }, or until you sign out
account-until-absolute = { $time }, also while you are away
account-until-idle = { $time }, unless it is used before then
account-until-session = { $time }, when your sign-in ends, or until you sign out
account-sign-ins = Sign-ins
account-profile = Profile
account-email-is-confirmed = (confirmed)
account-email-is-unconfirmed = (not confirmed)
account-email-none = None
account-phone = Phone
account-address = Address
account-edit-profile = Edit profile
account-change-email = Change e-mail address
account-confirm-email = Confirm or change e-mail address
account-change-password = Change password
account-second-factor = Second factor
account-passkeys = Passkeys
account-sessions = Where you are signed in
account-sessions-only = Only here.
account-sessions-others = { $count ->
    [one] Here and in { $count } other place.
   *[other] Here and in { $count } other places.
}
account-sign-out-elsewhere = Sign out everywhere else
account-sign-out-elsewhere-text = Signing out elsewhere also ends applications' access that depends on those sessions.
account-everything = End everything
account-everything-text = You are signed out everywhere, here too. All applications lose their access at once and have to ask you for it again. If somebody else may know your password, change it first.
account-everything-button = Sign out everywhere and revoke all access
account-sign-out-here = Sign out here
account-unknown-browser = Unknown browser
account-this-browser = (this browser)
account-from = From
account-signed-in = Signed in
account-end-session = Sign out { $hidden }
account-end-session-of = of { $browser } there
account-time = { $day } { $month } { $year }, { $clock } UTC
account-january = January
account-february = February
account-march = March
account-april = April
account-may-month = May
account-june = June
account-july = July
account-august = August
account-september = September
account-october = October
account-november = November
account-december = December

# oauth/pages/account/delete.rs
account-delete = Delete account
account-delete-yours = Delete your account
account-delete-question = Delete your account?
account-delete-lead = The account { $user } is deleted at once, with what is known of you here. All applications lose their access. It cannot be undone.
account-delete-confirm = What you sign in with
account-delete-confirm-hint = Type it to confirm.
account-deleted = Your account was deleted
account-deleted-text = Nothing that was given to applications in your name works any more.

# oauth/pages/account/email.rs
account-email-title = Your e-mail address
account-email-hint = A link is sent there. The address is yours once you have used it.
account-email-password-hint = Only for another address than the one that you have.
account-email-confirmed-lead = You have { $email }, confirmed.
account-email-unconfirmed-lead = You have { $email }, not confirmed yet.
account-email-none-lead = You have no e-mail address yet.
account-email-sent = If the address is free, a link was sent there. It works once, for { $duration }.
account-email-question = Is this your address?
account-email-link-password-hint = That of the account which the address is for.
account-email-confirm = Confirm this address
account-email-confirmed = Address confirmed
account-email-confirmed-text = It is the address of your account now.

# oauth/pages/account/everything.rs
account-everything-done = You are signed out everywhere
account-everything-done-text = No application has access to your account any more.

# oauth/pages/account/passkeys.rs
account-passkeys-title = Your passkeys
account-passkeys-lead = A passkey is kept by your device or password manager and signs you in with your fingerprint, your face or a PIN, in place of your password or after it. Once you have one, your password alone does not sign you in.
account-passkeys-none = You have no passkeys.
account-passkeys-impossible = Browsers use passkeys only at an address with a name, over HTTPS. This server is reached in another way.
account-passkeys-add = Add a passkey
account-passkeys-name-hint = By which you tell it apart, such as the device it is on.
account-passkeys-script = Passkeys need JavaScript. Turn it on for this site before you add one.
account-passkeys-most = You have as many passkeys as there may be. Remove one that you do not use to add another.
account-passkeys-added = Added
account-passkeys-never = Never
account-passkeys-kept = Kept
account-passkeys-synced = By your password manager, on all its devices
account-passkeys-one-device = On one device
account-passkeys-remove = Remove { $hidden }
account-passkeys-remove-which = { $name }
account-passkeys-remove-text = It signs nobody in any more, and you are signed out everywhere else. Delete it on your device or in your password manager, too, which go on offering it.
account-passkeys-remove-button = Remove { $name }
account-passkeys-create = Create your passkey
account-passkeys-create-lead = Your browser asks where to keep { $name }, and for your fingerprint, your face or a PIN.
account-passkeys-back = Back to your passkeys

# oauth/pages/account/password.rs
account-password-title = Change your password
account-password-lead = You are signed out everywhere else then, and applications may have to ask you again.

# oauth/pages/account/profile.rs
account-profile-title = Your profile
account-profile-lead = Applications learn it only if you let them.
account-profile-phone = Phone number
account-profile-phone-hint = With the country code, such as +49 30 123456.
account-profile-street = Street address
account-profile-postal-code = Postal code
account-profile-city = City
account-profile-region = State or region
account-profile-country = Country

# oauth/pages/account/second_factor.rs
account-factor-title = Set up a second factor
account-factor-lead = With a second factor, your password alone signs nobody in. Scan the QR code with an authenticator app, or type the secret into it. Then enter the code that the app shows. You are signed out everywhere else.
account-factor-qr-code = QR code of the secret below
account-factor-secret = Secret
account-factor-code-hint = The six digits that the app shows now.
account-factor-set-up = Set up
account-factor-codes = Recovery codes
account-factor-codes-text = You have passkeys. Each recovery code signs you in once after your password, where they are lost. Left: { $count }.
account-factor-make-codes = Make new recovery codes
account-factor-manage = Your second factor
account-factor-manage-lead = A code of your authenticator app is asked for after your password. To move to another app, remove this one and set the other up. New recovery codes replace those that are left.
account-factor-codes-left = Recovery codes left
account-factor-codes-none = Make new ones: without them, the loss of your app locks you out.
account-factor-password-hint = For either of these.
account-factor-remove = Remove authenticator app
account-factor-remove-text = If you remove the app, you are signed out everywhere else, as whoever has the device that it is on may be signed in there.
account-codes-title = Your recovery codes
account-codes-with-app = Your authenticator app is set up.
account-codes-alone = New recovery codes were made. The ones before do not work any more.
account-codes-keep = Write these codes down now, and keep them apart from your devices. They are shown only once.
account-codes-text = Each signs you in once after your password, in place of a code of the app or a passkey.
account-codes-copy = Copy the codes
account-codes-copied = Copied.
account-codes-not-copied = Your browser did not copy them: select them instead.
