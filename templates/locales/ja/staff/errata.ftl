# 正誤: 調査の途中で文言を直す。

erratum-title = 文言の訂正
erratum-begin = 訂正を始める
erratum-survey = 調査「{ $survey }」は、訂正を確定したときから、直した文言でたずねます。
erratum-words = 直せるのは文言だけです。設問や選択肢の数、順序、条件を変えるときは、新しい版をつくります。
erratum-answers = すでにいただいた回答と、途中まで書かれた回答は、そのまま残ります。
erratum-paper = 郵送した調査票の文言は変わりません。
erratum-back = 確定するまで、調査は今の文言のままです。始めた訂正は破棄できます。
erratum-freeze-title = 文言の訂正を確定しますか
erratum-freeze-back = 確定した訂正は取り消せません。もう一度直すときは、新しい訂正を始めます。
draft-corrects = 第{ $version }版の文言を訂正しています。
draft-refused-erratum = 訂正では、文言だけを直せます。ほかの変更は、新しい版でしてください。
done-draft-corrected = 文言の訂正を確定しました。調査は、直した文言でたずねています。
done-draft-unchanged = 直した文言がありません。
done-version-not-asked = この版でたずねている調査がないため、訂正はできません。新しい版をつくってください。
