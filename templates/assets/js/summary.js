// What is wrong with a form takes the focus, so that it is read first, whoever sees the page or hears it.

/**
 * Leads to the summary, where there is one and the address leads nowhere else.
 * @param {Pick<Document, "querySelector">} page
 * @param {string} fragment
 */
export function lead(page, fragment) {
  if (fragment) return;
  const summary = page.querySelector(".summary");
  if (summary instanceof HTMLElement) summary.focus();
}

if (typeof document !== "undefined") lead(document, location.hash);
