# Words of every page.
language = Language
synthetic = Made-up answers, not real results
telephone = Phone
error-prefix = Error:{" "}
facts = About { $minutes } minutes · { $questions } questions
until = Until { $date }
start = Start answering
key-enter = Enter your survey code
progress = Page { $current } of { $total }
question-number = Q{ $number }
so-many = { $count }
so-many-things = { $count }
required = Required
send = Send my answers
place = { $place ->
    [1] 1st choice
    [2] 2nd choice
    [3] 3rd choice
   *[other] { $place }th choice
}
thanks = Thank you
receipt-label = Receipt number
not-found-key = If you received a letter with a survey code:
ask-us = If you need help, please call the number below.
minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}
skip = Skip to content
table-moves = Table, scrolls sideways
towns-action = List of municipalities
weighted = yes
unweighted = none
people = { $count } people
data = Data
filter = Filter by status
closed-results = See the results

# What a condition asks of a number or a day.
limits-both = { $min } to { $max }
number-from = { $min } or more
number-until = { $max } or less
day-from = { $min } or later
day-until = { $max } or earlier
