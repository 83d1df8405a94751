# データファイル（CSV・JSON）の言葉。
data-synthetic = 架空の回答
data-small = 人数が少ないため公表しない
data-other-unit = 単位が指標の単位と異なるため判定できない
data-total = 総数
data-no-answer = 無回答
data-invalid = 無効
data-not-applicable = 非該当
data-mean = 平均
