# 調査票・指標・結果の一覧の言葉。
questionnaires-title = 調査票の一覧
col-questionnaire = 調査票
col-version = 版
col-used-in = 使っている調査
version-number = 第{ $number }版
version-frozen = { $date }に確定
version-unused = まだ使っていません

plans-title = 計画と指標の一覧
col-indicator-name = 指標
col-plan = 計画
col-binding = 設問との結び付き
col-newest = 最新の値
binding-any = すべて
binding-bound = 設問あり
binding-unbound = 設問なし
newest-none = まだありません

results-of-surveys = 調査結果の一覧
col-report = 集計
col-counted = 集計した回答
col-computed = 集計した日
report-number = 第{ $number }回（{ $stage }）
report-stage-provisional = 入力の途中
report-stage-final = 入力完了後
results-public = 公表ページ
figure-provisional = 速報
figure-final = 確定
figure-approved = 承認済み
figure-published = 公表
figure-withdrawn = 取り下げ
