# The pages of inquiries to other divisions.
menu-inquiries = Inquiries
inquiries-title = Inquiries
inquiries-lead = What other divisions are asked about questionnaires that are being made.
inquiry-title = Inquiry
inquiry-lead = Other divisions say what they find by a day; the questionnaire stays as it is. The divisions you ask get a letter.
inquiry-message = What you ask
    .hint = Say what to look at. For example: please check the wording of the new questions 5 to 8, and the names of your programmes.
inquiry-until-field = Last day
    .hint = Comments are taken until the end of this day. Divisions that have said nothing are reminded three days before.
inquiry-divisions = Divisions you ask
    .hint = Choose whom you ask. If nobody who may comment works in any of them, all editors may.
inquiry-unwritten = (no address: it gets no letter)
inquiry-no-division = Choose at least one division.
inquiry-past = Enter today or a later day.
inquiry-not-later = Enter a day after the present last day.
inquiry-too-far = The last day is at most { $days } days away.
inquiry-begin = Ask them
inquiry-until = Last day
inquiry-who = Asked by
inquiry-asked = Divisions asked
inquiry-now = Being asked
inquiry-now-over = The last day is over. Extend it or close the inquiry.
inquiry-reading = The page the divisions see
inquiry-longer = New last day
    .hint = Divisions that have said nothing are reminded again three days before.
inquiry-extend = Extend
inquiry-close = Close the inquiry
    .hint = Nothing more can be said then. What was said can still be answered.
inquiry-comments = Comments
inquiry-no-comments = Nothing was said yet.
inquiry-unanswered = { $count ->
    [one] One comment waits for an answer.
   *[other] { $count } comments wait for an answer.
}
inquiry-whole = The whole questionnaire
inquiry-gone = A question that is gone ({ $code })
inquiry-place = { $number } { $text }
inquiry-by = { $who }, { $at }
inquiry-answer = Answer
inquiry-answer-open = Answer
inquiry-answer-said = Answer
    .hint = Say what will be changed, or why nothing is. Its author and the divisions asked read it. It cannot be changed later.
inquiry-answer-submit = Answer and settle
inquiry-settled = Somebody else has answered this comment, or its author took it back.
inquiry-comment-open = Comment on this question
inquiry-comment-whole = Comment on the whole
inquiry-comment-said = Comment
    .hint = Say what should be put otherwise, and why. Whoever asks and the other divisions asked read it.
inquiry-comment-submit = Send the comment
inquiry-withdraw = Take it back
inquiry-is-over = The last day for comments is over. If there is something to say, tell whoever asked.
inquiry-is-closed = This inquiry is closed. If there is something to say, tell whoever asked.
inquiry-not-asked = Members of the divisions asked comment here.
inquiry-no-question = This question is not in the questionnaire any more. Comment on the whole instead.
inquiry-open = Open
inquiry-over = Overdue
inquiry-closed = Closed
inquiry-back = Back to the inquiries
inquiry-comments-count = { $count } ({ $unanswered } unanswered)
col-inquiry = Questionnaire
col-inquiry-state = State
col-inquiry-until = Last day
col-inquiry-comments = Comments
done-inquiry-begun = The divisions are asked. They get a letter.
done-inquiry-there = Somebody else has asked about this draft already.
done-inquiry-extended = The last day was extended.
done-inquiry-closed = The inquiry is closed.
done-inquiry-over = This inquiry is closed already.
done-comment-left = The comment was sent.
done-comment-withdrawn = The comment was taken back.
done-comment-settled = This comment cannot be taken back any more.
done-comment-answered = The comment is answered.
today-inquiries = { $count ->
    [one] One inquiry to your division
   *[other] { $count } inquiries to your division
}
today-unanswered = { $count ->
    [one] One comment on a draft that waits for an answer
   *[other] { $count } comments on drafts that wait for an answer
}
permission-answer_inquiries = See inquiries, and comment for a division that is asked
event-inquiry-begun = { $who } asked divisions about the draft of “{ $thing }”.
event-inquiry-extended = { $who } extended the inquiry about “{ $thing }”.
event-inquiry-closed = { $who } closed the inquiry about “{ $thing }”.
event-inquiry-reminded = { $who } reminded divisions of the inquiry about “{ $thing }”.
event-inquiry-commented = { $who } commented on the draft of “{ $thing }”.
event-inquiry-commented-for = { $who } commented on the draft of “{ $thing }” for { $other }.
event-inquiry-withdrawn = { $who } took back a comment on the draft of “{ $thing }”.
event-inquiry-answered = { $who } answered a comment on the draft of “{ $thing }”.
detail-asked-division = Division asked
detail-inquiry-until = Last day
detail-question = Question
detail-answer = Answer
