# どのページにもある言葉。文は短く、漢字にはすべてふりがな。｜漢字《かんじ》、または漢字《かんじ》。
language = ことば
synthetic = 本当《ほんとう》では ない 答《こた》えを 使《つか》った ページです
telephone = 電話《でんわ》
error-prefix = まちがい：
facts = { $minutes }分《ふん》くらい・質問《しつもん》は { $questions }問《もん》
until = { $date }まで
start = 答《こた》える
key-enter = 回答《かいとう》コードを 書《か》く
progress = { $current } / { $total }ページ
question-number = 問《とい》{ $number }
so-many = { $count }つ
so-many-things = { $count }個《こ》
required = かならず 答《こた》えて ください
send = 答《こた》えを 送《おく》る
place = { $place }番目《ばんめ》
thanks = ありがとうございました
receipt-label = 受付番号《うけつけばんごう》
not-found-key = 手紙《てがみ》の 回答《かいとう》コードが ある 人《ひと》は、ここを 押《お》して ください。
ask-us = わからないときは、下《した》の 番号《ばんごう》に 電話《でんわ》して ください。
minutes = { $count }分《ふん》
skip = 本文《ほんぶん》へ
table-moves = 横《よこ》に 動《うご》かせる 表《ひょう》
towns-action = 市《し》や 町《まち》の 一覧《いちらん》
weighted = あり
unweighted = なし
people = { $count }人《にん》
data = データ
filter = ようすで えらぶ
closed-results = 結果《けっか》の ページへ

# What a condition asks of a number or a day.
limits-both = { $min }から { $max }まで
number-from = { $min }か、それより 多《おお》い
number-until = { $max }か、それより 少《すく》ない
day-from = { $min }か、それより あと
day-until = { $max }か、それより 前《まえ》
