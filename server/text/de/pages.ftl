# pages/document.rs
pages-secured = Gesichert durch Regrant

# pages/dead_end.rs
pages-did-not-work = Das hat nicht funktioniert
pages-dead-end-refused = Es wurde nichts angemeldet, geändert oder weitergegeben. Gehen Sie zurück zur Anwendung, und beginnen Sie neu; wenn es wieder geschieht, wenden Sie sich an deren Betreiber.
pages-dead-end-other-name = Sie haben diese Seite unter { $name } geöffnet, aber ihre Adresse ist { $own }.
pages-dead-end-other-name-advice = Es wurde nichts gesendet: Formulare werden nur unter der eigenen Adresse des Servers angenommen. Öffnen Sie die Seite dort.
pages-dead-end-go-on-at = Weiter unter { $own }
pages-dead-end-other-site = Dieses Formular wurde von einer anderen Website gesendet.
pages-dead-end-other-site-advice = Nichts davon wurde ausgeführt. Öffnen Sie die Seite hier, und senden Sie das Formular von dort.
pages-dead-end-try-again = Erneut versuchen
pages-dead-end-nothing = Unter dieser Adresse gibt es nichts.
pages-dead-end-nothing-advice = Prüfen Sie die Adresse. Wenn eine Anwendung Sie hierher geschickt hat, wenden Sie sich an deren Betreiber.
pages-dead-end-alone = Diese Seite kann nicht für sich allein geöffnet werden.
pages-dead-end-alone-advice = Sie gehört zu einem laufenden Vorgang, etwa einer Anmeldung. Gehen Sie zurück zur Anwendung, und beginnen Sie neu.
pages-dead-end-large = Was gesendet wurde, ist zu groß.
pages-dead-end-large-advice = Es wurde nichts ausgeführt. Gehen Sie zurück, und kürzen Sie es.
pages-dead-end-busy = Der Server kann gerade nicht antworten.
pages-dead-end-busy-advice = Sie haben nichts falsch gemacht. Warten Sie einen Moment, und versuchen Sie es erneut.
pages-dead-end-unread = Der Server kann diese Anfrage nicht lesen.
pages-dead-end-unread-advice = Es wurde nichts ausgeführt. Gehen Sie zurück, und beginnen Sie neu.
pages-dead-end-console = Zur Startseite der Konsole

# oauth/form_problems.rs
pages-form-outdated = Es wurde nichts geändert: Diese Seite war veraltet. Versuchen Sie es erneut.
pages-form-busy = Im Moment melden sich zu viele Personen an, daher wurde nichts ausgeführt. Versuchen Sie es erneut. Wartezeit: { $wait }.
pages-form-stale = Es wurde nichts geändert: Ihr Konto wurde inzwischen an anderer Stelle geändert. Versuchen Sie es erneut.

# oauth/pages: what several of them say
pages-continue = Weiter
pages-continue-to = Weiter zu { $place }
pages-go-to-account = Zu Ihrem Konto
pages-send-link = Link senden
pages-check-mail = Sehen Sie in Ihr Postfach
pages-name = Name
pages-email = E-Mail
pages-password = Passwort
pages-new-password = Neues Passwort
pages-current-password = Aktuelles Passwort
pages-new-password-hint = Mindestens 12 Zeichen und nicht leicht zu erraten.
pages-optional = optional
pages-what-to-look-at = Für die Betreiber der Anwendung: worauf zu achten ist
pages-what-they-look-at = Für diese: worauf zu achten ist
pages-nothing-shared = Es wurde nichts angemeldet oder weitergegeben.

# oauth/pages/destination.rs
pages-program-on-device = einem Programm auf diesem Gerät ({ $origin })
pages-app-on-device = einer App auf diesem Gerät ({ $scheme }:)

# oauth/pages/error.rs
pages-error = Fehler
pages-error-reason = Grund
pages-error-lead = Für alle, die die Anwendung entwickeln oder betreiben.
pages-error-look-at = Worauf zu achten ist
pages-error-console = Administratoren sehen den Grund in der Konsole: Die Seite des Clients erklärt seine Anfragen einzeln.
pages-error-none = Diesen Fehler gibt es nicht.

# oauth/pages/form_post.rs, onward.rs
pages-going-back = Es geht zurück
pages-going-back-lead = Sie werden zur Anwendung zurückgeleitet.
pages-going-on = Es geht weiter
pages-going-on-lead = Sie werden weitergeleitet.

# oauth/pages/message.rs
pages-link-over = Dieser Link funktioniert nicht mehr
pages-link-over-text = Er wurde bereits verwendet, ist zu alt oder wurde durch einen neueren ersetzt. Fordern Sie dort, wo Sie ihn erhalten haben, einen neuen an.
pages-link-over-reset = Er wurde bereits verwendet, ist zu alt oder wurde durch einen neueren ersetzt.
pages-link-over-again = Einen neuen Link senden
pages-not-offered = Nicht verfügbar
pages-not-offered-text = Dieser Dienst bietet das nicht an. Wenden Sie sich an die Betreiber.

# oauth/pages/problem.rs, authorize.rs
pages-no-return = Die Rücksprungadresse kann nicht verwendet werden.
pages-nothing-shared-tell = Es wurde nichts angemeldet oder weitergegeben. Wenn Sie von einer Anwendung kamen, wenden Sie sich an deren Betreiber.
pages-expired = Das hat zu lange gedauert
pages-expired-lead = Diese Seite war zu lange geöffnet und kann nicht mehr verwendet werden. Es wurde nichts angemeldet oder weitergegeben.
pages-expired-again = Neu beginnen
pages-expired-go-back = Gehen Sie zurück zur Anwendung, und beginnen Sie neu.

# oauth/pages/refused.rs
pages-refused-lead = { $client } hat Sie mit einer Anfrage hierher geschickt, die nicht beantwortet werden kann.
pages-refused-why = Was nicht stimmt
pages-refused-at = Die Anwendung ist bei
pages-refused-trust = Fahren Sie nur fort, wenn Sie dieser Adresse vertrauen.
