# console/outdated.rs
console-outdated = Es wurde nichts geändert
console-outdated-lead = Die Seite, von der dies gesendet wurde, wurde geöffnet, bevor Sie sich zuletzt angemeldet haben.
console-outdated-again = Öffnen Sie sie erneut, und senden Sie es von dort.
console-outdated-open = Seite erneut öffnen
console-outdated-typed = Was eingegeben wurde

# console/live/refused.rs
console-live-not-found = Dieses Protokoll gibt es nicht, oder Sie dürfen es nicht sehen.
console-live-unread = Dieser Filter kann nicht gelesen werden, daher wird nichts verfolgt.
console-live-session-full = Sie verfolgen bereits in drei Fenstern Protokolle. Pausieren Sie eines davon.
console-live-administrator-full = Sie verfolgen bereits in sechs Fenstern Protokolle. Pausieren Sie eines, in welcher Sitzung auch immer.
console-live-tenant-full = Die Protokolle dieses Mandanten werden bereits in dreißig Fenstern verfolgt. Versuchen Sie es später erneut.
console-live-node-full = Auf diesem Server werden zu viele Protokolle verfolgt.
console-live-stopping = Dieser Server wird gleich beendet.
