# console/outdated.rs
console-outdated = Nothing was changed
console-outdated-lead = The page that this was sent from was opened before you last signed in.
console-outdated-again = Open it again and send it from there.
console-outdated-open = Open the page again
console-outdated-typed = What was typed

# console/live/refused.rs
console-live-not-found = There is no such log, or you may not see it.
console-live-unread = This filter cannot be read, so nothing is followed.
console-live-session-full = You follow logs in three windows already. Pause one of them.
console-live-administrator-full = You follow logs in six windows already. Pause one, in whichever session.
console-live-tenant-full = Thirty windows follow the logs of this tenant already. Try again later.
console-live-node-full = Too many logs are followed at this server.
console-live-stopping = This server is about to stop.
