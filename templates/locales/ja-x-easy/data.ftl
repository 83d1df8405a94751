# データの ファイル（CSV・JSON）の 言葉《ことば》。
data-synthetic = 見本《みほん》の 答《こた》え
data-small = 人数《にんずう》が 少《すく》ないので 出《だ》さない
data-other-unit = 単位《たんい》が ちがうので くらべられない
data-total = ぜんぶ
data-no-answer = 答《こた》えなし
data-invalid = 正《ただ》しくない 答《こた》え
data-not-applicable = 聞《き》いていない
data-mean = 平均《へいきん》
