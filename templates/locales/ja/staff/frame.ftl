# 職員のどのページにもある言葉。
menu = 業務の一覧
menu-questionnaires = 調査票
menu-surveys = 調査
menu-plans = 計画と指標
menu-results = 結果
menu-motions = 起案・決裁
menu-help = 使い方
person = 職員（{ $name }）
another-user = ほかの人に交代
pager = { $page } / { $pages }ページ
pager-previous = 前のページ
pager-next = 次のページ
never-mind = 変更せずに戻る
close = 閉じる
undo = 元に戻す
choose-one = 選んでください
error-choose = 1つ選んでください。
error-tick = 内容を確かめて、印を付けてください。
stage-all = すべて
stage-preparing = 準備中
stage-running = 実施中
stage-over = 終了

# 一覧。
list-search = 言葉で探す
list-find = 探す
list-found = { $count }件
list-nothing = 該当するものはありません。
tab-counted = { $what }（{ $count }）
list-all = すべてを表示する

# 使い方。
help-title = 使い方
help-of-page = このページの使い方
help-all = すべてのページの使い方

# キー操作。
keys-title = キー操作
keys-open = キー操作
keys-lead = マウスを使わずに、次のキーで移動できます。文字を入力している間は働きません。どれもリンクやボタンでもできます。
keys-search = 探す言葉の欄へ
keys-off = キー操作を使わない
keys-on = キー操作を使う

# 作業の時間切れ。
idle-title = まもなく自動でサインアウトします
idle-soon = しばらく操作がないため、2分後にサインアウトします。作業を続けるときは「続ける」を押してください。
idle-over = サインアウトしました。入力した内容はこの画面に残っています。別の画面でサインインしてから、この画面で送ってください。
idle-failed = 続けられませんでした。入力した内容はこの画面に残っています。別の画面でサインインしてから、この画面で送ってください。
idle-go-on = 続ける

# 入力の途中の保存と、ほかの人の変更。
keep = 一時保存する
kept-at = 保存しました { $at }
kept-not = 保存できませんでした。入力した内容はこの画面に残っています。通信を確かめてください。
kept-elsewhere = 別の画面で内容が変わっています。「一時保存する」を押すと、両方の内容を比べられます。
changed-title = ほかの画面で内容が変わりました
changed-lead = この画面を開いたあとに、ほかの人か別の画面が内容を変えました。両方を比べて、下の欄を直してから、もう一度保存してください。下の欄の内容が新しい内容になります。
changed-theirs = 今の内容
changed-mine = この画面で入力した内容
changed-fresh = 入力した内容を使わずに、今の内容を開く

# 長い処理とファイル。
progress-of = { $total }件のうち{ $done }件が終わりました。
progress-begins = 件数を数えています。
step-done = 済み
step-current = いまここ
step-ahead = これから
file-name = ファイル名
file-size = 大きさ
bytes = { $count }バイト
error-no-file = ファイルを選んでください。
error-file-too-large = ファイルが大きすぎます。{ $kilobytes }キロバイト以下のファイルを選んでください。
error-file-kind = この種類のファイルは使えません。画像（PNG・JPEG・WebP）か、文字のファイル（CSVなど）を選んでください。
reason-missing = 理由を言葉で入力してください。
said-missing = 言葉で入力してください。
