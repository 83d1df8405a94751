# 起案と決裁の言葉。
motions-title = 起案と決裁
motions-lead = 集計結果の承認や公表、調査の中止などは、起案した人とは別の人が決裁してから行われます。
motions-back = 起案の一覧へ
col-motion = 件名
col-motion-reason = 理由
col-moved = 起案
motion-moved = { $who }　{ $at }
motion-state-waiting = 決裁待ち
motion-state-accepted = 決裁済み
motion-state-refused = 差戻し
motion-state-withdrawn = 取下げ

motion-approval = 集計結果の承認
motion-publication = 集計結果の公表
motion-withdrawal = 集計結果の取下げ
motion-reopening = 紙の回答の入力の再開
motion-cancellation = 調査の中止

motion-happens-approval = この集計結果と、それによる指標の値が「承認済み」になります。まだ公表されません。
motion-back-approval = 公表の前後を問わず、あとから取下げを起案できます。
motion-happens-publication = この集計結果と、それによる指標の値を、だれでも見られるようになります。少ない人数の数字は伏せられます。
motion-back-publication = あとから取下げを起案できますが、その間に見た人や写した人には残ります。
motion-happens-withdrawal = この集計結果と、それによる指標の値を、公表のページからなくします。理由は記録に残ります。
motion-back-withdrawal = 取り下げたものは、元に戻せません。集計をやり直すことはできます。
motion-happens-reopening = 紙の調査票の回答を、新しい期限まで入力できるようになります。終わると、集計をやり直します。
motion-back-reopening = 期限の前でも、入力をもう一度終わらせることができます。
motion-happens-cancellation = 調査を中止します。これからの回答は受け付けず、集計もしません。
motion-back-cancellation = 中止した調査は、元に戻せません。

motion-lead = 起案すると、決裁できる人の「今日」に出ます。起案した人は、自分の起案を決裁できません。
motion-decision = 文書番号
    .hint = 決裁の文書番号です。例：広第12号
motion-until = 新しい入力期限
    .hint = この日の終わりまで入力できます。
motion-reason = 理由
    .hint = 決裁する人が読みます。記録にも残ります。
motion-submit = 起案する

motion-about = 対象
motion-decided = 決裁
motion-deputy = { $who }（{ $person }の代決）
motion-values = これによる指標の値
motion-value-now = 今回の値
motion-value-before = 公表中の値
motion-value-withdrawn = 取り下げる値
motion-value-left = 取り下げたあとに公表が続く値
motion-value-none = ありません
motion-yes = 決裁して実行する
motion-no = 差し戻す
motion-own = あなたが起案したものです。ほかの人が決裁します。決裁の前なら取り下げられます。
motion-withdraw = 起案を取り下げる

motion-made = 起案しました。決裁できる人の「今日」に出ます。
motion-accepted = 決裁し、実行しました。
motion-refused = 差し戻しました。何も変わっていません。
motion-withdrawn = 起案を取り下げました。何も変わっていません。

motion-refused-waiting = 同じ起案が、すでに決裁を待っています。
motion-refused-settled = この起案は、すでに決裁されたか、取り下げられています。下の状態を確かめてください。
motion-refused-mover = 自分の起案は決裁できません。ほかの人の決裁を待ってください。
motion-refused-deputy = 起案した人の代決としては決裁できません。ほかの決裁できる人に頼んでください。
motion-refused-role = 今の役割では決裁できません。役割が変わっていないか、管理者に確かめてください。
motion-refused-other = 取り下げられるのは、起案した人だけです。
motion-refused-figures = この集計結果は、今の状態ではこの手続きができません。調査結果の一覧で状態を確かめてください。
motion-refused-close = 先に公表した結果との差から、少ない人数の回答が分かってしまうため、この手続きはできません。
motion-refused-approved = 承認済みの集計結果があるため、入力を再開できません。
