# administrators.rs: on several pages
administrators-title = Administratoren
administrators-email = E-Mail
administrators-name = Name
administrators-role = Rolle
administrators-roles = Rollen
administrators-where = Geltungsbereich
administrators-status = Status
administrators-second-factor = Zweiter Faktor
administrators-added = Hinzugefügt
administrators-delete = Löschen
administrators-api-clients = API-Clients
administrators-invite = Administrator einladen
administrators-new-role = Neue Rolle
administrators-role-hint = Nur Rollen, die nicht mehr erlauben, als Sie selbst dürfen.
administrators-where-hint = Die Rolle gilt dort und nirgends sonst.
administrators-undone = Das kann nicht rückgängig gemacht werden.
administrators-active = Aktiv
administrators-role-of = { $role } ({ $level })

# administrators/api_clients.rs
administrators-api-clients-lead = Programme, die die Admin-API mit eigenen Access-Tokens nutzen, nicht im Namen einer Person.
administrators-api-clients-scopes = Scopes
administrators-api-clients-created = Erstellt
administrators-api-clients-inactive = Inaktiv
administrators-api-clients-new-title = Neuer API-Client
administrators-api-clients-new-lead = Er ist ein Client im Systemarbeitsbereich dieses Mandanten: Dort wird sein Secret ersetzt, und dort wird er deaktiviert und gelöscht.
administrators-api-clients-create = API-Client erstellen
administrators-api-clients-name-hint = Wofür er verwendet wird.
administrators-api-clients-copy-now = Kopieren Sie das Secret jetzt. Es wird nur einmal angezeigt.
administrators-api-clients-id-label = Client-ID
administrators-api-clients-secret-label = Client-Secret
administrators-api-clients-use-title = Verwendung
administrators-api-clients-use-lead = Ein Access-Token hat alle Scopes des Clients oder die, die mit scope angefragt werden. Für die Admin-API ist es bestimmt, wenn resource das angibt.
administrators-api-clients-commands = Befehle
administrators-api-clients-missing = Seine Rolle erlaubt noch mehr, dafür fehlen ihm aber diese Scopes: { $scopes }. Auf seiner Seite können Sie sie hinzufügen.
administrators-api-clients-scope-count = { $count ->
    [one] { $count } Scope
   *[other] { $count } Scopes
}
administrators-api-clients-id = Client-ID: { $id }
administrators-api-clients-secret = Client-Secret: { $secret }

# administrators/badge.rs
administrators-badge-disabled = Deaktiviert
administrators-badge-on = Ein
administrators-badge-off = Aus

# administrators/detail.rs
administrators-detail-link = Anmeldelink
administrators-detail-identity = Identität
administrators-detail-withdraw = Entziehen
administrators-detail-withdraw-title = Diese Rolle entziehen?
administrators-detail-withdraw-role = Rolle entziehen
administrators-detail-roles-lead = Was diese Person wo tun darf.
administrators-detail-passkeys = Passkeys
administrators-detail-assign-title = Rolle zuweisen
administrators-detail-assign-lead = Zur Wahl stehen nur Rollen, die nicht mehr erlauben, als Sie selbst dürfen.
administrators-detail-assign = Rolle zuweisen
administrators-detail-access = Zugang
administrators-detail-once = Einmalanmeldung
administrators-detail-once-text = Ein Link, der die Person einmal anmeldet, damit sie ein neues Passwort festlegt. Er gilt einen Tag und ersetzt den vorherigen.
administrators-detail-once-create = Link erstellen
administrators-detail-sessions = Sitzungen
administrators-detail-sessions-text = Meldet die Person in jedem Browser ab. API-Tokens bleiben bestehen.
administrators-detail-sessions-end = Überall abmelden
administrators-detail-factor-text = Für alle, die Authenticator-App, Passkeys und Wiederherstellungscodes verloren haben. Ihre Sitzungen enden.
administrators-detail-reset = Zurücksetzen
administrators-detail-reset-title = Diesen zweiten Faktor zurücksetzen?
administrators-detail-reset-factor = Zweiten Faktor zurücksetzen
administrators-detail-reset-text = Authenticator-App, Passkeys und Wiederherstellungscodes dieser Person werden entfernt, und ihre Sitzungen enden. Danach genügt ihr Passwort allein zur Anmeldung. Vergewissern Sie sich, dass die Anfrage wirklich von ihr kommt.
administrators-detail-active-text = Diese Person kann sich anmelden. Wird sie deaktiviert, kann sie das nicht mehr, und ihre Sitzungen, API-Tokens und die von ihr erstellten Initial Access Tokens enden.
administrators-detail-disable = Deaktivieren
administrators-detail-disable-title = Diesen Administrator deaktivieren?
administrators-detail-disable-administrator = Administrator deaktivieren
administrators-detail-disable-text = Sitzungen, API-Tokens, Initial Access Tokens und Anmeldelink enden sofort und endgültig. Die Rollen bleiben für den Fall erhalten, dass die Person wieder aktiviert wird.
administrators-detail-disabled-text = Diese Person kann sich nicht anmelden. Was beendet wurde, bleibt beendet.
administrators-detail-enable = Aktivieren
administrators-detail-delete-text = Entfernt das Konto mit seinen Rollen, Sitzungen, API-Tokens und Initial Access Tokens. Was die Person getan hat, bleibt im Protokoll.
administrators-detail-delete-title = Diesen Administrator löschen?
administrators-detail-delete-administrator = Administrator löschen
administrators-detail-withdraw-text = { $role } ({ $level }) gilt ab der nächsten Anfrage nicht mehr, auch nicht für die API-Tokens dieser Person.

# administrators/invite.rs
administrators-invite-lead = Sie erhalten einen Link und geben ihn selbst weiter: Es wird keine E-Mail gesendet. Mit dem Link nimmt die Person die Einladung an und legt ein Passwort fest, falls sie noch keines hat. Er gilt 7 Tage.
administrators-invite-lead-mail = Die Person erhält einen Link per E-Mail, und Sie sehen ihn auch. Damit nimmt sie die Einladung an und legt ein Passwort fest, falls sie noch keines hat. Er gilt 7 Tage.
administrators-invite-mail = Per E-Mail senden
administrators-invite-mail-hint = Die Sprache, die sie liest.
administrators-invite-mail-in = Ja, in dieser Sprache: { $language }
administrators-invite-mail-not = Nein: Ich gebe den Link selbst weiter
administrators-invite-create = Einladung erstellen
administrators-invite-email-hint = Nur diese Adresse kann die Einladung annehmen.

# administrators/link.rs
administrators-link-send = Senden Sie diesen Link über einen sicheren Kanal. Er wird nur einmal angezeigt.

# administrators/list.rs
administrators-list-lead-tenant = Alle mit einer Rolle in diesem Mandanten oder in einem Teil davon. Wer die ganze Installation verwaltet, ist hier nicht aufgeführt.
administrators-list-lead-installation = Alle mit einer Rolle in dieser Installation.
administrators-list-nobody = Noch niemand hat hier eine Rolle
administrators-list-nobody-text = Laden Sie jemanden ein, diesen Mandanten oder einen Teil davon zu verwalten.
administrators-list-installation = Administratoren der Installation, die auch diesen Mandanten verwalten
administrators-list-search = Nach E-Mail oder Name suchen
administrators-list-looked = in der E-Mail-Adresse oder im Namen
administrators-list-link = Einladungslink
administrators-list-invitations = Einladungen
administrators-list-invitations-lead = Noch nicht angenommen. Eine Einladung wird ungültig, sobald die Person, die sie gesendet hat, sie nicht mehr senden dürfte.
administrators-list-expires = Läuft ab
administrators-list-send-again = Erneut senden
administrators-list-withdraw = Zurückziehen
administrators-list-one = Administrator
administrators-list-many = Administratoren
administrators-list-you = (Sie)

# administrators/named.rs
administrators-named-installation = Installation

# administrators/place.rs
administrators-place-choose-role = Rolle wählen
administrators-place-whole = Der ganze Mandant
administrators-place-choose = Geltungsbereich wählen
administrators-place-workspace = Arbeitsbereich { $name }

# administrators/role.rs
administrators-role-new-lead = Eine eigene Auswahl von Aktionen. Sie können nur vergeben, was Sie selbst dürfen.
administrators-role-create = Rolle erstellen
administrators-role-save = Änderungen speichern
administrators-role-delete-lead = Wer die Rolle hat, verliert sie, und Einladungen mit dieser Rolle können nicht mehr angenommen werden.
administrators-role-delete = Rolle löschen
administrators-role-delete-title = Diese Rolle löschen?
administrators-role-lead = Änderungen gelten für alle, die diese Rolle haben, ab ihrer nächsten Anfrage.

# administrators/roles.rs
administrators-roles-lead = Was jede Rolle erlaubt. Eine Aktion gilt innerhalb des Mandanten, Arbeitsbereichs oder Clients, für den die Rolle zugewiesen ist.
administrators-roles-yes = Ja
administrators-roles-table = Was jede Rolle erlaubt
administrators-roles-action = Aktion
administrators-roles-of-installation = Eine Rolle dieser Installation.
administrators-roles-of-tenant = Eine Rolle dieses Mandanten.
