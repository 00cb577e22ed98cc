# places.rs
layout-page-overview = Übersicht
layout-words-overview = issuer discovery metadaten aktivität diagramm zahlen start
layout-page-clients = Clients
layout-words-clients = anwendungen apps relying parties redirect URIs secrets geheimnisse PKCE token richtlinie schnellstart code ausprobieren test anmeldung erklären device gerät geräte token-tausch exchange private_key_jwt öffentliche schlüssel mutual TLS mTLS zertifikat einwilligung vertrauenswürdig back-channel logout abmeldung DPoP pairwise subjects sektor signierte introspection autorisierungsdetails
layout-page-new-client = Neuer Client
layout-words-new-client = erstellen anlegen hinzufügen registrieren anwendung app
layout-page-services = Dienste
layout-words-services = apis scopes ressourcenserver audience claims einwilligung text resource indicators
layout-page-new-service = Neuer Dienst
layout-words-new-service = erstellen anlegen hinzufügen api scopes
layout-page-details-types = Autorisierungsdetails
layout-words-details-types = rich authorization requests rar rfc 9396 typen schema zahlungen einwilligung
layout-page-new-details-type = Neuer Typ von Autorisierungsdetails
layout-words-new-details-type = erstellen anlegen hinzufügen typ schema
layout-page-users = Benutzer
layout-words-users = personen konten logins sitzungen passwörter passkeys sprache einwilligung
layout-page-add-user = Benutzer hinzufügen
layout-words-add-user = erstellen anlegen neu person konto
layout-page-tokens = Tokens
layout-words-tokens = TTL lebensdauer ablauf gültigkeit dauer einstellungen access refresh ID autorisierungscode rotation rotieren wiederverwendung wiederholungsfenster schonfrist leerlaufdauer absolut grenze sitzung verlauf aufbewahrung richtlinie JWT opak opaque
layout-page-claims = Claims
layout-words-claims = claim zuordnung attribute userinfo ID-token eigene profil felder scope mapping acr amr claims-parameter
layout-page-keys = Schlüssel
layout-words-keys = signaturschlüssel signieren JWKS rotieren rotation widerrufen algorithmus RS256 ES256 EdDSA PS256 kid zertifikat
layout-page-fapi = FAPI 2.0
layout-words-fapi = open banking sicherheitsprofil security profile message signing klauseln konformität PAR DPoP FAPI2
layout-page-refresh-tokens = Refresh-Tokens
layout-words-refresh-tokens = familien bestand widerrufen sitzungen aktiv
layout-page-token-reuse = Wiederverwendung
layout-words-token-reuse = token wiederverwendung wiederverwendet gestohlen diebstahl kopiert warnung vorfall sicherheit bearbeitet erkennung
layout-page-jobs = Aufträge
layout-words-jobs = massenhaft widerruf fortschritt
layout-page-token-requests = Token-Anfragen
layout-words-token-requests = anfragen entscheidungen ablehnungen abgelehnt warum erklären wiederverwendung fehler gerät tausch exchange
layout-page-logs = Protokoll
layout-words-logs = protokolle logs audit ereignisse änderungen verlauf wer live verfolgen abmeldung zustellungen back-channel
layout-page-general = Allgemein
layout-words-general = name umbenennen issuer kennung
layout-page-authorization = Autorisierung
layout-words-authorization = erlaubte grant typen refresh_token client_credentials authorization_code offline_access vorab übermittelte autorisierungsanfragen PAR signierte request-objekte JAR JARM device_code gerät geräte token-tausch exchange einwilligung DPoP mutual TLS mTLS zertifikat globaler token-widerruf FAPI vorgaben protected resources
layout-page-registration = Client-Registrierung
layout-words-registration = dynamische registrierung DCR RFC 7591 7592 initial access tokens clients registrieren MCP CIMD Client-ID-Metadaten-Dokument
layout-page-pinned-documents = Hinterlegte Dokumente
layout-words-pinned-documents = hinterlegen pinned CIMD Client-ID-Metadaten-Dokument MCP ohne Netz offline
layout-page-new-pinned-document = Dokument hinterlegen
layout-words-new-pinned-document = hinzufügen hinterlegtes pinned CIMD metadaten
layout-page-sign-in = Anmeldung
layout-words-sign-in = anmelden passwort stärke mindestlänge registrierung registrieren login wiederherstellung zurücksetzen
layout-page-trusted-issuers = Fremde Issuer
layout-words-trusted-issuers = identity provider idp föderation assertions jwt bearer id-jag vertrauen aussteller jwks schlüssel
layout-page-new-trusted-issuer = Neuer vertrauenswürdiger Issuer
layout-words-new-trusted-issuer = hinzufügen vertrauen identity provider idp assertions jwt bearer id-jag aussteller
layout-page-danger-zone = Gefahrenzone
layout-words-danger-zone = löschen entfernen arbeitsbereich
layout-page-guide = Refresh-Tokens verwenden
layout-words-guide = anleitung hilfe wie aktivieren schnellstart curl
layout-group-applications = Anwendungen
layout-group-identities = Identitäten
layout-group-auth-server = Auth-Server
layout-group-activity = Aktivität
layout-group-settings = Einstellungen
layout-group-guides = Anleitungen
layout-page-workspaces = Arbeitsbereiche
layout-words-workspaces = liste autorisierungsserver alle
layout-page-new-workspace = Neuer Arbeitsbereich
layout-words-new-workspace = erstellen anlegen hinzufügen autorisierungsserver
layout-page-administrators = Administratoren
layout-words-administrators = personen zugriff einladungen berechtigungen
layout-page-invite-administrator = Administrator einladen
layout-words-invite-administrator = einladung hinzufügen erstellen neu person zugriff
layout-page-api-clients = API-Clients
layout-words-api-clients = programme admin api maschine client_credentials automatisierung
layout-page-roles = Rollen
layout-words-roles = berechtigungen aktionen eigentümer prüfer owner auditor manager support
layout-page-audit-log = Audit-Protokoll
layout-words-audit-log = mandant audit protokolle ereignisse änderungen verlauf logs
layout-page-audit-integrity = Integrität des Audit-Protokolls
layout-words-audit-integrity = audit kette hash prüfen manipulation
layout-page-webhooks = Webhooks
layout-words-webhooks = ereignisse benachrichtigungen siem zustellungen
layout-page-new-webhook = Neuer Webhook
layout-words-new-webhook = erstellen anlegen hinzufügen
layout-page-mail = E-Mail
layout-words-mail = mail smtp server mailserver absender test sprache
layout-page-tenant-settings = Mandanteneinstellungen
layout-words-tenant-settings = einstellungen mandant name umbenennen löschen zweiter faktor vorschreiben mfa
layout-sidebar-settings = Einstellungen
layout-page-tenants = Mandanten
layout-words-tenants = start alle
layout-page-new-tenant = Neuer Mandant
layout-words-new-tenant = erstellen anlegen hinzufügen
layout-page-installation-log = Protokoll der Installation
layout-words-installation-log = audit ereignisse änderungen verlauf logs
layout-page-logs-integrity = Integrität der Protokolle
layout-words-logs-integrity = audit ketten hash prüfen manipulation
layout-page-installation-administrators = Administratoren der Installation
layout-words-installation-administrators = personen zugriff einladungen
layout-page-installation-roles = Rollen der Installation
layout-words-installation-roles = berechtigungen aktionen
layout-page-account = Mein Konto
layout-words-account = passwort profil sitzungen api tokens abmelden sprache deutsch englisch design dunkel
layout-page-second-factor = Zweiter Faktor
layout-words-second-factor = mein konto authenticator app totp wiederherstellungscodes mfa 2fa
layout-page-passkeys = Passkeys
layout-words-passkeys = mein konto webauthn fingerabdruck sicherheitsschlüssel
layout-page-client-overview = Übersicht
layout-words-client-overview = name umbenennen secrets status deaktivieren löschen duplizieren registration access token
layout-page-client-oauth = OAuth
layout-words-client-oauth = grant typen redirect URIs abmeldung back-channel logout authentifizierung methode PKCE DPoP vertrauenswürdig signatur vorab übermittelte autorisierungsanfragen PAR signierte request-objekte JAR JARM token-tausch exchange act delegation impersonation device_code gerät geräte client_credentials private_key_jwt öffentliche schlüssel JWKS mutual TLS mTLS tls_client_auth zertifikat einwilligung pairwise subjects sektor subject type signierte introspection
layout-page-client-scopes = Scopes
layout-words-client-scopes = offline_access zugriff profil dienste einwilligung berechtigungen autorisierungsdetails RAR
layout-page-client-token-policy = Token-Richtlinie
layout-words-client-token-policy = TTL lebensdauer ablauf rotation wiederholungsfenster leerlaufdauer grenze eigene
layout-page-client-refresh-tokens = Refresh-Tokens
layout-words-client-refresh-tokens = aktiv widerrufen familien
layout-page-client-quickstart = Schnellstart
layout-words-client-quickstart = code curl Rust Node.js Python Go browser beispiel
layout-page-client-try = Ausprobieren
layout-words-client-try = test testanmeldung probe
layout-page-client-explain = Erklären
layout-words-client-explain = warum kein refresh token entscheidung abgelehnt gerät einwilligung
layout-page-of-client = Dieser Client

# layout/sidebar.rs
layout-sidebar-workspace = Arbeitsbereich
layout-sidebar-tenant = Mandant

# layout/console.rs
layout-skip = Zum Inhalt springen

# layout/environment.rs
layout-environment = Umgebung:

# layout/topbar.rs
layout-pages-of-workspace = Seiten dieses Arbeitsbereichs
layout-pages-of-tenant = Seiten dieses Mandanten
layout-home = Regrant, alle Arbeitsbereiche
layout-opened-lately = Zuletzt geöffnet
layout-all-workspaces = Alle Arbeitsbereiche
layout-choose-tenant = Mandanten wählen
layout-api-reference = Referenz der Admin-API
layout-theme = Farbschema
layout-sign-out = Abmelden
layout-switch-workspace = Arbeitsbereich wechseln:
layout-tenant-and-workspace = Mandant und Arbeitsbereich
layout-search-workspaces = Arbeitsbereiche suchen
layout-everything = Alles
layout-search-everything = Alles durchsuchen
layout-search = Suchen
layout-account-of = Konto von { $name }
layout-account = Konto
layout-language = Sprache

# islands/copy.rs
layout-copy = <label> kopieren
layout-copied = Kopiert
layout-not-copied = Nicht kopiert: Markieren Sie es stattdessen

# islands/duration_words.rs
layout-duration-year = Jahr
layout-duration-years = Jahre
layout-duration-month = Monat
layout-duration-months = Monate
layout-duration-day = Tag
layout-duration-days = Tage
layout-duration-hour = Stunde
layout-duration-hours = Stunden
layout-duration-minute = Minute
layout-duration-minutes = Minuten
layout-duration-second = Sekunde
layout-duration-seconds = Sekunden
layout-duration-no-refresh-tokens = keine Refresh-Tokens
layout-duration-no-retry-window = kein Wiederholungsfenster
layout-duration-no-idle-limit = keine Leerlaufgrenze
layout-duration-empty = Geben Sie eine Dauer ein, etwa 30d, 720h oder 1y 6mo.
layout-duration-unreadable = Das ist keine Dauer. Geben Sie eine ein, etwa 30d, 720h oder 1y 6mo (y, mo, w, d, h, m, s).
layout-duration-not-whole = Eine Dauer ist eine ganze Zahl von Sekunden und nicht negativ.
layout-duration-between = Erlaubt sind <min> bis <max>.
layout-duration-at-most = Erlaubt sind höchstens <max>.
layout-duration-between-or-zero = Erlaubt sind <min> bis <max> oder 0 für keine.
layout-duration-at-most-or-zero = Erlaubt sind höchstens <max> oder 0 für keine.

# islands/finder.rs
layout-finder-failed = Die Suche ist fehlgeschlagen. Drücken Sie Enter, um es auf einer Seite zu versuchen.
layout-finder-nothing = Nichts gefunden
layout-finder-one = 1 gefunden
layout-finder-several = <count> gefunden

# islands/follow_log.rs
layout-follow = Verfolgen
layout-follow-pause = Pausieren
layout-follow-resume = Fortsetzen
layout-follow-none = Neue Ereignisse erscheinen oben.
layout-follow-one = 1 neues Ereignis
layout-follow-several = <count> neue Ereignisse
layout-follow-paused = Pausiert.
layout-follow-again = Nicht verbunden. Neuer Versuch…
layout-follow-given-up = Das Protokoll kann jetzt nicht verfolgt werden. Laden Sie die Seite neu, oder versuchen Sie es später erneut.
layout-follow-impossible = Dieser Browser kann das Protokoll nicht verfolgen.

# islands/grant_types.rs
layout-grants-choose = Grant-Typ hinzufügen
layout-grants-add = Hinzufügen
layout-grants-not-allowed = <name> (in diesem Arbeitsbereich nicht erlaubt)
layout-grants-refused-one = Dieser Arbeitsbereich erlaubt <grants> nicht, daher kann der Client ihn nicht verwenden. <link>.
layout-grants-refused-several = Dieser Arbeitsbereich erlaubt <grants> nicht, daher kann der Client sie nicht verwenden. <link>.
layout-grants-allow-one = Unter Einstellungen › Autorisierung erlauben
layout-grants-allow-several = Unter Einstellungen › Autorisierung erlauben

# islands/palette.rs
layout-keys-title = Tastenkürzel
layout-keys-search = Strg K, ⌘ K oder /
layout-keys-search-does = Alles durchsuchen, von jeder Seite aus
layout-keys-show-does = Diese Tastenkürzel anzeigen
layout-keys-choose-does = In einer Ergebnisliste auswählen
layout-keys-open-does = Auswahl öffnen
layout-keys-close-does = Schließen
layout-keys-single = <search> und <show> verwenden
layout-keys-close = Schließen

# islands/session_notice.rs
layout-session-unused = Sie werden gleich abgemeldet, weil diese Seite eine Weile nicht verwendet wurde.
layout-session-stay = Angemeldet bleiben
layout-session-old = Ihre Sitzung endet gleich, einen Tag nach Ihrer Anmeldung. Speichern Sie Ihre Änderungen: Ist sie bis dahin beendet, werden Sie zur Anmeldung aufgefordert, und Ihre Eingaben kommen zurück.
layout-session-over = Ihre Sitzung ist beendet. Wenn Sie jetzt speichern, werden Sie zur Anmeldung aufgefordert, und Ihre Eingaben kommen zurück.
layout-session-sign-in = Anmelden

# islands/suggested_slug.rs
layout-suggested-slug = <slug>, wenn Sie nichts anderes eingeben
