# The kit is drawn on both sides, so its texts have no arguments: <name> stands for what is put in there.

# ui/breadcrumb.rs
ui-breadcrumb = Breadcrumb

# ui/chart.rs
ui-chart-most = most <number>

# ui/choice.rs
ui-choice-details = What it sets (<count>)

# ui/field.rs
ui-optional = optional
ui-conflict = <by> saved <value>
ui-conflict-own = <by> saved <value>
ui-conflict-you = You (on another page)
ui-conflict-somebody = Somebody else
ui-conflict-empty = an empty value
ui-conflict-theirs = Keep the saved value
ui-conflict-mine = Use my value

# ui/new_secret.rs
ui-new-secret = Copy it now, to where <reader> reads it: <hidden>, and only its hash is kept here. <lost>
ui-new-secret-hidden = it is not shown again
ui-new-secret-copied = <small title>

# ui/pagination.rs
ui-pages = Pages
ui-first-page = First page
ui-previous-page = Previous page
ui-next-page = Next page
ui-extent-page = <count> <noun> on this page
ui-extent = <span> of <count> <noun>
ui-more-than = more than <count>
ui-thousands = {","}

# ui/section.rs
ui-on-this-page = On this page

# ui/time.rs
ui-just-now = just now
ui-in-seconds = in seconds
ui-ago = <time> ago
ui-in = in <time>
ui-year = year
ui-years = years
ui-month = month
ui-months = months
ui-day = day
ui-days = days
ui-hour = hour
ui-hours = hours
ui-minute = minute
ui-minutes = minutes
ui-sort-by = Sort by:
