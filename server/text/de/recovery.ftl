# oauth/pages/password_reset.rs
recovery-back-to-sign-in = Zurück zur Anmeldung
recovery-reset = Passwort zurücksetzen
recovery-reset-lead = Sie erhalten per E-Mail einen Link, mit dem Sie ein neues Passwort wählen.
recovery-reset-sent = Falls es ein Konto mit diesem Namen gibt, wurde ein Link an dessen E-Mail-Adresse gesendet. Er funktioniert einmal; Gültigkeit: { $duration }.
recovery-choose = Wählen Sie ein neues Passwort
recovery-choose-lead = Für { $email }. Danach sind Sie überall abgemeldet.
recovery-set-password = Passwort festlegen
recovery-changed = Ihr Passwort wurde geändert
recovery-changed-text = Melden Sie sich mit Ihrem neuen Passwort an. Sie wurden überall abgemeldet.

# oauth/pages/registration.rs
recovery-register = Ein Konto erstellen
recovery-register-lead = bei { $workspace }
recovery-register-email-hint = Damit melden Sie sich an. Ein Link wird dorthin gesendet.
recovery-create-account = Konto erstellen
recovery-have-account = Ich habe ein Konto
recovery-register-sent = Ein Link wurde an Ihre E-Mail-Adresse gesendet. Ihr Konto ist bereit, sobald Sie ihn verwendet haben; Gültigkeit: { $duration }.
recovery-register-sent-at-once = Sie können sich jetzt anmelden. Ein Link wurde an Ihre E-Mail-Adresse gesendet, mit dem Sie bestätigen, dass sie Ihnen gehört.
recovery-finish-title = Schließen Sie Ihre Registrierung ab
recovery-finish-lead = Mit der Adresse { $email }.
recovery-register-password-hint = Das Passwort, das Sie bei der Registrierung gewählt haben.
recovery-finish = Registrierung abschließen
recovery-finished = Ihr Konto ist bereit
recovery-finished-text = Melden Sie sich mit Ihrer E-Mail-Adresse und dem Passwort an, das Sie gewählt haben.
