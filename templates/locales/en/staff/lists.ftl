# The lists of questionnaires, indicators and results.
questionnaires-title = Questionnaires
col-questionnaire = Questionnaire
col-version = Version
col-used-in = Surveys that ask it
version-number = Version { $number }
version-frozen = frozen { $date }
version-unused = Not used yet

plans-title = Plans and indicators
col-indicator-name = Indicator
col-plan = Plan
col-binding = Question
col-newest = Newest value
binding-any = All
binding-bound = Bound to a question
binding-unbound = No question
newest-none = None yet

results-of-surveys = Results of surveys
col-report = Report
col-counted = Responses counted
col-computed = Computed
report-number = No. { $number }, { $stage }
report-stage-provisional = while paper is being typed
report-stage-final = after all paper was typed
results-public = Public page
figure-provisional = Provisional
figure-final = Final
figure-approved = Approved
figure-published = Published
figure-withdrawn = Withdrawn
