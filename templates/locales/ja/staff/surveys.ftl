# 調査の一覧と、調査の期間を動かすページの言葉。
surveys-title = 調査の一覧
col-survey-name = 調査
col-survey-state = 状態
col-survey-period = 回答期間
col-survey-responses = 回答
col-survey-acts = 手続き
survey-state-draft = 作成中
survey-state-scheduled = 開始待ち
survey-state-open = 回答受付中
survey-state-web-closed = 入力中
survey-state-entry-closed = 終了
survey-state-cancelled = 中止
survey-period = { $from }から{ $until }まで
survey-period-none = 回答期間は決まっていません
survey-responses = { $count }件
survey-responses-of = { $count }件（対象 { $asked }人）
survey-extend = 締切を延ばす
survey-close = 締め切る
survey-extended = 締切を延ばしました。回答のページの表示も変わっています。
survey-closed = 回答の受付を締め切りました。やり直すときは「締切を延ばす」で受付を再開できます。

extension-title = 締切を延ばす
extension-until = 新しい締切日
    .hint = この日の終わりまで回答できます。締切を過ぎた調査は、受付を再開します。
extension-submit = 締切を延ばす
extension-no-day = 日付を「2026-12-31」のように入力してください。
extension-not-later = 今の締切より後の、これからの日付を入力してください。
extension-too-far = 5年より先の日付は指定できません。年を確かめてください。

closing-title = 回答の受付を締め切る
closing-now = 今すぐ回答の受付を終わります。回答の途中の方は送れなくなります。
closing-stays = 届いた回答は消えません。
closing-back = あとから締切を延ばすと、受付を再開できます。
closing-submit = 今すぐ締め切る

survey-refused-state = この調査は「{ $state }」のため、この手続きはできません。
survey-refused-changed = ページを開いたあとに、ほかの方が締切を変えました。今の締切を確かめて、もう一度お試しください。
survey-refused-times = この締切では、期間の前後が合いません。日付を確かめてください。
