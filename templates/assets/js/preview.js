// What stands beside the form begins where the form's question is: the page that citizens see, and the outline. Without
// script both begin at their top.

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

for (const outline of document.querySelectorAll('.outline')) {
  const current = outline.querySelector('[aria-current]');
  if (current instanceof HTMLElement) outline.scrollTop = current.offsetTop - outline.clientHeight / 3;
}
