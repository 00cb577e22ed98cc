# home.rs
workspaces-tenants = Mandanten
workspaces-tenants-lead = Jeder Mandant hat eigene Arbeitsbereiche, Clients und Benutzer. Mandanten teilen nichts miteinander.
workspaces-tenants-none = Noch keine Mandanten
workspaces-tenants-none-text = Ein Mandant ist eine Organisation: Er hat Arbeitsbereiche, und diese haben Clients und Benutzer.

# new_tenant.rs
workspaces-new-tenant-title = Neuer Mandant
workspaces-new-tenant-lead = Eine eigenständige Organisation mit eigenen Arbeitsbereichen, Benutzern und Administratoren. Mandanten teilen nichts miteinander.
workspaces-new-tenant-create = Mandanten erstellen
workspaces-new-tenant-name = Name
workspaces-new-tenant-name-hint = Wie er genannt wird: der Name der Organisation.
workspaces-new-tenant-identifier = Kennung
workspaces-new-tenant-identifier-hint = Die Kennung ist Teil jedes Issuers darin und damit jedes Tokens und kann später nicht geändert werden. Kleinbuchstaben, Ziffern und Bindestriche. Bleibt das Feld leer, wird sie aus dem Namen gebildet.

# tenant_settings.rs
workspaces-tenant-settings-title = Mandanteneinstellungen
workspaces-tenant-settings-lead = Ein Mandant enthält Arbeitsbereiche. Mandanten teilen nichts miteinander.
workspaces-tenant-settings-delete-more = Alle seine Adressen funktionieren sofort nicht mehr. Was in ihm geschehen ist, bleibt im Protokoll der Installation.
workspaces-tenant-settings-identity = Identität
workspaces-tenant-settings-name = Name
workspaces-tenant-settings-new-name = Name des Mandanten
workspaces-tenant-settings-new-name-hint = Was Administratoren sehen. Issuer und Adressen enthalten die Kennung, und die bleibt.
workspaces-tenant-settings-rename = Mandanten umbenennen
workspaces-tenant-settings-identifier = Kennung
workspaces-tenant-settings-id = Mandanten-ID
workspaces-tenant-settings-id-label = Mandanten-ID
workspaces-tenant-settings-created = Erstellt
workspaces-tenant-settings-administrators = Administratoren
workspaces-tenant-settings-factor = Zweiter Faktor
workspaces-tenant-settings-factor-required = Erforderlich. Wer in diesem Mandanten oder in einem Teil davon eine Rolle, aber keinen zweiten Faktor hat, kann nichts anderes tun, als einen einzurichten.
workspaces-tenant-settings-factor-stop = Nicht mehr verlangen
workspaces-tenant-settings-factor-optional-too = Nicht erforderlich. Wird er verlangt, muss jeder mit einer Rolle in diesem Mandanten oder in einem Teil davon vor allem anderen einen einrichten: auch Sie, und zwar sofort. Wer die ganze Installation verwaltet, ist ausgenommen, und API-Tokens gelten weiter.
workspaces-tenant-settings-factor-optional = Nicht erforderlich. Wird er verlangt, muss jeder mit einer Rolle in diesem Mandanten oder in einem Teil davon vor allem anderen einen einrichten. Wer die ganze Installation verwaltet, ist ausgenommen, und API-Tokens gelten weiter.
workspaces-tenant-settings-factor-require = Zweiten Faktor verlangen
workspaces-tenant-settings-tenant = Mandant
workspaces-tenant-settings-count-workspace = Arbeitsbereich
workspaces-tenant-settings-count-workspaces = Arbeitsbereiche
workspaces-tenant-settings-count-client = Client
workspaces-tenant-settings-count-clients = Clients
workspaces-tenant-settings-count-user = Benutzer samt Sitzungen und Refresh-Tokens
workspaces-tenant-settings-count-users = Benutzer samt Sitzungen und Refresh-Tokens
workspaces-tenant-settings-count-administrator = Administrator nur dieses Mandanten
workspaces-tenant-settings-count-administrators = Administratoren nur dieses Mandanten

# mail.rs
workspaces-mail-title = E-Mail
workspaces-mail-lead = Wie E-Mails an Benutzer dieses Mandanten gesendet werden: Links zum Zurücksetzen des Passworts, zum Bestätigen einer Adresse und zum Registrieren.
workspaces-mail-remove-server = Mailserver entfernen
workspaces-mail-remove-title = Den Mailserver entfernen?
workspaces-mail-remove = Entfernen
workspaces-mail-remove-text = Wartende E-Mails werden verworfen. Benutzer können ihr Passwort nicht per E-Mail zurücksetzen und keine Adresse bestätigen, bis es einen anderen Server gibt.
workspaces-mail-outbox = Alle E-Mails dieser Installation werden in ein Verzeichnis geschrieben (mail_outbox) und nicht gesendet. Ein hier gespeicherter Mailserver wird nicht verwendet.
workspaces-mail-none = Es gibt noch keinen Mailserver, deshalb werden keine E-Mails gesendet.
workspaces-mail-password-keep = Lassen Sie das Feld leer, um das gespeicherte Passwort zu behalten.
workspaces-mail-password-sealed = Wird verschlüsselt gespeichert und nie angezeigt.
workspaces-mail-save = Änderungen speichern
workspaces-mail-server = Mailserver
workspaces-mail-server-lead = Ein SMTP-Server, der E-Mails von dieser Installation annimmt.
workspaces-mail-host = Host
workspaces-mail-host-hint = Zum Beispiel smtp.example.com.
workspaces-mail-port = Port
workspaces-mail-encryption = Verschlüsselung
workspaces-mail-user = Benutzername
workspaces-mail-user-hint = Leer, wenn der Server keinen verlangt.
workspaces-mail-password = Passwort
workspaces-mail-sender = Absender
workspaces-mail-sender-email = E-Mail
workspaces-mail-sender-email-hint = Der Server muss sie als Absender akzeptieren.
workspaces-mail-sender-name = Name
workspaces-mail-test = Test-E-Mail
workspaces-mail-test-lead = Wird sofort über den gespeicherten Server gesendet. Nimmt er sie nicht an, steht hier der Grund.
workspaces-mail-test-send = Test-E-Mail senden
workspaces-mail-test-to = An
workspaces-mail-failed = Die letzte E-Mail wurde nicht gesendet ({ $time }). { $reason }
workspaces-mail-waiting = { $count ->
    [one] { $count } E-Mail wartet auf den Versand.
   *[other] { $count } E-Mails warten auf den Versand.
}

# search.rs
workspaces-search-title = Suche
workspaces-search-lead-tenant = Im ganzen Mandanten: Seiten, Arbeitsbereiche, Clients, Dienste, Benutzer und Administratoren nach Namen, Refresh-Tokens und Sitzungen nach ihrer Kennung.
workspaces-search-lead-installation = Seiten, Mandanten und die Administratoren der Installation. Öffnen Sie einen Mandanten, um darin zu suchen.
workspaces-search-none = Nichts gefunden
workspaces-search-none-hint = Ein Wort findet, was damit beginnt. Eine Kennung wird nur ganz gefunden, die eines Clients auch ab ihren ersten 8 Zeichen.
workspaces-search-for = Suchen nach
workspaces-search-more = Es gibt vielleicht noch mehr. Ergänzen Sie ein Wort, um mehr zu finden.
workspaces-search-submit = Suchen
workspaces-search-window = { $text } · Suche
workspaces-search-nothing = Nichts, was Sie sehen dürfen, heißt „{ $text }“.

# workspaces/list.rs
workspaces-list-title = Arbeitsbereiche
workspaces-list-none = Noch kein Arbeitsbereich
workspaces-list-none-text = Ein Arbeitsbereich ist ein Autorisierungsserver: Erstellen Sie einen, fügen Sie ihm einen Client hinzu, und Ihre Anwendungen erhalten Tokens.
workspaces-list-system = System
workspaces-list-name = Name
workspaces-list-identifier = Kennung
workspaces-list-clients = Clients
workspaces-list-created = Erstellt
workspaces-list-search = Nach Name oder Kennung suchen
workspaces-list-looked = im Namen oder in der Kennung
workspaces-list-lead = Die Autorisierungsserver von { $name }. Jeder hat einen eigenen Issuer, eigene Schlüssel, Clients, Benutzer und Einstellungen.
workspaces-list-one = Arbeitsbereich
workspaces-list-many = Arbeitsbereiche

# workspaces/new.rs
workspaces-new-title = Neuer Arbeitsbereich
workspaces-new-lead = Ein eigenständiger Autorisierungsserver mit Issuer und Signaturschlüsseln. Er beginnt mit dem, was Sie hier wählen; alles außer der Kennung kann später geändert werden.
workspaces-new-create = Arbeitsbereich erstellen
workspaces-new-name = Name
workspaces-new-name-hint = Wie er genannt wird: Produktion, Partner-API.
workspaces-new-identifier = Kennung
workspaces-new-identifier-hint = Die Kennung ist Teil des Issuers und damit jedes Tokens und kann später nicht geändert werden. Kleinbuchstaben, Ziffern und Bindestriche. Bleibt das Feld leer, wird sie aus dem Namen gebildet.
workspaces-new-start = Beginnt mit
workspaces-new-copy = Kopie eines anderen Arbeitsbereichs
workspaces-new-copy-hint = Seine Einstellungen, Dienste und Scopes; nicht seine Clients, Benutzer und Schlüssel.
workspaces-new-copy-of = Kopie von
workspaces-new-copy-choose = Arbeitsbereich wählen
workspaces-new-copy-of-hint = Die Kennung des Arbeitsbereichs.
