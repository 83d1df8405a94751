# The history of a draft: what was changed, and how.
act-written = Written: { $of }.
act-written-in = Written in { $language }: { $of }.
act-rewritten = Changed: { $of }.
act-rewritten-in = Changed in { $language }: { $of }.
act-erased = Taken out: { $of }.
act-erased-in = Taken out in { $language }: { $of }.
act-minutes = Answering takes { $minutes } minutes now.
act-layout-pages = Pages are shown one after the other now.
act-layout-one-page = All questions are shown on one screen now.
act-languages = The questionnaire is offered in { $languages } now.
act-and = ,{" "}
act-section-added = Added: { $of }.
act-section-added-with = Added: { $of }, with { $count ->
    [one] 1 question
   *[other] { $count } questions
}.
act-section-removed-with = Removed: { $of }, with { $count ->
    [one] 1 question
   *[other] { $count } questions
}.
act-section-moved-last = Moved to the end: { $of }.
act-moved-before = Moved: { $of }, before { $other }.
act-moved-last = Moved to the end of its page: { $of }.
act-moved-to = Moved: { $of }, to { $page }.
act-asked-if = Asked under a condition now: { $of }.
act-asked-otherwise = Asked under another condition now: { $of }.
act-asked-always = Asked without a condition now: { $of }.
act-repeated = Repeated as often as { $item } says, up to { $most } times: { $of }.
act-not-repeated = Not repeated any more: { $of }.
act-question-added = Added to { $section }: { $of }.
act-removed = Removed: { $of }.
act-ditto = May be answered “same as { $other }” now: { $of }.
act-no-ditto = May not be answered “same as above” any more: { $of }.
act-required = Must be answered now: { $of }.
act-not-required = May be left out now: { $of }.
act-subject = About the subject of the survey now: { $of }.
act-attribute = About the person who answers now: { $of }.
act-as-written = Options in the order they are written now: { $of }.
act-random = Options in another order for each person now: { $of }.
act-reversible = Options the other way round for half of all people now: { $of }.
act-kind = Another way to answer { $of }: “{ $new }” instead of “{ $old }”.
act-option-added = Option “{ $words }” added to { $of }.
act-option-removed = Option “{ $words }” removed from { $of }.
act-options-moved = Another order of options: { $of }.
act-options-changed = Options changed: { $of }.
act-row-added = Row “{ $words }” added to { $of }.
act-row-removed = Row “{ $words }” removed from { $of }.
act-rows-moved = Another order of rows: { $of }.
act-rows-changed = Rows changed: { $of }.
act-answers = Answers (options, limits and the like) changed: { $of }.
act-picture-added = Picture added: { $of }.
act-picture-removed = Picture removed: { $of }.
act-picture-changed = Picture replaced: { $of }.
act-nothing = Nothing was changed.
act-more = { $count ->
    [one] 1 more change.
   *[other] { $count } more changes.
}
