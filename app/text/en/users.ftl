# users/badge.rs
users-badge-active = Active
users-badge-disabled = Disabled

# users/delete.rs
users-delete-title = Delete this user?
users-delete-here = Delete
users-delete-submit = Delete user
users-delete-question = { $user } cannot sign in any more, and this cannot be undone. Whoever is added later under the same name is another user to every application.
users-delete-with = These end or are deleted with the user:
users-delete-profile = name, e-mail address, phone number, address and password
users-delete-log = The log keeps what was done, with the names and e-mail addresses that the user signed in with.
users-delete-confirm = Type what the user signs in with

# users/detail.rs
users-detail-identity = Identity
users-detail-user-name = User name
users-detail-email = E-mail
users-detail-phone = Phone
users-detail-address = Address
users-detail-none = None
users-detail-status = Status
users-detail-id = User ID (sub)
users-detail-id-copy = user ID
users-detail-log = Sign-ins and changes in the log
users-detail-added = Added
users-detail-verified = Verified
users-detail-not-verified = Not verified
users-detail-delete = Delete this user
users-detail-delete-text = Their data is deleted, and what was issued for them ends. It cannot be undone.
users-detail-applications = Applications
users-detail-applications-lead = The clients that can get access tokens for this user without asking them.
users-detail-client = Client
users-detail-active-tokens = Active refresh tokens
users-detail-at-least = at least { $count }
users-detail-revoke = Revoke
users-detail-revoke-all = Revoke all
users-detail-tokens = Refresh tokens
users-detail-tokens-lead = One per sign-in to a client.
users-detail-tokens-none = None issued yet.
users-detail-tokens-all = Show all in the inventory
users-detail-password = Password
users-detail-password-lead = A new password signs them out everywhere. { $ends }
users-detail-password-ends = Refresh tokens end with it if the policy of their client says so.
users-detail-password-new = New password
users-detail-password-set = Set password
users-detail-factor = Second factor
users-detail-factor-on = On
users-detail-factor-on-text = A code of their authenticator app or a passkey is asked for after the password. Reset it if they have lost all of them.
users-detail-factor-opens = Reset
users-detail-factor-title = Reset this second factor?
users-detail-factor-reset = Reset second factor
users-detail-factor-question = Their authenticator app, passkeys and recovery codes are removed, and their sessions end. Their password alone signs them in then. See that it is really them who ask.
users-detail-factor-none = None. Users set up an authenticator app or passkeys at { $account }.
users-detail-factor-account = their account page
users-detail-access = Access
users-detail-disabled-text = They cannot sign in.
users-detail-enable = Enable user
users-detail-active-text = Can sign in. Disabling blocks sign-in and ends sessions and tokens.
users-detail-disable = Disable user
users-detail-disable-title = Disable this user?
users-detail-disable-question = { $user } cannot sign in any more, and their sessions end. { $ends }

# users/edit.rs
users-edit-title = Edit user
users-edit-lead = What this user signs in with, and what applications learn about them.
users-edit-here = Edit
users-edit-identity-lead = Scope profile releases the name and the sign-in name, scope email the e-mail address.
users-edit-user-name-hint = An e-mail address or a user name, without spaces. Upper and lower case are the same.
users-edit-name = Name
users-edit-email-hint = The user can sign in with it, too. No two users have the same one.
users-edit-email-verified = E-mail verified
users-edit-email-belongs = This address belongs to the user
users-edit-email-verified-hint = A new address is not verified: verify it again after saving.
users-edit-phone-lead = Scope phone releases it.
users-edit-phone = Phone number
users-edit-phone-hint = With the country code, such as +49 30 123456. An extension follows as ;ext=12.
users-edit-phone-verified = Phone number verified
users-edit-phone-belongs = This number belongs to the user
users-edit-phone-verified-hint = A new number is not verified: verify it again after saving.
users-edit-address-lead = Scope address releases it.
users-edit-street = Street address
users-edit-postal-code = Postal code
users-edit-city = City
users-edit-region = State or region
users-edit-country = Country
users-edit-full-address = Full address
users-edit-full-address-hint = As on an envelope. Leave it empty to have it put together from the fields above.

# users/list.rs
users-list-title = Users
users-list-lead = The people who sign in here: this workspace's own pool.
users-list-none-yet = No user yet
users-list-none-yet-text = Add the first one, and sign in as them to a client to see the whole way through.
users-list-name = Name
users-list-one = user
users-list-many = users
users-list-placeholder = Search by name or what they sign in with
users-list-looked = in their name or in what they sign in with

# pages/users/linked.rs
users-linked-title = Linked subjects
users-linked-lead = Who this user is at a trusted issuer. Its assertions about the subject are about this user, whatever else finds users. At most 20.
users-linked-none = No subject is linked.
users-linked-issuer = Trusted issuer
users-linked-subject = Subject
users-linked-subject-hint = What the issuer calls the user (sub), to the letter.
users-linked-at = Linked
users-linked-unlink = Unlink
users-linked-link = Link subject
users-linked-title-unlink = Unlink this subject?
users-linked-question = Assertions of { $issuer } about { $subject } are no longer about this user, unless the user is found in another way. What was issued stays.

# pages/users/mails.rs
users-mails-title = Mails
users-mails-password = Password link
users-mails-password-text = Sent to { $email }. By the link the user chooses a new password; until then the one that they have stays good.
users-mails-password-send = Send password link
users-mails-verification = Verification mail
users-mails-verification-text = Whether { $email } is the user's is not verified. A link that is sent there verifies it.
users-mails-verification-send = Send verification mail
users-mails-language = Language: { $language }
users-mails-language-text = Mails about what others do are in it. It is the language in which the user last read their pages, or the one chosen here since.

# users/new.rs
users-new-title = Add user
users-new-lead = Somebody who can sign in to the clients of this workspace.
users-new-email-hint = Where mail to the user goes. Left empty, it is the user name, if that is an e-mail address. The user can sign in with it, too; shared with clients by the scope email.
users-new-password-hint = At least 12 characters, and not easily guessed. Give it to the user over a secure channel.
users-new-password-or-mail = At least 12 characters, and not easily guessed. Left empty, the user is sent a link by mail, by which they choose one.

# users/sessions.rs
users-sessions-title = Sessions
users-sessions-lead = Where this user is signed in: in browsers, and by assertions of trusted issuers. Applications get access there without a password.
users-sessions-none = The user is not signed in anywhere.
users-sessions-device = Device
users-sessions-address = Address
users-sessions-started = Started
users-sessions-seen = Last seen
users-sessions-end-column = End
users-sessions-unknown-device = Unknown device
users-sessions-unknown = Unknown
users-sessions-no-applications = None known
users-sessions-newest = The newest of { $sessions } are shown.
users-sessions-end = End session
users-sessions-end-title = End this session?
users-sessions-end-question = The next application that sends the user here from this browser gets the sign-in page. Refresh tokens that end with the session end now; others stay.

# users/sign_out.rs
users-sign-out-title = Sign out everywhere?
users-sign-out-submit = Sign out everywhere
users-sign-out-question = Use this when a device of { $user } was lost or somebody else got in. Authorization codes that are on their way end in any case. APIs that check access tokens themselves accept those already issued until they expire.
users-sign-out-what = What ends
users-sign-out-sessions = End { $sessions }
users-sign-out-sessions-hint = The next application that sends the user here gets the sign-in page. Refresh tokens that end with a session end, too.
users-sign-out-tokens = Revoke { $tokens }
users-sign-out-tokens-hint = Applications lose access now, and so do those that have an access token alone.
users-sign-out-consents = Withdraw { $consents }
users-sign-out-consents-hint = Applications have to ask the user for permission again.

# users/words.rs
users-words-sessions = { $count ->
    [0] no session
    [one] { $count } session
   *[other] { $count } sessions
}
users-words-sessions-more = more than { $count } sessions
users-words-tokens = { $count ->
    [0] no refresh token
    [one] { $count } refresh token
   *[other] { $count } refresh tokens
}
users-words-tokens-more = more than { $count } refresh tokens
users-words-consents = { $count ->
    [0] no consent
    [one] { $count } consent
   *[other] { $count } consents
}
users-words-consents-more = more than { $count } consents
