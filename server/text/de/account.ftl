# oauth/pages/account.rs
account-title = Ihr Konto
account-back = Zurück zu Ihrem Konto
account-save = Speichern
account-revoked = { $application } hat keinen Zugriff mehr auf Ihr Konto.
account-nowhere-else = Sie sind sonst nirgends angemeldet.
account-profile-saved = Ihr Profil wurde gespeichert.
account-password-changed = Ihr Passwort wurde geändert. Sie sind sonst nirgends angemeldet.
account-app-removed = Ihre Authenticator-App wurde entfernt. Sie sind sonst nirgends angemeldet.
account-passkey-added = Ihr Passkey wurde hinzugefügt.
account-passkey-removed = Ihr Passkey wurde entfernt.
account-session-ended = Diese Sitzung ist beendet.
account-outdated = Es wurde nichts geändert: Die Seite wurde geöffnet, bevor Sie sich angemeldet haben. Das ist Ihr Konto, wie es jetzt ist.
account-applications = Anwendungen mit Zugriff
account-applications-none = Keine Anwendung hat Zugriff auf Ihr Konto.
account-may = Sie darf:
account-for = Für
account-since = Seit
account-access = Zugriff
account-access-while-used = Nur während Sie sie verwenden. Sie fragt Sie nicht erneut, wenn Sie sich anmelden.
account-revoke-summary = Zugriff widerrufen { $hidden }
account-revoke-of = von { $application }
account-revoke-text = { $application } verliert den Zugriff sofort, auf allen Ihren Geräten, und muss Sie erneut darum bitten. Was die Anwendung bisher gesehen hat, kann sie behalten.
account-revoke = Zugriff von { $application } widerrufen
account-last-used = Zuletzt verwendet
account-until = Bis
account-until-sign-out = { $time } oder bis Sie sich abmelden
account-until-absolute = { $time }, auch während Sie nicht da sind
account-until-idle = { $time }, sofern er nicht vorher verwendet wird
account-until-session = { $time }, wenn Ihre Anmeldung endet, oder bis Sie sich abmelden
account-sign-ins = Anmeldungen
account-profile = Profil
account-email-is-confirmed = (bestätigt)
account-email-is-unconfirmed = (nicht bestätigt)
account-email-none = Keine
account-phone = Telefon
account-address = Anschrift
account-edit-profile = Profil bearbeiten
account-change-email = E-Mail-Adresse ändern
account-confirm-email = E-Mail-Adresse bestätigen oder ändern
account-change-password = Passwort ändern
account-second-factor = Zweiter Faktor
account-passkeys = Passkeys
account-sessions = Wo Sie angemeldet sind
account-sessions-only = Nur hier.
account-sessions-others = { $count ->
    [one] Hier und an { $count } weiteren Stelle.
   *[other] Hier und an { $count } weiteren Stellen.
}
account-sign-out-elsewhere = Überall sonst abmelden
account-sign-out-elsewhere-text = Wenn Sie sich überall sonst abmelden, endet auch der Zugriff von Anwendungen, der von jenen Sitzungen abhängt.
account-everything = Alles beenden
account-everything-text = Sie werden überall abgemeldet, auch hier. Alle Anwendungen verlieren sofort ihren Zugriff und müssen Sie erneut darum bitten. Falls jemand anderes Ihr Passwort kennen könnte, ändern Sie es zuerst.
account-everything-button = Überall abmelden und alle Zugriffe widerrufen
account-sign-out-here = Hier abmelden
account-unknown-browser = Unbekannter Browser
account-this-browser = (dieser Browser)
account-from = Von
account-signed-in = Angemeldet
account-end-session = Abmelden { $hidden }
account-end-session-of = ({ $browser })
account-time = { $day }. { $month } { $year }, { $clock } UTC
account-january = Januar
account-february = Februar
account-march = März
account-april = April
account-may-month = Mai
account-june = Juni
account-july = Juli
account-august = August
account-september = September
account-october = Oktober
account-november = November
account-december = Dezember

# oauth/pages/account/delete.rs
account-delete = Konto löschen
account-delete-yours = Ihr Konto löschen
account-delete-question = Ihr Konto löschen?
account-delete-lead = Das Konto { $user } wird sofort gelöscht, mit allem, was hier über Sie bekannt ist. Alle Anwendungen verlieren ihren Zugriff. Das kann nicht rückgängig gemacht werden.
account-delete-confirm = Womit Sie sich anmelden
account-delete-confirm-hint = Geben Sie es zur Bestätigung ein.
account-deleted = Ihr Konto wurde gelöscht
account-deleted-text = Nichts, was Anwendungen in Ihrem Namen erhalten haben, funktioniert noch.

# oauth/pages/account/email.rs
account-email-title = Ihre E-Mail-Adresse
account-email-hint = Ein Link wird dorthin gesendet. Die Adresse gilt als Ihre, sobald Sie ihn verwendet haben.
account-email-password-hint = Nur für eine andere Adresse als die, die Sie haben.
account-email-confirmed-lead = Sie haben { $email }, bestätigt.
account-email-unconfirmed-lead = Sie haben { $email }, noch nicht bestätigt.
account-email-none-lead = Sie haben noch keine E-Mail-Adresse.
account-email-sent = Falls die Adresse frei ist, wurde ein Link dorthin gesendet. Er funktioniert einmal; Gültigkeit: { $duration }.
account-email-question = Ist das Ihre Adresse?
account-email-link-password-hint = Das des Kontos, für das die Adresse gedacht ist.
account-email-confirm = Diese Adresse bestätigen
account-email-confirmed = Adresse bestätigt
account-email-confirmed-text = Sie ist jetzt die Adresse Ihres Kontos.

# oauth/pages/account/everything.rs
account-everything-done = Sie sind überall abgemeldet
account-everything-done-text = Keine Anwendung hat noch Zugriff auf Ihr Konto.

# oauth/pages/account/passkeys.rs
account-passkeys-title = Ihre Passkeys
account-passkeys-lead = Ein Passkey wird von Ihrem Gerät oder Passwortmanager aufbewahrt und meldet Sie mit Ihrem Fingerabdruck, Ihrem Gesicht oder einer PIN an, anstelle Ihres Passworts oder danach. Sobald Sie einen haben, meldet Ihr Passwort allein Sie nicht mehr an.
account-passkeys-none = Sie haben keine Passkeys.
account-passkeys-impossible = Browser verwenden Passkeys nur unter einer Adresse mit einem Namen, über HTTPS. Dieser Server wird auf andere Weise erreicht.
account-passkeys-add = Einen Passkey hinzufügen
account-passkeys-name-hint = Woran Sie ihn erkennen, etwa das Gerät, auf dem er ist.
account-passkeys-script = Passkeys benötigen JavaScript. Schalten Sie es für diese Website ein, bevor Sie einen hinzufügen.
account-passkeys-most = Sie haben so viele Passkeys, wie es geben darf. Entfernen Sie einen, den Sie nicht verwenden, um einen anderen hinzuzufügen.
account-passkeys-added = Hinzugefügt
account-passkeys-never = Nie
account-passkeys-kept = Aufbewahrt
account-passkeys-synced = Von Ihrem Passwortmanager, auf allen seinen Geräten
account-passkeys-one-device = Auf einem Gerät
account-passkeys-remove = Entfernen { $hidden }
account-passkeys-remove-which = ({ $name })
account-passkeys-remove-text = Er meldet niemanden mehr an, und Sie werden überall sonst abgemeldet. Löschen Sie ihn auch auf Ihrem Gerät oder in Ihrem Passwortmanager, die ihn sonst weiter anbieten.
account-passkeys-remove-button = { $name } entfernen
account-passkeys-create = Erstellen Sie Ihren Passkey
account-passkeys-create-lead = Ihr Browser fragt, wo { $name } aufbewahrt werden soll, und nach Ihrem Fingerabdruck, Ihrem Gesicht oder einer PIN.
account-passkeys-back = Zurück zu Ihren Passkeys

# oauth/pages/account/password.rs
account-password-title = Ändern Sie Ihr Passwort
account-password-lead = Danach sind Sie überall sonst abgemeldet, und Anwendungen müssen Sie möglicherweise erneut fragen.

# oauth/pages/account/profile.rs
account-profile-title = Ihr Profil
account-profile-lead = Anwendungen erfahren es nur, wenn Sie es ihnen erlauben.
account-profile-phone = Telefonnummer
account-profile-phone-hint = Mit der Landesvorwahl, etwa +49 30 123456.
account-profile-street = Straße und Hausnummer
account-profile-postal-code = Postleitzahl
account-profile-city = Ort
account-profile-region = Bundesland oder Region
account-profile-country = Land

# oauth/pages/account/second_factor.rs
account-factor-title = Einen zweiten Faktor einrichten
account-factor-lead = Mit einem zweiten Faktor meldet Ihr Passwort allein niemanden an. Scannen Sie den QR-Code mit einer Authenticator-App, oder geben Sie das Geheimnis dort ein. Geben Sie dann den Code ein, den die App zeigt. Sie werden überall sonst abgemeldet.
account-factor-qr-code = QR-Code des Geheimnisses unten
account-factor-secret = Geheimnis
account-factor-code-hint = Die sechs Ziffern, die die App jetzt zeigt.
account-factor-set-up = Einrichten
account-factor-codes = Wiederherstellungscodes
account-factor-codes-text = Sie haben Passkeys. Jeder Wiederherstellungscode meldet Sie einmal nach Ihrem Passwort an, wenn diese verloren sind. Übrig: { $count }.
account-factor-make-codes = Neue Wiederherstellungscodes erstellen
account-factor-manage = Ihr zweiter Faktor
account-factor-manage-lead = Nach Ihrem Passwort wird ein Code Ihrer Authenticator-App verlangt. Um zu einer anderen App zu wechseln, entfernen Sie diese, und richten Sie die andere ein. Neue Wiederherstellungscodes ersetzen die übrigen.
account-factor-codes-left = Übrige Wiederherstellungscodes
account-factor-codes-none = Erstellen Sie neue: Ohne sie sperrt der Verlust Ihrer App Sie aus.
account-factor-password-hint = Für beides.
account-factor-remove = Authenticator-App entfernen
account-factor-remove-text = Wenn Sie die App entfernen, werden Sie überall sonst abgemeldet, denn wer das Gerät hat, auf dem sie ist, kann dort angemeldet sein.
account-codes-title = Ihre Wiederherstellungscodes
account-codes-with-app = Ihre Authenticator-App ist eingerichtet.
account-codes-alone = Neue Wiederherstellungscodes wurden erstellt. Die vorherigen funktionieren nicht mehr.
account-codes-keep = Notieren Sie diese Codes jetzt, und bewahren Sie sie getrennt von Ihren Geräten auf. Sie werden nur einmal angezeigt.
account-codes-text = Jeder meldet Sie einmal nach Ihrem Passwort an, anstelle eines Codes der App oder eines Passkeys.
account-codes-copy = Codes kopieren
account-codes-copied = Kopiert.
account-codes-not-copied = Ihr Browser hat sie nicht kopiert: Markieren Sie sie stattdessen.
