# The pages of citizens' voices (free texts).
menu-voices = Citizens' voices
voices-title = Citizens' voices
voices-lead = What people wrote in the surveys that are over. While answers arrive it is not read: the newest text would be the newest person's.
voices-none = No survey is over yet. What people wrote can be read here once one is.
voices-careful = Who wrote it, when, and what they answered besides is not known here. The order is that of the letters, not that of arrival. Telephone numbers, e-mail addresses and the like are covered; names of people cannot be. Read every text before it is given to anybody.
voices-waiting = The responses are being put into a random order. When that is done, they can be read here.
voices-all = All questions
voices-back = Back to the surveys
voice-question = { $question }
voice-beside = { $question } ({ $option })
col-voice = What was written
col-voice-question = Question
col-voice-length = Characters
col-voices-ended = Ended
