# tokens/detail.rs
tokens-detail-title = { $client } für { $user }
tokens-detail-lead = Verlauf dieses Refresh-Tokens: Anmeldung, Rotationen, Ende.
tokens-detail-about = Angaben
tokens-detail-state = Status
tokens-detail-client = Client
tokens-detail-user = Benutzer
tokens-detail-scopes = Scopes
tokens-detail-rotations = Rotationen
tokens-detail-began = Begonnen
tokens-detail-last-used = Zuletzt verwendet
tokens-detail-bound = An einen Schlüssel oder ein Zertifikat gebunden
tokens-detail-bound-key = An einen Schlüssel gebunden
tokens-detail-bound-certificate = An ein Zertifikat gebunden
tokens-detail-thumbprint = Fingerabdruck des Schlüssels
tokens-detail-certificate-thumbprint = Fingerabdruck des Zertifikats
tokens-detail-yes = Ja
tokens-detail-no = Nein
tokens-detail-details = Autorisierungsdetails
tokens-detail-resources = Ressourcen
tokens-detail-own-endpoints = Die eigenen Endpunkte dieses Arbeitsbereichs
tokens-detail-ends-with-session = Endet mit der Abmeldung des Benutzers
tokens-detail-test = Erneuerung testen
tokens-detail-explain = Erklären
tokens-detail-id = Familien-ID
tokens-detail-id-copy = Familien-ID
tokens-detail-revoke-everything = Alles von diesem Benutzer widerrufen
tokens-detail-handle = Als bearbeitet markieren
tokens-detail-reuse = Wiederverwendung
tokens-detail-reuse-lead = Ein altes Token kam zurück: Entweder ist eine Kopie in fremden Händen, oder der Client hat seinen Zustand verloren.
tokens-detail-reuse-when = Wann
tokens-detail-reuse-token = Token
tokens-detail-reuse-which = { $which } von { $many }
tokens-detail-reuse-from = Von
tokens-detail-reuse-unknown = Nicht bekannt
tokens-detail-will-end = Wodurch es endet
tokens-detail-will-end-absolute = Spätestens { $time }, { $lives } nach seinem Beginn (Lebensdauer des Refresh-Tokens). Eine Verwendung schiebt das nicht hinaus.
tokens-detail-will-end-policy = Spätestens { $time }, { $lives } nach seinem Beginn: Die Lebensdauer des Refresh-Tokens wurde auch für bestehende Tokens verkürzt. Eine Verwendung schiebt das nicht hinaus.
tokens-detail-will-end-session = Spätestens { $time }, wenn die Anmeldesitzung endet, an die es gebunden ist. Eine Verwendung schiebt das nicht hinaus.
tokens-detail-will-end-idle = { $time }, wenn es nicht vorher verwendet wird: { $idle } nach der letzten Verwendung (Leerlaufdauer).
tokens-detail-sooner = Früher, wenn ein altes Token zurückkommt, wenn der Client, der Benutzer oder ein Administrator es widerruft, wenn der Client oder der Benutzer deaktiviert wird oder wenn der Benutzer ein neues Passwort bekommt und die Richtlinie es so vorsieht.
tokens-detail-sooner-session = Früher, wenn ein altes Token zurückkommt, wenn der Client, der Benutzer oder ein Administrator es widerruft, wenn der Benutzer sich abmeldet, wenn der Client oder der Benutzer deaktiviert wird oder wenn der Benutzer ein neues Passwort bekommt und die Richtlinie es so vorsieht.
tokens-detail-ended = Wodurch es endete
tokens-detail-ended-revoked = { $time }: { $reason }.
tokens-detail-ended-absolute = { $time }: Seine Zeit war abgelaufen, { $lives } nach seinem Beginn (Lebensdauer des Refresh-Tokens).
tokens-detail-ended-policy = { $time }: Seine Zeit war abgelaufen, { $lives } nach seinem Beginn, weil die Lebensdauer des Refresh-Tokens auch für bestehende Tokens verkürzt wurde.
tokens-detail-ended-session = { $time }: Die Anmeldesitzung, an die es gebunden war, war zu Ende.
tokens-detail-ended-idle = { $time }: Es war { $idle } lang nicht verwendet worden (Leerlaufdauer).

# tokens/filter.rs
tokens-filter-clients = Clients
tokens-filter-users = Benutzer
tokens-filter-client = Client
tokens-filter-client-placeholder = Name oder Client-ID
tokens-filter-user = Benutzer
tokens-filter-user-placeholder = Name oder E-Mail
tokens-filter-unread = Etwas an diesem Filter ist nicht lesbar, deshalb wird nichts angezeigt. Ein Zeitpunkt wird als 2026-11-29 oder 2026-11-29T15:04 in UTC geschrieben, Tage als Zahl bis 3.650, ein Scope ohne Leerzeichen.
tokens-filter-yes = Ja
tokens-filter-no = Nein
tokens-filter-state = Status
tokens-filter-submit = Filtern
tokens-filter-more = Weitere Filter
tokens-filter-began = Begonnen vor (UTC)
tokens-filter-unused = Nicht verwendet seit (Tage)
tokens-filter-ends = Läuft ab innerhalb von (Tage)
tokens-filter-reason = Grund des Endes
tokens-filter-scope = Scope
tokens-filter-bound = An einen Schlüssel oder ein Zertifikat gebunden

# tokens/list.rs
tokens-list-title = Refresh-Tokens
tokens-list-lead = Alle Refresh-Tokens, die in diesem Arbeitsbereich ausgestellt wurden. Eine Zeile pro Anmeldung.
tokens-list-jobs = Aufträge
tokens-list-started = Begonnen
tokens-list-one = Refresh-Token
tokens-list-many = Refresh-Tokens
tokens-list-select-none = Auswahl aufheben
tokens-list-select-all = Alle auf dieser Seite auswählen
tokens-list-selected = Ausgewählte Refresh-Tokens
tokens-list-none-here = Keine auf dieser Seite
tokens-list-none-here-text = Es wird jeweils nur ein Teil der Refresh-Tokens durchsucht. Suchen Sie weiter.
tokens-list-further = Weitersuchen
tokens-list-show-all = Alle anzeigen
tokens-list-nothing = Nichts gefunden
tokens-list-nothing-text = Kein Refresh-Token entspricht dem Filter.
tokens-list-none-yet = Noch kein Refresh-Token
tokens-list-none-yet-text = Hier erscheint eines für jeden Benutzer, der sich bei einem Client anmeldet und ihm dauerhaften Zugriff gibt. Die Anleitung führt in vier Schritten zum ersten.
tokens-list-guide = Anleitung lesen

# tokens/matching.rs
tokens-matching-label = Aktive Refresh-Tokens
tokens-matching-count = { $count ->
    [one] { $count } aktives Refresh-Token
   *[other] { $count } aktive Refresh-Tokens
}
tokens-matching-more = mehr als { $count } aktive Refresh-Tokens
tokens-matching-at-least = mindestens { $tokens }
tokens-matching-found = Der Filter findet { $tokens }.
tokens-matching-opens = Alle gefundenen widerrufen
tokens-matching-title = Alle gefundenen Refresh-Tokens widerrufen?
tokens-matching-revoke = Widerrufen
tokens-matching-question = Der Filter findet, so wie er auf dieser Seite steht, { $tokens }. Ein Auftrag widerruft sie nach und nach; Sie können ihn verfolgen und stoppen.
tokens-matching-stays = Solange hier eine Sitzung eines Benutzers offen ist, kann eine Anwendung ohne Passwort ein neues bekommen. APIs, die Access-Tokens selbst prüfen, akzeptieren bereits ausgestellte bis zu deren Ablauf.

# tokens/query.rs
tokens-query-live = Aktiv
tokens-query-expired = Abgelaufen
tokens-query-revoked = Ist widerrufen
tokens-query-began = Begonnen vor { $time }
tokens-query-unused = { $days ->
    [one] Seit { $days } Tag nicht verwendet
   *[other] Seit { $days } Tagen nicht verwendet
}
tokens-query-ends = { $days ->
    [one] Läuft innerhalb von { $days } Tag ab
   *[other] Läuft innerhalb von { $days } Tagen ab
}
tokens-query-reason = Grund des Endes: { $reason }
tokens-query-scope = Scope { $scope }
tokens-query-bound = An einen Schlüssel oder ein Zertifikat gebunden
tokens-query-not-bound = Weder an einen Schlüssel noch an ein Zertifikat gebunden

# tokens/selected.rs
tokens-selected-title = Ausgewählte widerrufen
tokens-selected-nothing = Nichts ausgewählt
tokens-selected-nothing-text = Wählen Sie die Refresh-Tokens aus, die widerrufen werden sollen. Bereits beendete bleiben, wie sie sind.
tokens-selected-back = Zurück zu den Refresh-Tokens
tokens-selected-question = Diese Refresh-Tokens widerrufen?
tokens-selected-count = { $count ->
    [one] { $count } aktives Refresh-Token
   *[other] { $count } aktive Refresh-Tokens
}
tokens-selected-warning = Der Widerruf macht { $tokens } unbrauchbar:
tokens-selected-row = { $user } bei { $client }, begonnen { $started }
tokens-selected-over = { $count ->
    [one] { $count } ausgewähltes Refresh-Token ist bereits beendet und bleibt, wie es ist.
   *[other] { $count } ausgewählte Refresh-Tokens sind bereits beendet und bleiben, wie sie sind.
}
tokens-selected-stays = Solange die Sitzung offen ist, aus der eines stammt, kann die Anwendung ohne Passwort ein neues bekommen. APIs, die Access-Tokens selbst prüfen, akzeptieren bereits ausgestellte bis zu deren Ablauf.
tokens-selected-revoke = { $count ->
    [one] { $count } Refresh-Token widerrufen
   *[other] { $count } Refresh-Tokens widerrufen
}

# tokens/timeline.rs
tokens-timeline-title = Verlauf
tokens-timeline-lead = Das Neueste zuerst.
tokens-timeline-none = Es sind keine Ereignisse mehr vorhanden.
tokens-timeline-scopes = Das Access-Token galt für
tokens-timeline-issued = Ausgestellt
tokens-timeline-issued-offline = Der Benutzer meldete sich an, und der Client bekam sein erstes Refresh-Token.
tokens-timeline-issued-session = Der Benutzer meldete sich an, und der Client bekam sein erstes Refresh-Token. Es endet, wenn der Benutzer sich abmeldet.
tokens-timeline-refreshed = Erneuert
tokens-timeline-rotated = Das Token wurde verwendet und ersetzt: Rotation { $rotation }.
tokens-timeline-repeated = Das Token aus Rotation { $rotation } wurde innerhalb des Wiederholungsfensters noch einmal verwendet und bleibt dasselbe.
tokens-timeline-kept = Das Token wurde verwendet und beibehalten: Die Rotation ist ausgeschaltet.
tokens-timeline-again = Erneut angefragt
tokens-timeline-retried = Der Client verwendete sein vorheriges Token und bekam das aktuelle, aus Rotation { $rotation }.
tokens-timeline-reused = Ein altes Token kam zurück
tokens-timeline-reused-detail = Das bei Rotation { $replaced } ersetzte Token wurde erneut verwendet; das aktuelle stammte aus Rotation { $current }. Möglicherweise hat es jemand kopiert.
tokens-timeline-refused = Abgelehnt
tokens-timeline-refused-detail = Der Client wurde abgewiesen: { $reason }.
tokens-timeline-revoked = Wurde widerrufen
tokens-timeline-revoked-detail = Grund des Endes: { $reason }.
tokens-timeline-withheld = Kein Refresh-Token
tokens-timeline-withheld-detail = Es wurde nur ein Access-Token ausgestellt. { $why }.
tokens-timeline-access = Access-Token
tokens-timeline-access-detail = Der Client bekam ein Access-Token für sich selbst.
tokens-timeline-exchanged = Access-Token getauscht
tokens-timeline-exchanged-detail = Ein Client hat ein Access-Token getauscht, das aus diesem Refresh-Token hervorging.
tokens-timeline-asserted = Assertion angenommen
tokens-timeline-asserted-detail = Ein Client erhielt ein Access-Token für eine Assertion von { $issuer }.

# tokens/views.rs
tokens-views-label = Gespeicherte Ansichten
tokens-views-remove = Ansicht entfernen
tokens-views-keep = Diese Ansicht speichern
tokens-views-save = Ansicht speichern
tokens-views-name = Name
tokens-views-hint = Nur für Sie, in diesem Arbeitsbereich. Tage zählen ab dem Tag, an dem Sie sie öffnen.
