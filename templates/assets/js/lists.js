// Lists are searched, ordered and paged in their place (htmx). Where the answer is no such list, because the session is
// over or the server failed, the browser goes there itself, and the person sees the page that says so.

/**
 * Whether an answer is the list that was asked for.
 * @param {{status: number, responseURL: string}} answer
 * @param {string} asked its address
 */
export function isList(answer, asked) {
  if (answer.status !== 200) return false;
  if (!answer.responseURL) return true;
  const at = new URL(answer.responseURL);
  return at.pathname === new URL(asked, at).pathname;
}

/**
 * Watches what htmx fetches.
 * @param {EventTarget} page
 * @param {(address: string) => void} go
 */
export function watch(page, go) {
  page.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, pathInfo } = /** @type {CustomEvent} */ (event).detail;
    const asked = pathInfo.finalRequestPath;
    if (isList(xhr, asked)) return;
    event.preventDefault();
    go(asked);
  });
  page.addEventListener("htmx:sendError", (event) => {
    go(/** @type {CustomEvent} */ (event).detail.pathInfo.finalRequestPath);
  });
}

if (typeof document !== "undefined") watch(document, (address) => location.assign(address));
