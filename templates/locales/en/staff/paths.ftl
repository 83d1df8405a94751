## Who is asked what
paths-title = Who is asked what
paths-lead = The questions in the order they are asked, and whom each is for. Choose one to change it.
paths-counted = Of { $all } questions, { $some } hang on answers.
paths-lost = Nobody is asked
