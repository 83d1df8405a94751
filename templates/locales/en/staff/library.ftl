## Beginning from a template
library-title = From a template
library-lead = Complete questionnaires, with “I don’t know” and “prefer not to say” where they belong. Put in the names of your own districts and policies once you have begun.
library-size = { $questions } questions · about { $minutes } min · { $languages ->
    [one] 1 language
   *[other] { $languages } languages
}
library-look = Look at the questions
library-begin = Begin with this template
library-begin-of = Begin with the template “{ $name }”
library-copy-keeps = The codes of the questions stay, so the links to indicators stay with them. Last year’s dates, deadlines and telephone numbers can be checked one by one afterwards.
library-name-manzoku-juyo = Satisfaction and importance (40 policies)
library-name-joho-kocho = Information and listening
library-name-madoguchi = A word at the counter
library-name-chonaikai = Neighbourhood associations
library-name-tennyu = New residents
library-name-kosodate = Families with children
library-name-koreisha = Life of older people
library-name-kofukudo = Happiness in the area
library-name-kenshu = What staff learned in a training
library-whom-manzoku-juyo = Citizens from 18. For judging and revising the comprehensive plan.
library-whom-joho-kocho = Citizens from 18. For better information and better listening.
library-whom-madoguchi = Whoever has been at a counter. Answered at any time from a QR code, on one screen.
library-whom-chonaikai = People who live in the area of an association, members or not.
library-whom-tennyu = People who register a move, or have moved in recently.
library-whom-kosodate = People who bring up children under 18.
library-whom-koreisha = People from 65. Their families may answer for them.
library-whom-kofukudo = Citizens from 18. How they find their lives, from 0 to 10.
library-whom-kenshu = Staff who took part in a training, right after it.

## What is left of the survey before
leftovers-title = Left over from the survey before
leftovers-lead = Years, days, words such as “last year”, telephone numbers and names that stand here as they were copied. Decide one by one whether to change them or to leave them as they are.
leftovers-count = As in the survey before: { $count }
leftovers-none = Nothing is left over from the survey before.
leftovers-place = { $of } ({ $language })
leftovers-instead = To be written instead
leftovers-write = Change it to this
leftovers-agree = Leave it as it is
leftovers-same = That is what it says now. To keep it, choose “Leave it as it is”.
leftovers-agreed = Left as they are
leftovers-again = Check again
leftover-year = a year
leftover-day = a day
leftover-relative = a word that means another time each year
leftover-telephone = a telephone number
leftover-fax = a fax number
leftover-mail = a mail address
leftover-web = an address of a page
leftover-person = an office and a name
