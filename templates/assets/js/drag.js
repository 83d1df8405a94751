// Questions and pages are drawn to another place of the outline. Without script, and with the keyboard, there are buttons.

/** The entry that something happens to, where it is one that can be moved or moved to. */
function entryOf(/** @type {Event} */ event) {
  const { target } = event;
  const found = target instanceof Element ? target.closest("[data-into], [data-section]") : null;
  return found instanceof HTMLElement ? found : null;
}

/**
 * Whether one may stand at the place of another: a page among pages, a question anywhere.
 * @param {HTMLElement} moved
 * @param {HTMLElement | null} to
 * @returns {to is HTMLElement}
 */
export function fits(moved, to) {
  return to !== null && to !== moved && (moved.dataset.section === undefined || to.dataset.section !== undefined);
}

/**
 * What is sent: a page goes before another; a question before another, or to the end of a page.
 * @param {HTMLElement} moved
 * @param {HTMLElement} to
 * @returns {[string, string][]}
 */
export function sent(moved, to) {
  if (moved.dataset.section !== undefined) return [["before", to.dataset.section ?? ""]];
  return [["into", to.dataset.into ?? to.dataset.section ?? ""], ["before", to.dataset.question ?? ""]];
}

/**
 * Sends the form that the buttons send too.
 * @param {HTMLElement} outline
 * @param {HTMLElement} moved
 * @param {HTMLElement} to
 */
function move(outline, moved, to) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = moved.dataset.moves ?? "";
  /** @type {[string, string][]} */
  const fields = [["_seen", outline.dataset.seen ?? ""], ["_go", "to"], ...sent(moved, to)];
  for (const [name, value] of fields) {
    const field = document.createElement("input");
    field.type = "hidden";
    [field.name, field.value] = [name, value];
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}

/**
 * Lets the entries of an outline be drawn.
 * @param {HTMLElement} outline
 */
function watch(outline) {
  /** @type {HTMLElement | null} */
  let moved = null;
  /** @type {HTMLElement | null} */
  let over = null;
  const mark = (/** @type {HTMLElement | null} */ entry) => {
    over?.classList.remove("over");
    over = entry;
    over?.classList.add("over");
  };
  outline.addEventListener("dragstart", (event) => {
    moved = entryOf(event);
    if (moved?.dataset.moves === undefined) moved = null;
  });
  outline.addEventListener("dragover", (event) => {
    const entry = entryOf(event);
    if (moved === null || !fits(moved, entry)) return;
    event.preventDefault();
    mark(entry);
  });
  outline.addEventListener("drop", (event) => {
    const entry = entryOf(event);
    if (moved === null || !fits(moved, entry)) return;
    event.preventDefault();
    move(outline, moved, entry);
  });
  outline.addEventListener("dragend", () => {
    moved = null;
    mark(null);
  });
}

if (typeof document !== "undefined") {
  for (const outline of document.querySelectorAll("[data-behaviour~=drag]")) {
    if (outline instanceof HTMLElement) watch(outline);
  }
}
