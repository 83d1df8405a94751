# Words that are corrected while a survey runs.

erratum-title = Correct words
erratum-begin = Begin to correct
erratum-survey = The survey “{ $survey }” asks the corrected words from the moment they are frozen.
erratum-words = Only words can be corrected. To change how many questions or options there are, their order or a condition, make a new version.
erratum-answers = Answers that have come in, and answers that are half written, stay as they are.
erratum-paper = Sheets that were posted keep their words.
erratum-back = Until then the survey asks the words it asks now. A correction that was begun can be thrown away.
erratum-freeze-title = Freeze the corrected words?
erratum-freeze-back = A frozen correction cannot be taken back. To correct again, begin another one.
draft-corrects = This corrects the words of version { $version }.
draft-refused-erratum = A correction changes nothing but words. Make other changes in a new version.
done-draft-corrected = The words were corrected. The surveys ask the corrected words now.
done-draft-unchanged = No word was changed.
done-version-not-asked = No survey asks this version, so there is nothing to correct. Make a new version.
