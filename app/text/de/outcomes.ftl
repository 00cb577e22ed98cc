# done.rs
outcomes-saved = Gespeichert. Dies gilt ab jetzt.
outcomes-saved-together = Gespeichert, zusammen mit Änderungen, die während Ihrer Bearbeitung anderswo vorgenommen wurden (siehe Protokoll). Dies gilt ab jetzt.
outcomes-tenant-created = Mandant erstellt. Fügen Sie seinen ersten Arbeitsbereich hinzu.
outcomes-workspace-created = Arbeitsbereich erstellt. Er hat die Standardeinstellungen.
outcomes-workspace-started = Arbeitsbereich erstellt, mit den Einstellungen, die Sie gewählt haben.
outcomes-workspace-copied = Arbeitsbereich mit den Einstellungen, Diensten und Scopes eines anderen erstellt, ohne dessen Clients, Benutzer und Schlüssel.
outcomes-workspace-deleted = Der Arbeitsbereich wurde mit seinem gesamten Inhalt gelöscht.
outcomes-tenant-renamed = Mandant umbenannt.
outcomes-tenant-deleted = Der Mandant wurde mit seinem gesamten Inhalt gelöscht.
outcomes-api-client-created = Der API-Client wurde erstellt.
outcomes-key-rotated = Der Schlüssel wurde rotiert. Jetzt signiert der nächste.
outcomes-key-published = Der Schlüssel wurde veröffentlicht. In anderthalb Minuten kann er signieren.
outcomes-key-revoked = Der Schlüssel wurde widerrufen. Was er signiert hat, wird nicht mehr akzeptiert.
outcomes-mail-server-saved = Der Mailserver wurde gespeichert. Senden Sie eine Test-E-Mail, um ihn zu prüfen.
outcomes-mail-server-removed = Der Mailserver wurde entfernt.
outcomes-webhook-created = Der Webhook wurde erstellt. Er erfährt ab jetzt, was geschieht.
outcomes-webhook-saved = Der Webhook wurde gespeichert.
outcomes-webhook-enabled = Der Webhook ist aktiv.
outcomes-webhook-disabled = Der Webhook ist deaktiviert. Es wird nichts zugestellt.
outcomes-webhook-secret-rotated = Das Secret wurde ersetzt. Das bisherige signiert noch einen Tag lang zusätzlich.
outcomes-webhook-tested = Der Test wird jetzt gesendet. Laden Sie die Seite neu, um das Ergebnis zu sehen.
outcomes-webhook-replayed = Das Ereignis wird jetzt erneut gesendet. Laden Sie die Seite neu, um das Ergebnis zu sehen.
outcomes-webhook-deleted = Der Webhook wurde gelöscht.
outcomes-chain-sealed = Die Kette wurde neu versiegelt, so wie sie jetzt ist. Die Begründung steht im Protokoll der Installation.
outcomes-test-mail-sent = Der Mailserver hat die Test-E-Mail angenommen.
outcomes-client-created = Client erstellt.
outcomes-client-enabled = Der Client ist aktiv.
outcomes-client-disabled = Der Client ist inaktiv, und seine Refresh-Tokens wurden beendet.
outcomes-client-deleted = Der Client wurde gelöscht, und seine Refresh-Tokens wurden beendet.
outcomes-secret-rotated = Das Secret wurde ersetzt. Das alte funktioniert nicht mehr.
outcomes-secret-added = Das Secret wurde ersetzt. Das alte funktioniert noch für die unten angegebene Zeit.
outcomes-previous-secret-revoked = Das alte Secret wurde widerrufen. Nur das aktuelle funktioniert.
outcomes-service-created = Dienst erstellt.
outcomes-service-saved = Die Scopes des Dienstes wurden gespeichert.
outcomes-trusted-issuer-added = Dem Issuer wird vertraut.
outcomes-trusted-issuer-saved = Der fremde Issuer wurde gespeichert.
outcomes-trusted-issuer-removed = Dem Issuer wird nicht mehr vertraut.
outcomes-subject-linked = Das Subject ist verknüpft. Assertions darüber gelten diesem Benutzer.
outcomes-subject-unlinked = Das Subject ist nicht mehr verknüpft.
outcomes-service-resource-saved = Die Ressourcenkennung wurde gespeichert.
outcomes-details-type-created = Typ von Autorisierungsdetails erstellt.
outcomes-details-type-removed = Der Typ wurde entfernt. Kein Client darf ihn mehr anfragen.
outcomes-document-pinned = Das Dokument ist hinterlegt. Es gilt ab der nächsten Anfrage.
outcomes-document-unpinned = Das Dokument ist nicht mehr hinterlegt.
outcomes-administrator-invited = Die Einladung wurde erstellt. Senden Sie den Link: Er wird nur einmal angezeigt.
outcomes-administrator-invited-by-mail = Die Einladung wurde erstellt und ist per E-Mail unterwegs. Ihr Link wird auch hier nur einmal angezeigt.
outcomes-invitation-sent-again = Die Einladung ist per E-Mail unterwegs, mit einem neuen Link. Der bisherige funktioniert nicht mehr.
outcomes-invitation-withdrawn = Die Einladung wurde zurückgezogen. Ihr Link funktioniert nicht mehr.
outcomes-invitation-accepted = Sie haben die Rolle jetzt.
outcomes-role-assigned = Die Rolle wurde zugewiesen. Sie gilt ab der nächsten Anfrage.
outcomes-role-withdrawn = Die Rolle wurde entzogen. Sie gilt ab der nächsten Anfrage nicht mehr.
outcomes-administrator-enabled = Der Administrator kann sich wieder anmelden.
outcomes-administrator-disabled = Der Administrator wurde deaktiviert. Seine Sitzungen, API-Tokens und Initial Access Tokens wurden beendet.
outcomes-administrator-deleted = Der Administrator wurde gelöscht. Was er getan hat, bleibt im Protokoll.
outcomes-administrator-signed-out = Der Administrator wurde überall abgemeldet.
outcomes-sign-in-link-created = Die Einmalanmeldung wurde erstellt. Senden Sie den Link: Er wird nur einmal angezeigt.
outcomes-role-created = Die Rolle wurde erstellt.
outcomes-role-saved = Die Rolle wurde gespeichert. Für alle, die sie haben, gilt das ab der nächsten Anfrage.
outcomes-role-deleted = Die Rolle wurde gelöscht. Niemand hat sie mehr.
outcomes-api-token-created = Das API-Token wurde erstellt. Es wird nur einmal angezeigt.
outcomes-api-token-revoked = Das API-Token wurde widerrufen. Es funktioniert nicht mehr.
outcomes-initial-access-token-created = Das Initial Access Token wurde erstellt. Es wird nur einmal angezeigt.
outcomes-initial-access-token-revoked = Das Initial Access Token wurde widerrufen. Es registriert keine weiteren Clients.
outcomes-client-registration-revoked = Das Registration Access Token wurde widerrufen. Der Client kann sich nicht mehr selbst ändern oder löschen.
outcomes-own-password-set = Ihr Passwort wurde geändert. Ihre anderen Sitzungen, API-Tokens und Initial Access Tokens wurden beendet.
outcomes-console-password-link-sent = Wenn ein Administrator diese Adresse hat, ist ein Link zu einem neuen Passwort unterwegs. Er funktioniert ein Mal, 30 Minuten lang.
outcomes-console-password-reset = Sie haben ein neues Passwort. Ihre Sitzungen, API-Tokens und Initial Access Tokens wurden beendet. Melden Sie sich mit dem neuen Passwort an.
outcomes-own-session-ended = Die Sitzung wurde beendet. Wer sie verwendet hat, muss sich neu anmelden.
outcomes-signed-out-elsewhere = Sie sind in allen anderen Browsern abgemeldet.
outcomes-second-factor-set-up = Ihr zweiter Faktor ist eingerichtet. Ihre anderen Sitzungen wurden beendet.
outcomes-recovery-codes-replaced = Neue Wiederherstellungscodes wurden erstellt. Die bisherigen funktionieren nicht mehr.
outcomes-second-factor-removed = Ihre Authenticator-App wurde entfernt.
outcomes-passkey-added = Ihr Passkey wurde hinzugefügt.
outcomes-first-passkey-added = Ihr Passkey wurde hinzugefügt. Ihre anderen Sitzungen wurden beendet.
outcomes-passkey-renamed = Ihr Passkey wurde umbenannt.
outcomes-administrator-passkey-removed = Der Passkey wurde entfernt, und die Sitzungen des Administrators wurden beendet.
outcomes-user-passkey-removed = Der Passkey wurde entfernt, und die Sitzungen des Benutzers wurden beendet.
outcomes-passkey-removed = Ihr Passkey wurde entfernt. Ihre anderen Sitzungen wurden beendet.
outcomes-second-factor-reset = Der zweite Faktor wurde zurückgesetzt, und die Sitzungen des Administrators wurden beendet. Die Anmeldung erfolgt mit dem Passwort; danach kann ein neuer zweiter Faktor eingerichtet werden.
outcomes-administrator-policy-saved = Gespeichert. Für Administratoren gilt das ab ihrer nächsten Anfrage.
outcomes-user-created = Der Benutzer wurde hinzugefügt.
outcomes-user-enabled = Der Benutzer kann sich wieder anmelden.
outcomes-user-disabled = Der Benutzer wurde deaktiviert, und seine Refresh-Tokens wurden beendet.
outcomes-password-set = Das Passwort wurde festgelegt, und die Refresh-Tokens des Benutzers wurden beendet.
outcomes-user-invited = Benutzer hinzugefügt. Eine E-Mail mit einem Link ist unterwegs, mit dem der Benutzer ein Passwort wählt. Er gilt 7 Tage.
outcomes-password-link-sent = Eine E-Mail mit einem Link ist unterwegs, mit dem der Benutzer ein neues Passwort wählt. Er gilt 30 Minuten.
outcomes-verification-sent = Eine E-Mail mit einem Link ist unterwegs, mit dem der Benutzer die Adresse bestätigt. Er gilt einen Tag.
outcomes-user-language-set = E-Mails an den Benutzer sind ab jetzt in dieser Sprache.
outcomes-user-saved = Der Benutzer wurde gespeichert.
outcomes-user-saved-together = Der Benutzer wurde gespeichert, zusammen mit Änderungen, die während Ihrer Bearbeitung anderswo vorgenommen wurden (siehe Protokoll).
outcomes-user-second-factor-reset = Der zweite Faktor wurde zurückgesetzt, und die Sitzungen des Benutzers wurden beendet.
outcomes-user-signed-out = Der Benutzer wurde abgemeldet, wie Sie es gewählt haben.
outcomes-user-session-ended = Die Sitzung wurde beendet.
outcomes-user-deleted = Der Benutzer wurde gelöscht. Nichts, was für ihn ausgestellt wurde, funktioniert mehr.
outcomes-family-revoked = Das Refresh-Token wurde widerrufen.
outcomes-families-revoked = Die Refresh-Tokens wurden widerrufen.
outcomes-reuses-handled = Als bearbeitet markiert.
outcomes-reuse-reopened = Die Wiederverwendung ist wieder offen. Was dadurch beendet wurde, bleibt beendet.
outcomes-view-saved = Die Ansicht wurde gespeichert. Sie steht über dem Filter.
outcomes-view-removed = Die gespeicherte Ansicht wurde entfernt.
outcomes-job-started = Der Auftrag wurde gestartet.
outcomes-job-stopped = Der Auftrag wurde gestoppt.
outcomes-job-over = Der Auftrag war bereits beendet.
outcomes-undone = Rückgängig gemacht. Alles ist wie zuvor.
outcomes-undone-partly = Rückgängig gemacht. Sitzungen und Refresh-Tokens, die durch die Änderung beendet wurden, bleiben beendet, und verkürzte bleiben verkürzt.
outcomes-signed-out = Sie sind abgemeldet.
outcomes-remains-ended = Rückgängig gemacht. Alles ist wie zuvor, aber { $ended ->
    [one] { $ended } beendetes Refresh-Token bleibt beendet
   *[other] { $ended } beendete Refresh-Tokens bleiben beendet
}.
outcomes-remains-shortened = Rückgängig gemacht. Alles ist wie zuvor, aber { $shortened ->
    [one] { $shortened } verkürztes Refresh-Token bleibt verkürzt
   *[other] { $shortened } verkürzte Refresh-Tokens bleiben verkürzt
}.
outcomes-remains-both = Rückgängig gemacht. Alles ist wie zuvor, aber { $ended ->
    [one] { $ended } beendetes Refresh-Token bleibt beendet
   *[other] { $ended } beendete Refresh-Tokens bleiben beendet
}, und { $shortened ->
    [one] { $shortened } verkürztes bleibt verkürzt
   *[other] { $shortened } verkürzte bleiben verkürzt
}.

# done/notice.rs
outcomes-copied = Kopiert: { $workspace }.
outcomes-undo = Rückgängig machen

# api/error.rs
outcomes-error-signed-out = Sie sind nicht mehr angemeldet, und es wurde nichts gespeichert.
outcomes-error-forbidden = Sie dürfen dies ansehen, aber nicht ändern.
outcomes-error-unconfirmed = Es wurde noch nichts ausgeführt, weil Sie zuerst Ihre Identität bestätigen sollten. Ihre Eingaben sind noch da: Senden Sie sie erneut.
outcomes-error-not-found = Dies existiert nicht, oder Sie dürfen es nicht sehen.
outcomes-error-no-such-place = Die Adresse nennt eine Sortierung oder eine Stelle, die es in dieser Liste nicht gibt. Beginnen Sie mit ihrer ersten Seite.
outcomes-error-stale = Dies wurde inzwischen geändert, daher wurde nichts ausgeführt. Sehen Sie es sich noch einmal an, bevor Sie es wiederholen.
outcomes-error-undecided = Es wurde noch nichts gespeichert. Beantworten Sie die Frage zu bestehenden Refresh-Tokens.
outcomes-error-reset = Es wurde noch nichts gespeichert. Der Standardwert ist eingetragen: Speichern Sie ihn.
outcomes-error-invalid = Es wurde noch nichts gespeichert. Prüfen Sie, was unten markiert ist.
outcomes-error-busy = Der Server prüft gerade zu viele Passwörter, daher wurde nichts ausgeführt. Versuchen Sie es in ein paar Sekunden erneut.
outcomes-error-internal = Auf unserer Seite ist ein Fehler aufgetreten, und es wurde nichts geändert. Das Protokoll des Servers nennt die Ursache.
outcomes-error-transport = Die Anfrage kam nicht durch, und es wurde nichts geändert. Versuchen Sie es noch einmal.
outcomes-error-other-address = Diese Seite wurde unter einer anderen Adresse als der des Servers (seiner öffentlichen URL) geöffnet, und es wurde nichts geändert. Öffnen Sie die Konsole dort.
outcomes-error-other-page = Diese Seite wurde geöffnet, bevor Sie sich zuletzt angemeldet haben, und es wurde nichts geändert. Laden Sie sie neu, und versuchen Sie es noch einmal.

# api/permitted.rs
outcomes-no-role = Sie haben keine Rolle, die dies erlaubt: { $action }.
outcomes-role = Ihre Rolle ({ $role }) erlaubt dies nicht: { $action }.
outcomes-roles = Ihre Rollen ({ $roles }) erlauben dies nicht: { $action }.

# find.rs
outcomes-found-pages = Seiten
outcomes-found-recent = Zuletzt geöffnet
