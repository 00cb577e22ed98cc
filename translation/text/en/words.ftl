# sentences.rs
words-duration-year = { $count ->
    [one] { $count } year
   *[other] { $count } years
}
words-duration-month = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
words-duration-day = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
words-duration-hour = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
words-duration-minute = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
words-duration-second = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
words-bounds = { $shortest } to { $longest }
words-bounds-most = Up to { $longest }
words-browser = { $browser } on { $system }
words-assertion = No browser: an assertion of { $issuer }
words-role-at = { $role } of { $place }
