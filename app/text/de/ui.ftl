# The kit is drawn on both sides, so its texts have no arguments: <name> stands for what is put in there.

# ui/breadcrumb.rs
ui-breadcrumb = Navigationspfad

# ui/chart.rs
ui-chart-most = Höchstwert <number>

# ui/choice.rs
ui-choice-details = Was sie setzt (<count>)

# ui/field.rs
ui-optional = optional
ui-conflict = <by> hat <value> gespeichert
ui-conflict-own = <by> haben <value> gespeichert
ui-conflict-you = Sie (auf einer anderen Seite)
ui-conflict-somebody = Jemand anderes
ui-conflict-empty = einen leeren Wert
ui-conflict-theirs = Gespeicherten Wert behalten
ui-conflict-mine = Eigenen Wert verwenden

# ui/new_secret.rs
ui-new-secret = Kopieren Sie den Wert jetzt dorthin, wo <reader> ihn liest: <hidden>, und hier wird nur sein Hash aufbewahrt. <lost>
ui-new-secret-hidden = er wird nicht noch einmal angezeigt
ui-new-secret-copied = <title>

# ui/pagination.rs
ui-pages = Seiten
ui-first-page = Erste Seite
ui-previous-page = Vorherige Seite
ui-next-page = Nächste Seite
ui-extent-page = <count> <noun> auf dieser Seite
ui-extent = <count> <noun>, angezeigt: <span>
ui-more-than = mehr als <count>
ui-thousands = {"."}

# ui/section.rs
ui-on-this-page = Auf dieser Seite

# ui/time.rs
ui-just-now = gerade eben
ui-in-seconds = in wenigen Sekunden
ui-ago = vor <time>
ui-in = in <time>
ui-year = Jahr
ui-years = Jahren
ui-month = Monat
ui-months = Monaten
ui-day = Tag
ui-days = Tagen
ui-hour = Stunde
ui-hours = Stunden
ui-minute = Minute
ui-minutes = Minuten
ui-sort-by = Sortieren nach:
