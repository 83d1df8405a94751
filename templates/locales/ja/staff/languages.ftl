## 言語を並べて書く
languages-title = 言語を並べて書く
languages-lead = それぞれの文を、言語ごとに並べて書けます。「保存する」を押すと、直した文がまとめて保存されます。
languages-parts = どこの文か
languages-complete = { $percent }％（{ $all }のうち{ $there }）
languages-proposal = ふりがなの案：
languages-take = 読みを確かめたので、この案を使う
hard-long = { $length }字の文があります。40字までに分けると読みやすくなります。
hard-word = 「{ $word }」は、「{ $easier }」などと言い換えられます。
hard-unread = 「{ $kanji }」に、ふりがながありません。
languages-workbook = 翻訳を外に頼むとき
languages-workbook-lead = 全部の文を、言語ごとの列に並べたExcelのファイルを書き出します。訳を書き入れたファイルを、ここで読み取れます。
languages-workbook-get = 翻訳用のファイル（Excel）
languages-workbook-file = 訳を書き入れたファイル
languages-workbook-limit = Excelのファイル（.xlsx）。5MBまで。
languages-workbook-go = 読み取って保存する
languages-workbook-faults = 直すところが{ $count }か所あります。まだ何も保存していません。
