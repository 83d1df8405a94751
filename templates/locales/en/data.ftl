# Words of data files (CSV, JSON).
data-synthetic = made-up answers
data-small = not published because few people are behind it
data-other-unit = in another unit than the indicator: not comparable
data-total = Total
data-no-answer = No answer
data-invalid = Invalid
data-not-applicable = Not applicable
data-mean = Mean
