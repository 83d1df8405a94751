# The words of every page of staff.
menu = Rooms
menu-surveys = Surveys
person = Staff ({ $name })
pager = Page { $page } of { $pages }
pager-previous = Previous page
pager-next = Next page
never-mind = Back without changing anything
stage-all = All
stage-preparing = In preparation
stage-running = Running
stage-over = Over
