# 調査に答える人が見る言葉。

# 最初のページ
resume = 続きから回答する
key-needed = この調査は、お手紙に書かれた鍵をお持ちの方にお答えいただきます。
key-lost = お使いのブラウザに鍵が残りませんでした。お手数ですが、お手紙の鍵をもう一度入力してください。
text-size-large = 文字を大きく
text-size-normal = 文字を標準に
ruby-off = ふりがなを消す
ruby-on = ふりがなを付ける
promise-title-anonymous = 誰の回答かは分かりません
promise-title-confidential = 回答の内容は誰にも知らせません
promise-title-open = お名前は伺いません
promise-short-anonymous = お名前は伺いません。鍵は「まだ回答していない方」の確認だけに使い、回答とは別に保管します。回答には届いた日時も残しません。
promise-short-confidential = 回答とお名前を結び付けて保管することはありません。お返事がまだの方にお知らせするためだけに、送付先を別に保管します。
promise-short-open = どなたでも回答できます。お名前も住所も伺わず、回答した方を調べることはありません。回答には届いた日時も残しません。
promise-more = くわしい約束を読む
promise-key-anonymous = 鍵は無作為に作った番号で、お名前とは結び付いていません。一つの鍵で数えるのは、最初に届いた有効な回答一つだけです。
promise-key-confidential = 鍵と送付先の対応表は回答とは別に保管し、決められた日に消去します。
promise-key-open = 鍵は使いません。同じ方が何度も回答することは防げないため、結果に誤差の範囲は付けず、無作為に選んだ方の調査とは合わせません。
promise-log = 接続の記録には、時刻と接続先のページ（鍵を除く）だけを残し、回答の内容は残しません。記録は短い期間で消去します。
promise-honest-anonymous = 回答は、暗号化した封筒に入れてお預かりし、20件以上がそろってから、日付や受付番号を付けずに並べ替えて保管します。データベースやその控えを見ても、調査中は「20件のうちのどれか」までしか分からず、受付が終わって並べ替え直したあとは分かりません。封筒を開ける秘密の鍵と、調査中の毎日の控えの両方を持つ者だけは、その控えが残っている間、届いたころから推し量ることができるため、二つは別々に管理し、控えは期間を決めて消します。
promise-honest-confidential = 回答は、暗号化した封筒に入れてお預かりし、20件以上がそろってから、日付や受付番号を付けずに並べ替えて保管します。送付先の対応表を消すまでの間は、それを見られる者に対しても、この並べ替えが回答を守ります。封筒を開ける秘密の鍵と、調査中の毎日の控えの両方を持つ者だけは、その控えが残っている間、届いたころから推し量ることができるため、二つは別々に管理し、控えは期間を決めて消します。
promise-honest-open = 回答は、暗号化した封筒に入れてお預かりし、20件以上がそろってから、日付や受付番号を付けずに並べ替えて保管します。
promise-nobody = 回答は市の計画づくりと統計にだけ使います。お勤め先や、ほかの役所に渡すことはありません。
grace = 期限までに回答を始めた方は、期限の後{ $minutes }分以内であれば送ることができます。

# 設問のページ
next = 次へ進む
back = 前のページに戻る
send-once = ボタンは一度だけ押してください。二度押しても、回答は一つだけ記録されます。
pause-key = 途中でやめても、同じ鍵で続きから回答できます。
pause-open = このページを閉じても、この端末では続きから回答できます。
pause-form = このページを閉じると、ここまでの回答は残りません。送信まで続けてお答えください。
other-text = 具体的にお書きください
choose-up-to = { $max }まで選べます。
choose-at-least = { $min }以上選んでください。
choose-between = { $min }以上{ $max }まで選んでください。
choose-exactly = ちょうど{ $count }選んでください。
choose-up-to-each = それぞれ{ $max }まで選べます。
choose = 選んでください
no-names = お名前や電話番号など、個人が分かることは書かないでください。
date-hint = 例：令和7年4月1日、2025-04-01
month-hint = 例：令和7年4月、2025-04
time-hint = 例：14:30、午後2時半
postal-code-hint = 例：123-4567
telephone-hint = 例：090-1234-5678
list-other = 「{ $option }」を選んだ方は、内容をお書きください

# まちがいの知らせ
errors-title = { $count }か所を確かめてください
error-required-choice = 1つ選んでください。
error-required-text = 入力してください。
error-consent = 先へ進むには同意が必要です。同意する方は、ここに印を付けてください。
error-too-few = { $min }以上選んでください。
error-exactly = ちょうど{ $count }選んでください。
error-too-many = { $max }まで選んでください。
error-exclusive = 「特にない」などは、ほかの選択肢と一緒に選べません。
error-unknown-option = 選択肢から選んでください。
error-repeated = 1つだけ選んでください。
error-not-a-number = 数字を入力してください。
error-out-of-range = { $min }から{ $max }までの数字を入力してください。
error-decimals = 小数点以下は{ $max }けたまで入力できます。
error-whole-number = 小数点を使わずに、整数で入力してください。
error-not-a-date = 日付を「令和7年4月1日」または「2025-04-01」の形で入力してください。
error-not-a-month = 年と月を「令和7年4月」または「2025-04」の形で入力してください。
error-without-year = 年も入力してください（例：令和7年4月1日）。
error-without-month = 月も入力してください（例：令和7年4月1日）。
error-without-day = 日も入力してください（例：令和7年4月1日）。
error-no-such-date = その日付はありません。年月日を確かめてください。
error-date-range = { $min }から{ $max }までの日付を入力してください。
error-not-a-time = 時刻を「14:30」または「午後2時半」の形で入力してください。
error-time-range = { $min }から{ $max }までの時刻を入力してください。
error-not-a-postal-code = 郵便番号を7けたの数字で入力してください（例：123-4567）。
error-not-a-telephone = 電話番号を、0で始まる10けたか11けたの数字で入力してください（例：090-1234-5678）。
error-too-long = { $max }文字以内にしてください（今は{ $length }文字）。
error-characters = 使えない文字が入っています。入力し直してください。
error-unknown-question = この調査票にない項目が送られました。ページを開き直して、もう一度お試しください。
error-same-rank = 同じものを2回選んでいます。順位ごとに別のものを選んでください。
error-rank-gap = 1番目から順に選んでください。
error-nothing-answered = まだ何も回答していません。一つでもお答えいただいてから送ってください。

# 確認と送信
check-title = 回答を確かめる
check-lead = この内容でよろしければ、いちばん下の「回答を送る」を押してください。
change = 直す
unanswered = 答えていません
recorded = 回答を記録しました。
receipt-title = 回答は記録されています
receipt-explained = この番号で、回答が数えられていることを後で確かめられます。内容は表示されません。控えなくてもかまいません。
what-next = 調査は{ $date }に終わり、そのあと結果を公表します。
results-where = 結果を見られるページ
another-person = この端末で別の方が回答する

# 二人以上で使う端末
whose = 鍵の末尾が「{ $mark }」の回答です。
whose-check = お手紙の鍵の末尾と違うときは、始めないでください。その鍵をお持ちの方が、続きを開けるためです。
two-drafts-title = この端末では、別の方の回答も開いています
two-drafts-text = いま入力した内容は、入力していた方の回答として保存しました。どちらの回答を続けるか、選んでください。
two-drafts-key = 鍵の末尾が「{ $mark }」の回答を続ける
sent-here-title = この端末からの回答は受け付けました
sent-here-text = もう一度送る必要はありません。別の方がこの端末で回答するときは、下のボタンからお進みください。
sent-here-action = 別の方が回答する

# 数えない回答
uncounted-title = 次の回答は数えません
uncounted-lead = 送る前に、お確かめください。
uncounted-because = 問{ $number }で「{ $labels }」を選んだ方にだけお聞きする質問です。
uncounted-because-limits = 問{ $number }の答えが{ $limits }の方にだけお聞きする質問です。
uncounted-because-answered = 問{ $number }に答えた方にだけお聞きする質問です。
uncounted-not-asked = ほかの質問への回答から、お聞きしないことになる質問です。
uncounted-not-offered = 選ばれた選択肢の一部は、ほかの質問への回答から、選べないものになりました。
uncounted-send = このまま回答を送る
nothing-asked-title = お聞きする質問はありませんでした
nothing-asked-text = ご回答の内容では、この調査でお聞きする質問はありません。回答は記録していません。ご協力ありがとうございました。
nothing-asked-action = 市の調査と計画のページへ

# 鍵
key-title = 鍵を入力してください
key-lead = お手紙に書かれた11文字の鍵を入力してください。
key-label = 鍵
key-hint = 例：7K3M-9QXP-4TV　大文字・小文字・全角・ハイフンの有無は、どれでもかまいません。
key-go = 調査を開く
key-wrong = 鍵の文字を確かめて、もう一度入力してください。10文字と確認の1文字です。
key-unknown = この鍵は見つかりません。お手紙の文字を確かめて、もう一度入力してください。

# 状況ごとのページ
closed-title = この調査は終了しました
closed-text = { $date }で受付を終えました。お気持ちをお寄せいただき、ありがとうございます。
closed-action = 市の調査と計画のページへ
not-yet-title = まだ始まっていません
not-yet-text = この調査は{ $date }から回答できます。それまでお待ちください。
not-yet-action = 市の調査と計画のページへ
cancelled-title = この調査は中止になりました
cancelled-text = 回答は受け付けていません。くわしくは下の電話番号にお尋ねください。
cancelled-action = 市の調査と計画のページへ
already-title = この鍵の回答は受け付け済みです
already-text = 一つの鍵で数えるのは、最初に届いた回答だけです。回答した覚えがない場合は、下の電話番号にお知らせください。
already-action = 市の調査と計画のページへ
already-sent-title = すでに受け付けました
already-sent-text = この調査票の回答は、先に送られた内容で記録されています。同じ内容をもう一度送られた場合も、これで受け付けは済んでいます。内容を変えて送られた場合、今回の内容は記録していません。
already-sent-action = 市の調査と計画のページへ
busy-title = ただいま混み合っています
busy-text = 回答は記録されていません。入力した内容は残っています。少し待ってから、このページを再読み込みして、もう一度送ってください。
busy-action = もう一度試す
held-back-title = 回答はまだ送られていません
held-back-text = 同じ回線からの送信が集中しているため、少しお待ちいただいています。入力した内容はこのページに残っています。{ $date }ほど待ってから、下のボタンを押してください。
held-back-action = もう一度送る
unsure-title = 記録できたか確認できません
unsure-text = 通信が途切れたため、記録できたかを確認できません。もう一度送っても、二重にはなりません。
unsure-action = 確認のページに戻る
too-many-title = しばらくお待ちください
too-many-text = 入力の回数が多いため、少しの間受け付けを止めています。{ $date }ほど待ってから、もう一度お試しください。
too-many-action = 鍵の入力に戻る
lost-title = 途中の回答が見つかりません
lost-text = すでに送られたか、長い間使われなかったため、途中の回答は残っていません。はじめからお答えください。
lost-action = はじめから回答する
not-found-title = ページが見つかりません
not-found-text = アドレスを確かめて、もう一度お試しください。
not-found-action = 市の調査と計画のページへ
bad-request-title = 送られた内容を読み取れませんでした
bad-request-text = 回答は記録されていません。前のページに戻り、使えない文字や記号が入っていないか確かめて、もう一度お試しください。
bad-request-action = 最初のページへ
too-large-title = 送られた内容が大きすぎます
too-large-text = 回答は記録されていません。前のページに戻り、文章を短くして、もう一度送ってください。
too-large-action = 最初のページへ
refused-title = 送信元を確認できませんでした
refused-text = ほかのサイトから送られた内容は受け付けていません。市のページから、もう一度お試しください。
refused-action = 最初のページへ
failed-title = ただいまご利用いただけません
failed-text = こちらの都合で表示できませんでした。しばらくしてから、もう一度お試しください。
failed-action = 最初のページへ
error-other-not-chosen = 「その他」に書く場合は、「その他」を選んでください。
error-too-many-bytes = 文章が長すぎます。短くしてください。
error-one-line = 一行で書いてください。
unknown-key-title = この鍵では回答できません
unknown-key-text = 鍵が見つかりませんでした。お手紙の文字を確かめて、もう一度入力してください。
unknown-key-action = 鍵を入力する
