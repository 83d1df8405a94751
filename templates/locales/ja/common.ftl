# どのページにもある言葉。《》はふりがなの印（やさしい日本語で使う）。
language = 言語
synthetic = 架空の回答です。実際の調査の結果ではありません
telephone = 電話
error-prefix = エラー：
facts = 約{ $minutes }分・全{ $questions }問
until = { $date }まで
start = 回答を始める
key-enter = 回答コードを入力する
progress = { $current } / { $total }ページ
question-number = 問{ $number }
so-many = { $count }つ
so-many-things = { $count }個
required = 必須
send = 回答を送る
place = { $place }番目
thanks = ありがとうございました
receipt-label = 受付番号
not-found-key = お手紙の回答コードをお持ちの方は、こちらからお進みください。
ask-us = お困りのときは、下の電話番号にお尋ねください。
minutes = { $count }分
skip = 本文へ
table-moves = 横に動かして見られる表
towns-action = 市町村の一覧へ
weighted = あり
unweighted = なし
people = { $count }人
data = データ
filter = 状態で絞り込む
closed-results = 調査結果のページへ

# What a condition asks of a number or a day.
limits-both = { $min }～{ $max }
number-from = { $min }以上
number-until = { $max }以下
day-from = { $min }以降
day-until = { $max }以前
