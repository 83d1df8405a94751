## Languages side by side
languages-title = Languages side by side
languages-lead = Each text in every language. “Keep” stores everything that was changed.
languages-parts = Which texts
languages-complete = { $percent } % ({ $there } of { $all })
languages-proposal = Proposed readings:
languages-take = I have checked the readings: use them
hard-long = There is a sentence of { $length } characters. Sentences of up to 40 are easier to read.
hard-word = “{ $word }” can be said more easily: “{ $easier }”.
hard-unread = “{ $kanji }” has no reading.
languages-workbook = A translator outside
languages-workbook-lead = All texts go into a workbook with a column for each language. Where the translations are filled in, it is read here.
languages-workbook-get = The workbook for the translator (Excel)
languages-workbook-file = The workbook that came back
languages-workbook-limit = An Excel file (.xlsx), up to 5 MB.
languages-workbook-go = Read it and keep the texts
languages-workbook-faults = { $count } places are to be put right. Nothing was kept yet.
