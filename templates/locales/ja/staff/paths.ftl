## 聞く順番と相手
paths-title = 聞く順番と相手
paths-lead = 設問を聞く順番に並べ、だれに聞くかを示しています。選ぶと、その設問を直せます。
paths-counted = 設問{ $all }問のうち、{ $some }問は、答えによって聞くかどうかが決まります。
paths-lost = だれにも聞かれません
