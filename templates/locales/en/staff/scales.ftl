# Words of option sets (scales and the like).
scales-title = Option sets
scales-lead = Options that are worded once and used by many questions. When a set changes, the questions of drafts that use it can change with it.
scales-none = There are no option sets yet. Make one, or register the options of a question in a draft.
scales-unused = Nowhere yet
scales-draft = draft
scales-use = { $of }, { $count ->
    [one] one place
   *[other] { $count } places
  }
scales-stock = Ready to use
scales-stock-lead = The scales of the templates. “Register” makes one the town’s own; its name and its words can be changed afterwards.
scales-stock-take = Register
scales-gone = Sets that were thrown away
col-scale = Name of the set
col-scale-used = Used in
scale-new-title = Make an option set
scale-name = Name of the set
    .hint = Seen by staff alone, e.g. Satisfaction (5 steps)
scale-count = A set has at least { $fewest } and at most { $most } options.
scale-name-taken = There is a set of this name. Please choose another one.
scale-changed-meanwhile = Somebody else has changed this set. Press “Save” again to change it to what you typed.
scale-draft-refused = One of the drafts could not be changed, so nothing was. Please try again.
scale-add = Register
scale-save = Save
scale-drafts = Drafts that use this set
scale-drafts-hint = The places with a tick change with the set. Those without keep their options and leave the set.
scale-no-drafts = No draft uses this set.
scale-frozen = Frozen versions that use this set
scale-frozen-lead = Frozen versions do not change.
scale-is-gone = This set was thrown away. Questions that use it stay as they are.
scale-away = Throw this set away
scale-back = Take this set back out
done-scale-added = The option set was registered.
done-scale-changed = The option set was changed.
done-scale-followed = The option set and the drafts with a tick were changed. Each draft can be taken back with “Undo”.
done-scale-removed = The option set was thrown away. Questions that use it stay as they are.
done-scale-kept = The option set was taken back out.
draft-scale-used = The same as the set “{ $name }”
draft-scale-here = Changing the options on this page changes this question alone. To change other drafts with it, change the set.
draft-scale-unwritten = This set has no words in { $languages } yet. Write them in the set, and they come into this draft as well.
draft-scale-register = Register these options as a set
draft-scale-take = Choose a set of the town
draft-scale-go = Use this set
draft-scale-gone = The set you chose is not there any more. Please choose another one.
questionnaires-ways = What questionnaires are made with
