# pages/document.rs
pages-secured = Secured by Regrant

# pages/dead_end.rs
pages-did-not-work = This did not work
pages-dead-end-refused = Nothing was signed in, changed or shared. Go back to the application and start again; if it happens again, tell the people who run it.
pages-dead-end-other-name = You opened this page at { $name }, but its address is { $own }.
pages-dead-end-other-name-advice = Nothing was sent: forms are taken at the server's own address alone. Open the page there.
pages-dead-end-go-on-at = Go on at { $own }
pages-dead-end-other-site = This form was sent from another site.
pages-dead-end-other-site-advice = Nothing was done that it asks for. Open the page here, and send the form from there.
pages-dead-end-try-again = Try again
pages-dead-end-nothing = There is nothing at this address.
pages-dead-end-nothing-advice = Check the address. If an application sent you here, tell the people who run it.
pages-dead-end-alone = This page cannot be opened by itself.
pages-dead-end-alone-advice = It belongs to something that was under way, such as a sign-in. Go back to the application and start again.
pages-dead-end-large = What was sent is too large.
pages-dead-end-large-advice = Nothing was done. Go back and make it shorter.
pages-dead-end-busy = The server cannot answer now.
pages-dead-end-busy-advice = Nothing is wrong with what you did. Wait a moment and try again.
pages-dead-end-unread = The server cannot read this request.
pages-dead-end-unread-advice = Nothing was done. Go back and start again.
pages-dead-end-console = Go to the console's start

# oauth/form_problems.rs
pages-form-outdated = Nothing was changed: this page was out of date. Try again.
pages-form-busy = Too many people are signing in at the moment, so nothing was done. Try again in { $wait }.
pages-form-stale = Nothing was changed: your account was changed elsewhere in the meantime. Try again.

# oauth/pages: what several of them say
pages-continue = Continue
pages-continue-to = Continue to { $place }
pages-go-to-account = Go to your account
pages-send-link = Send link
pages-check-mail = Check your mail
pages-name = Name
pages-email = E-mail
pages-password = Password
pages-new-password = New password
pages-current-password = Current password
pages-new-password-hint = At least 12 characters, and not easily guessed.
pages-optional = optional
pages-what-to-look-at = For those who run the application: what to look at
pages-what-they-look-at = For those people: what to look at
pages-nothing-shared = Nothing was signed in or shared.

# oauth/pages/destination.rs
pages-program-on-device = a program on this device ({ $origin })
pages-app-on-device = an app on this device ({ $scheme }:)

# oauth/pages/error.rs
pages-error = Error
pages-error-reason = Reason
pages-error-lead = For those who build or run the application.
pages-error-look-at = What to look at
pages-error-console = Administrators see why in the console: the client’s page explains its requests one by one.
pages-error-none = There is no such error.

# oauth/pages/form_post.rs, onward.rs
pages-going-back = Going back
pages-going-back-lead = You are being sent back to the application.
pages-going-on = Going on
pages-going-on-lead = You are being led on.

# oauth/pages/message.rs
pages-link-over = This link does not work any more
pages-link-over-text = It was used already, it is too old, or it was replaced by a newer one. Ask for another one where you got it.
pages-link-over-reset = It was used already, it is too old, or it was replaced by a newer one.
pages-link-over-again = Send another link
pages-not-offered = Not available
pages-not-offered-text = This service does not offer that. Ask the people who run it.

# oauth/pages/problem.rs, authorize.rs
pages-no-return = The return address cannot be used.
pages-nothing-shared-tell = Nothing was signed in or shared. If you came from an application, tell the people who run it.
pages-expired = This took too long
pages-expired-lead = This page was open for too long, so that it cannot be used any more. Nothing was signed in or shared.
pages-expired-again = Start again
pages-expired-go-back = Go back to the application and start again.

# oauth/pages/refused.rs
pages-refused-lead = { $client } sent you here with a request that cannot be answered.
pages-refused-why = What is wrong
pages-refused-at = The application is at
pages-refused-trust = Continue only if you trust this address.
