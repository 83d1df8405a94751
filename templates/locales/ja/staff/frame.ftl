# 職員のどのページにもある言葉。
menu = 業務の一覧
menu-surveys = 調査
person = 職員（{ $name }）
pager = { $page } / { $pages }ページ
pager-previous = 前のページ
pager-next = 次のページ
never-mind = 変更せずに戻る
stage-all = すべて
stage-preparing = 準備中
stage-running = 実施中
stage-over = 終了
