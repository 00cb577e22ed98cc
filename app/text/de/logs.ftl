# logs/workspace.rs
logs-title = Protokoll
logs-lead = Jede Änderung und jede Anmeldung in diesem Arbeitsbereich.

# logs/beyond.rs
logs-tenant-title = Audit-Protokoll
logs-tenant-lead = Jede Änderung und jede Anmeldung in diesem Mandanten und seinen Arbeitsbereichen.
logs-installation-title = Protokoll der Installation
logs-installation-lead = Jede Änderung und jede Anmeldung in dieser Installation, auch die der Administratoren und der Kommandozeile.
logs-integrity = Integrität

# logs/places.rs
logs-place-installation = Installation
logs-place-tenant = Mandant

# logs/chains.rs
logs-chains-title = Integrität der Protokolle
logs-chains-lead = Das Protokoll jedes Mandanten ist eine Kette, ebenso die Zeilen, die zu keinem Mandanten gehören. Das Siegel besagt, wo ein Protokoll beginnt und endet; öffnen Sie ein Protokoll, um seine Zeilen zu prüfen.
logs-chains-label = Ketten
logs-chains-log = Protokoll
logs-chains-place = Stelle zum Notieren
logs-chains-own = Das eigene der Installation
logs-chains-noun-one = Protokoll
logs-chains-noun-many = Protokolle

# logs/chain.rs
logs-chain-title-tenant = Integrität des Audit-Protokolls
logs-chain-title-own = Integrität des eigenen Protokolls der Installation
logs-chain-own = Das eigene Protokoll der Installation
logs-chain-lead = Jede Zeile hat eine Nummer und den Hash der Zeile davor. So fällt auf, wenn eine Zeile geändert, entfernt oder verschoben wurde.
logs-chain-go-on = Die Zeilen danach prüfen
logs-chain-intact-line = Zeile { $line } ist so, wie sie geschrieben wurde.
logs-chain-intact-lines = Die Zeilen { $first } bis { $last } sind so, wie sie geschrieben wurden.
logs-chain-broken = Dieses Protokoll ist nicht so, wie es geschrieben wurde: { $why }.
logs-chain-empty = Es gibt noch keine Zeile.
logs-chain-noted-last = Zeile { $line } ist so, wie sie notiert wurde, und danach kommt keine weitere.
logs-broken-seal = wo es beginnt und endet, wurde geändert oder unter einem Hauptschlüssel versiegelt, den es hier nicht gibt
logs-broken-missing = Zeile { $number } wurde entfernt
logs-broken-changed = Zeile { $number } ({ $id }) wurde geändert
logs-broken-unlinked = Zeile { $number } ({ $id }) schließt nicht an die Zeile davor an
logs-broken-added = Zeile { $number } ({ $id }) wurde hinzugefügt
logs-broken-noted = Zeile { $number } ist nicht die, die notiert wurde
logs-broken-not-kept = Zeile { $number }, die notiert wurde, wird nicht mehr aufbewahrt; war sie nicht älter als die Aufbewahrungsfrist, so wurden Zeilen entfernt
logs-broken-end = Zeile { $number } ist nicht die letzte, die versiegelt wurde
logs-chain-valid = Gültig
logs-chain-broken-seal = Gebrochen
logs-chain-last = Letzte Zeile
logs-chain-last-lead = Notieren Sie diese Stelle an einem anderen Ort. Eine spätere Prüfung ab dieser Stelle zeigt, ob das Ende des Protokolls abgeschnitten oder die Datenbank aus einer Sicherung wiederhergestellt wurde.
logs-chain-place = Stelle
logs-chain-place-copied = Stelle
logs-chain-first = Erste aufbewahrte Zeile
logs-chain-seal = Siegel
logs-chain-seal-says = Es besagt, wo das Protokoll beginnt und endet.
logs-chain-check-all = Ab der ersten Zeile prüfen
logs-chain-check-title = Prüfung ab einer Stelle
logs-chain-check-lead = Ob die notierte Zeile noch vorhanden ist und alle Zeilen danach so sind, wie sie geschrieben wurden.
logs-chain-check = Prüfen
logs-chain-seal-anew = Neu versiegeln
logs-chain-seal-anew-lead = Sobald Sie wissen, was mit diesem Protokoll geschehen ist: Wo es beginnt und endet, wird so anerkannt, wie es jetzt ist. Eine Zeile, die fehlt, kommt nicht wieder.
logs-chain-reason = Begründung
logs-chain-reason-hint = Sie wird ins Protokoll der Installation geschrieben.

# logs/events.rs
logs-time = Zeit
logs-where = Wo
logs-what = Aktion
logs-target = Objekt
logs-who = Wer
logs-log = Protokoll
logs-noun-one = Ereignis
logs-noun-many = Ereignisse
logs-none-here = Nichts auf dieser Seite
logs-none-here-text = Das Protokoll wird abschnittsweise durchsucht. Suchen Sie weiter.
logs-no-match = Keine passenden Ereignisse
logs-no-match-text = Nichts im Protokoll entspricht dem Filter.
logs-none-yet = Noch nichts geschehen
logs-none-yet-text = Hier erscheinen Änderungen, Anmeldungen und erkannte Wiederverwendungen.
logs-look-further = Weitersuchen
logs-show-everything = Alles anzeigen
logs-event-reason = Begründung: { $reason }
logs-how = Details
logs-how-address = Adresse
logs-how-session = Sitzung
logs-how-api-token = API-Token
logs-how-permission = Berechtigung
logs-how-request = Anfrage
logs-kind-administrator = Administrator
logs-kind-user = Benutzer
logs-kind-client = Client

# logs/live.rs
logs-show-newer = Neuere Ereignisse anzeigen

# logs/query.rs
logs-groups = Arten von Ereignissen
logs-groups-all = Alle
logs-filter = Filtern
logs-filter-more = Weitere Filter
logs-filter-unread = Dieser Filter ist nicht lesbar, deshalb wird nichts angezeigt. Schreiben Sie Zeiten als 2026-11-29 oder 2026-11-29T15:04 in UTC; „bis“ muss nach „ab“ liegen.
logs-filter-action = Aktion
logs-filter-text = Wer oder Objekt enthält
logs-filter-text-example = Name oder Teil davon
logs-filter-actor = Wer, genau
logs-filter-object = Objekt-ID
logs-filter-since = Ab (UTC)
logs-filter-until = Bis (UTC)
logs-filter-chip-actor = Von { $actor }
logs-filter-chip-object = Zu { $object }
logs-filter-chip-since = Ab { $since }
logs-filter-chip-until = Bis { $until }

# jobs/list.rs
logs-jobs-title = Aufträge
logs-jobs-lead = Widerrufe vieler Refresh-Tokens: die laufenden und die, die in den letzten 90 Tagen endeten.
logs-jobs-tokens = Refresh-Tokens
logs-jobs-none = Noch kein Auftrag
logs-jobs-none-text = Ein Auftrag widerruft alle Refresh-Tokens, die einem Filter nach Alter oder Verwendung entsprechen, etwa alle, die seit 90 Tagen nicht verwendet wurden: Filtern Sie die Refresh-Tokens und wählen Sie „Alle gefundenen widerrufen“. Die Refresh-Tokens eines einzelnen Clients oder Benutzers werden sofort widerrufen, ohne Auftrag.
logs-jobs-job = Auftrag
logs-jobs-progress = Fortschritt
logs-jobs-status = Status
logs-jobs-by = Gestartet von
logs-jobs-started = Gestartet
logs-jobs-noun-one = Auftrag
logs-jobs-noun-many = Aufträge

# jobs/detail.rs
logs-job-lead = Er arbeitet in kleinen Schritten, läuft nach einem Neustart des Servers weiter und lässt sich stoppen.
logs-job-look-again = Erneut nachsehen
logs-job-manage = Verwaltung
logs-job-stop-title = Stoppen
logs-job-stop-text = Er widerruft dann nichts mehr. Was er widerrufen hat, bleibt widerrufen.
logs-job-stop = Auftrag stoppen
logs-job-looked-at = Geprüft
logs-job-ended = Beendet
logs-job-which = Betroffene Refresh-Tokens
logs-job-which-lead = Alle, die bis dahin begonnen hatten und aktiv waren.

# jobs/words.rs
logs-job-running = Läuft
logs-job-done = Erledigt
logs-job-stopped = Gestoppt
logs-job-revoked = { $done } widerrufen
logs-job-revoked-at-least = { $done } von mindestens { $expected } widerrufen
logs-job-revoked-of = { $done } von { $expected } widerrufen
logs-job-yes = Ja
logs-job-no = Nein
logs-job-client = Client-ID
logs-job-user = Benutzer-ID
logs-job-started-before = Begonnen vor
logs-job-unused-since = Nicht verwendet seit
logs-job-expires-before = Läuft ab vor
logs-job-scope = Scope
logs-job-key-bound = An einen Schlüssel oder ein Zertifikat gebunden

# decisions/list.rs
logs-decisions-title = Token-Anfragen
logs-decisions-lead = Was der Token-Endpunkt auf Anmeldungen geantwortet und was er abgelehnt hat, für alle Clients. Dieselbe Ablehnung wird einmal je Minute aufgezeichnet. Eine gewöhnliche Erneuerung wird nicht aufgeführt.
logs-decisions-none-here-text = Die Anfragen werden abschnittsweise durchsucht. Suchen Sie weiter.
logs-decisions-no-match = Nichts gefunden
logs-decisions-no-match-text = Keine Token-Anfrage entspricht dem Filter.
logs-decisions-none-yet = Noch keine Token-Anfrage
logs-decisions-none-yet-text = Hier erscheint, was Clients beim Token-Endpunkt anfragen.
logs-decisions-show-all = Alle anzeigen
logs-decisions-when = Wann
logs-decisions-client = Client
logs-decisions-user = Benutzer
logs-decisions-answer = Antwort
logs-decisions-why = Warum
logs-decisions-explain = Erklären
logs-decisions-noun-one = Anfrage
logs-decisions-noun-many = Anfragen
logs-decisions-deleted-client = Gelöschter Client

# decisions/query.rs
logs-decisions-clients = Clients
logs-decisions-users = Benutzer
logs-decisions-client-example = Name oder Client-ID
logs-decisions-user-example = Name oder E-Mail
logs-decisions-reason = Grund
logs-decisions-chip-reason = Grund: { $reason }
logs-decisions-unread = Das ist nicht lesbar. Schreiben Sie Zeiten als 2026-11-29 oder 2026-11-29T15:04, in UTC.

# decisions/reasons.rs
logs-decision-reason-access-token-bound-to-key = Access-Token an einen Schlüssel gebunden
logs-decision-reason-access-token-certificate-mismatch = Access-Token an ein anderes Zertifikat gebunden
logs-decision-reason-access-token-certificate-missing = Zertifikat des Access-Tokens fehlt
logs-decision-reason-access-token-for-another-audience = Access-Token für einen anderen Empfänger
logs-decision-reason-access-token-in-query = Access-Token in der Adresse
logs-decision-reason-access-token-invalid = Access-Token ungültig
logs-decision-reason-access-token-key-mismatch = Access-Token an einen anderen Schlüssel gebunden
logs-decision-reason-access-token-missing = Access-Token fehlt
logs-decision-reason-access-token-not-bound-to-key = Access-Token an keinen Schlüssel gebunden
logs-decision-reason-actor-token-invalid = Actor-Token ungültig
logs-decision-reason-actor-token-type-unsupported = Typ des Actor-Tokens nicht unterstützt
logs-decision-reason-authorization-code-not-allowed = Autorisierungscode nicht erlaubt
logs-decision-reason-authorization-pending = Entscheidung des Benutzers steht aus
logs-decision-reason-certificate-mismatch = Anderes Zertifikat
logs-decision-reason-certificate-missing = Zertifikat fehlt
logs-decision-reason-client-assertion-algorithm = Algorithmus der Client-Assertion
logs-decision-reason-client-assertion-algorithm-other = Anderer Algorithmus der Client-Assertion
logs-decision-reason-client-assertion-audience = Empfänger der Client-Assertion
logs-decision-reason-client-assertion-incomplete = Client-Assertion unvollständig
logs-decision-reason-client-assertion-key-unknown = Schlüssel der Client-Assertion unbekannt
logs-decision-reason-client-assertion-malformed = Client-Assertion fehlerhaft
logs-decision-reason-client-assertion-missing = Client-Assertion fehlt
logs-decision-reason-client-assertion-of-another-client = Client-Assertion eines anderen Clients
logs-decision-reason-client-assertion-replayed = Client-Assertion wiederverwendet
logs-decision-reason-client-assertion-signature-wrong = Signatur der Client-Assertion falsch
logs-decision-reason-client-assertion-type-unknown = Typ der Client-Assertion unbekannt
logs-decision-reason-client-assertion-unexpected = Client-Assertion unerwartet
logs-decision-reason-client-assertion-untimely = Client-Assertion zur falschen Zeit
logs-decision-reason-client-authentication-failed = Client-Authentifizierung fehlgeschlagen
logs-decision-reason-client-authentication-method = Methode der Client-Authentifizierung
logs-decision-reason-client-certificate-key-unknown = Schlüssel des Client-Zertifikats unbekannt
logs-decision-reason-client-certificate-missing = Client-Zertifikat fehlt
logs-decision-reason-client-certificate-subject = Inhaber des Client-Zertifikats
logs-decision-reason-client-certificate-untrusted = Client-Zertifikat nicht vertrauenswürdig
logs-decision-reason-client-disabled = Client deaktiviert
logs-decision-reason-client-id-missing = Client-ID fehlt
logs-decision-reason-client-inactive = Client nicht aktiv
logs-decision-reason-client-keys-unavailable = Schlüssel des Clients nicht verfügbar
logs-decision-reason-client-missing = Client fehlt
logs-decision-reason-client-not-identified = Client nicht angegeben
logs-decision-reason-client-secret-ended = Client-Secret abgelaufen
logs-decision-reason-client-secret-missing = Client-Secret fehlt
logs-decision-reason-client-secret-unexpected = Client-Secret unerwartet
logs-decision-reason-client-secret-wrong = Client-Secret falsch
logs-decision-reason-client-unknown = Client unbekannt
logs-decision-reason-code-challenge-malformed = Code-Challenge fehlerhaft
logs-decision-reason-code-challenge-method-unknown = Methode der Code-Challenge unbekannt
logs-decision-reason-code-challenge-missing = Code-Challenge fehlt
logs-decision-reason-code-expired = Code abgelaufen
logs-decision-reason-code-missing = Code fehlt
logs-decision-reason-code-of-another-client = Code eines anderen Clients
logs-decision-reason-code-reused = Code wiederverwendet
logs-decision-reason-code-unknown = Code unbekannt
logs-decision-reason-code-verifier-malformed = Code-Verifier fehlerhaft
logs-decision-reason-code-verifier-missing = Code-Verifier fehlt
logs-decision-reason-code-verifier-unexpected = Code-Verifier unerwartet
logs-decision-reason-code-verifier-wrong = Code-Verifier falsch
logs-decision-reason-consent-required = Einwilligung erforderlich
logs-decision-reason-consent-withdrawn = Einwilligung zurückgezogen
logs-decision-reason-credentials-in-query = Zugangsdaten in der Adresse
logs-decision-reason-device-code-expired = Gerätecode abgelaufen
logs-decision-reason-device-code-missing = Gerätecode fehlt
logs-decision-reason-device-code-of-another-client = Gerätecode eines anderen Clients
logs-decision-reason-device-code-unknown = Gerätecode unbekannt
logs-decision-reason-device-code-used = Gerätecode verwendet
logs-decision-reason-device-requests-too-many = Zu viele wartende Geräte
logs-decision-reason-dpop-jkt-malformed = DPoP-Fingerabdruck fehlerhaft
logs-decision-reason-dpop-jkt-mismatch = DPoP-Fingerabdruck passt nicht
logs-decision-reason-dpop-key-mismatch = Anderer DPoP-Schlüssel
logs-decision-reason-dpop-nonce-missing = DPoP-Nonce fehlt
logs-decision-reason-dpop-nonce-wrong = DPoP-Nonce falsch
logs-decision-reason-dpop-proof-beside-certificate = DPoP-Nachweis neben einem Zertifikat
logs-decision-reason-dpop-proof-malformed = DPoP-Nachweis fehlerhaft
logs-decision-reason-dpop-proof-missing = DPoP-Nachweis fehlt
logs-decision-reason-dpop-proof-of-another-request = DPoP-Nachweis einer anderen Anfrage
logs-decision-reason-dpop-proof-of-another-token = DPoP-Nachweis eines anderen Tokens
logs-decision-reason-dpop-proof-repeated = DPoP-Nachweis mehrfach gesendet
logs-decision-reason-dpop-proof-replayed = DPoP-Nachweis wiederverwendet
logs-decision-reason-dpop-proof-untimely = DPoP-Nachweis zur falschen Zeit
logs-decision-reason-exchanges-too-many = Zu viele Tausche
logs-decision-reason-family-limit-reached = Höchstzahl der Refresh-Tokens erreicht
logs-decision-reason-grant-ended = Berechtigung beendet
logs-decision-reason-grant-type-missing = Grant-Typ fehlt
logs-decision-reason-grant-type-not-allowed-for-client = Grant-Typ für den Client nicht erlaubt
logs-decision-reason-grant-type-not-allowed-in-workspace = Grant-Typ im Arbeitsbereich nicht erlaubt
logs-decision-reason-grant-type-unknown = Grant-Typ unbekannt
logs-decision-reason-id-token-hint-invalid = ID-Token-Hinweis ungültig
logs-decision-reason-interaction-expired = Vorgang abgelaufen
logs-decision-reason-introspection-by-public-client = Introspection durch einen öffentlichen Client
logs-decision-reason-login-required = Anmeldung erforderlich
logs-decision-reason-login-session-ended = Sitzung beendet
logs-decision-reason-malformed-form = Formular fehlerhaft
logs-decision-reason-max-age-malformed = Höchstalter fehlerhaft
logs-decision-reason-mutual-tls-unavailable = Gegenseitiges TLS nicht verfügbar
logs-decision-reason-offline-access-not-consented = Keine Einwilligung in Offline-Zugriff
logs-decision-reason-offline-access-not-enabled-for-client = Offline-Zugriff für den Client nicht aktiviert
logs-decision-reason-offline-access-not-requested = Offline-Zugriff nicht angefragt
logs-decision-reason-openid-not-granted = OpenID nicht erteilt
logs-decision-reason-policy-not-allowed-for-client = Richtlinie für den Client nicht erlaubt
logs-decision-reason-prompt-none-not-alone = Prompt „none“ nicht allein
logs-decision-reason-prompt-unknown = Prompt unbekannt
logs-decision-reason-pushed-request-required = Vorab übermittelte Anfrage verlangt
logs-decision-reason-redirect-uri-mismatch = Andere Redirect-URI
logs-decision-reason-redirect-uri-missing = Redirect-URI fehlt
logs-decision-reason-redirect-uri-not-registered = Redirect-URI nicht registriert
logs-decision-reason-refresh-token-ahead-of-database = Refresh-Token neuer als die Datenbank
logs-decision-reason-refresh-token-expired = Refresh-Token abgelaufen
logs-decision-reason-refresh-token-malformed = Refresh-Token fehlerhaft
logs-decision-reason-refresh-token-missing = Refresh-Token fehlt
logs-decision-reason-refresh-token-not-allowed-for-client = Refresh-Token für den Client nicht erlaubt
logs-decision-reason-refresh-token-not-allowed-in-workspace = Refresh-Token im Arbeitsbereich nicht erlaubt
logs-decision-reason-refresh-token-of-another-client = Refresh-Token eines anderen Clients
logs-decision-reason-refresh-token-reused = Refresh-Token wiederverwendet
logs-decision-reason-refresh-token-revoked = Refresh-Token widerrufen
logs-decision-reason-refresh-token-ttl-is-zero = Lebensdauer des Refresh-Tokens ist 0
logs-decision-reason-refresh-token-unknown = Refresh-Token unbekannt
logs-decision-reason-repeated-parameter = Parameter mehrfach gesendet
logs-decision-reason-request-object-algorithm = Algorithmus des Request-Objekts
logs-decision-reason-request-object-audience = Empfänger des Request-Objekts
logs-decision-reason-request-object-key-unknown = Schlüssel des Request-Objekts unbekannt
logs-decision-reason-request-object-keys-missing = Schlüssel für Request-Objekte fehlen
logs-decision-reason-request-object-keys-unavailable = Schlüssel für Request-Objekte nicht verfügbar
logs-decision-reason-request-object-malformed = Request-Objekt fehlerhaft
logs-decision-reason-request-object-nested = Request-Objekt verschachtelt
logs-decision-reason-request-object-of-another-client = Request-Objekt eines anderen Clients
logs-decision-reason-request-object-signature-wrong = Signatur des Request-Objekts falsch
logs-decision-reason-request-object-untimely = Request-Objekt zur falschen Zeit
logs-decision-reason-request-too-large = Anfrage zu groß
logs-decision-reason-request-uri-expired = Request-URI abgelaufen
logs-decision-reason-request-uri-in-pushed-request = Request-URI in vorab übermittelter Anfrage
logs-decision-reason-request-uri-not-supported = Request-URI nicht unterstützt
logs-decision-reason-request-uri-of-another-client = Request-URI eines anderen Clients
logs-decision-reason-request-uri-unknown = Request-URI unbekannt
logs-decision-reason-request-uri-used = Request-URI verwendet
logs-decision-reason-requested-token-type-unsupported = Angefragter Token-Typ nicht unterstützt
logs-decision-reason-resource-not-allowed = Ressource nicht erlaubt
logs-decision-reason-response-mode-unknown = Antwortmodus unbekannt
logs-decision-reason-response-type-missing = Antworttyp fehlt
logs-decision-reason-response-type-unknown = Antworttyp unbekannt
logs-decision-reason-scope-not-allowed = Scope nicht erlaubt
logs-decision-reason-several-client-authentications = Mehrere Client-Authentifizierungen
logs-decision-reason-signed-request-required = Signierte Anfrage erforderlich
logs-decision-reason-slow-down = Anfragen in zu kurzen Abständen
logs-decision-reason-subject-token-bound = Subject-Token gebunden
logs-decision-reason-subject-token-ended = Subject-Token beendet
logs-decision-reason-subject-token-invalid = Subject-Token ungültig
logs-decision-reason-subject-token-missing = Subject-Token fehlt
logs-decision-reason-subject-token-not-allowed = Subject-Token nicht erlaubt
logs-decision-reason-subject-token-type-unsupported = Typ des Subject-Tokens nicht unterstützt
logs-decision-reason-target-not-allowed = Ziel nicht erlaubt
logs-decision-reason-temporarily-unavailable = Vorübergehend nicht verfügbar
logs-decision-reason-token-missing = Token fehlt
logs-decision-reason-token-of-another-client = Token eines anderen Clients
logs-decision-reason-too-many-requests = Zu viele Anfragen
logs-decision-reason-user-denied = Vom Benutzer abgelehnt
logs-decision-reason-user-inactive = Benutzer nicht aktiv
logs-decision-reason-without-offline-access-not-allowed = Ohne Offline-Zugriff nicht erlaubt

# overview.rs
logs-overview-system = Dies ist der Systemarbeitsbereich des Mandanten.
logs-overview-system-text = Er stellt die Access-Tokens der API-Clients für die Admin-API aus und hat keine eigenen Benutzer.
logs-overview-system-where = Sie werden unter { $link } erstellt.
logs-overview-system-api-clients = API-Clients
logs-overview-paused = { $count ->
    [one] { $count } Refresh-Token ist ausgesetzt.
   *[other] { $count } Refresh-Tokens sind ausgesetzt.
}
logs-overview-paused-more = Mehr als { $count } Refresh-Tokens sind ausgesetzt.
logs-overview-paused-text = Sie werden bei der nächsten Verwendung abgelehnt und funktionieren wieder, sobald „Refresh-Token“ unter den { $link } ist, sofern sie bis dahin nicht abgelaufen sind.
logs-overview-grant-types = erlaubten Grant-Typen
logs-overview-not-granted = Kein Client dieses Arbeitsbereichs kann Refresh-Tokens erhalten: „Refresh-Token“ ist nicht unter den { $link }.
logs-overview-no-lifetime = Kein Client dieses Arbeitsbereichs kann Refresh-Tokens erhalten: Die { $link } ist 0.
logs-overview-lifetime = Lebensdauer des Refresh-Tokens
logs-overview-figures = Kennzahlen
logs-overview-figure-active = Aktive Refresh-Tokens
logs-overview-figure-active-about = Sitzungen, die sich jetzt erneuern lassen
logs-overview-figure-paused = Ausgesetzte Refresh-Tokens
logs-overview-figure-paused-about = abgelehnt, bis „Refresh-Token“ wieder erlaubt ist
logs-overview-figure-refreshes = Erneuerungen
logs-overview-figure-reuses = Wiederverwendung erkannt
logs-overview-figure-last-day = in den letzten 24 Stunden
logs-overview-figure-clients = Clients
logs-overview-figure-clients-about = Anwendungen und Dienste
logs-overview-figure-users = Benutzer
logs-overview-figure-users-about = eigene Benutzer dieses Arbeitsbereichs
logs-overview-first = Den ersten Client hinzufügen
logs-overview-first-text = Ein Client ist eine Anwendung oder ein Dienst, der bei diesem Arbeitsbereich Tokens anfragt. Die Anleitung führt dann zu seinem ersten Refresh-Token.
logs-overview-first-new = Neuer Client
logs-overview-first-guide = Anleitung lesen
logs-overview-issuer = Issuer
logs-overview-discovery = OpenID-Discovery
logs-overview-metadata = OAuth-Metadaten
logs-overview-token-endpoint = Token-Endpunkt
logs-overview-authorization-endpoint = Autorisierungsendpunkt
logs-overview-pushed-endpoint = Vorab übermittelte Autorisierungsanfragen (PAR)
logs-overview-device-endpoint = Endpunkt der Geräteautorisierung
logs-overview-device-page = Wo Benutzer den Code eines Geräts eingeben
logs-overview-userinfo-endpoint = Userinfo-Endpunkt
logs-overview-introspection-endpoint = Introspection-Endpunkt
logs-overview-revocation-endpoint = Widerrufsendpunkt
logs-overview-keys = Schlüssel (JWKS)
logs-overview-addresses = Adressen
logs-overview-addresses-lead = Womit ein Client konfiguriert wird. Die meisten Bibliotheken brauchen nur den Issuer und finden den Rest selbst.

# overview/activity.rs
logs-overview-logouts = Erfahren nicht von Abmeldungen: { $clients }. Diese Clients nehmen die Nachricht nicht an; was nicht stimmt, steht auf ihrer Seite „OAuth“.
logs-overview-failures-all = Alle der letzten 30 Tage
logs-overview-quiet = In diesem Zeitraum ist nichts geschehen. { $link } sagt, was zuerst zu tun ist: Melden Sie sich einmal mit einem Client an, und es erscheint hier.
logs-overview-quiet-link = Refresh-Tokens verwenden
logs-overview-activity = Aktivität

# overview/reuse.rs
logs-overview-reuse = { $count ->
    [one] In den letzten 24 Stunden kam einmal ein altes Refresh-Token zurück.
   *[other] In den letzten 24 Stunden kam { $count }-mal ein altes Refresh-Token zurück.
}
logs-overview-reuse-more = In den letzten 24 Stunden kam mehr als { $count }-mal ein altes Refresh-Token zurück.
logs-overview-reuse-text = Das hat noch niemand als bearbeitet markiert. Vielleicht hat jemand das Token kopiert.
logs-overview-reuse-all = Alle nicht bearbeiteten

# logs/live.rs
logs-live-behind = Inzwischen sind mehr als 1.000 Ereignisse hinzugekommen.
logs-live-signed-out = Ihre Sitzung ist beendet. Melden Sie sich erneut an, um fortzufahren.
logs-live-not-permitted = Sie dürfen dieses Protokoll nicht mehr sehen.
