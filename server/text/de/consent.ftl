# oauth/pages/consent.rs
consent-title = Zugriff erlauben
consent-allow = Erlauben
consent-deny = Ablehnen
consent-cancel = Abbrechen
consent-continue-to = Weiter zu { $client }?
consent-allow-client = { $client } erlauben?
consent-known = Andere Programme können sich als { $client } ausgeben. Fahren Sie nur fort, wenn Sie gerade begonnen haben, sich dort anzumelden. Sie werden zu { $place } weitergeleitet.
consent-document = { $client } ist bei { $host } veröffentlicht. Jeder kann einer Anwendung diesen Namen geben: Erlauben Sie sie nur, wenn Sie diese Adresse kennen.
consent-to-device = Sie werden zu { $place } weitergeleitet. Jedes Programm dort kann die Antwort erhalten: Erlauben Sie das nur, wenn Sie gerade begonnen haben, sich auf diesem Gerät anzumelden.
consent-to = Sie werden zu { $place } weitergeleitet.
consent-may = { $client } darf:
consent-offline = Zugriff behalten, während Sie nicht da sind
consent-offline-text = { $client } kann diesen Zugriff auch verwenden, wenn Sie nicht da sind, ohne Sie erneut zu fragen. Höchstdauer: { $duration }.
consent-end = Sie können diesen Zugriff jederzeit in { $account } beenden.
consent-end-link = Ihrem Konto

# oauth/pages/asked.rs
consent-registered = { $client } hat sich hier selbst registriert, und niemand hat den Namen geprüft. Jeder kann einer Anwendung diesen Namen geben: Erlauben Sie sie nur, wenn Sie wissen, woher sie kommt.
consent-origin-document = veröffentlicht bei { $host }
consent-origin-registered = hat sich selbst registriert, Name nicht geprüft
consent-signed-in-as = Sie sind als { $user } angemeldet.
consent-would-like = { $client } möchte:
consent-for = Der Zugriff gilt für:

# oauth/pages/device.rs, oauth/device.rs
consent-device-connect = Ein Gerät verbinden
consent-device-enter = Geben Sie den Code ein, den Ihr Gerät zeigt.
consent-device-compare = Fahren Sie nur fort, wenn Ihr Gerät diesen Code zeigt.
consent-device-code = Code
consent-device-code-hint = Acht Buchstaben, etwa WDJB-MJHT. Großschreibung und Bindestrich sind gleichgültig.
consent-device-warning = Hat Ihnen jemand diesen Code oder diese Seite geschickt? Dann schließen Sie sie: Man will Ihr Konto verwenden.
consent-device-malformed = Das kann kein Code sein. Er hat acht Buchstaben und keine Vokale, etwa WDJB-MJHT.
consent-device-unknown = Kein Gerät wartet auf diesen Code. Vergleichen Sie ihn mit dem Gerät, das nach 10 Minuten einen anderen zeigt.
consent-device-too-many = Zu viele Codes waren falsch. Versuchen Sie es später erneut. Wartezeit: { $wait }.
consent-device-outdated = Es wurde nichts gesendet: Diese Seite war veraltet. Senden Sie den Code erneut.
consent-device-elsewhere = Geben Sie den Code ein, den Ihr Gerät zeigt. Die Seite, von der Sie kommen, wurde in einem anderen Browser geöffnet oder vor zu langer Zeit. Wenn Sie jemand hierher geschickt hat, gehen Sie nicht weiter: Diese Person bekäme Zugriff auf Ihr Konto.
consent-device-title = Ein Gerät zulassen
consent-device-allow = { $client } auf Ihrem Gerät erlauben?
consent-device-text = Ein Gerät bittet um Zugriff auf Ihr Konto. Erlauben Sie ihn nur, wenn Sie gerade begonnen haben, sich dort anzumelden, und es diesen Code zeigt:
consent-device-sent = Wenn Ihnen jemand den Code geschickt hat, lehnen Sie ab: Diese Person bekäme den Zugriff.
consent-device-address = Das Gerät hat von der Adresse { $address } aus gefragt.
consent-device-offline = Das Gerät kann diesen Zugriff auch verwenden, wenn Sie nicht da sind, ohne Sie erneut zu fragen. Höchstdauer: { $duration }.
consent-device-connected = Das Gerät ist verbunden
consent-device-connected-text = { $client } fährt auf Ihrem Gerät in wenigen Sekunden fort. Sie können diese Seite schließen.
consent-device-denied = Das Gerät erhält keinen Zugriff
consent-device-denied-text = { $client } erhält auf dem Gerät keinen Zugriff. Sie können diese Seite schließen.
consent-device-over = Dieser Code funktioniert nicht mehr
consent-device-over-text = Er ist abgelaufen, wurde bereits verwendet oder darf nicht mehr verwendet werden. Beginnen Sie am Gerät neu, das dann einen anderen Code zeigt.

# oauth/pages/details.rs
consent-asks-for = { $client } bittet um:
consent-detail-actions = Aktionen
consent-detail-datatypes = Arten von Daten
consent-detail-identifier = Um welches es geht
consent-detail-locations = Wo
consent-detail-privileges = Rechte
consent-detail-nothing = Nichts
consent-detail-yes = Ja
consent-detail-no = Nein
