# components.rs: what several of its files say
components-client = Client
components-user = Benutzer
components-name = Name
components-more-clients =
    { $count ->
        [one] und ein weiterer Client
       *[other] und { $count } weitere Clients
    }
components-on = Ein
components-off = Aus

# components/activity.rs
components-activity-refreshes = Erneuerungen
components-activity-logins = Anmeldungen
components-activity-refusals = Ablehnungen
components-activity-reuses = Erkannte Wiederverwendung
components-activity-issued = Ausgestellte Refresh-Tokens
components-activity-revoked = Widerrufene Refresh-Tokens
components-activity-lead-day = Die letzten 24 Stunden, je Stunde. Bei den Erneuerungen sind Wiederholungen der Teil in der kräftigeren Farbe.
components-activity-period-day = 24 Stunden
components-activity-lead-week = Die letzten 7 Tage, je sechs Stunden. Bei den Erneuerungen sind Wiederholungen der Teil in der kräftigeren Farbe.
components-activity-period-week = 7 Tage
components-activity-lead-month = Die letzten 30 Tage, je Tag. Bei den Erneuerungen sind Wiederholungen der Teil in der kräftigeren Farbe.
components-activity-period-month = 30 Tage
components-activity-as-table = Als Tabelle anzeigen
components-activity-call = Diese Zahlen über die Admin-API abrufen
components-activity-call-label = Aufruf für diese Zahlen
components-activity-period = Zeitraum
components-activity-said = { $count } während der letzten { $period }
components-activity-said-retries = { $said }, davon { $count } Wiederholungen
components-activity-said-most = { $said }; die meisten, { $count }, ab { $begin }
components-activity-bar = { $begin }: { $count }
components-activity-bar-retries =
    { $begin }: { $count }, { $retries ->
        [one] { $retries } Wiederholung
       *[other] { $retries } Wiederholungen
    }
components-activity-times = { $count }-mal
components-activity-reasons = Ablehnungen nach Grund
components-activity-retries = Wiederholungen
components-activity-from = Ab
components-activity-table = Aktivität der letzten { $period }

# components/changes.rs
components-changes-access-token-format = Format des Access-Tokens
components-changes-access-token-signing-alg = Access-Tokens werden signiert mit
components-changes-access-tokens-of-clients-themselves = Access-Tokens der Clients selbst
components-changes-account-deletion = Benutzer können ihr Konto selbst löschen
components-changes-announce-protected-resources = Ressourcenserver in den Metadaten nennen
components-changes-authorization-details-types = Typen von Autorisierungsdetails
components-changes-authorization-signed-response-alg = Autorisierungsantworten werden signiert mit
components-changes-backchannel-logout-session-required = Abmeldungen: welche Sitzung beendet wurde
components-changes-backchannel-logout-uri = Back-Channel-Logout-URI
components-changes-claim-mappings = Claims dieses Arbeitsbereichs
components-changes-confirm-registrations = Adresse vor der ersten Anmeldung bestätigen
components-changes-decisions-kept-for = Verlauf: Entscheidungen und Ablehnungen
components-changes-description-de = Einwilligungstext auf Deutsch
components-changes-details-description = Beschreibung eines Typs
components-changes-details-description-de = Beschreibung eines Typs auf Deutsch
components-changes-details-schema = JSON-Schema eines Typs
components-changes-details-title = Titel eines Typs
components-changes-details-title-de = Titel eines Typs auf Deutsch
components-changes-dpop-bound-access-tokens = DPoP-gebundene Access-Tokens
components-changes-dpop-nonce-required = Nonce verlangen
components-changes-email = E-Mail
components-changes-email-verified = E-Mail bestätigt
components-changes-ended-tokens-kept-for = Verlauf: beendete Refresh-Tokens
components-changes-exchange-targets = Ressourcenserver, die er beim Tausch anfragen darf
components-changes-former-secret-until = Das bisherige Secret funktioniert bis
components-changes-global-token-revocation = Globaler Token-Widerruf
components-changes-id-token-signed-response-alg = ID-Tokens werden signiert mit
components-changes-identifier = Benutzername
components-changes-id = Kennung
components-changes-session-id = Sitzung
components-changes-software-version = Version der Software
components-changes-tls = TLS
components-changes-url = Adresse
components-changes-impersonation = Tausch ohne Nennung dieses Clients
components-changes-introspection-signed-response-alg = Introspection-Antworten werden signiert mit
components-changes-language = Sprache
components-changes-linked-subject = Verknüpftes Subject
components-changes-linked-subjects = Verknüpfte Subjects
components-changes-live-access-tokens = Aktive Access-Tokens
components-changes-live-access-tokens-without-one = Aktive Access-Tokens ohne Refresh-Token
components-changes-live-refresh-tokens = Aktive Refresh-Tokens
components-changes-live-refresh-tokens-kept-as-they-were = Aktive Refresh-Tokens, die ihren Ablauf behalten
components-changes-live-refresh-tokens-over-at-once = Aktive Refresh-Tokens, die sofort abgelaufen sind
components-changes-live-refresh-tokens-shortened = Aktive Refresh-Tokens, die verkürzt wurden
components-changes-password-reset = Passwort per E-Mail zurücksetzen
components-changes-post-logout-redirect-uris = Redirect-URIs nach der Abmeldung
components-changes-redirect-uris = Redirect-URIs
components-changes-refreshes-kept-for = Verlauf: Erneuerungen
components-changes-registration = Benutzer können sich selbst registrieren
components-changes-require-asymmetric-client-authentication = Authentifizierung mit Schlüssel oder Zertifikat verlangen
components-changes-require-bound-access-tokens = Gebundene Access-Tokens verlangen
components-changes-require-pkce = PKCE von allen Clients verlangen
components-changes-require-pushed-authorization-requests = Vorab übermittelte Autorisierungsanfragen verlangen
components-changes-require-redirect-uri = Redirect-URI in jeder Anfrage verlangen
components-changes-require-registered-auth-method = Nur diese Methode annehmen
components-changes-require-signed-authorization-response = Signierte Autorisierungsantworten verlangen
components-changes-require-signed-introspection = Nur signierte Introspection-Antworten
components-changes-require-signed-request-object = Signierte Request-Objekte verlangen
components-changes-require-strict-client-jwts = Streng prüfen, was Clients signieren
components-changes-sector-identifier = Sektor
components-changes-signing-algorithms = Erlaubte Algorithmen
components-changes-signing-keys-rotate-every = Rotieren nach
components-changes-subject-any-client = Tauscht Tokens jedes Clients
components-changes-subject-audiences = Ressourcenserver, die er ist
components-changes-subject-clients = Clients, deren Tokens er tauscht
components-changes-subject-type = Subject-Typ
components-changes-tls-client-auth-san-dns = Zertifikat: DNS-Name
components-changes-tls-client-auth-san-email = Zertifikat: E-Mail-Adresse
components-changes-tls-client-auth-san-ip = Zertifikat: IP-Adresse
components-changes-tls-client-auth-san-uri = Zertifikat: URI
components-changes-tls-client-auth-subject-dn = Zertifikat: Inhaber
components-changes-tls-client-certificate-bound-access-tokens = Zertifikatsgebundene Access-Tokens
components-changes-token-endpoint-auth-method = Authentifizierungsmethode am Token-Endpunkt
components-changes-trusted = Vertrauenswürdig
components-changes-at-least = mindestens { $number }
components-changes-set = gesetzt
components-changes-changed = geändert
components-changes-new = neu
components-changes-as-declared = wie angegeben
components-changes-nothing = nichts

# components/client_failures.rs
components-client-failures-title = An der Konfiguration gescheitert
components-client-failures-lead = Anfragen der letzten 30 Tage, die scheiterten, bevor ein Benutzer oder ein Token daran beteiligt war. Jeder Grund wird je Tag gezählt (UTC). Auslösen kann sie, wer eine Client-ID kennt.
components-client-failures-why = Grund
components-client-failures-often = Wie oft
components-client-failures-last = Zuletzt
components-client-failures-advice = Was zu tun ist
components-client-failures-times =
    { $count ->
        [one] einmal
       *[other] { $count }-mal
    }
components-client-failures-deleted = Gelöschter Client

# components/decision.rs
components-decision-left-out = Weggelassen, da der Client es nicht anfragen darf: { $scopes }.
components-decision-token = Refresh-Token
components-decision-met = Alle Bedingungen waren erfüllt.
components-decision-no-token = Kein Refresh-Token
components-decision-refused = Abgelehnt
components-decision-answered = Beantwortet
components-decision-exchanged = Token getauscht
components-decision-exchanged-why = Ein Access-Token des Clients { $client } wurde getauscht.
components-decision-exchanged-actor = Ein Access-Token des Clients { $client } wurde getauscht; mit dem neuen handelt { $actor }.
components-decision-asserted = Assertion angenommen
components-decision-asserted-why = { $issuer } hat signiert, dass der Client für diesen Benutzer handelt.

# components/delete_section.rs (in German, what is deleted is masculine: Arbeitsbereich, Mandant)
components-delete-title =
    { $what ->
        [Mandant] Diesen Mandanten löschen
       *[other] Diesen { $what } löschen
    }
components-delete-button =
    { $what ->
        [Mandant] Mandanten löschen
       *[other] { $what } löschen
    }
components-delete-hint = Geben Sie zur Bestätigung { $name } ein.
components-delete-notice = { $name } wird mit allem, was darin ist, gelöscht, und das kann nicht rückgängig gemacht werden:

# components/export_links.rs
components-export-csv = Als CSV exportieren
components-export-json = Als JSON Lines exportieren

# components/failure.rs
components-failure-not-found = Nicht gefunden
components-failure-no-such-place = Diese Seite der Liste gibt es nicht
components-failure-signed-out = Abgemeldet
components-failure-forbidden = Nicht erlaubt
components-failure-other = Das hat nicht funktioniert
components-failure-internal-text = Auf unserer Seite ist ein Fehler aufgetreten. Das Protokoll des Servers nennt die Ursache.
components-failure-transport-text = Die Seite konnte nicht geladen werden. Versuchen Sie es erneut.
components-failure-forbidden-text = Sie dürfen das nicht sehen.
components-failure-sign-in = Anmelden
components-failure-start = Zur Startseite der Konsole
components-failure-first-page = Zur ersten Seite

# components/families.rs
components-families-table = Refresh-Tokens
components-families-select = Auswählen
components-families-started = Begonnen
components-families-scopes = Scopes
components-families-state = Status
components-families-last-used = Zuletzt verwendet
components-families-expires = Läuft ab
components-families-opens = Refresh-Token von { $user } bei { $client }
components-families-tick = Auswählen: { $name }
components-families-scope-count =
    { $count ->
        [one] { $count } Scope
       *[other] { $count } Scopes
    }
components-families-revoke = Widerrufen
components-families-revoke-title = Dieses Refresh-Token widerrufen?
components-families-revoke-text = { $client } kann damit für { $user } keine neuen Access-Tokens mehr erhalten. Solange die Sitzung offen ist, aus der es stammt, kann die Anwendung ohne Passwort ein anderes Refresh-Token erhalten.
components-families-self-checked = APIs, die Access-Tokens selbst prüfen, nehmen bereits ausgestellte bis zu deren Ablauf an.
components-families-end-session = Auch die Sitzung beenden, aus der es stammt
components-families-end-session-hint = Falls sie noch offen ist. Der Benutzer muss sich dort neu anmelden, und Refresh-Tokens, die mit der Sitzung enden, werden beendet.
components-families-active = Aktiv
components-families-paused = Ausgesetzt
components-families-paused-text = Ausgesetzte Refresh-Tokens werden bei der nächsten Verwendung abgelehnt. Sie funktionieren wieder, sofern sie bis dahin nicht abgelaufen sind, sobald „Refresh-Token“ unter den { $link } ist und der Client aktiv ist und es unter seinen Grant-Typen hat.
components-families-paused-link = erlaubten Grant-Typen
components-families-expired = Abgelaufen
components-families-revoked = Wurde widerrufen
components-families-ends =
    { $count ->
        [0] Damit endet kein aktives Refresh-Token.
        [one] Damit endet { $count } aktives Refresh-Token.
       *[other] Damit enden { $count } aktive Refresh-Tokens.
    }
components-families-ends-more = Damit enden mehr als { $count } aktive Refresh-Tokens.

# components/filter_fields.rs
components-filter-any = Beliebig
components-filter-period = Zeitraum
components-filter-day = Letzte 24 Stunden
components-filter-week = Letzte 7 Tage
components-filter-month = Letzte 30 Tage
components-filter-remove = Filter entfernen: { $filter }
components-filter-more = Weitere gesetzte Filter

# components/impact.rs
components-impact-title = Auf bestehende Refresh-Tokens anwenden?
components-impact-discard = Änderung verwerfen
components-impact-new-only = Nur für neue Refresh-Tokens speichern
components-impact-shorten = Speichern und auch bestehende verkürzen
components-impact-table = Was enden würde, nach Client
components-impact-earlier = Enden früher
components-impact-at-once = Enden sofort
components-impact-kept = Wenn Sie nur für neue Refresh-Tokens speichern, behalten bestehende ihren Ablauf. Der Ablauf wird nie verlängert.
components-impact-none-at-once =
    { $tokens ->
        [one] { $tokens } aktives Refresh-Token
       *[other] { $tokens } aktive Refresh-Tokens
    } von { $clients ->
        [one] { $clients } Client
       *[other] { $clients } Clients
    } { $tokens ->
        [one] würde
       *[other] würden
    } früher enden, keines davon sofort.
components-impact-all-at-once =
    { $tokens ->
        [one] { $tokens } aktives Refresh-Token
       *[other] { $tokens } aktive Refresh-Tokens
    } von { $clients ->
        [one] { $clients } Client
       *[other] { $clients } Clients
    } { $tokens ->
        [one] würde
       *[other] würden
    } sofort enden.
components-impact-some-at-once =
    { $tokens ->
        [one] { $tokens } aktives Refresh-Token
       *[other] { $tokens } aktive Refresh-Tokens
    } von { $clients ->
        [one] { $clients } Client
       *[other] { $clients } Clients
    } { $tokens ->
        [one] würde
       *[other] würden
    } früher enden, { $over } davon sofort.

# components/language.rs
components-language = Sprache

# components/named.rs (the field is `client` or `user`)
components-named-any =
    { $field ->
        [client] Beliebiger Client
       *[user] Beliebiger Benutzer
    }
components-named-several = Mehrere { $what } passen zu „{ $typed }“. Welcher ist gemeint?
components-named-nothing = Es gibt keine { $what }, die zu „{ $typed }“ passen.

# components/passkey.rs
components-passkey-already = Für dieses Konto gibt es auf diesem Gerät bereits einen Passkey.
components-passkey-unused = Es wurde kein Passkey verwendet. Versuchen Sie es erneut, oder fahren Sie ohne fort.
components-passkey-failed = Dieser Browser konnte hier keinen Passkey verwenden. Versuchen Sie es erneut, oder fahren Sie ohne fort.
components-passkey-missing = Dieser Browser kennt keine Passkeys. { $otherwise }
components-passkey-script = Passkeys brauchen JavaScript. { $otherwise }

# components/passkey_table.rs
components-passkeys-table = Passkeys
components-passkeys-kept = Aufbewahrt
components-passkeys-added = Hinzugefügt
components-passkeys-last-used = Zuletzt verwendet
components-passkeys-remove = Entfernen
components-passkeys-remove-title = Diesen Passkey entfernen?
components-passkeys-remove-button = Passkey entfernen
components-passkeys-remove-text = Mit { $name } kann sich niemand mehr anmelden, und die Sitzungen der Person enden. Ohne einen anderen Passkey oder eine Authenticator-App genügt danach ihr Passwort allein zur Anmeldung. Vergewissern Sie sich, dass wirklich sie darum bittet.
components-passkeys-synced = In einem Passwortmanager, auf allen seinen Geräten
components-passkeys-one-device = Auf einem Gerät
components-passkeys-never = Nie

# components/pauses.rs
components-pauses-title = Diese Refresh-Tokens aussetzen?
components-pauses-table = Was ausgesetzt würde, nach Client
components-pauses-paused = Ausgesetzt
components-pauses-back = Sie funktionieren wieder, sobald es wieder eingeschaltet ist, sofern sie bis dahin nicht abgelaufen sind.
components-pauses-cancel = Abbrechen
components-pauses-save = Speichern und aussetzen
components-pauses-sentence =
    { $tokens ->
        [one] { $tokens } aktives Refresh-Token
       *[other] { $tokens } aktive Refresh-Tokens
    } von { $clients ->
        [one] { $clients } Client
       *[other] { $clients } Clients
    } { $tokens ->
        [one] würde
       *[other] würden
    } bei der nächsten Verwendung abgelehnt.

# components/readiness.rs
components-readiness-ready = Dieser Client kann Refresh-Tokens erhalten.
components-readiness-nobody = Bei diesem Client kann sich noch niemand anmelden: { $link }.
components-readiness-add-user = Benutzer hinzufügen
components-readiness-missing = Dieser Client kann keine Refresh-Tokens erhalten:
components-readiness-refused = Dieser Client erhält keine Tokens:
components-readiness-service = Ein Dienst erhält Access-Tokens für sich selbst und braucht kein Refresh-Token.
components-readiness-and = und
components-readiness-explain = Erklären

# components/reuse.rs
components-reuse-token = Token { $which } von { $many }
components-reuse-story = Bei { $client } wurde { $token } ({ $user }) noch einmal vorgelegt. Das Refresh-Token wurde beendet, mit den dazu ausgestellten Access-Tokens.
components-reuse-story-from = Bei { $client } wurde { $token } ({ $user }) von { $address } aus noch einmal vorgelegt. Das Refresh-Token wurde beendet, mit den dazu ausgestellten Access-Tokens.
components-reuse-not-handled = Nicht bearbeitet
components-reuse-handled = Bearbeitet
components-reuse-by = Von { $by }, { $time }
components-reuse-of = Refresh-Token von { $user } bei { $client }
components-reuse-revoke-all = Alles dieses Benutzers widerrufen
components-reuse-mark = Als bearbeitet markieren
components-reuse-open = Öffnen
components-reuse-reopen = Wieder öffnen

# components/revoke_all.rs
components-revoke-all-of-both = von { $user } bei { $client }
components-revoke-all-of = von { $name }
components-revoke-all-of-workspace = dieses Arbeitsbereichs
components-revoke-all-tokens =
    { $count ->
        [one] { $count } aktives Refresh-Token
       *[other] { $count } aktive Refresh-Tokens
    }
components-revoke-all-tokens-more = Mehr als { $count } aktive Refresh-Tokens
components-revoke-all-at-least = Mindestens { $tokens }
components-revoke-all-ends-one = { $tokens } { $owner } endet sofort. Solange eine Sitzung eines Benutzers hier offen ist, kann eine Anwendung ohne Passwort ein anderes erhalten.
components-revoke-all-ends = { $tokens } { $owner } enden sofort. Solange eine Sitzung eines Benutzers hier offen ist, kann eine Anwendung ohne Passwort ein anderes erhalten.
components-revoke-all-title = Diese Refresh-Tokens widerrufen?
components-revoke-all-confirm = Widerrufen
components-revoke-all-listed = Aktive Refresh-Tokens
components-revoke-all-active = { $count } aktiv.
components-revoke-all-active-more = Mehr als { $count } aktiv.
components-revoke-all-button = Alle widerrufen
components-revoke-all-button-count = Alle { $count } widerrufen

# components/search.rs (in German, what is listed is masculine)
components-search-label = { $many } suchen
components-search-button = Suchen
components-search-nothing = Nichts gefunden
components-search-no-more = Es gibt keine weiteren { $many }.
components-search-none = Kein { $one } hat „{ $search }“ { $looked }.
components-search-none-such = Kein { $one } passt zum Filter.
components-search-all = Alle { $many } anzeigen

# components/setting.rs
components-setting-changed = Geändert; Standard: { $default }
components-setting-reset = Auf Standard zurücksetzen
components-setting-last = Zuletzt geändert von { $by } am { $time }

# components/show_as.rs
components-show-as-plan = was es ändern würde, und was aus Refresh-Tokens wird
components-show-as-summary = Als API-Aufruf und als Code anzeigen
components-show-as-lead = So, wie es jetzt gespeichert ist, mit seiner Version. In dieser Form ändert es nichts; eine Änderung wird abgelehnt, wenn inzwischen jemand anderes gespeichert hat.
components-show-as-admin-api = Admin-API
components-show-as-token = { $token } ist ein API-Token: Unter { $account } können Sie eines erstellen.
components-show-as-account = Mein Konto
components-show-as-call = Aufruf der Admin-API
components-show-as-code = Konfiguration als Code
components-show-as-configuration = Konfiguration
components-show-as-command-line = Kommandozeile
components-show-as-save = Speichern Sie die Konfiguration in der Datei, die die Befehle nennen.
components-show-as-commands = Befehle
components-show-as-item = Ein Eintrag von { $list } in der Konfiguration des Arbeitsbereichs, die { $command } schreibt.

# components/suspends.rs
components-suspends-off = { $switch } ist ausgeschaltet: { $what }
components-suspends-without = Ohne { $switch }: { $what }
components-suspends-sentence =
    { $count ->
        [one] { $count } aktives Refresh-Token würde bei der nächsten Verwendung abgelehnt. Es würde wieder funktionieren, sobald dies wieder eingeschaltet ist, sofern es bis dahin nicht abgelaufen ist.
       *[other] { $count } aktive Refresh-Tokens würden bei der nächsten Verwendung abgelehnt. Sie würden wieder funktionieren, sobald dies wieder eingeschaltet ist, sofern sie bis dahin nicht abgelaufen sind.
    }
components-suspends-more = Mehr als { $count } aktive Refresh-Tokens würden bei der nächsten Verwendung abgelehnt. Sie würden wieder funktionieren, sobald dies wieder eingeschaltet ist, sofern sie bis dahin nicht abgelaufen sind.

# components/theme.rs
components-theme = Farbschema
components-theme-system = System
components-theme-light = Hell
components-theme-dark = Dunkel

# components/policy/overrides.rs
components-policy-in-force = Wirksam: { $value }
components-policy-inherited = Arbeitsbereich ({ $value })
components-policy-source = Woher „{ $label }“ kommt
components-policy-own = Eigener Wert
