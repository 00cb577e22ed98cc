# account/view.rs
account-title = Mein Konto
account-new-token = API-Token
account-new-token-reader = das Programm
account-new-token-lost = Geht das Token verloren, widerrufen Sie es und erstellen Sie ein neues.
account-identity = Identität
account-name = Name
account-email = E-Mail
account-roles = Rollen
account-theme = Farbschema
account-theme-lead = Die Farben der Konsole in diesem Browser. Die Seiten für Benutzer richten sich nach dem System derer, die sie sehen.
account-language = Sprache
account-language-lead = Die Sprache der Konsole in diesem Browser. Die Seiten für Benutzer ändern sich dadurch nicht.
account-factor = Zweiter Faktor
account-factor-off = Aus
account-factor-off-text = Ihr Passwort allein genügt für die Anmeldung.
account-factor-set-up = Einrichten
account-factor-on = Ein
account-factor-by-app = Nach Ihrem Passwort wird ein Code Ihrer Authenticator-App verlangt. { $left ->
    [one] { $left } Wiederherstellungscode ist übrig.
   *[other] { $left } Wiederherstellungscodes sind übrig.
}
account-factor-by-app-or-passkey = Nach Ihrem Passwort wird ein Code Ihrer Authenticator-App oder ein Passkey verlangt. { $left ->
    [one] { $left } Wiederherstellungscode ist übrig.
   *[other] { $left } Wiederherstellungscodes sind übrig.
}
account-factor-by-passkey = Nach Ihrem Passwort wird ein Passkey verlangt. { $left ->
    [one] { $left } Wiederherstellungscode ist übrig.
   *[other] { $left } Wiederherstellungscodes sind übrig.
}
account-factor-manage = Verwalten
account-passkeys = Passkeys
account-passkeys-none = Keine. Ein Passkey meldet Sie mit Fingerabdruck, Gesicht oder PIN an, anstelle Ihres Passworts oder zusätzlich dazu.
account-passkeys-kept = { $count ->
    [one] { $count } Passkey meldet Sie an, anstelle Ihres Passworts oder zusätzlich dazu.
   *[other] { $count } Passkeys melden Sie an, anstelle Ihres Passworts oder zusätzlich dazu.
}

# account/password.rs
account-password = Passwort
account-password-change-lead = Ein neues Passwort beendet Ihre anderen Sitzungen und macht Ihre API-Tokens und die von Ihnen erstellten Initial Access Tokens ungültig.
account-password-change = Passwort ändern
account-password-set-lead = Sie haben keines. Mit einem Passwort können Sie sich ohne Einmalanmeldung anmelden und Ihre Identität bestätigen. Wenn Sie es festlegen, enden Ihre anderen Sitzungen, und Ihre API-Tokens und die von Ihnen erstellten Initial Access Tokens werden ungültig.
account-password-set = Passwort festlegen
account-password-current = Aktuelles Passwort
account-password-new = Neues Passwort
account-password-hint = Mindestens 12 Zeichen und nicht leicht zu erraten.
account-password-yours = Ihr Passwort

# account/sessions.rs
account-sessions = Sitzungen
account-sessions-lead = Wo Sie angemeldet sind. Eine Sitzung endet, wenn sie 8 Stunden nicht verwendet wird, spätestens nach einem Tag.
account-sessions-device = Gerät
account-sessions-address = Adresse
account-sessions-signed-in = Angemeldet
account-sessions-last-used = Zuletzt verwendet
account-sessions-end = Beenden
account-sessions-unknown = Unbekannt
account-sessions-unknown-device = Unbekanntes Gerät
account-sessions-device-at = ({ $browser }, { $address })
account-sessions-this-browser = Dieser Browser
account-sessions-elsewhere = Überall sonst abmelden
account-sessions-elsewhere-text = Beendet Ihre Sitzungen in allen anderen Browsern.
account-sessions-everywhere = Überall abmelden
account-sessions-everywhere-text = Beendet Ihre Sitzungen in allen Browsern, auch in diesem. Ihre API-Tokens bleiben gültig.

# account/api_tokens.rs
account-tokens = API-Tokens
account-tokens-lead = Mit einem API-Token handelt ein Programm an der Admin-API in Ihrem Namen. Gespeichert wird nur der Hash des Tokens. Ein Programm, das für sich selbst handelt, ist ein API-Client: Administratoren › API-Clients seines Mandanten.
account-tokens-reference = Referenz der Admin-API
account-tokens-name = Name
account-tokens-permits = Erlaubt
account-tokens-created = Erstellt
account-tokens-expires = Läuft ab
account-tokens-permits-all = Alles, was Sie dürfen
account-tokens-permits-reading = Nur Lesen
account-tokens-revoke = Widerrufen
account-tokens-revoke-title = Dieses API-Token widerrufen?
account-tokens-revoke-text = Programme, die { $name } verwenden, werden ab ihrer nächsten Anfrage abgewiesen.
account-tokens-revoke-label = Token widerrufen
account-tokens-create = API-Token erstellen
account-tokens-name-hint = Wofür es verwendet wird.
account-tokens-lifetime = Lebensdauer
account-tokens-lifetime-hint = 1 Minute bis 1 Jahr, zum Beispiel 90d.

# account/confirm.rs
account-confirm-title = Bestätigung Ihrer Identität
account-confirm-lead = Ihre Anmeldung liegt mehr als 15 Minuten zurück. Was Sie vorhaben, setzt eine kürzliche Anmeldung voraus. Ihre Eingaben bleiben erhalten: Senden Sie sie danach noch einmal ab.
account-confirm-otherwise-password = Geben Sie Ihr Passwort ein.
account-confirm-otherwise-code = Geben Sie einen Code ein.
account-confirm-otherwise-sign-in = Melden Sie sich erneut an.
account-confirm-passkey = Passkey
account-confirm-use-passkey = Passkey verwenden
account-confirm-password = Passwort
account-confirm-confirm = Bestätigen
account-confirm-code = Code
account-confirm-code-hint = Die sechs Ziffern, die Ihre Authenticator-App anzeigt, oder einer Ihrer Wiederherstellungscodes.
account-confirm-again = Erneute Anmeldung
account-confirm-again-lead = Sie haben kein Passwort. Mit einer Einmalanmeldung melden Sie sich wieder an und können dort eines festlegen.
account-confirm-again-ask = Bitten Sie einen anderen Administrator darum: unter „Administratoren“, auf der Seite zu Ihrem Konto. Wer den Server betreibt, erstellt sie auf der Kommandozeile:
account-confirm-command = Befehl
account-confirm-again-then = In den ersten 15 Minuten nach der Anmeldung können Sie unter { $account } ein Passwort festlegen und unter { $passkeys } einen Passkey hinzufügen.

# account/passkeys.rs
account-passkeys-lead = Ein Passkey liegt auf Ihrem Gerät oder in Ihrem Passwortmanager. Er meldet Sie mit Fingerabdruck, Gesicht oder PIN an, anstelle Ihres Passworts oder zusätzlich dazu.
account-passkeys-needed = Ein Mandant, den Sie verwalten, verlangt einen zweiten Faktor. Um fortzufahren, fügen Sie hier einen Passkey hinzu oder { $app }.
account-passkeys-needed-app = richten Sie eine Authenticator-App ein
account-passkeys-impossible = Browser verwenden Passkeys nur unter einer Adresse mit einem Namen, über HTTPS oder auf diesem Rechner als localhost. Die public_url dieses Servers ist eine andere.
account-passkeys-full = Sie haben so viele Passkeys, wie möglich sind. Um einen weiteren hinzuzufügen, entfernen Sie einen, den Sie nicht verwenden.
account-passkeys-add = Passkey hinzufügen
account-passkeys-add-lead = Ab dem ersten Passkey genügt Ihr Passwort allein nicht mehr für die Anmeldung. Für den Fall, dass Sie ihn verlieren, erhalten Sie Wiederherstellungscodes.
account-passkeys-name = Name
account-passkeys-name-hint = Woran Sie ihn erkennen, zum Beispiel das Gerät, auf dem er liegt.
account-passkeys-continue = Weiter
account-passkeys-create-title = Passkey erstellen
account-passkeys-create-lead = Ihr Browser fragt, wo er ihn aufbewahren soll, und verlangt Fingerabdruck, Gesicht oder PIN.
account-passkeys-create = Passkey erstellen
account-passkeys-otherwise = Verwenden Sie einen Browser mit Passkeys und JavaScript.
account-passkeys-back = Zurück zu Ihren Passkeys
account-passkeys-choose = Passkey auswählen
account-passkeys-yours = Ihre Passkeys
account-passkeys-passkey = Passkey
account-passkeys-rename-title = Passkey umbenennen
account-passkeys-rename = Passkey umbenennen
account-passkeys-new-name = Neuer Name
account-passkeys-remove-title = Passkey entfernen
account-passkeys-remove-lead = Damit kann sich dann niemand mehr anmelden, und Ihre anderen Sitzungen enden. Löschen Sie den Passkey auch auf Ihrem Gerät oder in Ihrem Passwortmanager: Dort wird er weiterhin angeboten.
account-passkeys-remove = Passkey entfernen

# account/recovery_codes.rs
account-codes-write-down = Schreiben Sie diese Wiederherstellungscodes jetzt auf, und bewahren Sie sie getrennt von Ihren Geräten auf. Sie werden nur einmal angezeigt.
account-codes-each = Jeder meldet Sie einmal nach Ihrem Passwort an, anstelle eines Codes der App oder eines Passkeys.
account-codes-label = Wiederherstellungscodes
account-codes-go-on = Ich habe sie aufgeschrieben, weiter

# account/second_factor.rs
account-factor-lead = Mit einem zweiten Faktor genügt Ihr Passwort allein nicht mehr für die Anmeldung.
account-factor-needed = Ein Mandant, den Sie verwalten, verlangt einen zweiten Faktor. Um fortzufahren, richten Sie hier eine Authenticator-App ein oder { $passkey }.
account-factor-needed-passkey = fügen Sie einen Passkey hinzu
account-factor-app = Authenticator-App
account-factor-offer-lead = Scannen Sie den QR-Code mit einer Authenticator-App, oder geben Sie dort den Einrichtungsschlüssel ein. Geben Sie dann den Code ein, den die App anzeigt.
account-factor-qr-code = QR-Code des Einrichtungsschlüssels darunter
account-factor-secret = Einrichtungsschlüssel
account-factor-secret-label = Einrichtungsschlüssel
account-factor-kind = Art
account-factor-kind-words = Zeitbasiert, 6 Ziffern, 30 Sekunden, SHA-1
account-factor-code = Code
account-factor-code-hint = Die sechs Ziffern, die die App gerade anzeigt.
account-factor-app-lead = Nach Ihrem Passwort wird ein Code der App verlangt.
account-factor-set-up-at = Eingerichtet
account-factor-remove = Entfernen
account-factor-remove-lead = Ohne Passkeys genügt danach wieder Ihr Passwort allein für die Anmeldung. Um zu einer anderen App zu wechseln, entfernen Sie diese und richten Sie die andere ein.
account-factor-remove-app = Authenticator-App entfernen
account-factor-codes = Wiederherstellungscodes
account-factor-codes-lead = Zehn Codes für den Fall, dass Sie Ihre App und Ihre Passkeys verlieren. Jeder gilt einmal. Neue Codes ersetzen die übrigen.
account-factor-codes-left = Übrig
account-factor-codes-none = Keine. Erstellen Sie neue: Ohne sie sind Sie ausgesperrt, wenn Sie Ihre App und Ihre Passkeys verlieren.
account-factor-codes-count = { $count ->
    [one] { $count } Code
   *[other] { $count } Codes
}
account-factor-codes-make = Neue Wiederherstellungscodes erstellen

# sign_in/password.rs
account-sign-in-title = Anmeldung an der Konsole
account-sign-in = Anmelden
account-sign-in-by-passkey = Mit einem Passkey anmelden
account-sign-in-otherwise = Melden Sie sich mit Ihrem Passwort an.
account-forgotten = Passwort vergessen?

# sign_in/forgotten.rs
account-forgotten-title = Passwort vergessen?
account-forgotten-lead = Geben Sie Ihre E-Mail-Adresse ein, und Sie erhalten einen Link zu einem neuen Passwort.
account-forgotten-send = Link senden
account-forgotten-back = Zurück zur Anmeldung
account-forgotten-not-offered = Diese Installation sendet keine E-Mails an Administratoren. Ein anderer Administrator kann Ihnen eine Einmalanmeldung geben; wer den Server betreibt, kann es auf der Kommandozeile.

# sign_in/new_password.rs
account-new-password-title = Neues Passwort wählen
account-new-password-owner = Für { $email }. Es beendet Ihre Sitzungen und macht Ihre API-Tokens und die von Ihnen erstellten Initial Access Tokens ungültig.
account-new-password-set = Passwort festlegen
account-new-password-gone = Dieser Link funktioniert nicht mehr: Er wurde verwendet oder ist abgelaufen.
account-new-password-again = Neuen Link senden

# sign_in/code.rs
account-code-title = Code eingeben
account-code-code = Code
account-code-recovery-code = Wiederherstellungscode
account-code-hint = Die sechs Ziffern, die Ihre Authenticator-App anzeigt, oder einer Ihrer Wiederherstellungscodes.
account-code-hint-or-passkey = Anstelle eines Passkeys: die sechs Ziffern, die Ihre Authenticator-App anzeigt, oder einer Ihrer Wiederherstellungscodes.
account-code-hint-recovery-code = Anstelle eines Passkeys: einer Ihrer Wiederherstellungscodes.
account-code-otherwise = Verwenden Sie einen Code.
account-code-lost = Alle verloren? Ein anderer Administrator kann Ihren zweiten Faktor zurücksetzen; wer den Server betreibt, kann es auf der Kommandozeile.
account-code-none = Hier wartet keine Anmeldung auf einen Code. Er muss innerhalb von 10 Minuten nach dem Passwort eingegeben werden.
account-sign-in-go = Zur Anmeldeseite

# sign_in/invitation.rs
account-invitation-title = Einladung annehmen
account-invitation-gone = Diese Einladung wurde bereits angenommen oder zurückgezogen, oder sie ist abgelaufen. Bitten Sie um eine neue.
account-invitation-offered = { $email } ist als { $role } ({ $level }) eingeladen.
account-invitation-sign-in = Melden Sie sich mit dieser Adresse an, um sie anzunehmen.
account-invitation-name = Ihr Name
account-invitation-accept-and-sign-in = Annehmen und anmelden
account-invitation-accept = Annehmen

# sign_in/once.rs
account-once-title = Einmalanmeldung
account-once-owner = Dieser Link meldet { $email } ein einziges Mal an.
account-once-password-hint = Mindestens 12 Zeichen und nicht leicht zu erraten. Lassen Sie es leer, um Ihr bisheriges zu behalten; ohne Passwort brauchen Sie beim nächsten Mal einen neuen Link.
account-once-gone = Dieser Link wurde bereits verwendet oder ist abgelaufen. Melden Sie sich mit Ihrem Passwort an, oder erstellen Sie auf der Kommandozeile des Servers einen neuen Link.
