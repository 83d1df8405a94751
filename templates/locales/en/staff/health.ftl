# The pages of those who run the installation: whether it is well.
menu-health = Health
health-title = Health
health-all-well = Nothing is wrong.
health-ill = { $count ->
    [one] One thing needs a look.
   *[other] { $count } things need a look.
}
col-health-what = What
col-health-state = State
col-health-said = Found
health-well = Well
health-unwell = Needs a look
health-database = Database
health-database-checked = PostgreSQL { $version }, with checksums.
health-database-unchecked = PostgreSQL { $version } keeps no checksums of its pages; a failing disk would go unnoticed.
health-durability = Durability
health-durable = An answer is on disk before it is acknowledged.
health-not-durable = These settings are off, and acknowledged answers could be lost: { $settings }
health-schema = Schema
health-schema-current = As this program knows it.
health-schema-missing = Not as this program knows it: run kocho migrate.
health-disk = Disk
health-disk-free = { $megabytes } MB are free.
health-mail = Mail
health-mail-files = No mail server is set; letters become files.
health-mail-answers = The mail server answers.
health-mail-silent = The mail server does not answer.
health-jobs = Work for later
health-jobs-said = Waiting: { $waiting }. Given up: { $given }.
health-logs = Ends of the logs
health-logs-whole = { $count } logs, and the end of each follows what is before it.
health-logs-faulty = The ends of these logs were changed: { $logs }
health-bugs = Faults of the program
health-bugs-said = Requests ended by a fault since it was started: { $count }.
health-backup = Last backup
health-backup-at = { $at } (made on this server)
health-backup-unknown = None was made on this server yet. Where others are made elsewhere, look there.
health-version = Version of the program
health-since = Running for
health-running = { $days } d { $hours } h { $minutes } min
health-more = kocho audit verify follows the logs from their beginning; kocho doctor looks at everything.
