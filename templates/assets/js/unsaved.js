// Asks before a form is left in which something was typed. Without script nothing is asked and nothing else changes.

/**
 * Watches one form of a page.
 * @param {EventTarget} form
 * @param {EventTarget} page what hears `beforeunload`
 */
export function watch(form, page) {
  let typed = false;
  form.addEventListener("input", () => {
    typed = true;
  });
  form.addEventListener("submit", () => {
    typed = false;
  });
  page.addEventListener("beforeunload", (event) => {
    if (typed) event.preventDefault();
  });
}

if (typeof document !== "undefined") {
  for (const form of document.querySelectorAll("[data-behaviour~=unsaved]")) watch(form, window);
}
