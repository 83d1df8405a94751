# Words of motions and decisions.
motions-title = Motions and decisions
motions-lead = Approving and publishing figures, cancelling a survey and the like are done only after somebody other than the person who moved it has decided.
motions-back = To the list of motions
col-motion = Subject
col-motion-reason = Reason
col-moved = Moved
motion-moved = { $who }, { $at }
motion-state-waiting = waiting
motion-state-accepted = accepted
motion-state-refused = refused
motion-state-withdrawn = withdrawn

motion-approval = Approve figures
motion-publication = Publish figures
motion-withdrawal = Withdraw figures
motion-reopening = Reopen the typing of paper answers
motion-cancellation = Cancel the survey

motion-happens-approval = These figures and the values they give indicators become “approved”. They are not public yet.
motion-back-approval = A withdrawal can be moved later, before or after publication.
motion-happens-publication = Everybody will see these figures and the values they give indicators. Small numbers are left out.
motion-back-publication = A withdrawal can be moved later; whoever saw or copied them until then keeps them.
motion-happens-withdrawal = These figures and the values they give indicators disappear from the public pages. The reason stays in the record.
motion-back-withdrawal = What is withdrawn does not come back. The figures can be computed again.
motion-happens-reopening = Paper answers can be typed until the new day. After that the figures are computed again.
motion-back-reopening = Typing can be ended again before that day.
motion-happens-cancellation = The survey is called off: no more answers are taken, and no figures are computed.
motion-back-cancellation = A cancelled survey does not come back.

motion-lead = Whoever may decide sees it under “Today”. Nobody decides what they moved themselves.
motion-decision = Number of the decision
    .hint = As on the decision’s file, for example 広第12号
motion-until = New last day of typing
    .hint = Answers can be typed until the end of this day.
motion-reason = Reason
    .hint = Whoever decides reads it. It stays in the record.
motion-submit = Move it

motion-about = What it is about
motion-decided = Decided
motion-deputy = { $who } (in the place of { $person })
motion-values = Values of indicators
motion-value-now = This value
motion-value-before = Public until now
motion-value-withdrawn = Value taken back
motion-value-left = Value that stays public
motion-value-none = None
motion-yes = Accept and do it
motion-no = Refuse
motion-own = You moved this. Somebody else decides; until then you can take it back.
motion-withdraw = Take it back

motion-made = It is moved. Whoever may decide sees it under “Today”.
motion-accepted = You accepted it, and it is done.
motion-refused = You refused it. Nothing has changed.
motion-withdrawn = You took it back. Nothing has changed.

motion-refused-waiting = The same already waits for a decision.
motion-refused-settled = It has been decided or taken back. Please look at its state below.
motion-refused-mover = Nobody decides what they moved themselves. Please wait for somebody else.
motion-refused-deputy = A deputy does not decide what the person they stand in for has moved. Please ask somebody else who may decide.
motion-refused-role = Your roles do not let you decide now. Please ask an administrator whether they have changed.
motion-refused-other = Only the person who moved it takes it back.
motion-refused-figures = These figures do not go that way from where they stand now. Please look at the list of results.
motion-refused-close = The difference to figures published earlier would tell what few people answered.
motion-refused-approved = Figures of this survey have been approved: typing is not reopened any more.
