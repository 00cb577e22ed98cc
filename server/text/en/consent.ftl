# oauth/pages/consent.rs
consent-title = Allow access
consent-allow = Allow
consent-deny = Deny
consent-cancel = Cancel
consent-continue-to = Continue to { $client }?
consent-allow-client = Allow { $client }?
consent-known = Other programs can pass themselves off as { $client }. Continue only if you have just started to sign in there. You will be sent to { $place }.
consent-document = { $client } is published at { $host }. Anybody can give an application this name: allow it only if you know this address.
consent-to-device = You will be sent to { $place }. Any program there can receive the answer: allow this only if you have just started to sign in on this device.
consent-to = You will be sent to { $place }.
consent-may = { $client } may:
consent-offline = Keep access while you are away
consent-offline-text = { $client } will be able to use this access when you are not there, without asking you again, for up to { $duration }.
consent-end = You can end this access at any time in { $account }.
consent-end-link = your account

# oauth/pages/asked.rs
consent-registered = { $client } registered itself here, and nobody has checked its name. Anybody can give an application this name: allow it only if you know where it comes from.
consent-origin-document = published at { $host }
consent-origin-registered = registered itself, name not checked
consent-signed-in-as = You are signed in as { $user }.
consent-would-like = { $client } would like to:
consent-for = The access is for:

# oauth/pages/device.rs, oauth/device.rs
consent-device-connect = Connect a device
consent-device-enter = Enter the code that your device shows.
consent-device-compare = Go on only if your device shows this code.
consent-device-code = Code
consent-device-code-hint = Eight letters, such as WDJB-MJHT. Capitals and the hyphen do not matter.
consent-device-warning = Did somebody send you this code or this page? Then close it: they want to use your account.
consent-device-malformed = This cannot be a code. It has eight letters and no vowels, such as WDJB-MJHT.
consent-device-unknown = No device waits for this code. Compare it with the device, which shows another one after 10 minutes.
consent-device-too-many = Too many codes were wrong. Try again in { $wait }.
consent-device-outdated = Nothing was sent: this page was out of date. Send the code again.
consent-device-elsewhere = Type the code that your device shows. The page that you came from was opened in another browser, or too long ago. If somebody sent you here, go no further: they would get access to your account.
consent-device-title = Allow a device
consent-device-allow = Allow { $client } on your device?
consent-device-text = A device asks for access to your account. Allow it only if you have just started to sign in there, and it shows this code:
consent-device-sent = If somebody sent you the code, deny it: they would get this access.
consent-device-address = The device asked from the address { $address }.
consent-device-offline = The device will be able to use this access when you are not there, without asking you again, for up to { $duration }.
consent-device-connected = The device is connected
consent-device-connected-text = { $client } goes on at your device within a few seconds. You can close this page.
consent-device-denied = The device gets no access
consent-device-denied-text = { $client } gets no access at the device. You can close this page.
consent-device-over = This code does not work any more
consent-device-over-text = It has expired, was used already, or may not be used any more. Start again at the device, which then shows another code.

# oauth/pages/details.rs
consent-asks-for = { $client } asks for:
consent-detail-actions = Actions
consent-detail-datatypes = Kinds of data
consent-detail-identifier = Which one
consent-detail-locations = Where
consent-detail-privileges = Privileges
consent-detail-nothing = Nothing
consent-detail-yes = Yes
consent-detail-no = No
