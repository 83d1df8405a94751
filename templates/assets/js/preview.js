// The page beside the form begins where the form's question is. Without script it begins at its top.

/** Brings the question into sight within the frame, and moves nothing around it. */
function show(frame) {
  const inside = frame.contentDocument;
  const question = frame.dataset.at && inside?.getElementById(frame.dataset.at);
  if (question) frame.contentWindow.scrollTo(0, question.getBoundingClientRect().top - 16);
}

for (const frame of document.querySelectorAll('iframe[data-at]')) {
  frame.addEventListener('load', () => show(frame));
  show(frame);
}
