# sentences.rs
words-duration-year = { $count ->
    [one] { $count } Jahr
   *[other] { $count } Jahre
}
words-duration-month = { $count ->
    [one] { $count } Monat
   *[other] { $count } Monate
}
words-duration-day = { $count ->
    [one] { $count } Tag
   *[other] { $count } Tage
}
words-duration-hour = { $count ->
    [one] { $count } Stunde
   *[other] { $count } Stunden
}
words-duration-minute = { $count ->
    [one] { $count } Minute
   *[other] { $count } Minuten
}
words-duration-second = { $count ->
    [one] { $count } Sekunde
   *[other] { $count } Sekunden
}
words-bounds = { $shortest } bis { $longest }
words-bounds-most = Bis zu { $longest }
words-browser = { $browser } auf { $system }
words-assertion = Kein Browser: eine Assertion von { $issuer }
words-role-at = { $role } ({ $place })

# Outcomes of domain/src/explanation.rs, whose English is there
words-outcome-refresh-token = Der Client erhält ein Refresh-Token.
words-outcome-refresh-token-of-session = Der Client erhält ein Refresh-Token, das mit der Anmeldesitzung endet.
words-outcome-no-refresh-token = Der Client erhält ein Access-Token, aber kein Refresh-Token: { $failures }.
words-outcome-access-token = Der Client erhält ein Access-Token.
words-outcome-refused = Die Anfrage wird mit { $error } abgelehnt: { $description }
words-outcome-unanswerable = Der Benutzer sieht eine Fehlerseite, und der Client erhält keine Antwort: { $description }
words-outcome-user-inactive = Der Benutzer ist inaktiv und kann sich nicht anmelden.
words-refresh-tokens = Der Client erhält neue Tokens.
words-refresh-refused = Die Erneuerung wird mit { $error } abgelehnt: { $description }

# Failures of domain/src/fetch_failure.rs, by their codes; their English is there
words-fetch-status = die Antwort hat den Status { $status }
words-fetch-secret-sealed = das Secret kann nicht geöffnet werden, weil der Hauptschlüssel, unter dem es versiegelt ist, hier fehlt: Ersetzen Sie das Secret
words-fetch-certificates = die Zertifikate, denen das System dieses Servers vertraut, können nicht gelesen werden
words-fetch-address = die Adresse kann nicht verwendet werden: Sie muss aus https:// und einem Host bestehen, ohne Benutzer
words-fetch-plain = einfaches http ist für Netze gedacht, die `allow_private_networks` nennt; verwenden Sie https
words-fetch-private = { $address } ist keine öffentliche Adresse; `allow_private_networks` kann sie erlauben
words-fetch-unresolved = der Name kann nicht aufgelöst werden: { $cause }
words-fetch-unreachable = keine Verbindung: { $cause }
words-fetch-late = keine Antwort innerhalb der Frist
words-fetch-unreadable = die Antwort kann nicht gelesen werden: { $cause }
words-fetch-elsewhere = eine Weiterleitung führt zu einem anderen Server
words-fetch-redirects = zu viele Weiterleitungen

# Problems of domain/src/problem.rs, by their codes; their English is there
words-problem-missing = Füllen Sie dieses Feld aus.
words-problem-sign-in-refused = E-Mail-Adresse und Passwort passen nicht zusammen.
words-problem-wrong-password = Das ist nicht Ihr aktuelles Passwort.
words-problem-wrong-code = Dieser Code ist falsch oder wurde bereits verwendet. Verwenden Sie den, den Ihre App jetzt anzeigt, oder einen unbenutzten Wiederherstellungscode.
words-problem-secret-expired = Diese Seite war zu lange geöffnet. Scannen Sie den neuen Code.
words-problem-passkey-refused = Der Passkey wurde nicht akzeptiert. Versuchen Sie es auf dieser Seite erneut, die neu danach fragt.
words-problem-unknown-passkey = Dieser Passkey funktioniert hier nicht: Er wurde entfernt oder gehört zu einem anderen Konto. Wählen Sie einen anderen oder melden Sie sich ohne Passkey an.
words-problem-passkey-unverified = Der Passkey hat nicht geprüft, dass Sie es sind, etwa durch PIN oder Fingerabdruck. Melden Sie sich mit Ihrem Passwort an und verwenden Sie den Passkey danach.
words-problem-passkey-expired = Diese Seite war zu lange geöffnet. Versuchen Sie es erneut.
words-problem-too-many-passkeys = Sie haben { $most } Passkeys und können keinen weiteren hinzufügen. Entfernen Sie einen, den Sie nicht verwenden.
words-problem-passkey-there = Diesen Passkey gibt es hier bereits.
words-problem-no-password = Sie haben noch kein Passwort. Bitten Sie einen anderen Administrator um eine Einmalanmeldung und wählen Sie damit ein Passwort.
words-problem-too-many-attempts = Zu viele Versuche sind fehlgeschlagen. Warten Sie { $wait } und versuchen Sie es dann erneut.
words-problem-yourself = Das können Sie bei sich selbst nicht tun. Bitten Sie einen anderen Administrator, oder verwenden Sie die Kommandozeile.
words-problem-administrator-disabled = Dieser Administrator ist deaktiviert. Aktivieren Sie ihn zuerst.
words-problem-taken = Das ist bereits vergeben. Wählen Sie etwas anderes.
words-problem-description-too-long = Eine Beschreibung hat höchstens 200 Zeichen.
words-problem-description-control-character = Eine Beschreibung besteht aus einer Zeile ohne Steuerzeichen.
words-problem-description-invisible = Eine Beschreibung enthält keine unsichtbaren Zeichen. Tippen Sie sie neu, statt sie einzufügen.
words-problem-not-an-email = Das ist keine E-Mail-Adresse.
words-problem-not-a-request = Fügen Sie die Adresse einer Autorisierungsanfrage ein oder ihre Parameter.
words-problem-other-clients-request = Das ist die Anfrage eines anderen Clients.
words-problem-said-by-request = Lassen Sie dies weg: Die Autorisierungsanfrage hat einen eigenen Wert.
words-problem-not-of-a-refresh = Lassen Sie dies weg: Eine Erneuerung hängt nicht davon ab.
words-problem-device-with-redirect-uri = Lassen Sie dies leer: Benutzer eines Geräts geben seinen Code anderswo ein und kehren nicht zu ihm zurück.
words-problem-service-without-users = Lassen Sie dies weg: Ein Dienst fragt für sich selbst, und kein Benutzer meldet sich an.
words-problem-two-questions = Fragen Sie nach einer Familie oder nach einem Refresh-Token, nicht nach beidem.
words-problem-contradiction = Das widerspricht einer anderen Angabe. Lassen Sie eine davon weg.
words-problem-unknown-user = In diesem Arbeitsbereich gibt es keinen solchen Benutzer.
words-problem-time = Schreiben Sie einen Zeitpunkt als 2026-11-29T15:04:05Z oder einen Tag als 2026-11-29; beide in UTC.
words-problem-unknown-value = Wählen Sie einen der angebotenen Werte.
words-problem-unknown-member = Ein solches Element gibt es nicht.
words-problem-wrong-type-text = Das muss ein Text sein.
words-problem-wrong-type-switch = Das muss `true` oder `false` sein.
words-problem-wrong-type-number = Das muss eine ganze Zahl sein.
words-problem-wrong-type-list = Das muss eine Liste sein.
words-problem-wrong-type-object = Das muss ein Objekt sein.
words-problem-wrong-type-other = Das muss von einem anderen Typ sein.
words-problem-no-such-tenant = Diesen Mandanten gibt es nicht. Geben Sie seinen Namen an, dann wird er erstellt.
words-problem-duplicate = Das ist mehrfach vorhanden.
words-problem-ambiguous = Mehrere haben diesen Namen. Geben Sie an, welcher gemeint ist, mit seiner Kennung.
words-problem-other-version = Das wurde geändert, seit es gelesen wurde: Es hat jetzt Version { $version }.
words-problem-other-version-none = Das gibt es nicht.
words-problem-client-secret = Ein Client-Secret hat 32 bis 200 druckbare ASCII-Zeichen ohne Leerzeichen.
words-problem-fixed = Das kann nicht geändert werden.
words-problem-identifier = Das ist keine gültige Kennung.
words-problem-built-in = Das gehört zu jedem Arbeitsbereich und bleibt, wie es ist.
words-problem-no-secret = Dieser Client authentifiziert sich nicht mit einem Secret und hat daher keines.
words-problem-details-type-name = Ein Typ hat 1 bis 200 druckbare ASCII-Zeichen, ohne Leerzeichen, Anführungszeichen und Backslashes.
words-problem-details-schema-not-json = Das ist kein JSON: Hier fehlt eine Klammer, ein Komma oder ein Anführungszeichen, oder eines ist zu viel.
words-problem-details-schema-not-an-object = Geben Sie ein JSON-Objekt ein: ein JSON-Schema des Dialekts 2020-12.
words-problem-details-schema-too-long = Ein Schema hat höchstens 4.096 Bytes, ohne die Leerzeichen zwischen seinen Teilen.
words-problem-details-schema-too-deep = Ein Schema ist höchstens 32-fach verschachtelt und verweist nicht auf sich selbst.
words-problem-details-schema-too-large = Ein Schema hat höchstens 1.000 Teile, mit allem, worauf es verweist.
words-problem-details-schema-too-costly = Ein Objekt nach diesem Schema zu prüfen könnte zu lange dauern. Verschachteln Sie allOf, anyOf, oneOf, if und $ref weniger tief, vor allem unterhalb von unevaluatedProperties und unevaluatedItems: additionalProperties kostet nichts.
words-problem-details-schema-too-many-patterns = Ein Schema hat höchstens 20 Muster, mit allem, worauf es verweist.
words-problem-details-schema-reference = Ein Schema verweist nur auf seine eigenen Teile, etwa mit #/$defs/amount.
words-problem-details-schema-keyword = Lassen Sie $id, $anchor, $dynamicRef und $vocabulary weg: Ein Schema steht für sich.
words-problem-details-schema-dialect = Lassen Sie $schema weg oder schreiben Sie https://json-schema.org/draft/2020-12/schema: Einen anderen Dialekt gibt es nicht.
words-problem-details-schema-value = Dieses Schlüsselwort von JSON-Schema (2020-12) kann keinen solchen Wert haben.
words-problem-details-schema-looks-around = Ein Muster kann nicht voraus- oder zurückblicken wie in (?=a), (?<!a) und \1: Solche Muster können beliebig lange dauern.
words-problem-details-schema-pattern = Ein Muster ist kein regulärer Ausdruck oder wird übersetzt zu umfangreich: allein oder mit den anderen zusammen.
words-problem-details-schema-invalid = Das ist kein JSON-Schema des Dialekts 2020-12.
words-problem-details-schema-of-type = Typ { $place }: { $problem }
words-problem-unknown-details-type = Diesen Typ von Autorisierungsdetails hat der Arbeitsbereich nicht.
words-problem-unknown-client = In diesem Arbeitsbereich gibt es keinen solchen Client.
words-problem-unknown-resource = Kein Dienst dieses Arbeitsbereichs hat eine solche Ressourcenkennung.
words-problem-client-at-line = Zeile { $line }: Kein Client dieses Arbeitsbereichs hat diesen Namen oder diese ID, oder mehrere haben den Namen. Geben Sie die Client-ID an.
words-problem-resource-at-line = Zeile { $line }: Geben Sie eine absolute Adresse ohne #-Teil ein, etwa https://api.example.com/orders.
words-problem-unknown-resource-at-line = Zeile { $line }: Kein Dienst dieses Arbeitsbereichs hat eine solche Ressourcenkennung.
words-problem-unknown-scope = Kein Dienst dieses Arbeitsbereichs hat einen solchen Scope.
words-problem-unknown-scope-at-line = Zeile { $line }: Kein Dienst dieses Arbeitsbereichs hat einen solchen Scope.
words-problem-too-many = Es kann höchstens { $most } davon geben.
words-problem-too-long = Verwenden Sie höchstens { $most } Zeichen.
words-problem-name-empty = Geben Sie einen Namen an.
words-problem-name-too-long = Ein Name hat höchstens 100 Zeichen.
words-problem-name-control-character = Ein Name enthält keine Steuerzeichen.
words-problem-name-invisible = Ein Name enthält keine unsichtbaren Zeichen. Tippen Sie ihn neu, statt ihn einzufügen.
words-problem-slug-empty = Geben Sie eine Kennung an.
words-problem-slug-too-long = Eine Kennung hat höchstens 40 Zeichen.
words-problem-slug-character = Eine Kennung besteht aus Kleinbuchstaben, Ziffern und einzelnen Bindestrichen dazwischen.
words-problem-slug-reserved = Diese Kennung verwendet der Server selbst.
words-problem-lifetime-empty = Geben Sie eine Dauer ein, etwa 30d, 720h oder 1y 6mo.
words-problem-lifetime-not-a-duration = Das ist keine Dauer. Geben Sie eine ein, etwa 30d, 720h oder 1y 6mo (y, mo, w, d, h, m, s).
words-problem-lifetime-not-whole-seconds = Eine Dauer ist eine ganze Zahl von Sekunden und nicht negativ.
words-problem-lifetime-at-most = Erlaubt sind höchstens { $max }.
words-problem-lifetime-at-most-or-zero = Erlaubt sind höchstens { $max } oder 0 für keine.
words-problem-lifetime-between = Erlaubt sind { $min } bis { $max }.
words-problem-lifetime-between-or-zero = Erlaubt sind { $min } bis { $max } oder 0 für keine.
words-problem-family-limit = Wählen Sie 1 bis 1.000 oder 0 für kein Limit.
words-problem-registration-limit = Wählen Sie 1 bis 10.000.
words-problem-pinned-document-not-an-object = Fügen Sie das Dokument selbst ein: ein JSON-Objekt mit client_id und den übrigen Angaben.
words-problem-pinned-document-too-long = Ein Dokument hat höchstens 8.192 Bytes, ohne die Leerzeichen zwischen seinen Teilen.
words-problem-pinned-document-address = Die client_id eines Dokuments ist seine Adresse: https:// mit einem Pfad, ohne Benutzer, #-Teil und Punkte als Schritte, höchstens 512 Zeichen.
words-problem-pinned-document-other-address = Die client_id ist die Adresse eines anderen Dokuments. Hinterlegen Sie jenes für sich.
words-problem-document-member-missing = { $member }: Diese Angabe fehlt.
words-problem-document-member-kind = { $member }: Diese Angabe ist ein Wert anderer Art.
words-problem-document-member-too-many = { $member }: Diese Angabe hat zu viele Einträge.
words-problem-document-member-too-long = { $member }: Diese Angabe ist zu lang.
words-problem-document-member-characters = { $member }: Diese Angabe enthält Steuerzeichen oder unsichtbare Zeichen.
words-problem-document-member-not-allowed = { $member }: Das kann ein Client mit Dokument hier nicht haben. Was er anfragen kann, steht in den Einstellungen der Client-Registrierung.
words-problem-document-member-not-offered = { $member }: Das wird aus keinem Dokument übernommen. Lassen Sie es weg.
words-problem-document-member-inconsistent = { $member }: Der Antworttyp code und der Grant-Typ authorization_code gehören zusammen.
words-problem-document-member-subject-twice = { $member }: Ein Zertifikat ist durch eine Angabe bekannt: Lassen Sie die anderen weg.
words-problem-document-hosts = Geben Sie höchstens 100 Hosts ein, durch Leerzeichen getrennt: Namen mit Port, wenn er nicht 443 ist, etwa app.example.com oder localhost:8080, ohne https:// und ohne Pfad.
words-problem-of-document = Die Einstellungen dieses Clients kommen aus seinem Dokument und ändern sich mit ihm.
words-problem-of-registered-client = Dieser Client hat sich selbst registriert; seine Benutzer werden deshalb immer um Zustimmung gebeten.
words-problem-resource = Geben Sie eine absolute Adresse ohne #-Teil ein, etwa https://api.example.com/orders.
words-problem-assertion-issuer = Geben Sie den Issuer so ein, wie ihn seine Assertions nennen (iss): höchstens 500 druckbare ASCII-Zeichen ohne Leerzeichen.
words-problem-assertion-subject = Geben Sie ein, wie der Issuer den Benutzer nennt (sub): höchstens 255 Zeichen, ohne Steuerzeichen.
words-problem-unknown-issuer = Dieser Arbeitsbereich vertraut keinem solchen Issuer. Geben Sie dessen Namen in Adressen ein.
words-problem-subject-linked = Dieses Subject des Issuers ist bereits verknüpft, mit diesem Benutzer oder einem anderen.
words-problem-claim-name = Geben Sie den Namen eines Claims ein, etwa sub: höchstens 100 druckbare ASCII-Zeichen ohne Leerzeichen.
words-problem-email-claim = Bei bestätigten E-Mail-Adressen ist der Claim email: von keinem anderen sagt email_verified, dass er dem Benutzer gehört.
words-problem-redirect-uri = Zeile { $line }: { $problem }
words-problem-single-redirect-uri-not-a-uri = Geben Sie eine ganze Adresse ein, etwa https://app.example.com/callback.
words-problem-single-redirect-uri-fragment = Eine Redirect-URI hat kein Fragment (keinen #-Teil).
words-problem-single-redirect-uri-plain-http = Einfaches http ist nur für den eigenen Rechner (127.0.0.1, [::1] oder localhost); verwenden Sie https.
words-problem-single-redirect-uri-scheme = Verwenden Sie https, http auf dem eigenen Rechner oder ein eigenes Schema der Anwendung mit einem Punkt darin, etwa com.example.app.
words-problem-single-redirect-uri-user-info = Eine Redirect-URI enthält weder Benutzernamen noch Passwort.
words-problem-single-redirect-uri-wildcard = Eine Redirect-URI wird exakt verglichen; ein * passt auf nichts.
words-problem-single-redirect-uri-too-long = Eine Redirect-URI hat höchstens 2.000 Zeichen.
words-problem-single-redirect-uri-host = Schreiben Sie den Host in einfacher Form, wie in https://app.example.com/callback.
words-problem-single-redirect-uri-own-address = Das ist die Adresse von Regrant selbst. Eine Anwendung hat ihre eigene Adresse.
words-problem-redirect-uri-missing = Geben Sie mindestens eine ein: Mit dem Grant authorization_code müssen Benutzer zum Client zurückgeleitet werden.
words-problem-scope = Ein Scope hat 1 bis 100 druckbare ASCII-Zeichen ohne Leerzeichen, Anführungszeichen und umgekehrte Schrägstriche.
words-problem-confusable = Das lässt sich mit einem anderen Namen verwechseln: Es mischt Alphabete, oder seine Buchstaben sehen anderen ähnlich. Verwenden Sie ein einziges Alphabet.
words-problem-user-identifier = Geben Sie eine E-Mail-Adresse oder einen Benutzernamen ein: höchstens 254 Zeichen, ohne Leerzeichen.
words-problem-not-chosen = Dieser Wert würde nicht verwendet, weil „Arbeitsbereich“ gewählt ist. Wählen Sie „Eigener Wert“, oder leeren Sie das Feld.
words-problem-other-name = Das ist nicht der Name. Geben Sie den Namen genau so ein.
words-problem-not-this-user = Damit meldet sich der Benutzer nicht an. Geben Sie es so ein, wie es oben steht.
words-problem-phone-number-without-country = Beginnen Sie mit + und der Landesvorwahl, etwa +49 30 123456.
words-problem-phone-number-digits = Eine Telefonnummer hat 3 bis 15 Ziffern nach dem +.
words-problem-phone-number-character = Eine Telefonnummer besteht nur aus Ziffern, Leerzeichen, Bindestrichen, Punkten und Klammern und kann mit ;ext= und der Durchwahl enden.
words-problem-phone-number-extension = Eine Durchwahl hat 1 bis 15 Ziffern.
words-problem-address-too-long = Verwenden Sie höchstens 200 Zeichen.
words-problem-address-lines = Verwenden Sie eine einzige Zeile.
words-problem-address-invisible = Eine Anschrift enthält keine unsichtbaren Zeichen. Tippen Sie sie neu, statt sie einzufügen.
words-problem-claim-mapping-parts = Schreiben Sie vier Teile mit | dazwischen: den Claim, ein Feld oder = und einen Text, einen Scope oder -, und wo er mitgeteilt wird.
words-problem-claim-mapping-name = Der Name eines Claims hat 1 bis 100 druckbare ASCII-Zeichen ohne Leerzeichen, Anführungszeichen, Backslash und |.
words-problem-claim-mapping-reserved = Ein Claim dieses Namens stammt aus dem Protokoll oder aus einem Standard-Scope. Wählen Sie einen anderen Namen.
words-problem-claim-mapping-source = Wählen Sie ein Feld des Profils, oder schreiben Sie = und den Text, den alle haben: 1 bis 200 Zeichen, ohne | und Steuerzeichen.
words-problem-claim-mapping-json = Ein fester Wert ist ein Text oder eine Liste von Texten in JSON, etwa =["admins","staff"]. Anderes JSON wird nicht als solches mitgeteilt.
words-problem-claim-mapping-scope = Schreiben Sie einen Scope, oder - wenn der Claim unabhängig von den Scopes mitgeteilt wird.
words-problem-claim-mapping-places = Sagen Sie, wo er mitgeteilt wird: id_token, userinfo, access_token oder mehrere davon.
words-problem-sector = Geben Sie den Namen eines Hosts an, etwa example.com, ohne etwas davor oder danach.
words-problem-mail-host = Geben Sie den Namen oder die IP-Adresse eines Servers ohne Port ein.
words-problem-port = Ein Port ist eine Zahl von 1 bis 65535.
words-problem-password-again = Geben Sie das Passwort erneut ein: Es galt für einen anderen Server oder Benutzernamen.
words-problem-control-character = Lassen Sie Steuerzeichen wie Zeilenumbrüche weg.
words-problem-invisible-character = Lassen Sie Steuerzeichen und unsichtbare Zeichen weg. Tippen Sie den Text neu, statt ihn einzufügen.
words-problem-no-mail-server = Richten Sie zuerst einen Mailserver ein.
words-problem-no-mail = Dieser Dienst kann zurzeit keine E-Mails versenden. Wenden Sie sich an die Betreiber.
words-problem-mail-unreachable = Der Mailserver ist nicht erreichbar. Prüfen Sie Host und Port.
words-problem-mail-timed-out = Der Mailserver hat nicht rechtzeitig geantwortet.
words-problem-mail-private-network = Die Adresse des Mailservers liegt in einem privaten Netz, was diese Installation nicht erlaubt.
words-problem-mail-tls = Die TLS-Verbindung zum Mailserver ist fehlgeschlagen. Prüfen Sie den TLS-Modus und das Zertifikat des Servers.
words-problem-mail-authentication = Der Mailserver hat den Benutzernamen oder das Passwort abgelehnt.
words-problem-mail-refused = Der Mailserver hat die E-Mail abgelehnt.
words-problem-mail-server = Beim Mailserver ist ein Problem aufgetreten.
words-problem-mail-outbox = Die E-Mail konnte nicht in den Postausgang geschrieben werden.
words-problem-chain-place = Geben Sie eine Stelle so ein, wie eine frühere Prüfung sie angegeben hat: eine Zahl, ein Doppelpunkt und ein Hash aus 64 Hexadezimalziffern.
words-problem-nothing-chosen = Wählen Sie mindestens eines davon.
words-problem-of-api-client = Das ist ein API-Client. Erstellen Sie einen weiteren unter den API-Clients des Mandanten, mit seiner Rolle.
words-problem-unchosen = Wählen Sie eines davon.
words-problem-nothing-copied = Wählen Sie den Arbeitsbereich, der kopiert wird.
words-problem-nothing-verified = Es gibt nichts zu bestätigen: Füllen Sie das Feld aus, oder entfernen Sie das Häkchen.
words-problem-password-too-short = Ein Passwort hat mindestens 12 Zeichen.
words-problem-password-too-long = Ein Passwort hat höchstens 200 Zeichen.
words-problem-password-control-character = Ein Passwort enthält keine Steuerzeichen.
words-problem-password-common = Viele Menschen verwenden dieses Passwort, daher wird es als eines der ersten ausprobiert. Wählen Sie ein anderes.
words-problem-password-personal = Das ist für alle leicht zu erraten, die Namen, Adresse oder Organisation kennen. Lassen Sie diese weg, oder fügen Sie Wörter hinzu, die nichts damit zu tun haben.
words-problem-password-guessable = Das ist zu leicht zu erraten. Fügen Sie einige Wörter hinzu, die nichts miteinander zu tun haben.
words-problem-client-settings-public-type-with-secret = Ein Client dieses Typs kann kein Secret bewahren: Seine Authentifizierungsmethode ist none.
words-problem-client-settings-service-without-authentication = Ein Dienst handelt für sich selbst und muss sich daher authentifizieren.
words-problem-client-settings-public-client-credentials = Client Credentials, Token-Tausch und JWT-Bearer sind für Clients, die sich authentifizieren.
words-problem-client-settings-service-with-user-grant = Bei einem Dienst melden sich keine Benutzer an; er verwendet Client Credentials, Token-Tausch oder JWT-Bearer.
words-problem-client-settings-service-with-logout = Ein Dienst hat keine Benutzer, die sich abmelden könnten.
words-problem-client-settings-without-keys = Mit private_key_jwt authentifiziert er sich mit einem Schlüssel: Geben Sie seine öffentlichen Schlüssel an oder die Adresse, unter der er sie veröffentlicht.
words-problem-client-settings-without-request-keys = Seine signierten Request-Objekte werden mit seinen Schlüsseln geprüft: Geben Sie seine öffentlichen Schlüssel an oder die Adresse, unter der er sie veröffentlicht.
words-problem-client-settings-keys-twice = Geben Sie entweder die Schlüssel an oder die Adresse, unter der sie veröffentlicht sind, nicht beides.
words-problem-client-settings-without-certificate-keys = Mit self_signed_tls_client_auth authentifiziert er sich mit dem Schlüssel seines Zertifikats: Geben Sie seine öffentlichen Schlüssel an oder die Adresse, unter der er sie veröffentlicht.
words-problem-client-settings-without-certificate-subject = Mit tls_client_auth authentifiziert er sich mit dem, was sein Zertifikat sagt: Geben Sie den Inhaber des Zertifikats an.
words-problem-client-settings-bound-twice = Seine Tokens können an einen Schlüssel (DPoP) oder an sein Zertifikat gebunden sein, nicht an beides.
words-problem-client-settings-without-sector = Seine Redirect-URIs haben nicht einen gemeinsamen eigenen Host. Geben Sie den Host an, dessen Clients einen gemeinsamen Namen für einen Benutzer haben sollen.
words-problem-certificate-subject-distinguished-name = Geben Sie einen Distinguished Name ein, wie RFC 4514 ihn schreibt, etwa CN=shop.example.com,O=Example,C=DE. Setzen Sie innerhalb eines Werts einen Backslash vor , + " \ < > und ;.
words-problem-certificate-subject-attribute-type = Eine Attributart in diesem Distinguished Name ist hier nicht bekannt. Schreiben Sie sie als Zahlen, etwa 2.5.4.97=….
words-problem-certificate-subject-hexadecimal = Ein hexadezimaler Wert (#…) muss die DER-Kodierung eines Texts sein.
words-problem-certificate-subject-too-long = Hier sind höchstens 1.000 Zeichen möglich.
words-problem-certificate-subject-host-name = Geben Sie einen Hostnamen ein, wie das Zertifikat ihn enthält, etwa shop.example.com: keine Adresse, keinen Port und keinen Platzhalter.
words-problem-certificate-subject-uri = Geben Sie eine absolute URI ein, wie das Zertifikat sie enthält, etwa spiffe://example.com/shop.
words-problem-certificate-subject-ip-address = Geben Sie eine IP-Adresse ein, etwa 192.0.2.7 oder 2001:db8::7.
words-problem-certificate-subject-email = Geben Sie eine E-Mail-Adresse ein, wie das Zertifikat sie enthält, etwa shop@example.com.
words-problem-certificate-subject-several = Geben Sie nur einen Inhaber an: einen Distinguished Name, einen Hostnamen, eine URI, eine IP-Adresse oder eine E-Mail-Adresse.
words-problem-jwks-not-json = Das ist weder JSON noch PEM. Fügen Sie öffentliche Schlüssel oder Zertifikate in PEM, einen JSON Web Key oder ein JSON Web Key Set ein.
words-problem-jwks-not-a-set = Das ist weder ein JSON Web Key Set, ein Objekt mit einer Liste keys (RFC 7517, Abschnitt 5), noch ein einzelner Schlüssel, ein Objekt mit kty.
words-problem-jwks-too-long = Ein Key Set hat höchstens 32.768 Zeichen.
words-problem-jwks-empty = Geben Sie mindestens einen Schlüssel an.
words-problem-jwks-too-many = Geben Sie höchstens { $most } Schlüssel an.
words-problem-jwks-key-not-a-key = Schlüssel { $place }: Das ist kein JSON-Objekt mit kty.
words-problem-jwks-key-pem = Schlüssel { $place }: Das ist kein öffentlicher Schlüssel (BEGIN PUBLIC KEY) und kein Zertifikat (BEGIN CERTIFICATE) in PEM, oder es ist nicht vollständig.
words-problem-jwks-key-private = Schlüssel { $place }: Das ist ein privater Schlüssel. Geben Sie hier seinen öffentlichen Teil ein, ohne d, p, q, dp, dq, qi und oth, und ersetzen Sie den Schlüssel: Er ist nicht mehr geheim.
words-problem-jwks-key-shared = Schlüssel { $place }: Das ist ein gemeinsames Secret (kty oct). Nur öffentliche Schlüssel gehören hierher.
words-problem-jwks-key-unsupported = Schlüssel { $place }: Diese Art von Schlüssel wird nicht unterstützt. Es gibt EC-Schlüssel auf P-256 und P-384, Ed25519-Schlüssel und RSA-Schlüssel.
words-problem-jwks-key-malformed = Schlüssel { $place }: Seine Bestandteile fehlen oder sind kein base64url der richtigen Länge.
words-problem-jwks-key-rsa = Schlüssel { $place }: Ein RSA-Schlüssel hat einen ungeraden Modul von 2.048 bis 4.096 Bit und einen ungeraden Exponenten von 3 bis 4.294.967.295, in der Regel 65537 (AQAB).
words-problem-jwks-key-point = Schlüssel { $place }: Seine Bestandteile sind kein Punkt auf seiner Kurve oder einer, dessen privaten Schlüssel alle kennen.
words-problem-jwks-key-purpose = Schlüssel { $place }: Er ist nicht für Signaturen bestimmt: use muss sig sein und key_ops verify, wo sie angegeben sind.
words-problem-jwks-key-algorithm = Schlüssel { $place }: Sein alg passt nicht zu seinem kty oder ist keines von ES256, ES384, EdDSA, PS256 und RS256.
words-problem-jwks-key-kid = Schlüssel { $place }: kid muss ein Text mit 1 bis { $most } Zeichen sein, von denen keines unsichtbar ist.
words-problem-jwks-key-duplicate-kid = Schlüssel { $place }: Ein anderer Schlüssel hat dieselbe kid.
words-problem-client-uri-not-an-address = Geben Sie eine Adresse ein, die mit https:// und einem Host beginnt, ohne Benutzer. Nur auf dem eigenen Rechner darf sie mit http:// beginnen.
words-problem-client-uri-too-long = Eine Adresse hat höchstens 2.000 Zeichen.
words-problem-client-uri-fragment = Lassen Sie # und alles danach weg: Es wird nie gesendet.
words-problem-signing-none = Erlauben Sie mindestens einen Algorithmus.
words-problem-signing-not-allowed = Dieser Algorithmus ist nicht unter den erlaubten.
words-problem-algorithm-in-use = { $count ->
    [one] Ein Client hat diesen Algorithmus als eigenen. Geben Sie ihm zuerst einen anderen.
   *[other] { $count } Clients haben diesen Algorithmus als eigenen. Geben Sie ihnen zuerst einen anderen.
}
words-problem-role-of-api-clients = { $count ->
    [one] Ein API-Client hat diese Rolle. Löschen Sie ihn zuerst: Ein API-Client behält seine Rolle auf Dauer.
   *[other] { $count } API-Clients haben diese Rolle. Löschen Sie sie zuerst: Ein API-Client behält seine Rolle auf Dauer.
}
words-problem-export-of = Das ist ein Export von { $server }. Verwenden Sie: regrant import { $command }
words-problem-key-too-recent = Der nächste Schlüssel wurde erst jetzt veröffentlicht, und wer Tokens prüft, kennt ihn vielleicht noch nicht. Bis er signieren kann: { $wait }.
words-problem-key-too-recent-by-clock = Der nächste Schlüssel wurde veröffentlicht, als die Uhr vorging: Nach der Zeit, die er trägt, dauert es noch { $wait }, bis er signieren kann. Stellen Sie sicher, dass die Uhr richtig geht, und rotieren Sie sofort (`--at-once`).
words-problem-no-next-key = Es gibt noch keinen nächsten Schlüssel. Der Server veröffentlicht innerhalb von zehn Minuten einen.
words-problem-key-revoked = Dieser Schlüssel wurde bereits widerrufen: { $at }.
words-problem-next-key-there = Dieser Algorithmus hat bereits einen nächsten Schlüssel.
words-problem-webhook-url-not-an-address = Geben Sie eine Adresse ein, die mit https:// und einem Host beginnt, ohne Benutzer.
words-problem-webhook-url-too-long = Eine Adresse hat höchstens 2.000 Zeichen.
words-problem-webhook-url-fragment = Lassen Sie # und alles danach weg: Es wird nie gesendet.
words-problem-no-such-event = Dieses Ereignis gibt es nicht, oder es wird nicht mehr aufbewahrt.
words-problem-policy-public-client-without-rotation = Die Refresh-Tokens eines öffentlichen Clients müssen rotieren oder an einen Schlüssel gebunden sein: Sonst funktioniert ein gestohlenes Token unbemerkt, bis es abläuft (RFC 9700, Abschnitt 2.2.2).
words-problem-policy-until-first-use-without-key = Das vorherige Refresh-Token eines öffentlichen Clients kann nicht bis zur ersten Verwendung des neuen gültig bleiben, außer es ist an einen Schlüssel gebunden: Ein Dieb könnte es unbemerkt verwenden (RFC 9700, Abschnitt 4.14.2).
words-problem-policy-idle-longer-than-absolute = Die Leerlaufdauer ist länger als die Lebensdauer des Refresh-Tokens und würde daher nie etwas beenden.
words-problem-policy-of-clients = { $count ->
    [one] Ein Client bekäme diese Richtlinie, der sie nicht haben darf. { $violation }
   *[other] { $count } Clients bekämen diese Richtlinie, die sie nicht haben dürfen. { $violation }
}
