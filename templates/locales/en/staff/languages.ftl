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
