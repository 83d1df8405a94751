# Values before they are published, and what divisions say of them
values-title = Values to be published
values-lead = These values are final and will be published. The divisions that own the indicators comment on them before that.
values-lead-own = Values of your division's indicators that will be published. Please leave a comment for whoever approves them.
values-silent = Without a comment
values-back = To the values to be published
col-comments = Comments
value-of-year = { $value } ({ $year })
value-with-margin = { $value } { $margin } ({ $year })
value-from = Computed from
value-owner = Division
comments-title = Comments of the division
comments-none = None
comments-count = { $count ->
    [one] { $count } comment
   *[other] { $count } comments
}
comment-by = { $division }, { $who }, { $at }
comment-said = Comment
    .hint = What stands behind the value, and how to read it. Whoever approves it reads this; it is not published. It cannot be changed later: write a correction below it.
comment-submit = Leave the comment
comments-over = Comments are left between the final figures and their publication.
comments-of-owners = Comments are left by the division that owns the indicator.
value-commented = Your comment is there for whoever approves the value.
today-silent = { $count ->
    [one] { $count } value waits for a comment of your division
   *[other] { $count } values wait for a comment of your division
}
permission-comment_values = Comment on values of one's own division before they are published
event-value-commented = { $who } commented on the value of “{ $thing }” for { $other }.
detail-comment = Comment
