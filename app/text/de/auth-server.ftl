# auth_server/claims.rs
auth-server-claims-title = Claims
auth-server-claims-lead = Was Tokens und Userinfo über Benutzer sagen, neben den Claims der Standard-Scopes.
auth-server-claims-mappings = Claims dieses Arbeitsbereichs
auth-server-claims-mappings-hint = Einer pro Zeile, höchstens { $most }: der Claim | ein Feld, oder = und ein Text | ein Scope, oder - | wo er mitgeteilt wird. Mit - wird er jedem Client mitgeteilt, und die Einwilligungsseite nennt ihn nicht.
auth-server-claims-example = Zum Beispiel:
auth-server-claims-fields = Felder des Profils: { $fields }. Hat ein Benutzer dort nichts, entfällt der Claim. Andere Attribute und Gruppen haben Benutzer nicht: Was nach = steht, wird von allen mitgeteilt, eine Liste in JSON wie =["orders","billing"] als Liste.
auth-server-claims-places = Orte: { $places }. Was Access-Tokens enthalten, sagt auch die Introspection.
auth-server-claims-reserved = Die Claims der Protokolle und der Standard-Scopes können nicht gesetzt werden.
auth-server-claims-levels = Wie sich ein Benutzer angemeldet hat, wird ohne Zuordnung mitgeteilt: acr und amr stehen in ID-Tokens, Access-Tokens und Introspection. Einen weiteren Faktor fordert ein Client mit acr_values an, einzelne Claims mit claims.

# auth_server/fapi.rs
auth-server-fapi-title = FAPI 2.0
auth-server-fapi-lead = Was FAPI 2.0 von einem Autorisierungsserver verlangt, Klausel für Klausel: was hier erfüllt ist, durch welche Einstellung, und bei welchen Clients nicht.
auth-server-fapi-all = Alle Klauseln sind erfüllt.
auth-server-fapi-failing = { $count ->
    [one] { $count } Klausel ist nicht erfüllt.
   *[other] { $count } Klauseln sind nicht erfüllt.
}
auth-server-fapi-section = Abschnitt
auth-server-fapi-asks = Klausel
auth-server-fapi-standing = Stand
auth-server-fapi-setting = Hängt ab von
auth-server-fapi-clients = Clients
auth-server-fapi-clients-lead = Was bei jedem Client nicht erfüllt ist. Ein Link führt zur Einstellung.
auth-server-fapi-client = Client
auth-server-fapi-missing = Was dort gilt
auth-server-fapi-client-one = Client
auth-server-fapi-client-many = Clients
auth-server-fapi-search = Nach Name oder Client-ID suchen
auth-server-fapi-looked = im Namen oder als Client-ID
auth-server-fapi-no-setting = Keine Einstellung
auth-server-fapi-no-client = Noch kein Client
auth-server-fapi-no-client-more = Jeder Client wird hier beurteilt, sobald es einen gibt.

# auth_server/key_revocation.rs
auth-server-revocation-title = Diesen Schlüssel widerrufen?
auth-server-revocation-lead = Für einen privaten Schlüssel, den möglicherweise jemand anderes hat. Um einen Schlüssel zu ersetzen, ohne etwas zu beenden, rotieren Sie ihn.
auth-server-revocation-here = Widerrufen
auth-server-revocation-label = Schlüssel widerrufen
auth-server-revocation-over-title = Dieser Schlüssel ist widerrufen
auth-server-revocation-over-lead = Was er signiert hat, wird nicht mehr akzeptiert.
auth-server-revocation-over-at = Er wurde widerrufen: { $time }.
auth-server-revocation-ends = Nach spätestens einer Sekunde wird nichts mehr akzeptiert, was dieser Schlüssel signiert hat. Das lässt sich nicht rückgängig machen und betrifft:
auth-server-revocation-id-tokens = ID-Tokens, als Hinweis bei der nächsten Anmeldung oder beim Abmelden
auth-server-revocation-stays = Refresh-Tokens sind opak und bleiben aktiv, ebenso die Sitzungen: Clients erhalten damit neue Access-Tokens. APIs, die Tokens selbst prüfen, akzeptieren die Tokens dieses Schlüssels, bis sie die Schlüssel neu abrufen, in der Regel höchstens { $time } lang.
auth-server-revocation-none = kein aktives Access-Token bekannt
auth-server-revocation-one = 1 aktives Access-Token
auth-server-revocation-several = { $count } aktive Access-Tokens
auth-server-revocation-at-most = höchstens { $count } aktive Access-Tokens: Die Einstellungen wurden seither geändert, und einige sind vielleicht anders signiert
auth-server-revocation-at-least = mindestens { $count } aktive Access-Tokens: Es waren zu viele, um alle zu zählen
auth-server-revocation-about = etwa { $count } aktive Access-Tokens: Es waren zu viele, um alle zu zählen
auth-server-revocation-next = Danach signiert der nächste Schlüssel { $key }. Er ist lange genug veröffentlicht, seine Tokens werden also akzeptiert.
auth-server-revocation-unknown = Danach signiert ein Schlüssel, der noch nicht lange genug veröffentlicht ist: APIs und Clients, die Schlüssel zwischenspeichern, weisen seine Tokens ab, bis sie die Schlüssel neu abrufen, in der Regel innerhalb einer Minute.

# auth_server/key_table.rs
auth-server-keys-table = Signaturschlüssel
auth-server-keys-algorithm = Algorithmus
auth-server-keys-state = Status
auth-server-keys-id = Schlüssel-ID
auth-server-keys-kid = Schlüssel-ID (kid)
auth-server-keys-since = Seit
auth-server-keys-until = Bis
auth-server-keys-actions = Aktionen
auth-server-keys-revoke = Widerrufen
auth-server-keys-until-about = Signiert bis etwa { $time }
auth-server-keys-until-rotated = Signiert bis zur Rotation
auth-server-keys-next = Signiert als Nächster
auth-server-keys-published-until = Veröffentlicht bis { $time }
auth-server-keys-unpublished = Nicht mehr veröffentlicht
auth-server-keys-for-good = Endgültig
auth-server-keys-rotate = Rotieren
auth-server-keys-rotate-title = Schlüssel für { $algorithm } rotieren?
auth-server-keys-rotate-text = Ab jetzt signiert der nächste Schlüssel. Tokens, die dieser signiert hat, bleiben gültig, und er bleibt veröffentlicht, bis das letzte davon abgelaufen ist. Nichts fällt aus.
auth-server-keys-ahead = Der nächste Schlüssel wurde veröffentlicht, als die Uhr vorging: Nach der Zeit, die er trägt, kann er noch { $time } lang nicht signieren. Prüfen Sie, ob die Uhr richtig geht, und rotieren Sie sofort.
auth-server-keys-too-new = Der nächste Schlüssel wurde gerade erst veröffentlicht und kann noch { $time } lang nicht signieren. Rotieren Sie bis dahin nur im Notfall.
auth-server-keys-no-next = Es gibt noch keinen nächsten Schlüssel: Der Server veröffentlicht innerhalb von zehn Minuten einen. Rotieren Sie bis dahin nur im Notfall.
auth-server-keys-at-once = Sofort rotieren
auth-server-keys-at-once-title = Schlüssel für { $algorithm } sofort rotieren?
auth-server-keys-at-once-text = Dann signiert sofort ein Schlüssel, den noch niemand kennt, der Schlüssel zwischenspeichert: APIs und Clients weisen seine Tokens ab, bis sie die Schlüssel neu abrufen, in der Regel innerhalb einer Minute. Tokens, die der bisherige Schlüssel signiert hat, bleiben gültig.

# auth_server/keys.rs
auth-server-keys-title = Schlüssel
auth-server-keys-lead = Die Schlüssel, mit denen Tokens signiert werden. Wer Tokens prüft, ruft die öffentlichen Schlüssel unter der jwks_uri des Arbeitsbereichs ab. Ein Schlüssel wird dort veröffentlicht, bevor er signiert, und bleibt dort, bis das letzte von ihm signierte Token abgelaufen ist.
auth-server-keys-rotation = Automatische Rotation
auth-server-keys-rotation-lead = Der Server rotiert jeden Schlüssel, wenn seine Zeit abgelaufen ist, und veröffentlicht den nächsten. Refresh-Tokens und Sitzungen sind davon nicht betroffen.
auth-server-keys-rotation-after = Rotieren nach
auth-server-keys-rotation-hint = Nach welcher Zeit der nächste Schlüssel signiert: { $bounds }, zum Beispiel 90d. 0 schaltet die Rotation aus; rotieren Sie dann von Hand.
auth-server-keys-rotation-never = Nie
auth-server-keys-others = Andere Algorithmen
auth-server-keys-others-lead = Ein Algorithmus, der ausgewählt wird, bekommt sofort einen Schlüssel, und dieser signiert sofort. Veröffentlichen Sie den Schlüssel vorher, damit ihn alle bereits kennen, die Tokens prüfen.
auth-server-keys-publish = Schlüssel veröffentlichen

# auth_server/sections.rs
auth-server-tokens-on = Ein
auth-server-tokens-off = Aus
auth-server-tokens-format = Format des Access-Tokens
auth-server-tokens-responses = Token-Antworten
auth-server-tokens-announce = Clients mitteilen, wann Refresh-Tokens ablaufen
auth-server-tokens-announce-hint = Jede Antwort mit einem Refresh-Token gibt an, in wie vielen Sekunden es abläuft, wenn es nicht verwendet wird (refresh_token_timeout), und in wie vielen sich der Benutzer neu anmelden muss (authorization_expires_in).
auth-server-tokens-signing = Signatur
auth-server-tokens-signing-lead = Jeder Algorithmus hat einen eigenen Schlüssel. Wird ein Algorithmus zum ersten Mal ausgewählt, bekommt er ihn sofort; unter Auth-Server › Schlüssel kann er vorher veröffentlicht werden.
auth-server-tokens-id-token-alg = ID-Tokens werden signiert mit
auth-server-tokens-id-token-alg-hint = Clients erwarten RS256, wenn sie nicht anders konfiguriert sind. Bei einem anderen Algorithmus lehnen Clients, die für RS256 konfiguriert sind, die Anmeldung ab.
auth-server-tokens-id-token-alg-hint-without-rs256 = Clients erwarten RS256, wenn sie nicht anders konfiguriert sind. RS256 gehört nicht zu den erlaubten Algorithmen: Jeder Client wird auf diesen eingestellt.
auth-server-tokens-access-token-alg = Access-Tokens werden signiert mit
auth-server-tokens-access-token-alg-hint = Mit ES256 zu signieren kostet weit weniger als mit RSA (RS256, PS256). Eine API, die Tokens selbst prüft, muss den Algorithmus kennen.
auth-server-tokens-access-token-alg-hint-without-rs256 = Eine API, die Tokens selbst prüft, muss den Algorithmus kennen.
auth-server-tokens-algorithms = Erlaubte Algorithmen
auth-server-tokens-algorithms-hint = Unter diesen können Clients ihren eigenen wählen.
auth-server-tokens-algorithms-all = alle
auth-server-tokens-key-binding = Schlüsselbindung
auth-server-tokens-key-binding-lead = Ein Client, der den Besitz eines Schlüssels nachweist (DPoP), erhält Tokens, die nur mit diesem Schlüssel funktionieren. Um das zu verlangen, schalten Sie auf der OAuth-Seite des Clients DPoP-gebundene Access-Tokens ein.
auth-server-tokens-proofs = Besitznachweise
auth-server-tokens-nonce = Nonce verlangen
auth-server-tokens-nonce-hint = Ein Nachweis muss einen Wert dieses Servers enthalten, der höchstens zehn Minuten alt ist, damit er nicht im Voraus erstellt werden kann. Die erste Anfrage des Clients wird mit dem Wert beantwortet und dann wiederholt.
auth-server-tokens-history = Verlauf
auth-server-tokens-history-lead = Was älter ist, wird im Hintergrund gelöscht. Wie lange das Audit-Protokoll aufbewahrt wird, bestimmt die Konfiguration des Servers.
auth-server-tokens-refreshes = Erneuerungen
auth-server-tokens-refreshes-hint = Wie lange jede Erneuerung auf der Seite ihres Refresh-Tokens angezeigt wird. { $bounds }.
auth-server-tokens-decisions = Entscheidungen und Ablehnungen
auth-server-tokens-decisions-hint = Wie lange sich Antworten des Token-Endpunkts erklären lassen. { $bounds }.
auth-server-tokens-ended = Beendete Refresh-Tokens
auth-server-tokens-ended-hint = Wie lange ein Refresh-Token nach dem Ende seiner Lebensdauer mit seinen Ereignissen noch angezeigt wird. Ein widerrufenes bleibt auf jeden Fall bis dahin erhalten. { $bounds }.

# auth_server/tokens.rs
auth-server-tokens-title = Tokens
auth-server-tokens-lead = Wie lange Tokens gelten, wie sie aufgebaut sind und wie Refresh-Tokens geschützt werden. Ein Client kann eigene Einstellungen haben.
auth-server-tokens-lifetimes = Lebensdauer
auth-server-tokens-lifetimes-lead = Dauern wie 30d, 720h oder 1y 6mo. Ein Monat hat 30 Tage, ein Jahr 365.
auth-server-tokens-rotation = Rotation
auth-server-tokens-rotation-lead = Ein Refresh-Token wird bei der Verwendung ersetzt, höchstens einmal je Wiederholungsfenster. Kommt ein altes Token später noch einmal, wurde es kopiert: Alles, was aus dieser Anmeldung entstanden ist, wird widerrufen.
auth-server-tokens-rotation-switches = Vorheriges Token
auth-server-tokens-limits = Limits
auth-server-tokens-limits-lead = Ein Benutzer hat für jede Anmeldung bei einem Client ein Refresh-Token: eines für jedes seiner Geräte.
auth-server-tokens-issuing = Ausstellung
auth-server-tokens-issuing-lead = Ein Client, der offline_access anfragt und bekommt, erhält ein Refresh-Token.
auth-server-tokens-issuing-switches = Ohne Offline-Zugriff
auth-server-tokens-ends = Endet außerdem
auth-server-tokens-ends-lead = Andere Ereignisse, die ein Refresh-Token beenden.
auth-server-tokens-ends-switches = Sitzungen und Passwörter
auth-server-tokens-forbidden = Zu einem Client, für den diese Richtlinie nicht zulässig ist
