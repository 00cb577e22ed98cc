# settings/general.rs
settings-general-title = Allgemein
settings-general-lead = Name und Identität dieses Arbeitsbereichs.
settings-general-name = Name
settings-general-name-hint = Wird in dieser Konsole und auf der Anmeldeseite angezeigt.
settings-general-identity = Identität
settings-general-identity-lead = Diese Angaben ändern sich nie: Tokens und Clients verlassen sich darauf.
settings-general-issuer = Issuer
settings-general-issuer-copy = Issuer
settings-general-identifier = Kennung
settings-general-id = Arbeitsbereichs-ID
settings-general-id-copy = Arbeitsbereichs-ID
settings-general-created = Erstellt

# settings/authorization.rs
settings-authorization-title = Autorisierung
settings-authorization-lead = Grant-Typen, die Clients verwenden dürfen, und wie sie Benutzer um Zugriff bitten. Jeder Client muss den Grant-Typ zusätzlich selbst haben.
settings-authorization-grant-types = Erlaubte Grant-Typen
settings-authorization-grant-types-hint = Ein entfernter Grant-Typ wird allen Clients ab der nächsten Anfrage verweigert. Bestehende Refresh-Tokens bleiben erhalten und funktionieren wieder, sobald er wieder erlaubt ist.
settings-authorization-pushed = Vorab übermittelte Autorisierungsanfragen verlangen
settings-authorization-pushed-hint = Clients senden jede Autorisierungsanfrage zuerst selbst an den Server, und der Browser des Benutzers bringt einen Verweis darauf mit (RFC 9126). Anfragen, die mit dem Browser kommen, werden abgelehnt. Ohne diese Einstellung dürfen Clients Anfragen vorab übermitteln, und jeder Client kann einzeln dazu verpflichtet werden.
settings-authorization-signed = Signierte Request-Objekte verlangen
settings-authorization-signed-hint = Clients signieren jede Autorisierungsanfrage mit einem ihrer Schlüssel (RFC 9101). Anfragen, deren Parameter in der Adresse stehen, werden abgelehnt, und Clients ohne Schlüssel können keine Benutzer anmelden. Ohne diese Einstellung dürfen Clients Anfragen signieren, und jeder Client kann für sich dazu verpflichtet werden.
settings-authorization-on = Ein
settings-authorization-off = Aus

# settings/sign_in.rs
settings-sign-in-title = Anmeldung
settings-sign-in-lead = Wie sich Benutzer dieses Arbeitsbereichs anmelden.
settings-sign-in-on = Ein
settings-sign-in-off = Aus
settings-sign-in-passwords = Passwörter
settings-sign-in-strength = Mindeststärke für Passwörter
settings-sign-in-strength-hint = Gilt für neue Passwörter und richtet sich danach, wie viele Versuche zum Erraten nötig sind. Die häufigsten Passwörter werden nie akzeptiert, ebenso wenig solche aus Namen dieses Arbeitsbereichs. Bestehende Passwörter bleiben gültig.
settings-sign-in-reset = Passwort per E-Mail zurücksetzen
settings-sign-in-reset-hint = Die Anmeldeseite bietet allen, die ihr Passwort vergessen haben, einen Link an. Er funktioniert einmal, 30 Minuten lang.
settings-sign-in-registration = Registrierung
settings-sign-in-registration-lead = Erfordert einen Mailserver des Mandanten.
settings-sign-in-register = Benutzer können sich selbst registrieren
settings-sign-in-register-hint = Jede Person mit einer E-Mail-Adresse kann Benutzer dieses Arbeitsbereichs werden.
settings-sign-in-confirm = Adresse vor der ersten Anmeldung bestätigen
settings-sign-in-confirm-hint = Ohne Bestätigung lässt sich durch Registrieren und Anmelden herausfinden, ob es zu einer Adresse bereits ein Konto gab.
settings-sign-in-account = Kontoseite
settings-sign-in-deletion = Benutzer können ihr Konto selbst löschen
settings-sign-in-deletion-hint = Mit ihrem Passwort. Was für sie ausgestellt wurde, funktioniert sofort nicht mehr.

# settings/danger_zone.rs
settings-danger-title = Gefahrenzone
settings-danger-lead = Aktionen, die sich nicht rückgängig machen lassen.
settings-danger-system = Dies ist der Systemarbeitsbereich des Mandanten. Mit ihm verschwinden alle API-Clients des Mandanten, und deren Programme haben keinen Zugriff mehr auf die Admin-API.
settings-danger-workspace = Arbeitsbereich
settings-danger-client = Client
settings-danger-clients = Clients
settings-danger-user = Benutzer samt Sitzungen
settings-danger-users = Benutzer samt Sitzungen
settings-danger-token = aktives Refresh-Token
settings-danger-tokens = aktive Refresh-Tokens
settings-danger-more = Alle Adressen des Arbeitsbereichs funktionieren sofort nicht mehr. Was darin geschehen ist, bleibt im Protokoll des Mandanten.

# services/list.rs
settings-services-title = Dienste
settings-services-lead = Scopes in Gruppen: was Clients erhalten können und wozu Benutzer ihre Einwilligung geben.
settings-services-new = Neuer Dienst
settings-services-edit = Scopes bearbeiten
settings-services-built-in = In jedem Arbeitsbereich enthalten
settings-services-none = Noch keine Scopes. Fügen Sie die hinzu, die Ihre API prüft.
settings-services-scopes-of = Scopes von { $service }
settings-services-scope = Scope
settings-services-display-name = Anzeigename
settings-services-consent-text = Einwilligungstext

# services/detail.rs
settings-service-lead = Die Scopes dieser API. Ein Client kann die erhalten, die unter seinen Scopes eingeschaltet sind.
settings-service-none = Noch keine Scopes: Fügen Sie den ersten hinzu.
settings-service-scopes = Scopes
settings-service-remove = Entfernen
settings-service-remove-title = Diesen Scope entfernen?
settings-service-remove-label = Scope entfernen
settings-service-remove-text = { $scope } wird allen Clients entzogen, die diesen Scope haben, und steht in keinem neuen Token mehr.
settings-service-add = Scope hinzufügen
settings-service-add-title = Neuer Scope
settings-service-scope-hint = Was die API prüft und Clients anfragen: orders.read
settings-service-display-name-hint = Wie er in dieser Konsole heißt: Bestellungen lesen
settings-service-description = Text für Benutzer
settings-service-description-hint = Folgt auf der Einwilligungsseite auf „möchte“: Ihre Bestellungen sehen. Höchstens 200 Zeichen.
settings-service-resource-title = Ressourcenserver
settings-service-resource-lead = Ein Client, der ein Token für diese Adresse anfragt, erhält eines nur für diese API: So steht es in aud, und keine andere API akzeptiert es (RFC 8707).
settings-service-resource = Ressourcenkennung
settings-service-resource-hint = Die genaue Adresse der API: https://api.example.com/orders. Clients, denen eine frühere Adresse gewährt wurde, erhalten dafür keine Tokens mehr.
settings-service-resource-save = Kennung speichern

# services/new.rs
settings-new-service-lead = Eine Ihrer APIs mit den Scopes, die sie prüft. Clients erhalten davon die, die sie brauchen.
settings-new-service-name = Name
settings-new-service-name-hint = Wie die API in Ihrem Team heißt: Bestellungen, Abrechnung.
settings-new-service-create = Dienst erstellen

# details_types/list.rs, details_types/new.rs, details_types/detail.rs, details_types/typed.rs
settings-details-title = Autorisierungsdetails
settings-details-lead = Typen dessen, was Clients im Einzelnen anfragen können, etwa eine Zahlung oder das Lesen eines Kontos (RFC 9396). Ein Scope kann das nicht ausdrücken.
settings-details-new = Neuer Typ
settings-details-none = Noch keine Typen: Clients können nur Scopes anfragen.
settings-details-types = Typen von Autorisierungsdetails
settings-details-type = Typ
settings-details-state = Zustand
settings-details-on = Ein
settings-details-off = Aus
settings-details-new-lead = Wie ein Objekt des Typs aussieht und was Benutzer davon lesen. Clients dürfen ihn anfragen, sobald er unter ihren Scopes angekreuzt ist.
settings-details-create = Typ erstellen
settings-details-type-hint = Was Anwendungen als type senden, etwa payment_initiation oder eine Ihrer Adressen. Er bleibt, wie er erstellt wurde.
settings-details-type-lead = Was hier gespeichert wird, gilt für neue Anfragen. Gewährtes bleibt so, wie Benutzer eingewilligt haben.
settings-details-type-title = Titel
settings-details-type-title-hint = Was Benutzer über jedem Objekt lesen: Make a payment
settings-details-type-title-de = Titel auf Deutsch
settings-details-type-description = Beschreibung
settings-details-type-description-hint = Was Benutzer unter dem Titel lesen. Höchstens 200 Zeichen.
settings-details-type-description-de = Beschreibung auf Deutsch
settings-details-type-schema = JSON-Schema
settings-details-type-schema-hint = Wie ein Objekt aussehen muss, im Dialekt 2020-12; höchstens 4.096 Bytes. Was es nicht nennt, wird abgelehnt. Benutzer lesen den title einer Eigenschaft anstelle ihres Namens.
settings-details-type-enabled = Clients dürfen ihn anfragen
settings-details-type-enabled-hint = Solange er ausgeschaltet ist, steht er in keinem neuen Token, auch wo er gewährt wurde.
settings-details-remove = Typ entfernen
settings-details-remove-title = Diesen Typ entfernen?
settings-details-remove-text = { $name } wird allen Clients entzogen, die den Typ anfragen dürfen, und steht in keinem neuen Token mehr, auch wo er gewährt wurde.

# guide/refresh_tokens.rs
settings-guide-title = Refresh-Tokens verwenden
settings-guide-lead = Wie Ihre Anwendungen ohne erneute Nachfrage angemeldet bleiben, und wie das sicher bleibt.
settings-guide-what = Was sie sind
settings-guide-what-tokens = Ein Access-Token öffnet Ihre API und gilt mit Absicht nur kurz: Wer eines stiehlt, kann es eine Stunde lang verwenden, nicht einen Monat. Mit einem Refresh-Token erhält eine Anwendung das nächste, ohne den Benutzer erneut auf die Anmeldeseite zu schicken.
settings-guide-what-refresh = Eine Erneuerung liefert ein neues Access-Token und ersetzt das Refresh-Token, höchstens einmal je Wiederholungsfenster (30 Sekunden, wenn Sie nichts ändern). Kommt ein ersetztes Token danach noch einmal, haben zwei Parteien dasselbe Token, und eine hat es gestohlen. Regrant kann nicht erkennen, welche, und beendet diese Anmeldung deshalb für beide. Der rechtmäßige Benutzer meldet sich neu an; der Dieb bleibt draußen.
settings-guide-enable = So schalten Sie sie ein
settings-guide-enable-lead = Vier Schalter, und alle sind nötig. Wählen Sie einen Client, um zu sehen, wie es bei ihm steht.
settings-guide-step-workspace = Den Grant im Arbeitsbereich erlauben
settings-guide-step-workspace-how = Einstellungen › Autorisierung: „Refresh-Token“ ankreuzen.
settings-guide-step-client = Dem Client den Grant geben
settings-guide-step-client-how = Clients › Ihr Client › OAuth: refresh_token zu seinen Grant-Typen hinzufügen.
settings-guide-step-scope = Den Client Offline-Zugriff anfragen lassen
settings-guide-step-scope-how = Clients › Ihr Client › Scopes: den Scope offline_access einschalten.
settings-guide-step-lifetime = Die Lebensdauer wählen
settings-guide-step-lifetime-how = Auth-Server › Tokens: die Lebensdauer des Refresh-Tokens festlegen.
settings-guide-nobody = Noch kein Client dieses Arbeitsbereichs meldet Benutzer an. { $add }, um zu sehen, wie es bei ihm steht.
settings-guide-nobody-add = Fügen Sie einen hinzu
settings-guide-client = Client
settings-guide-client-placeholder = Name oder Client-ID
settings-guide-clients = Clients
settings-guide-check = Prüfen
settings-guide-done = Erledigt
settings-guide-missing = Fehlt
settings-guide-ask = So fragt eine Anwendung
settings-guide-ask-scope = Sie fügt { $scope } zu den Scopes ihrer Anmeldung hinzu. Der Benutzer erfährt davon und willigt ein.
settings-guide-ask-refresh = Ist ihr Access-Token abgelaufen, fragt sie das nächste mit dem Grant-Typ { $grant } an und speichert das neue Refresh-Token anstelle des alten, bevor sie irgendetwas anderes tut.
settings-guide-ask-retry = Geht die Antwort unterwegs verloren, fragt sie mit demselben Token noch einmal. Innerhalb des Wiederholungsfensters erhält sie das aktuelle Token: Weder eine verlorene Antwort noch mehrere Tabs oder Server, die gleichzeitig erneuern, melden jemanden ab.
settings-guide-code = Funktionierenden Code mit den Werten des jeweiligen Clients finden Sie im Schnellstart jedes Ihrer { $clients }.
settings-guide-code-clients = Clients
settings-guide-code-of-client = Funktionierenden Code mit den Werten dieses Clients finden Sie in seinem { $quickstart }; { $trial } zeigt jede Anfrage und ihre Antwort ganz ohne Code.
settings-guide-code-quickstart = Schnellstart
settings-guide-code-trial = Ausprobieren
settings-guide-safe = So bewahren Sie sie sicher auf
settings-guide-safe-server = Auf einem Server
settings-guide-safe-server-how = Speichern Sie sie verschlüsselt bei der Sitzung und senden Sie sie nie an den Browser.
settings-guide-safe-browser = In einer Single-Page-Anwendung
settings-guide-safe-browser-how = Halten Sie sie im Arbeitsspeicher und nicht im Local Storage, wo jedes eingeschleuste Skript sie lesen kann. Die Rotation muss eingeschaltet sein. Noch besser: Lassen Sie sie von einem kleinen eigenen Server verwahren.
settings-guide-safe-native = Auf einem Telefon oder Computer
settings-guide-safe-native-how = Verwenden Sie den Schlüsselspeicher des Systems, ein Refresh-Token pro Gerät und Rotation.
settings-guide-safe-everywhere = Überall
settings-guide-safe-everywhere-how = Behalten Sie immer das neueste Refresh-Token, das Sie erhalten haben: Eines, das älter ist als das Wiederholungsfenster, sieht nach Diebstahl aus. Widerrufen Sie es beim Abmelden. Halten Sie seine Lebensdauer so kurz wie möglich.
