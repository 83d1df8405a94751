// The page beside the form begins where the form's question is. Without script it begins at its top.

/**
 * Brings the question into sight within the frame, and moves nothing around it.
 * @param {HTMLIFrameElement} frame
 */
function show(frame) {
  const at = frame.dataset.at;
  const question = at && frame.contentDocument?.getElementById(at);
  if (question) frame.contentWindow?.scrollTo(0, question.getBoundingClientRect().top - 16);
}

/** @type {NodeListOf<HTMLIFrameElement>} */
const frames = document.querySelectorAll('iframe[data-at]');
for (const frame of frames) {
  frame.addEventListener('load', () => show(frame));
  show(frame);
}
