# users/badge.rs
users-badge-active = Aktiv
users-badge-disabled = Deaktiviert

# users/delete.rs
users-delete-title = Diesen Benutzer löschen?
users-delete-here = Löschen
users-delete-submit = Benutzer löschen
users-delete-question = { $user } kann sich nicht mehr anmelden, und das lässt sich nicht rückgängig machen. Wer später unter demselben Namen hinzugefügt wird, ist für jede Anwendung ein anderer Benutzer.
users-delete-with = Mit dem Benutzer werden beendet oder gelöscht:
users-delete-profile = Name, E-Mail-Adresse, Telefonnummer, Anschrift und Passwort
users-delete-log = Im Protokoll bleibt, was geschehen ist, mit den Namen und E-Mail-Adressen, mit denen sich der Benutzer angemeldet hat.
users-delete-confirm = Anmeldenamen des Benutzers eingeben

# users/detail.rs
users-detail-identity = Identität
users-detail-user-name = Benutzername
users-detail-email = E-Mail
users-detail-phone = Telefon
users-detail-address = Anschrift
users-detail-none = Keine Angabe
users-detail-status = Status
users-detail-id = Benutzer-ID (sub)
users-detail-id-copy = Benutzer-ID
users-detail-log = Anmeldungen und Änderungen im Protokoll
users-detail-added = Hinzugefügt
users-detail-verified = Bestätigt
users-detail-not-verified = Nicht bestätigt
users-detail-delete = Diesen Benutzer löschen
users-detail-delete-text = Die Daten des Benutzers werden gelöscht, und alles für ihn Ausgestellte endet. Das lässt sich nicht rückgängig machen.
users-detail-applications = Anwendungen
users-detail-applications-lead = Die Clients, die Access-Tokens für diesen Benutzer bekommen können, ohne ihn zu fragen.
users-detail-client = Client
users-detail-active-tokens = Aktive Refresh-Tokens
users-detail-at-least = mindestens { $count }
users-detail-revoke = Widerrufen
users-detail-revoke-all = Alle widerrufen
users-detail-tokens = Refresh-Tokens
users-detail-tokens-lead = Eines pro Anmeldung bei einem Client.
users-detail-tokens-none = Noch keine ausgestellt.
users-detail-tokens-all = Alle in der Liste anzeigen
users-detail-password = Passwort
users-detail-password-lead = Ein neues Passwort meldet den Benutzer überall ab. { $ends }
users-detail-password-ends = Refresh-Tokens enden damit, wenn die Richtlinie ihres Clients es so vorsieht.
users-detail-password-new = Neues Passwort
users-detail-password-set = Passwort festlegen
users-detail-factor = Zweiter Faktor
users-detail-factor-on = Ein
users-detail-factor-on-text = Nach dem Passwort wird ein Code der Authenticator-App oder ein Passkey verlangt. Setzen Sie den zweiten Faktor zurück, wenn der Benutzer App, Passkeys und Wiederherstellungscodes verloren hat.
users-detail-factor-opens = Zurücksetzen
users-detail-factor-title = Diesen zweiten Faktor zurücksetzen?
users-detail-factor-reset = Zweiten Faktor zurücksetzen
users-detail-factor-question = Authenticator-App, Passkeys und Wiederherstellungscodes des Benutzers werden entfernt, und seine Sitzungen enden. Danach genügt sein Passwort allein zur Anmeldung. Vergewissern Sie sich, dass wirklich der Benutzer selbst darum bittet.
users-detail-factor-none = Keiner. Eine Authenticator-App oder Passkeys richten Benutzer auf { $account } ein.
users-detail-factor-account = ihrer Kontoseite
users-detail-access = Zugang
users-detail-disabled-text = Der Benutzer kann sich nicht anmelden.
users-detail-enable = Benutzer aktivieren
users-detail-active-text = Kann sich anmelden. Deaktivieren verhindert die Anmeldung und beendet Sitzungen und Tokens.
users-detail-disable = Benutzer deaktivieren
users-detail-disable-title = Diesen Benutzer deaktivieren?
users-detail-disable-question = { $user } kann sich nicht mehr anmelden, und alle zugehörigen Sitzungen enden. { $ends }

# users/edit.rs
users-edit-title = Benutzer bearbeiten
users-edit-lead = Womit sich dieser Benutzer anmeldet und was Anwendungen über ihn erfahren.
users-edit-here = Bearbeiten
users-edit-identity-lead = Der Scope profile gibt den Namen und den Anmeldenamen frei, der Scope email die E-Mail-Adresse.
users-edit-user-name-hint = Eine E-Mail-Adresse oder ein Benutzername, ohne Leerzeichen. Groß- und Kleinschreibung spielt keine Rolle.
users-edit-name = Name
users-edit-email-hint = Auch damit kann sich der Benutzer anmelden. Jede Adresse kann nur ein Benutzer haben.
users-edit-email-verified = E-Mail bestätigt
users-edit-email-belongs = Diese Adresse gehört dem Benutzer
users-edit-email-verified-hint = Eine neue Adresse ist nicht bestätigt: Bestätigen Sie sie nach dem Speichern erneut.
users-edit-phone-lead = Der Scope phone gibt sie frei.
users-edit-phone = Telefonnummer
users-edit-phone-hint = Mit der Landesvorwahl, zum Beispiel +49 30 123456. Eine Durchwahl folgt als ;ext=12.
users-edit-phone-verified = Telefonnummer bestätigt
users-edit-phone-belongs = Diese Nummer gehört dem Benutzer
users-edit-phone-verified-hint = Eine neue Nummer ist nicht bestätigt: Bestätigen Sie sie nach dem Speichern erneut.
users-edit-address-lead = Der Scope address gibt sie frei.
users-edit-street = Straße und Hausnummer
users-edit-postal-code = Postleitzahl
users-edit-city = Ort
users-edit-region = Bundesland oder Region
users-edit-country = Land
users-edit-full-address = Vollständige Anschrift
users-edit-full-address-hint = Wie auf einem Briefumschlag. Bleibt das Feld leer, wird sie aus den Feldern darüber zusammengesetzt.

# users/list.rs
users-list-title = Benutzer
users-list-lead = Wer sich hier anmeldet: die eigenen Benutzer dieses Arbeitsbereichs.
users-list-none-yet = Noch kein Benutzer
users-list-none-yet-text = Fügen Sie den ersten hinzu und melden Sie sich als dieser bei einem Client an, um den ganzen Ablauf zu sehen.
users-list-name = Name
users-list-one = Benutzer
users-list-many = Benutzer
users-list-placeholder = Nach Name oder Anmeldename suchen
users-list-looked = im Namen oder Anmeldenamen

# pages/users/linked.rs
users-linked-title = Verknüpfte Subjects
users-linked-lead = Wer dieser Benutzer bei einem vertrauenswürdigen Issuer ist. Dessen Assertions über das Subject gelten diesem Benutzer, wie auch immer Benutzer sonst gefunden werden. Höchstens 20.
users-linked-none = Es ist kein Subject verknüpft.
users-linked-issuer = Fremder Issuer
users-linked-subject = Subject
users-linked-subject-hint = Wie der Issuer den Benutzer nennt (sub), buchstabengetreu.
users-linked-at = Verknüpft
users-linked-unlink = Lösen
users-linked-link = Subject verknüpfen
users-linked-title-unlink = Diese Verknüpfung lösen?
users-linked-question = Assertions von { $issuer } über { $subject } gelten diesem Benutzer dann nicht mehr, wenn er nicht auf andere Weise gefunden wird. Ausgestelltes bleibt.

# pages/users/mails.rs
users-mails-title = E-Mails
users-mails-password = Passwort-Link
users-mails-password-text = Geht an { $email }. Mit dem Link wählt der Benutzer ein neues Passwort; bis dahin gilt das bisherige.
users-mails-password-send = Passwort-Link senden
users-mails-verification = Bestätigungs-E-Mail
users-mails-verification-text = Ob { $email } dem Benutzer gehört, ist nicht bestätigt. Ein Link, der dorthin geht, bestätigt es.
users-mails-verification-send = Bestätigungs-E-Mail senden
users-mails-language = Sprache: { $language }
users-mails-language-text = E-Mails über das, was andere tun, sind in dieser Sprache. Es ist die, in der der Benutzer seine Seiten zuletzt gelesen hat, oder die seither hier gewählte.

# users/new.rs
users-new-title = Benutzer hinzufügen
users-new-lead = Jemand, der sich bei den Clients dieses Arbeitsbereichs anmelden kann.
users-new-email-hint = Wohin E-Mails an den Benutzer gehen. Bleibt das Feld leer, ist es der Benutzername, sofern der eine E-Mail-Adresse ist. Auch damit kann sich der Benutzer anmelden; Clients erhalten sie mit dem Scope email.
users-new-password-hint = Mindestens 12 Zeichen und nicht leicht zu erraten. Geben Sie es dem Benutzer auf einem sicheren Weg weiter.
users-new-password-or-mail = Mindestens 12 Zeichen und nicht leicht zu erraten. Bleibt das Feld leer, erhält der Benutzer per E-Mail einen Link, mit dem er eines wählt.

# users/sessions.rs
users-sessions-title = Sitzungen
users-sessions-lead = Wo dieser Benutzer angemeldet ist: in Browsern und durch Assertions fremder Issuer, denen vertraut wird. Anwendungen erhalten dort Zugriff ohne Passwort.
users-sessions-none = Der Benutzer ist nirgends angemeldet.
users-sessions-device = Gerät
users-sessions-address = Adresse
users-sessions-started = Begonnen
users-sessions-seen = Zuletzt gesehen
users-sessions-end-column = Beenden
users-sessions-unknown-device = Unbekanntes Gerät
users-sessions-unknown = Unbekannt
users-sessions-no-applications = Keine bekannt
users-sessions-newest = Die neuesten von insgesamt { $sessions }.
users-sessions-end = Sitzung beenden
users-sessions-end-title = Diese Sitzung beenden?
users-sessions-end-question = Die nächste Anwendung, die den Benutzer aus diesem Browser hierher schickt, bekommt die Anmeldeseite. Refresh-Tokens, die mit der Sitzung enden, enden jetzt; andere bleiben.

# users/sign_out.rs
users-sign-out-title = Überall abmelden?
users-sign-out-submit = Überall abmelden
users-sign-out-question = Verwenden Sie das, wenn ein Gerät von { $user } verloren ging oder sich jemand anderes Zugang verschafft hat. Autorisierungscodes, die noch unterwegs sind, enden in jedem Fall. APIs, die Access-Tokens selbst prüfen, akzeptieren bereits ausgestellte bis zu deren Ablauf.
users-sign-out-what = Was endet
users-sign-out-sessions = Beenden: { $sessions }
users-sign-out-sessions-hint = Die nächste Anwendung, die den Benutzer hierher schickt, bekommt die Anmeldeseite. Refresh-Tokens, die mit einer Sitzung enden, enden ebenfalls.
users-sign-out-tokens = Widerrufen: { $tokens }
users-sign-out-tokens-hint = Anwendungen verlieren jetzt den Zugriff, auch solche, die nur ein Access-Token haben.
users-sign-out-consents = Zurückziehen: { $consents }
users-sign-out-consents-hint = Anwendungen müssen den Benutzer erneut um Erlaubnis fragen.

# users/words.rs
users-words-sessions = { $count ->
    [0] keine Sitzung
    [one] { $count } Sitzung
   *[other] { $count } Sitzungen
}
users-words-sessions-more = mehr als { $count } Sitzungen
users-words-tokens = { $count ->
    [0] kein Refresh-Token
    [one] { $count } Refresh-Token
   *[other] { $count } Refresh-Tokens
}
users-words-tokens-more = mehr als { $count } Refresh-Tokens
users-words-consents = { $count ->
    [0] keine Einwilligung
    [one] { $count } Einwilligung
   *[other] { $count } Einwilligungen
}
users-words-consents-more = mehr als { $count } Einwilligungen
