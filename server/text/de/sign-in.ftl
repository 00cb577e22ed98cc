# oauth/pages/sign_in.rs
sign-in-title = Anmelden
sign-in-button = Anmelden
sign-in-to-continue = um mit { $client } fortzufahren
sign-in-to-manage = um Ihr Konto zu verwalten
sign-in-identifier = Benutzername oder E-Mail
sign-in-forgotten = Passwort vergessen?
sign-in-register = Noch kein Konto? { $link }
sign-in-register-link = Konto erstellen
sign-in-no-cookie = Ihr Passwort war richtig, aber Ihr Browser hat das Cookie dazu nicht behalten. Erlauben Sie Cookies für diese Website, und melden Sie sich dann erneut an.
sign-in-wrong = Der Benutzername oder das Passwort ist falsch.
sign-in-outdated = Es wurde nichts gesendet: Diese Seite war veraltet. Geben Sie Ihr Passwort erneut ein.
sign-in-over = Der Code muss innerhalb von 10 Minuten nach dem Passwort eingegeben werden. Geben Sie Ihr Passwort erneut ein.
sign-in-other-user = Die Anwendung verlangt ein anderes Konto als das, mit dem Sie angemeldet sind. Melden Sie sich mit jenem Konto an.
sign-in-with-second-factor = Die Anwendung verlangt mehr als ein Passwort. Melden Sie sich mit Passwort und zweitem Faktor an oder mit einem Passkey.
sign-in-step-up = Sie sind als { $user } angemeldet. Die Anwendung verlangt mehr als ein Passwort: Bestätigen Sie, dass Sie es sind.
sign-in-with-passkey = Die Anwendung verlangt einen Passkey. Melden Sie sich damit an, allein oder nach Ihrem Passwort.
sign-in-too-many = Zu viele Versuche sind fehlgeschlagen. Versuchen Sie es später erneut. Wartezeit: { $wait }.
sign-in-busy = Im Moment melden sich zu viele Personen an, daher wurde Ihr Passwort nicht geprüft. Versuchen Sie es erneut. Wartezeit: { $wait }.

# oauth/pages/sign_in_code.rs
sign-in-code-title = Geben Sie Ihren Code ein
sign-in-confirm-title = Bestätigen Sie, dass Sie es sind
sign-in-code = Code
sign-in-code-hint = Die sechs Ziffern, die Ihre Authenticator-App zeigt, oder einer Ihrer Wiederherstellungscodes.
sign-in-code-hint-in-place = Anstelle des Passkeys: die sechs Ziffern, die Ihre Authenticator-App zeigt, oder einer Ihrer Wiederherstellungscodes.
sign-in-recovery-code = Wiederherstellungscode
sign-in-recovery-code-hint = Einer von denen, die Sie sich notiert haben. Jeder gilt einmal.
sign-in-use-recovery-code = Einen Wiederherstellungscode verwenden
sign-in-code-button = Mit dem Code anmelden
sign-in-code-too-many = Zu viele Codes waren falsch. Verwenden Sie einen Wiederherstellungscode, oder versuchen Sie es später erneut. Wartezeit: { $wait }.
sign-in-lost-all = Alle verloren? Die Betreiber von { $workspace } können Ihren zweiten Faktor zurücksetzen.

# oauth/pages/passkey.rs
sign-in-passkey-alone = Mit einem Passkey anmelden
sign-in-passkey-second = Einen Passkey verwenden
sign-in-passkey-create = Passkey erstellen
sign-in-passkey-alone-without-script = Passkeys benötigen JavaScript. Melden Sie sich ohne JavaScript mit Ihrem Passwort an.
sign-in-passkey-second-without-script = Passkeys benötigen JavaScript. Verwenden Sie ohne JavaScript einen Code.
sign-in-passkey-create-without-script = Passkeys benötigen JavaScript. Schalten Sie es für diese Website ein, und fügen Sie den Passkey dann hinzu.
sign-in-passkey-alone-without-passkeys = Dieser Browser hat keine Passkeys. Melden Sie sich mit Ihrem Passwort an.
sign-in-passkey-second-without-passkeys = Dieser Browser hat keine Passkeys. Verwenden Sie einen Code.
sign-in-passkey-create-without-passkeys = Dieser Browser hat keine Passkeys. Verwenden Sie einen anderen.
sign-in-passkey-already = Für dieses Konto gibt es auf diesem Gerät bereits einen Passkey.
sign-in-passkey-unused = Es wurde kein Passkey verwendet. Versuchen Sie es erneut, oder fahren Sie ohne fort.
sign-in-passkey-failed = Dieser Browser konnte hier keinen Passkey verwenden. Versuchen Sie es erneut, oder fahren Sie ohne fort.

# oauth/pages/logout.rs
sign-in-out = Abmelden
sign-in-out-question = Abmelden?
sign-in-out-as = Sie sind als { $user } angemeldet.
sign-in-out-title = Abgemeldet
sign-in-out-done = Sie sind abgemeldet
sign-in-out-done-lead = Sie können diese Seite schließen.
sign-in-out-stays = Mit dem Abmelden wird nicht zurückgenommen, was Sie Anwendungen für die Zeit erlaubt haben, in der Sie nicht da sind. Das können Sie in { $account } beenden.
