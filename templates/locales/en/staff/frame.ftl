# The words of every page of staff.
menu = Rooms
menu-questionnaires = Questionnaires
menu-surveys = Surveys
menu-plans = Plans and indicators
menu-results = Results
menu-motions = Motions and decisions
menu-help = Help
person = Staff ({ $name })
another-user = Change user
pager = Page { $page } of { $pages }
pager-previous = Previous page
pager-next = Next page
never-mind = Back without changing anything
close = Close
undo = Undo
choose-one = Choose one
error-choose = Choose one.
error-tick = Read this and tick the box.
stage-all = All
stage-preparing = In preparation
stage-running = Running
stage-over = Over

# Lists.
list-search = Search by words
list-find = Search
list-found = { $count } found
list-nothing = There is nothing like this.
tab-counted = { $what } ({ $count })
list-all = Show everything

# Help.
help-title = Help
help-of-page = How to use this page
help-all = Help for all pages

# Keys.
keys-title = Keys
keys-open = Keys
keys-lead = These keys lead on without a mouse. They do nothing while you type. Each has a link or a button as well.
keys-search = To the search field
keys-off = Use no keys
keys-on = Use these keys

# A session that ends by itself.
idle-title = You will be signed out soon
idle-soon = Nothing has been done for a while, so you will be signed out in two minutes. To go on working, press “Go on”.
idle-over = You have been signed out. What you typed is still here. Sign in again in another window, then send it from this one.
idle-failed = This did not work. What you typed is still here. Sign in again in another window, then send it from this one.
idle-go-on = Go on

# What is kept while somebody types, and what others change.
keep = Keep for later
kept-at = Saved { $at }
kept-not = Not saved. What you typed is still here. Is there a connection?
kept-elsewhere = This was changed in another window. Press “Keep for later” to compare both versions.
changed-title = This was changed in another window
changed-lead = After you opened this page, somebody else or another window changed it. Compare both, edit the fields below and save again. What stands in the fields becomes the new version.
changed-theirs = As it is now
changed-mine = As you typed it
changed-fresh = Open it as it is now, without what you typed

# Long work, and files.
progress-of = { $done } of { $total } are done.
progress-begins = Counting.
step-done = Done
step-current = You are here
step-ahead = To come
file-name = File
file-size = Size
bytes = { $count } bytes
error-no-file = Choose a file.
error-file-too-large = The file is too large. Choose one of at most { $kilobytes } kB.
error-file-kind = Files of this kind cannot be used. Choose a picture (PNG, JPEG, WebP) or a text file such as CSV.
reason-missing = Say in words why.
said-missing = Say it in words.
