# webhooks.rs: what several of its pages say
webhooks-title = Webhooks
webhooks-name = Name
webhooks-url = URL
webhooks-status = Status
webhooks-event = Ereignis
webhooks-when = Wann
webhooks-took = Dauer
webhooks-result = Ergebnis
webhooks-taken = Angenommen
webhooks-send-again = Erneut senden

# webhooks/attempt.rs
webhooks-attempt-title = Zustellung
webhooks-attempt-section = Versuch
webhooks-attempt-status = Status
webhooks-attempt-no-event = Das Ereignis wird im Protokoll nicht mehr aufbewahrt.
webhooks-attempt-no-answer = Leer oder keine Antwort.
webhooks-attempt-request = Anfrage
webhooks-attempt-request-lead = Der Inhalt, lesbar eingerückt. Gesendet wird er ohne Leerzeichen und mit einer Signatur, die nicht aufbewahrt wird.
webhooks-attempt-answer = Antwort
webhooks-attempt-answer-lead = Die ersten 2.048 Bytes ihres Inhalts.

# webhooks/badge.rs
webhooks-status-failing = Gestört
webhooks-status-active = Aktiv
webhooks-status-disabled = Deaktiviert
webhooks-status-given-up = Nach Fehlern deaktiviert

# webhooks/detail.rs
webhooks-detail-settings = Einstellungen
webhooks-detail-save = Änderungen speichern
webhooks-detail-failing-since = Gestört seit
webhooks-detail-failures = Fehlgeschlagene Versuche
webhooks-detail-next = Nächster Versuch
webhooks-detail-former-secret = Bisheriges Secret signiert bis
webhooks-detail-state = Zustand
webhooks-detail-state-lead = Ereignisse werden in der Reihenfolge des Protokolls zugestellt. Wird eines nicht angenommen, wird es erneut versucht; die späteren warten so lange.
webhooks-detail-handled = Zuletzt geprüftes Ereignis (Nummer im Protokoll)
webhooks-detail-nothing-sent = Es wurde noch nichts gesendet. Senden Sie einen Test, um zu sehen, ob der Empfänger ihn annimmt.
webhooks-detail-again = Erneut
webhooks-detail-deliveries = Zustellungen
webhooks-detail-deliveries-lead = Alle Versuche der letzten 30 Tage.
webhooks-detail-noun-one = Versuch
webhooks-detail-noun-many = Versuche
webhooks-detail-kind-again = erneut gesendet
webhooks-detail-kind-test = Test
webhooks-detail-taken = Angenommen ({ $status })
webhooks-detail-active-text = Ereignisse werden zugestellt. Solange der Webhook deaktiviert ist, warten sie, bis das Protokoll sie nicht mehr aufbewahrt.
webhooks-detail-disable = Deaktivieren
webhooks-detail-inactive-text = Es wird nichts zugestellt. Aktivieren Sie den Webhook mit den verpassten Ereignissen oder nur für neue.
webhooks-detail-enable-missed = Aktivieren und Verpasstes zustellen
webhooks-detail-enable-new = Für neue Ereignisse aktivieren
webhooks-detail-manage = Verwaltung
webhooks-detail-test = Test
webhooks-detail-test-text = Sendet sofort ein Ereignis vom Typ webhook.test, auch wenn der Webhook deaktiviert ist.
webhooks-detail-test-send = Test senden
webhooks-detail-secret = Secret
webhooks-detail-secret-text = Erzeugt ein neues. Das bisherige signiert noch einen Tag lang mit, damit der Empfänger wechseln kann.
webhooks-detail-rotate = Secret ersetzen
webhooks-detail-rotate-title = Secret ersetzen?
webhooks-detail-rotate-text = Anfragen werden einen Tag lang mit beiden signiert, danach nur noch mit dem neuen.
webhooks-detail-delete = Löschen
webhooks-detail-delete-text = Entfernt den Webhook und die Liste seiner Zustellungen.
webhooks-detail-delete-title = Diesen Webhook löschen?
webhooks-detail-delete-button = Webhook löschen
webhooks-detail-delete-final = Das kann nicht rückgängig gemacht werden.

# webhooks/fields.rs
webhooks-fields-group-tenant = Mandant
webhooks-fields-group-workspace = Arbeitsbereiche
webhooks-fields-group-authorization-settings = Autorisierungseinstellungen
webhooks-fields-group-token-settings = Token-Einstellungen
webhooks-fields-group-client = Clients
webhooks-fields-group-service = Dienste
webhooks-fields-group-user = Benutzer
webhooks-fields-group-family = Refresh-Tokens
webhooks-fields-group-families = Mehrere Refresh-Tokens
webhooks-fields-group-refresh-token = Wiederverwendung
webhooks-fields-group-authorization-code = Autorisierungscodes
webhooks-fields-group-consent = Einwilligung
webhooks-fields-group-access = Zugriff
webhooks-fields-group-administrator = Administratoren
webhooks-fields-group-role = Rollen
webhooks-fields-group-webhook = Webhooks
webhooks-fields-group-others = Weitere
webhooks-fields-workspaces = Arbeitsbereiche (keiner angekreuzt: alle sowie das, was den Mandanten selbst betrifft)
webhooks-fields-name-hint = Wofür er da ist: SIEM, Abrechnung.
webhooks-fields-url-hint = Eine URL mit https:// an einer öffentlichen Adresse; http:// und private Adressen, wo die Konfiguration des Servers diese Netze erlaubt (allow_private_networks), wie es die Demonstration für diesen Rechner tut. Jedes Ereignis ist dort eine POST-Anfrage, die innerhalb von 15 Sekunden mit einem Status 2xx beantwortet werden muss.
webhooks-fields-ignored = Auslassen, was ausgeht von
webhooks-fields-ignored-hint = Damit ein Programm nicht sein eigenes Echo hört: Namen oder E-Mail-Adressen, wie sie im Protokoll stehen, oder IDs von API-Tokens, je Zeile eine Angabe.
webhooks-fields-events = Ereignisse
webhooks-fields-events-lead = Ist keines angekreuzt, erfährt der Empfänger von jedem Ereignis des Protokolls.

# webhooks/list.rs
webhooks-list-lead = Programme, die erfahren, was in diesem Mandanten geschieht.
webhooks-list-given-up = Ein Webhook wurde deaktiviert, weil er fünf Tage lang fehlschlug oder mit 410 beantwortet wurde.
webhooks-list-given-up-text = Aktivieren Sie ihn wieder, wenn sein Empfänger funktioniert: Verpasstes wird zugestellt, soweit das Protokoll es noch aufbewahrt.
webhooks-list-none = Noch kein Webhook
webhooks-list-none-text = Ein Webhook teilt einem Ihrer Programme mit, was in diesem Mandanten geschieht: Änderungen, Anmeldungen, erkannte Wiederverwendung.
webhooks-list-last = Letzte Zustellung
webhooks-list-created = Erstellt
webhooks-list-noun-one = Webhook
webhooks-list-noun-many = Webhooks
webhooks-list-search = Nach Name oder URL suchen
webhooks-list-looked = im Namen oder in der URL
webhooks-list-failing-since = Gestört seit { $time }

# webhooks/new.rs
webhooks-new-title = Neuer Webhook
webhooks-new-lead = Ein Programm, das erfährt, was in diesem Mandanten geschieht: Jedes Ereignis des Protokolls wird ihm signiert und der Reihe nach gesendet.
webhooks-new-create = Webhook erstellen

# webhooks/replay.rs
webhooks-replay-lead = Alle Ereignisse, von denen dieser Webhook erfährt, werden ab einem Zeitpunkt erneut zugestellt, der Reihe nach und vor späteren. Ein Empfänger erkennt ein Ereignis an seiner webhook-id, die gleich bleibt.
webhooks-replay-since = Ab (UTC)
webhooks-replay-since-hint = Etwa 2026-11-29T15:04. Ein einzelnes Ereignis wird oben bei seinem Versuch erneut gesendet.

# webhooks/secret.rs
webhooks-secret-copy = Kopieren Sie das Secret jetzt. Es wird nur einmal angezeigt.
webhooks-secret-hint = Der Empfänger prüft damit, dass eine Anfrage von hier kommt: Standard Webhooks, Header { $header }.
webhooks-secret-label = Secret
