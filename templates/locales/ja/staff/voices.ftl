# 市民の声（自由記述）のページの言葉。
menu-voices = 市民の声
voices-title = 市民の声
voices-lead = 終了した調査の自由記述を読みます。回答を受け付けている間は、だれが書いたか分かるおそれがあるため読めません。
voices-none = 終了した調査はまだありません。調査が終わると、ここで自由記述を読めます。
voices-careful = だれが、いつ書いたか、ほかの設問に何と答えたかは分かりません。並び順は文字の順で、届いた順ではありません。電話番号やメールアドレスなどは伏せてありますが、人の名前は伏せられません。外に出す前に、必ず目を通してください。
voices-waiting = 回答を無作為に並べ替えています。終わると、ここで読めます。
voices-all = すべての設問
voices-back = 調査の一覧に戻る
voice-question = { $question }
voice-beside = { $question }（{ $option }）
col-voice = 書かれた言葉
col-voice-question = 設問
col-voice-length = 文字数
col-voices-ended = 終了した日
