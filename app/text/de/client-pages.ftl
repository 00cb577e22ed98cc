# clients/explain.rs
client-pages-explain-new-user = Ein Benutzer, der noch nicht eingewilligt hat,
client-pages-explain-about = { $user } meldet sich an und willigt auf Nachfrage ein. Die Anfrage:
client-pages-explain-request-title = Würde diese Anfrage ein Refresh-Token erhalten?
client-pages-explain-left-out = Weggelassen: { $scopes }
client-pages-explain-service-answer = Würde diese Anfrage ein Access-Token erhalten?
client-pages-explain-service-about = Der Dienst authentifiziert sich, wie er registriert ist. Die Anfrage:

# clients/explain/answer.rs
client-pages-explain-step-yes = Ja:
client-pages-explain-step-no = Nein:
client-pages-explain-step-change = Hier ändern: { $page }

# clients/explain/decisions.rs
client-pages-explain-answer = Antwort
client-pages-explain-why = Warum
client-pages-explain-user = Benutzer
client-pages-explain-when = Wann
client-pages-explain-action = Erklären
client-pages-explain-recent-title = Letzte Token-Anfragen
client-pages-explain-recent-lead = Anmeldungen und Ablehnungen am Token-Endpunkt, die neuesten zuerst. Dieselbe Ablehnung wird höchstens einmal pro Minute aufgezeichnet.
client-pages-explain-recent-none = Noch nichts. Hier erscheint, was dieser Client am Token-Endpunkt anfragt.
client-pages-explain-recent-table = Antworten

# clients/explain/question.rs
client-pages-explain-question-title = Warum kein Refresh-Token?
client-pages-explain-question-lead = Prüfen Sie, was der Server auf eine Autorisierungsanfrage antworten würde. Er nimmt seine üblichen Prüfungen vor und speichert nichts.
client-pages-explain-user-hint = Benutzername, E-Mail-Adresse oder Benutzer-ID. Leer lassen für einen Benutzer, der noch nicht eingewilligt hat.
client-pages-explain-signed-in = Bereits angemeldet
client-pages-explain-signed-in-hint = Der Benutzer hat hier eine Sitzung, wenn die Anfrage eintrifft.
client-pages-explain-scope = Scope
client-pages-explain-scope-hint = Ohne Angabe: openid offline_access.
client-pages-explain-resource = Ressourcenserver
client-pages-explain-resource-hint = Die Adressen, die die Anwendung als resource sendet, durch Leerzeichen getrennt.
client-pages-explain-prompt = Prompt
client-pages-explain-prompt-unsent = nicht gesendet: Der Benutzer wird gefragt, was nötig ist
client-pages-explain-prompt-consent = consent: Der Benutzer wird um Einwilligung gebeten
client-pages-explain-prompt-login = login: Der Benutzer meldet sich erneut an
client-pages-explain-prompt-none = none: Der Benutzer wird nichts gefragt
client-pages-explain-request = Autorisierungsanfrage
client-pages-explain-request-hint = Statt Scope, Ressourcenservern und Prompt: die Adresse, zu der die Anwendung ihre Benutzer schickt, wie sie im Browser oder in einem Protokoll steht.

# clients/explain/recorded.rs
client-pages-explain-recorded-title = Was aufgezeichnet wurde
client-pages-explain-scopes-left-out = Weggelassene Scopes
client-pages-explain-reason-code = Code des Grunds
client-pages-explain-advice = Was zu prüfen ist
client-pages-explain-assertion-issuer = Issuer der Assertion
client-pages-explain-assertion-subject = { $claim } der Assertion
client-pages-explain-now = Dieselbe Anfrage jetzt: { $answer }
client-pages-explain-changes = Damals und jetzt
client-pages-explain-condition = Bedingung
client-pages-explain-then = Damals
client-pages-explain-now-head = Jetzt
client-pages-explain-changed-at = Zu ändern unter
client-pages-explain-yes = ja
client-pages-explain-no = nein
client-pages-explain-refresh-title = Würde eine Erneuerung jetzt gelingen?
client-pages-explain-with-token = Mit dem aktuellen Token { $token }.
client-pages-explain-token-of = des Refresh-Tokens von { $user }
client-pages-explain-ended = Es endete am { $time }. Grund: { $reason }.
client-pages-explain-ends = Es endet am { $time }. Maßgeblich: { $rule }.

# clients/explain/service.rs
client-pages-explain-service-title = Warum kein Access-Token?
client-pages-explain-service-lead = Prüfen Sie, was der Server auf eine Token-Anfrage dieses Dienstes antworten würde: ob er sich authentifizieren kann, den Grant hat und haben darf, worum er bittet. Er prüft wie sonst und speichert nichts.
client-pages-explain-service-scope-hint = Leer gelassen: alles, was der Dienst haben darf.
client-pages-explain-service-request = Token-Anfrage
client-pages-explain-service-request-hint = Anstelle von Scope und Ressourcenservern: die Parameter, die der Dienst sendet, etwa grant_type=client_credentials&scope=orders.read.

# clients/quickstart.rs
client-pages-quickstart-values = Ihre Werte
client-pages-quickstart-values-lead = Sie sind unten bereits eingesetzt.
client-pages-quickstart-values-library = Geben Sie sie der Bibliothek, die die Anfragen stellt.
client-pages-quickstart-issuer = Issuer
client-pages-quickstart-client-id = Client-ID
client-pages-quickstart-redirect-uri = Redirect-URI
client-pages-quickstart-example = { $uri } ist ein Beispiel: { $link }, dann steht sie im Code.
client-pages-quickstart-register = Registrieren Sie eine eigene
client-pages-quickstart-scopes = Scopes
client-pages-quickstart-secret = Client-Secret
client-pages-quickstart-reads-secret = Der Code liest es aus der Umgebungsvariable { $variable }. Hier ist es nicht bekannt. { $link }
client-pages-quickstart-has-secret = Hier ist es nicht bekannt. { $link }
client-pages-quickstart-replace-secret = Bei Verlust ersetzen
client-pages-quickstart-device-endpoint = Endpunkt der Geräteautorisierung
client-pages-quickstart-verification = Wo Benutzer den Code eingeben
client-pages-quickstart-key = Privater Schlüssel
client-pages-quickstart-reads-key = Der Code liest ihn in PEM aus der Datei, die die Umgebungsvariable { $variable } nennt. Der Server kennt nur seinen öffentlichen Teil.
client-pages-quickstart-has-key = Der Client hat ihn. Der Server kennt nur seinen öffentlichen Teil.
client-pages-quickstart-certificate = Zertifikat
client-pages-quickstart-reads-certificate = Der Code liest es und seinen privaten Schlüssel aus den Dateien, die die Umgebungsvariablen { $certificate } und { $key } nennen.
client-pages-quickstart-has-certificate = Der Client hat es und seinen privaten Schlüssel.
client-pages-quickstart-code = Code
client-pages-quickstart-code-lead-browser = Ein vollständiges Programm: Es findet die Endpunkte, meldet einen Benutzer mit PKCE an, löst den Code ein, erneuert und widerruft. Im Browser hält es seine Tokens nur im Arbeitsspeicher, sonst speichert es das neue Refresh-Token, bevor es dieses verwendet. Bleibt eine Antwort aus, sendet es dieselbe Anfrage noch einmal.
client-pages-quickstart-code-lead-user = Ein vollständiges Programm: Es findet die Endpunkte, meldet einen Benutzer mit PKCE an, löst den Code ein, erneuert und widerruft. Es speichert das neue Refresh-Token, bevor es dieses verwendet, und sendet dieselbe Anfrage noch einmal, wenn eine Antwort ausbleibt.
client-pages-quickstart-code-lead-service = Ein vollständiges Programm: Es findet die Endpunkte, holt ein Access-Token für sich selbst und widerruft es.
client-pages-quickstart-languages = Sprachen
client-pages-quickstart-code-for = Code für { $language }
client-pages-quickstart-try = Um dieselben Anfragen ohne Code zu sehen, { $link }.
client-pages-quickstart-try-link = probieren Sie es aus
client-pages-quickstart-run-browser = Für den Browser, { $needs }. Speichern Sie den Code als Datei, die Ihre Website unter der Redirect-URI { $uri } ausliefert, und öffnen Sie diese Adresse. Um ihn auf diesem Rechner auszuprobieren, registrieren Sie { $local }, speichern Sie ihn als { $file } und führen Sie daneben { $command } aus.
client-pages-quickstart-run = In { $language }, { $needs }. Speichern Sie den Code als { $file } und führen Sie { $command } aus.
client-pages-quickstart-signed = Dieser Client authentifiziert sich mit seinem privaten Schlüssel: Jede seiner Anfragen braucht ein von ihm signiertes JWT (private_key_jwt, RFC 7523). Dafür und für das Übrige, was er tun muss, gibt es kein Programm; eine Bibliothek erledigt es. Geben Sie ihr die Werte oben, seinen privaten Schlüssel und den Issuer als Audience.
client-pages-quickstart-presents = Dieser Client legt ein Zertifikat vor: Seine Anfragen werden über gegenseitiges TLS gestellt (RFC 8705), wofür eine Bibliothek nötig ist. Geben Sie ihr die Werte oben, sein Zertifikat und seinen privaten Schlüssel, und lassen Sie sie mtls_endpoint_aliases der Metadaten verwenden, sofern vorhanden.
client-pages-quickstart-pushes = Dieser Client muss seine Autorisierungsanfragen vorab an den Server übermitteln, bevor er den Browser des Benutzers schickt (RFC 9126), und signiert, womit er sich authentifiziert. Die meisten Bibliotheken können beides. Geben Sie einer die Werte oben und seinen privaten Schlüssel, und schalten Sie das Übermitteln ein.
client-pages-quickstart-signs = Dieser Client muss seine Autorisierungsanfragen signieren (RFC 9101), was die meisten Bibliotheken mit seinem privaten Schlüssel können. Geben Sie einer die Werte oben und den Schlüssel, und schalten Sie es ein; müssen die Anfragen auch vorab übermittelt werden, dann auch das.
client-pages-quickstart-bound = Dieser Client erhält Tokens, die an einen Schlüssel gebunden sind: Jede seiner Anfragen braucht einen DPoP-Nachweis (RFC 9449). Die meisten Bibliotheken erstellen ihn; geben Sie einer die Werte oben. In docs/fapi.md steht ein Programm für Node.js ohne Pakete, das auch seine Anfragen überträgt und sich mit seinem Schlüssel authentifiziert.
client-pages-quickstart-device = Gerät
client-pages-quickstart-device-lead = Ein ganzes Programm: Es findet die Endpunkte, zeigt einen Code, fragt, bis sein Benutzer ihn eingegeben und entschieden hat, erneuert und widerruft. Es speichert das neue Refresh-Token, bevor es es verwendet.
client-pages-quickstart-exchange = Token-Tausch
client-pages-quickstart-exchange-lead = Tauscht ein Access-Token, das bei diesem Client ankam, gegen ein eigenes (RFC 8693), das annimmt, was er als Nächstes aufruft.

# clients/quickstart/code.rs
client-pages-quickstart-needs-page = eine einzelne Seite ohne Pakete
client-pages-quickstart-needs-shell = als Shell-Skript
client-pages-quickstart-needs-reqwest = mit reqwest
client-pages-quickstart-needs-nothing = ohne Pakete
client-pages-quickstart-needs-library = allein mit der Standardbibliothek

# clients/trial.rs
client-pages-try-kept = Dies ist das Ergebnis, wie es kam. Beim Neuladen der Seite wird nichts erneut ausgeführt: Starten Sie für einen weiteren Test neu.
client-pages-try-over = Dieser Test ist vorbei oder wurde in einer anderen Sitzung begonnen. Ein Test kann zehn Minuten lang beantwortet werden, in der Sitzung, in der er begonnen wurde.
client-pages-try-title = Testanmeldung
client-pages-try-lead-user = Melden Sie sich bei diesem Client an, wie es seine Benutzer tun, und sehen Sie jede Anfrage und ihre Antwort: Autorisierung, Einlösen des Codes, Erneuerung, UserInfo, Introspection und Widerruf.
client-pages-try-devices = Dieser Client ist für Geräte ohne Browser: Hier gibt es keine Anmeldung auszuprobieren. „Erklären“ zeigt, was seine Geräte erhalten.
client-pages-try-exchanges = Dieser Client tauscht nur Access-Tokens, die bei ihm ankamen: Ohne ein solches gibt es hier nichts auszuprobieren. „Schnellstart“ hat ein Programm, das eines tauscht.
client-pages-try-lead-service = Holen Sie ein Token, wie es dieser Client tut, und sehen Sie jede Anfrage und ihre Antwort: Token, Introspection und Widerruf.
client-pages-try-configuration = Der Test läuft mit der aktuellen Konfiguration des Clients und durch denselben Code wie die Endpunkte.
client-pages-try-address = Der Test kehrt zu dieser Seite zurück. Dafür akzeptiert der Client zehn Minuten lang eine Adresse, die nur für diesen Test gilt; seine Redirect-URIs bleiben, wie sie sind.
client-pages-try-secret = Das Secret des Clients wird nicht abgefragt: Sie stehen für den Client ein, da Sie ihn ändern dürfen.
client-pages-try-tokens = Tokens werden gekürzt angezeigt und am Ende widerrufen. Im Audit-Protokoll steht, dass Sie einen Test begonnen haben.
client-pages-try-user = Sie melden sich als Benutzer dieses Arbeitsbereichs an und bleiben dort in diesem Browser angemeldet: Der nächste Test fragt nicht, wer Sie sind. { $link }, um als anderer Benutzer zu testen.
client-pages-try-sign-out = Melden Sie sich dort ab
client-pages-try-start = Starten
client-pages-try-again = Erneut starten
client-pages-try-result = Ergebnis
client-pages-try-answered = Beantwortet
client-pages-try-refused = Abgelehnt
client-pages-try-request = Anfrage
client-pages-try-request-number = Anfrage { $number }
client-pages-try-answer-number = Antwort { $number }
client-pages-try-answer-address = Antwort, in der Adresse, zu der der Browser zurückkam
client-pages-try-answer = Antwort: { $status }
client-pages-try-answer-empty = Antwort: { $status }, ohne Inhalt
client-pages-try-shortened = { $text } ({ $count } Zeichen)
client-pages-try-claims = Claims von { $token }
client-pages-try-claims-number = Claims von { $token } in Antwort { $number }
