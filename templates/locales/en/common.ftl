# Words of every page.
language = Language
synthetic = Demonstration with made-up answers
telephone = Phone
error-prefix = Error:{" "}
facts = About { $minutes } minutes · { $questions } questions
until = Until { $date }
start = Start answering
key-enter = Enter your key
progress = Page { $current } of { $total }
question-number = Q{ $number }
so-many = { $count }
so-many-things = { $count }
required = Answer needed
send = Send my answers
place = Number { $place }
thanks = Thank you
receipt-label = Receipt number
not-found-key = If you received a letter with a key:
ask-us = If you need help, please call the number below.
minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}
skip = Skip to content
towns-action = List of municipalities
weighted = yes
unweighted = none
people = { $count } people
data = Data
filter = Filter by state
closed-results = To the results

# What a condition asks of a number or a day.
limits-both = { $min } to { $max }
number-from = { $min } or more
number-until = { $max } or less
day-from = { $min } or later
day-until = { $max } or earlier
