# The list of surveys, and the pages that move a survey's period.
surveys-title = Surveys
col-survey-name = Survey
col-survey-state = State
col-survey-period = Open for answers
col-survey-responses = Responses
col-survey-acts = Actions
survey-state-draft = Draft
survey-state-scheduled = Scheduled
survey-state-open = Open
survey-state-web-closed = Paper being typed
survey-state-entry-closed = Over
survey-state-cancelled = Cancelled
survey-period = { $from } to { $until }
survey-period-none = Not settled yet
survey-responses = { $count }
survey-responses-of = { $count } of { $asked } people
survey-extend = Extend
survey-close = Close
survey-extended = The deadline has been extended. The pages for citizens say so already.
survey-closed = The survey has been closed. To take this back, extend its deadline: it opens again.

extension-title = Extend the deadline
extension-until = New last day
    .hint = Answers are taken until the end of this day. A survey past its deadline opens again.
extension-submit = Extend the deadline
extension-no-day = Write the day like this: 2026-12-31.
extension-not-later = Choose a day to come, later than the deadline there is.
extension-too-far = That is more than five years away. Is the year right?

closing-title = Close the survey
closing-now = Answers are taken no longer from now on. Whoever is filling in the form cannot send it.
closing-stays = What has arrived stays.
closing-back = You can take this back: extending the deadline opens the survey again.
closing-submit = Close now

survey-refused-state = Not possible while the survey is “{ $state }”.
survey-refused-changed = Somebody changed the deadline after you opened this page. Check the deadline and try again.
survey-refused-times = With this deadline the period would contradict itself. Check the day.
