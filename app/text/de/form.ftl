# form.rs
form-on = Ein
form-off = Aus
form-none = Keine

# form/confirm.rs
form-cancel = Abbrechen
form-back = Zurück

# form/settings.rs
form-save = Änderungen speichern

# form/save_row.rs
form-discard = Verwerfen
form-not-saved = Noch nicht gespeichert
form-invalid = Es wurde noch nichts gespeichert. Prüfen Sie, was oben markiert ist.
form-invalid-one = Es wurde noch nichts gespeichert. 1 Fehler: { $field }
form-invalid-several = Es wurde noch nichts gespeichert. Fehler: { $count } ({ $fields })
form-conflicts = Es wurde noch nichts gespeichert. Während Ihrer Bearbeitung wurde anderswo ebenfalls geändert: { $fields }. Wählen Sie den Wert, der bleiben soll, und speichern Sie erneut. Andere Änderungen bleiben erhalten.
form-reset = Der Standardwert ist eingetragen: { $field }. Es wurde noch nichts gespeichert.
form-signed-out = Sie wurden inzwischen abgemeldet, daher wurde nichts gespeichert. Ihre Eingaben sind noch hier: Speichern Sie sie erneut.
form-signed-out-without = Sie wurden inzwischen abgemeldet, daher wurde nichts gespeichert. Ihre Eingaben waren zu lang, um behalten zu werden: Geben Sie sie noch einmal ein.
form-undecided = Es wurde noch nichts gespeichert. { $link }.
form-undecided-link = Beantworten Sie die Frage zu bestehenden Refresh-Tokens
form-more = und { $count } weitere
