# clients/authentication.rs
clients-authentication-hint-web = Wie er am Token-Endpunkt nachweist, wer er ist. Mit private_key_jwt signiert er mit einem Schlüssel, dessen öffentlicher Teil unten steht. Mit none hat er kein Secret und muss PKCE verwenden. Eine andere Methode als die beiden mit Secret beendet das Secret.
clients-authentication-hint-service = Wie er am Token-Endpunkt nachweist, wer er ist. Mit private_key_jwt signiert er mit einem Schlüssel, dessen öffentlicher Teil unten steht. Eine andere Methode als die beiden mit Secret beendet das Secret.
clients-authentication-hint-public = Ein Client dieses Typs kann kein Secret geheim halten; PKCE schützt ihn.
clients-authentication = Authentifizierung
clients-authentication-method = Authentifizierungsmethode am Token-Endpunkt
clients-authentication-not-taken = { $method } (in diesem Arbeitsbereich nicht angenommen)
clients-authentication-by-certificate = Mit tls_client_auth oder self_signed_tls_client_auth legt er ein Zertifikat vor.
clients-authentication-no-certificates = Dieser Server nimmt keine Zertifikate von Clients an, daher kann kein Client tls_client_auth oder self_signed_tls_client_auth wählen, und keine Tokens werden an Zertifikate gebunden. Das legt seine Konfiguration fest: mtls_listen oder mtls_from_proxies.
clients-authentication-no-authorities = Mit self_signed_tls_client_auth legt er ein Zertifikat vor. Kein Client kann tls_client_auth wählen, weil dieser Server nicht beurteilt, wer Zertifikate ausgestellt hat. Das legt seine Konfiguration fest: mtls_ca_file oder mtls_from_proxies.
clients-authentication-ends-secret = Wenn Sie das speichern, endet das Secret des Clients sofort: Anfragen damit werden abgelehnt. Kehrt der Client später zu einer Methode mit Secret zurück, erhält er ein neues.
clients-authentication-where = Wo das Secret angenommen wird
clients-authentication-only = Nur diese Methode annehmen
clients-authentication-only-hint = Gilt für Secrets. Andernfalls wird das Secret entweder im Authorization-Header oder im Formular angenommen, nie in beiden.
clients-authentication-possession = Besitznachweis
clients-authentication-dpop = DPoP-gebundene Access-Tokens
clients-authentication-dpop-hint = Er erhält nur Tokens, die an seinen Schlüssel gebunden sind: Eine Anfrage ohne Nachweis wird abgewiesen (RFC 9449).
clients-authentication-bound-to-certificate = Zertifikatsgebundene Access-Tokens
clients-authentication-bound-to-certificate-hint = Er erhält nur Tokens, die an das vorgelegte Zertifikat gebunden sind: Eine Anfrage ohne Zertifikat wird abgewiesen (RFC 8705).
clients-authentication-keys-any = Jeder Algorithmus, für den seine Schlüssel sind
clients-authentication-keys = Schlüssel des Clients
clients-authentication-keys-lead = Mit private_key_jwt authentifiziert sich der Client mit dem, was er signiert, und mit jeder Methode kann er seine Autorisierungsanfragen signieren. Bei self_signed_tls_client_auth sind es die Schlüssel seiner Zertifikate. Seinen privaten Schlüssel behält er für sich. Geben Sie seine öffentlichen Schlüssel oder deren Adresse an, nicht beides.
clients-keys-now = { $count ->
    [one] 1 Schlüssel registriert
   *[other] { $count } Schlüssel registriert
}
clients-keys-now-none = Keine
clients-authentication-jwks = Öffentliche Schlüssel
clients-authentication-jwks-hint = Öffentliche Schlüssel oder Zertifikate in PEM (BEGIN PUBLIC KEY, BEGIN CERTIFICATE), ein JSON Web Key oder ein JSON Web Key Set; bis zu { $count } Schlüssel. Erforderlich bei private_key_jwt, self_signed_tls_client_auth und signierten Anfragen, sofern nicht ihre Adresse angegeben ist. Während ein Schlüssel ersetzt wird, stehen hier beide.
clients-authentication-jwks-uri = Adresse der öffentlichen Schlüssel
clients-authentication-jwks-uri-hint = Wo der Client sie veröffentlicht, etwa https://app.example.com/jwks.json. Sie werden gelesen, wenn sie gebraucht werden, und erneut, wenn ein Schlüssel nicht bekannt ist.
clients-authentication-assertions = Assertions werden signiert mit
clients-authentication-assertions-hint = Ist einer gewählt, wird eine Assertion abgelehnt, die mit einem anderen signiert ist.
clients-authentication-subject-dn = Inhaber (Distinguished Name)
clients-authentication-subject-dns = Alternativer Name: DNS-Name
clients-authentication-subject-uri = Alternativer Name: URI
clients-authentication-subject-ip = Alternativer Name: IP-Adresse
clients-authentication-subject-email = Alternativer Name: E-Mail-Adresse
clients-authentication-certificates-address = Clients legen ihre Zertifikate bei { $address } vor, wie die Metadaten sagen: mtls_endpoint_aliases.
clients-authentication-certificates-here = Clients legen ihre Zertifikate bei den üblichen Adressen vor.
clients-authentication-certificates-unavailable = Dieser Server nimmt derzeit keine Zertifikate von Clients an, daher kann der Client sich weder mit einem authentifizieren noch daran gebundene Tokens erhalten. So sagt es seine Konfiguration: die Einstellungen, die mit mtls_ beginnen.
clients-authentication-certificates = Client-Zertifikate
clients-authentication-certificates-lead = Für tls_client_auth: Der Client legt ein Zertifikat einer Stelle vor, der dieser Server vertraut (RFC 8705). Mit self_signed_tls_client_auth sind die Schlüssel oben die seiner Zertifikate, die er selbst erstellt.
clients-authentication-certificates-now-none = Kein Subjekt
clients-authentication-subject-kind = Der Client wird erkannt an
clients-authentication-subject-kind-hint = Was sein Zertifikat enthalten muss. Von den alternativen Namen genügt einer.
clients-authentication-subject = Inhaber
clients-authentication-subject-hint = Für tls_client_auth erforderlich. Ein Distinguished Name wird als CN=shop.example.com,O=Example,C=DE geschrieben und als Ganzes verglichen; alles andere so, wie das Zertifikat es enthält.
clients-keys-change = Schlüssel ändern

# clients/badge.rs
clients-badge-active = Aktiv
clients-badge-inactive = Inaktiv

# clients/frame.rs
clients-frame-clients = Clients
clients-tab-overview = Übersicht
clients-tab-oauth = OAuth
clients-tab-scopes = Scopes
clients-tab-token-policy = Token-Richtlinie
clients-tab-tokens = Refresh-Tokens
clients-tab-quickstart = Schnellstart
clients-tab-try = Ausprobieren
clients-tab-explain = Erklären
clients-frame-secret = Client-Secret
clients-frame-secret-reader = die Anwendung
clients-frame-secret-lost = Geht das Secret verloren, ersetzen Sie es.
clients-frame-pages = Seiten von { $name }
clients-frame-api = Dies ist ein API-Client.
clients-frame-api-role = An der Admin-API handelt er als { $role }.
clients-frame-api-no-role = An der Admin-API handelt er mit einer Rolle.
clients-frame-api-secret = Hier wird sein Secret ersetzt, und hier wird er deaktiviert und gelöscht.
clients-frame-api-all = Alle { $clients } des Mandanten ansehen.
clients-frame-api-clients = API-Clients

# clients/keys.rs
clients-keys-name = Schlüssel-ID (kid)
clients-keys-algorithm = Signiert mit
clients-keys-thumbprint = SHA-256-Fingerabdruck
clients-keys-table = Registrierte öffentliche Schlüssel
clients-keys-unnamed = Keine: Jeder Name passt

# clients/list.rs
clients-list-title = Clients
clients-list-lead = Die Anwendungen und Dienste, die bei diesem Arbeitsbereich Tokens anfragen.
clients-list-new = Neuer Client
clients-list-empty = Noch kein Client
clients-list-empty-more = Ein Client ist eine Anwendung oder ein Dienst, der Tokens anfragt. Legen Sie einen für die Anwendung an, bei der sich Ihre Benutzer anmelden sollen.
clients-list-name = Name
clients-list-type = Typ
clients-list-status = Status
clients-list-tokens = Refresh-Tokens
clients-list-created = Erstellt
clients-list-one = Client
clients-list-many = Clients
clients-list-search = Nach Name oder Client-ID suchen
clients-list-looked = im Namen oder als Client-ID
clients-list-origin = Angelegt durch
clients-list-of-administrators = Administratoren
clients-list-registered = Sich selbst, durch Registrierung
clients-list-documents = Sich selbst, durch ein Dokument
clients-list-registered-itself = selbst registriert
clients-list-of-document = Dokument bei { $host }
clients-list-not-applicable = Nicht zutreffend
clients-list-ready = Bereit
clients-list-off = Aus: { $missing }
clients-list-off-several = Aus ({ $count } Einstellungen fehlen)

# clients/new.rs
clients-new-clients = Clients
clients-new-title = Neuer Client
clients-new-lead = Eine Anwendung oder ein Dienst, der Tokens anfragt. Der Client beginnt mit dem, was sein Typ braucht, und mit dem, was Sie hier wählen.
clients-new-create = Client erstellen
clients-new-name = Name
clients-new-name-hint = Benutzer sehen ihn auf der Einwilligungsseite.
clients-new-type = Typ
clients-new-type-hint = Er kann später nicht geändert werden.
clients-new-device = Fernseher, Gerät oder Kommandozeile
clients-new-device-hint = Eine Anwendung ohne eigenen Browser: Sie zeigt einen Code, den ihr Benutzer am Telefon oder Computer eingibt. Sie kann kein Secret geheim halten.
clients-new-redirect-uri = Redirect-URI
clients-new-redirect-uri-hint = Wohin ein Benutzer nach der Anmeldung zurückkehrt, etwa https://app.example.com/callback. Sie können die Adresse und weitere auch später hinzufügen; Dienste und Geräte haben keine.
clients-new-tokens = Refresh-Tokens
clients-new-tokens-issue = Refresh-Tokens ausstellen
clients-new-tokens-hint = Fügt den Grant-Typ refresh_token und den Offline-Zugriff hinzu, sodass Benutzer angemeldet bleiben. Ein Dienst braucht das nicht: Dort bewirkt es nichts.
clients-new-forbidden = Bis dies im Arbeitsbereich geändert wird, erhalten seine Clients keine Refresh-Tokens:
clients-new-not-taken = In diesem Arbeitsbereich nicht angenommen: Seine Clients authentifizieren sich mit einem Schlüssel oder Zertifikat.
clients-new-keys-lead = Dieser Arbeitsbereich verlangt von seinen Clients Schlüssel: zur Authentifizierung statt eines Secrets oder um ihre Anfragen zu signieren. Den privaten Schlüssel behält der Client für sich. Geben Sie seine öffentlichen Schlüssel oder deren Adresse an, nicht beides. Für einen Client, der sich mit dem Subject eines Zertifikats authentifiziert (tls_client_auth), wählen Sie das danach auf seiner OAuth-Seite.
clients-new-keys-hint = Öffentliche Schlüssel oder Zertifikate in PEM (BEGIN PUBLIC KEY, BEGIN CERTIFICATE), ein JSON Web Key oder ein JSON Web Key Set; bis zu { $count } Schlüssel. So machen Sie einen: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out private.pem, und sein öffentlicher Teil ist, was openssl pkey -in private.pem -pubout ausgibt.

# clients/overview.rs
clients-overview-identity = Identität
clients-overview-client-id = Client-ID
clients-overview-client-id-copied = Client-ID
clients-overview-type = Typ
clients-overview-status = Status
clients-overview-keys = Öffentliche Schlüssel
clients-overview-subject = Inhaber seines Zertifikats
clients-overview-created = Erstellt
clients-overview-name = Name
clients-overview-name-hint = Benutzer sehen ihn auf der Einwilligungsseite.
clients-overview-access = Zugang
clients-overview-copy = Kopie
clients-overview-duplicate = Diesen Client duplizieren
clients-overview-duplicate-text = Ein neuer Client mit denselben Einstellungen, aber eigener ID und eigenem Secret. Er kann danach umbenannt werden; weder Tokens noch Schlüssel werden kopiert. Authentifiziert sich dieser mit seinen Schlüsseln, hat der neue ein Secret; muss dieser seine Anfragen signieren, muss der neue es nicht.
clients-overview-duplicate-do = Client duplizieren
clients-overview-tokens = Refresh-Tokens
clients-overview-tokens-text = { $count } aktiv. Der Client selbst bleibt, wie er ist, und seine Benutzer können sich wieder anmelden.
clients-overview-revoke-all = Alle widerrufen
clients-overview-inactive = Inaktiv
clients-overview-inactive-text = Er wird an jedem Endpunkt abgewiesen.
clients-overview-enable = Client aktivieren
clients-overview-active = Aktiv
clients-overview-active-text = Er kann Tokens anfragen. Deaktiviert wird er an jedem Endpunkt abgewiesen, und seine Refresh-Tokens enden.
clients-overview-disable = Client deaktivieren
clients-overview-disable-title = Diesen Client deaktivieren?
clients-overview-disable-asked = { $name } wird ab der nächsten Anfrage abgewiesen. { $ends }
clients-overview-danger = Gefahrenzone
clients-overview-delete = Diesen Client löschen
clients-overview-delete-text = Er kann nicht wiederhergestellt werden: Ein neuer Client erhält eine andere Client-ID.
clients-overview-delete-text-document = Er kommt zurück, wenn ein Benutzer ihn wieder erlaubt. Deaktivieren Sie ihn, um ihn fernzuhalten.
clients-overview-delete-do = Client löschen
clients-overview-delete-title = Diesen Client löschen?
clients-overview-delete-asked = { $name } und seine Einstellungen werden endgültig gelöscht. { $ends } Was mit ihm geschehen ist, bleibt im Protokoll.

# clients/overview/activity.rs
clients-activity-lead-service = Anfragen, die abgewiesen wurden.
clients-activity-title = Aktivität
clients-activity-figures = Kennzahlen
clients-activity-live = Aktive Refresh-Tokens
clients-activity-live-detail = Sitzungen, die jetzt erneuert werden können
clients-activity-quiet-day = In den letzten 24 Stunden wurde nichts gezählt
clients-activity-quiet-week = In den letzten 7 Tagen wurde nichts gezählt
clients-activity-quiet-month = In den letzten 30 Tagen wurde nichts gezählt
clients-activity-quiet-service = Soweit bisher gezählt wurde, ist keine Anfrage dieses Dienstes abgewiesen worden. Unter „Schnellstart“ stehen Programme, die mit ihm ein Token holen.
clients-activity-quiet-program = Holen Sie einmal ein Token mit diesem Client: „Schnellstart“ hat ein Programm mit seinen Werten. Was es tut, erscheint hier innerhalb einer Viertelstunde.
clients-activity-quiet-text = Melden Sie sich einmal mit diesem Client an: „Ausprobieren“ führt eine Testanmeldung durch, und unter „Schnellstart“ stehen Programme mit den Werten dieses Clients. Was sie tun, erscheint hier innerhalb einer Viertelstunde.
clients-activity-quiet-live = Was seine Refresh-Tokens tun, erscheint hier innerhalb einer Viertelstunde. Bis dahin steht es bei den Token-Anfragen.
clients-activity-quickstart = Schnellstart öffnen
clients-activity-try = Ausprobieren
clients-activity-counted = Gezählt bis { $time }.
clients-activity-not-counted = Noch nicht gezählt.
clients-activity-more = Spätere Anfragen stehen unter { $requests }.
clients-activity-requests = Token-Anfragen

# clients/exchanges.rs
clients-exchanges-lead = Beim Token-Tausch erhält dieser Client für ein Access-Token, das bei ihm ankam, ein anderes, das weniger erlaubt (RFC 8693). Seine eigenen darf er immer tauschen; was er sonst darf, wird hier festgelegt. Das neue Token erlaubt nie mehr als das alte und dieser Client und endet mit dem alten.
clients-exchanges-whose = Tokens, die er tauschen darf
clients-exchanges-any = Von jedem Client dieses Arbeitsbereichs
clients-exchanges-any-hint = Für ein Gateway, durch das alle Aufrufe kommen. Nennen Sie andernfalls die Clients oder den Ressourcenserver, der dieser Client ist.
clients-exchanges-clients = Von diesen Clients
clients-exchanges-clients-hint = Namen oder Client-IDs, eine Angabe je Zeile; bis zu { $count }.
clients-exchanges-audiences = Tokens für diese Ressourcenserver
clients-exchanges-audiences-hint = Die Ressourcenserver, die dieser Client ist, mit den Ressourcenkennungen ihrer Dienste, eine je Zeile, etwa https://api.example.com/. Er darf jedes Token tauschen, das für einen von ihnen ist.
clients-exchanges-targets = Ressourcenserver, die er anfragen darf
clients-exchanges-targets-hint = Ressourcenkennungen von Diensten, eine je Zeile: die, die dieser Client seinerseits aufruft. Jene, für die das getauschte Token ist, darf er immer anfragen.
clients-exchanges-offered = Ressourcenkennungen in diesem Arbeitsbereich, jeweils mit ihrem Dienst:
clients-exchanges-name = In wessen Namen
clients-exchanges-impersonation = Weglassen, dass dieser Client handelt
clients-exchanges-impersonation-hint = Andernfalls sagt das neue Token in act, wer für seinen Benutzer handelt. Ohne das kann, wer es erhält, diesen Client nicht von dem unterscheiden, bei dem sich der Benutzer angemeldet hat.

# clients/grants.rs
clients-grants-label = Grant-Typen
clients-grants-hint = Zum Hinzufügen einen Grant-Typ wählen, zum Entfernen ×.

# clients/in_force.rs
clients-in-force-access-tokens = Access-Tokens werden signiert mit
clients-in-force-id-tokens = ID-Tokens werden signiert mit
clients-in-force-title = Wirksame Einstellungen
clients-in-force-lead = Was dieser Client selbst festlegt und was sein Arbeitsbereich vorgibt. Jeder Wert führt dorthin, wo er geändert wird.
clients-in-force-now = { $own } von { $all } eigene Werte
clients-in-force-table = Wirksame Einstellungen
clients-in-force-setting = Einstellung
clients-in-force-workspace = Arbeitsbereich
clients-in-force-client = Dieser Client
clients-in-force-at-workspace = Arbeitsbereich, { $label }: { $value }
clients-in-force-at-client = Dieser Client, { $label }: { $value }
clients-in-force-own = Eigener Wert

# clients/logouts.rs
clients-logouts = Abmeldung
clients-logouts-lead = Wie die Anwendung erfährt, dass die Sitzung eines Benutzers bei diesem Server beendet wurde (OpenID Connect Back-Channel Logout).
clients-logouts-now-none = Wird nicht benachrichtigt
clients-logouts-uri = Back-Channel-Logout-URI
clients-logouts-uri-hint = Wo der eigene Server der Anwendung Logout-Tokens annimmt, etwa https://app.example.com/backchannel-logout. Ohne sie erfährt die Anwendung nichts.
clients-logouts-told = Was sie erfährt
clients-logouts-session = Welche Sitzung beendet wurde
clients-logouts-session-hint = Logout-Tokens enthalten die sid ihrer ID-Tokens, und die Anwendung beendet nur diese Sitzung. Andernfalls beendet sie alles, was der Benutzer dort hat.
clients-logouts-deliveries = Zustellung der Abmeldungen
clients-logouts-deliveries-lead = Wie die Anwendung annimmt, was ihr mitgeteilt wird.
clients-logouts-none = Sie hat bisher von keiner Abmeldung erfahren.
clients-logouts-last = Letzter Versuch
clients-logouts-result = Ergebnis
clients-logouts-taken = Angenommen ({ $status })
clients-logouts-last-taken = Zuletzt angenommen
clients-logouts-failing-since = Gestört seit
clients-logouts-failures = Fehlgeschlagene Versuche
clients-logouts-waiting = Sitzungen, von deren Ende sie noch erfährt
clients-logouts-next = Nächster Versuch
clients-logouts-answer = Ihre Antwort:
clients-logouts-recent = Letzte Versuche
clients-logouts-when = Wann
clients-logouts-number = Versuch
clients-logouts-undelivered = Nicht zugestellte Abmeldungen
clients-logouts-fail = Die Anwendung nimmt seit { $since } keine Abmeldungen an. Wer sich hier abgemeldet hat, ist dort womöglich noch angemeldet.
clients-logouts-fail-more = Wie es darum steht

# clients/oauth.rs
clients-oauth-grants = Grants
clients-oauth-grants-lead = Wie dieser Client Tokens erhält.
clients-oauth-storage = Legen Sie Refresh-Tokens nicht im Local Storage ab.
clients-oauth-storage-more = Was in einem Browser läuft, kann von jedem Skript gelesen werden, das in die Seite gelangt. Halten Sie die Tokens im Arbeitsspeicher und lassen Sie die Rotation eingeschaltet: Dann fällt ein gestohlenes Token auf, sobald beide Seiten es verwenden.
clients-oauth-addresses = Adressen
clients-oauth-addresses-lead = Eine je Zeile. Sie werden Zeichen für Zeichen verglichen; nur der Port einer Loopback-Adresse darf abweichen.
clients-oauth-redirect-uris = Redirect-URIs
clients-oauth-redirect-uris-hint = Wohin ein Benutzer nach der Anmeldung zurückkehrt, etwa https://app.example.com/callback. Mit dem Grant authorization_code erforderlich.
clients-oauth-logout-uris = Redirect-URIs nach der Abmeldung
clients-oauth-logout-uris-hint = Wohin ein Benutzer nach der Abmeldung geleitet werden darf.
clients-oauth-requests = Autorisierungsanfragen
clients-oauth-requests-lead = Wie die Anwendung um den Zugriff eines Benutzers bittet.
clients-oauth-requests-now-any = Nichts vorgeschrieben
clients-oauth-requests-now-pushed = Vorab übermittelt
clients-oauth-requests-now-signed = Signiert
clients-oauth-pushed-group = Vorab übermittelte Autorisierungsanfragen
clients-oauth-pushed = Vorab übermittelte Autorisierungsanfragen verlangen
clients-oauth-pushed-hint = Die Anwendung sendet jede Anfrage zuerst selbst an den Server, und der Browser des Benutzers bringt einen Verweis darauf mit (RFC 9126). Anfragen, die mit dem Browser kommen, werden abgelehnt. Ohne diese Einstellung darf die Anwendung beides.
clients-oauth-pushed-by-workspace = Der Arbeitsbereich verlangt sie von jedem Client, was auch immer hier gewählt ist.
clients-oauth-pushed-settings = Einstellungen der Autorisierung
clients-oauth-signed-group = Signierte Request-Objekte
clients-oauth-signed = Signierte Request-Objekte verlangen
clients-oauth-signed-hint = Die Anwendung signiert jede Anfrage mit einem der Schlüssel unten (RFC 9101). Anfragen, deren Parameter in der Adresse stehen, werden abgelehnt. Ohne diese Einstellung darf die Anwendung beides.
clients-oauth-signed-by-workspace = Der Arbeitsbereich verlangt sie von jedem Client, was auch immer hier gewählt ist. Er braucht Schlüssel unten.
clients-oauth-inherited = Arbeitsbereich ({ $algorithm })
clients-oauth-id-tokens = ID-Tokens werden signiert mit
clients-oauth-id-tokens-hint = Der Algorithmus, auf den die Bibliothek des Clients eingestellt ist. Die meisten Bibliotheken erwarten RS256, wenn man ihnen nichts anderes sagt.
clients-oauth-id-tokens-hint-without-rs256 = Der Algorithmus, auf den die Bibliothek des Clients eingestellt ist.
clients-oauth-signing = Signatur
clients-oauth-signing-lead = Die Algorithmen, mit denen signiert wird, was er erhält.
clients-oauth-signing-now = ID-Tokens mit { $id_tokens }, Access-Tokens mit { $access_tokens }
clients-oauth-signing-now-service = Access-Tokens mit { $access_tokens }
clients-oauth-access-tokens = Access-Tokens werden signiert mit
clients-oauth-access-tokens-hint = Was die APIs beherrschen, die sie prüfen. Mit ES256 zu signieren kostet weit weniger als mit RSA (RS256, PS256).
clients-oauth-access-tokens-hint-without-rs256 = Was die APIs beherrschen, die sie prüfen.
clients-oauth-as-id-tokens = Wie seine ID-Tokens ({ $algorithm })
clients-oauth-responses = Autorisierungsantworten werden signiert mit
clients-oauth-responses-hint = Wo die Anwendung mit response_mode jwt und ähnlichen eine signierte Antwort verlangt (JARM).
clients-oauth-introspection-alg = Introspection-Antworten werden signiert mit
clients-oauth-introspection-alg-hint = Wo der Client nach einem Token fragt und application/token-introspection+jwt akzeptiert (RFC 9701).
clients-oauth-introspection = Introspection
clients-oauth-introspection-only = Nur signierte Introspection-Antworten
clients-oauth-introspection-only-hint = Der Client erfährt in einem signierten JWT von Tokens, das er als Nachweis aufbewahren kann. Akzeptiert er keines, erhält er einen Fehler. Ohne diese Einstellung darf der Client beides.
clients-oauth-users = Benutzer
clients-oauth-users-lead = Wie sich Benutzer bei diesem Client anmelden.
clients-oauth-users-now-asked = Werden um Zustimmung gebeten
clients-oauth-users-now-trusted = Werden nicht um Zustimmung gebeten
clients-oauth-consent = Einwilligung
clients-oauth-trusted = Vertrauenswürdig
clients-oauth-trusted-hint = Eine eigene Anwendung: Benutzer werden nicht um Einwilligung gebeten.
clients-oauth-policy = Token-Richtlinie
clients-oauth-policy-lead = Eigene Lebensdauern, Rotation und Limits dieses Clients, und was für ihn gilt.
clients-oauth-policy-change = Token-Richtlinie ändern

# clients/preview.rs
clients-preview-title = Was Benutzer gefragt werden
clients-preview-trusted = Nichts: Dieser Client ist vertrauenswürdig, daher werden seine Benutzer nicht um Einwilligung gebeten. { $change }.
clients-preview-trusted-change = Unter OAuth ändern
clients-preview-offline = Zugriff behalten, während Sie weg sind
clients-preview-offline-text = { $name } kann diesen Zugriff bis zu { $lifetime } lang auch nutzen, wenn Sie nicht da sind, ohne Sie erneut zu fragen.
clients-preview-offline-none = Um Offline-Zugriff wird nicht gebeten, solange der Client keine Refresh-Tokens erhalten kann.
clients-preview-asks = { $name } möchte:
clients-preview-less = Wenn der Client alle anfragt. Er kann auch weniger anfragen.

# clients/scopes.rs
clients-scopes-field = Scopes
clients-scopes-by-service = Scopes nach Dienst
clients-scopes-offline-access = Offline-Zugriff
clients-scopes-none = keine Scopes
clients-scopes-count = { $on } von { $total } aktiviert
clients-scopes-details = Typen von Autorisierungsdetails
clients-scopes-details-hint = Objekte, die mehr sagen als ein Scope: welche Typen der Client anfragen darf.

# clients/secrets.rs
clients-secrets-previous = Vorheriges
clients-secrets-title = Client-Secrets
clients-secrets-lead = Gespeichert werden nur Hashes, daher kann ein Secret nicht noch einmal angezeigt werden. Wann es zuletzt verwendet wurde, wird einmal je Stunde festgehalten, und einmal je Minute, nachdem es ersetzt wurde.
clients-secrets-secret = Secret
clients-secrets-created = Erstellt
clients-secrets-last-used = Zuletzt verwendet
clients-secrets-ends = Endet
clients-secrets-actions = Aktionen
clients-secrets-current = Aktuelles
clients-secrets-never = Nie
clients-secrets-not-recorded = Nicht festgehalten
clients-secrets-number = Nr. { $version }
clients-secrets-fingerprint = Fingerabdruck
clients-secrets-when-replaced = Wenn es ersetzt wird
clients-secrets-replace = Secret ersetzen
clients-secrets-replace-title = Client-Secret ersetzen?
clients-secrets-replace-asked = { $name } erhält ein neues Secret, das einmal angezeigt wird. Das aktuelle funktioniert so lange weiter, wie Sie wählen, damit die Anwendung umgestellt werden kann. Bestehende Tokens bleiben gültig.
clients-secrets-replace-previous = Das vorherige Secret endet jetzt: Höchstens zwei funktionieren zugleich.
clients-secrets-keep-not = Gar nicht: Es funktioniert ab sofort nicht mehr
clients-secrets-keep = Das aktuelle Secret funktioniert weiter für
clients-secrets-keep-hint = Wählen Sie „Gar nicht“, wenn es in falsche Hände geraten ist.
clients-secrets-revoke = Secret widerrufen
clients-secrets-revoke-title = Vorheriges Secret widerrufen?
clients-secrets-revoke-asked = Ab der nächsten Anfrage wird der Client damit abgewiesen. Bestehende Tokens bleiben gültig.

# clients/token_policy.rs
clients-token-policy-inherited = Die Richtlinie des Arbeitsbereichs ist für diesen Client nicht zulässig.
clients-token-policy-lifetimes = Lebensdauern der Tokens
clients-token-policy-lifetimes-lead = Jede stammt vom Arbeitsbereich und ändert sich mit ihm, oder sie gehört diesem Client.
clients-token-policy-refresh = Refresh-Token-Richtlinie
clients-token-policy-refresh-lead = Jeder Wert stammt vom Arbeitsbereich und ändert sich mit ihm, oder er gehört diesem Client.
clients-token-policy-workspace = Richtlinie des Arbeitsbereichs

# clients/tokens.rs
clients-tokens-started = Begonnen
clients-tokens-empty = Noch kein Refresh-Token
clients-tokens-empty-more = Hier erscheint eines für jeden Benutzer, der sich bei diesem Client anmeldet und ihm den Zugriff dauerhaft erlaubt.
clients-tokens-empty-service = Ein Dienst hat keine Benutzer: Er holt sich ein Access-Token, wann immer er eines braucht.
clients-tokens-one = Refresh-Token
clients-tokens-many = Refresh-Tokens

# clients/unmet.rs
clients-unmet = Der Arbeitsbereich verlangt von seinen Clients mehr, als dieser erfüllt. Nicht erfüllt ist:
clients-unmet-more = Alle Klauseln von FAPI 2.0

# clients/registration.rs
clients-registration = Registrierung
clients-registration-lead = Dieser Client hat sich selbst registriert. Was er über sich sagt, hat niemand geprüft.
clients-registration-at = Registriert
clients-registration-by = Initial Access Token
clients-registration-open = Keines: Die Registrierung war offen
clients-registration-page = Website
clients-registration-logo = Logo
clients-registration-terms = Nutzungsbedingungen
clients-registration-policy = Datenschutzerklärung
clients-registration-contacts = Kontakte
clients-registration-software = Software
clients-registration-version = Version
clients-registration-sector = Sektordokument
clients-registration-manages = Er verwaltet seine Registrierung selbst
clients-registration-manages-text = Mit seinem Registration Access Token liest, ändert und löscht er sich selbst. Was Sie strenger einstellen, bleibt so: gepushte und signierte Anfragen, gebundene Tokens, Authentifizierung mit einem Schlüssel. Redirect-URIs sowie Scopes und Grant-Typen, die die Einstellungen der Registrierung erlauben, kann er sich zurückholen.
clients-registration-revoke = Registrierungs-Token widerrufen
clients-registration-revoke-title = Das Registration Access Token widerrufen?
clients-registration-revoke-asked = Der Client funktioniert weiter. Ab jetzt ändern oder löschen ihn nur Administratoren. Das lässt sich nicht rückgängig machen.
clients-registration-revoked = Er kann sich nicht mehr selbst ändern oder löschen.

# clients/subjects.rs
clients-subjects = Wie Benutzer heißen
clients-subjects-lead = Die Kennung eines Benutzers (sub), die die Anwendung in Tokens und bei Userinfo erhält.
clients-subjects-type = Subject-Typ
clients-subjects-type-hint = Gilt für alle, die sich ab jetzt anmelden: Womit ein Refresh-Token begann, das bleibt. Eine Anwendung, die einen Benutzer unter der einen Kennung kennt, kennt ihn unter der anderen nicht.
clients-subjects-public = Dieselbe wie für andere Anwendungen (public)
clients-subjects-pairwise = In jedem Sektor eine andere (pairwise)
clients-subjects-sector = Sektor
clients-subjects-sector-hint = Der Host, etwa example.com, dessen Anwendungen einen Benutzer gleich nennen. Ohne Angabe ist es der Host der Redirect-URIs, die dann nur einen haben dürfen. In einem anderen Sektor heißen alle Benutzer anders.

# clients/document.rs
clients-document = Metadaten-Dokument
clients-document-lead = Diesen Client erkennt man am Dokument dieser Adresse: dem, das er dort veröffentlicht, oder dem, das hier hinterlegt ist. Niemand hat geprüft, was er über sich sagt.
clients-document-url = Adresse
clients-document-url-copied = Adresse des Dokuments
clients-document-read = Gelesen
clients-document-notice = Diesen Client erkennt man an einem Dokument bei { $host }. Seine Einstellungen sind die des Dokuments und ändern sich mit ihm. Deaktivieren Sie ihn, um ihn zu sperren: Ein gelöschter Client kommt wieder, wenn ihn ein Benutzer erneut erlaubt.
clients-document-rules = Die Einstellungen sind die des Dokuments des Clients und ändern sich mit ihm.
