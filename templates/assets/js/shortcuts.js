// Keys that lead on: `g` and a letter to a room, `/` to the search field, `?` to the list of keys. Never while somebody
// types, never together with Ctrl and the like, and they can be switched off: single keys get in the way of people who
// speak to their computer (WCAG 2.1.4).

/** Where it is kept that somebody wants none. */
const OFF = "kocho-keys-off";

/** Milliseconds between `g` and its letter. */
const PAUSE = 1500;

/**
 * Whether a key is typed into something.
 * @param {EventTarget | null} target
 */
function isTyping(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}

/**
 * Reads keys: what one means after those before it.
 * @param {() => number} clock milliseconds
 * @returns {(key: string) => string | null} `search`, `keys`, `room x`, or nothing
 */
export function reader(clock) {
  let begun = -Infinity;
  return (key) => {
    const isRoom = clock() - begun < PAUSE;
    begun = -Infinity;
    if (isRoom && /^[a-z]$/.test(key)) return `room ${key}`;
    if (key === "g") begun = clock();
    if (key === "/") return "search";
    return key === "?" ? "keys" : null;
  };
}

/**
 * Binds the keys of a page.
 * @param {Document} page
 * @param {HTMLDialogElement} dialog the list of keys
 */
export function bind(page, dialog) {
  const read = reader(() => performance.now());
  const isOff = () => localStorage.getItem(OFF) !== null;
  /** @param {string} act */
  const button = (act) => dialog.querySelector(`[data-act=${act}]`);
  const open = () => {
    button("off")?.toggleAttribute("hidden", isOff());
    button("on")?.toggleAttribute("hidden", !isOff());
    dialog.showModal();
  };
  /** @param {string | null} meant */
  const act = (meant) => {
    if (meant === "keys") return open();
    const wanted = meant === "search" ? "[type=search]" : meant && `[data-key=${meant.slice(-1)}]`;
    const found = wanted ? page.querySelector(wanted) : null;
    if (!(found instanceof HTMLElement)) return;
    if (found instanceof HTMLInputElement) return found.focus();
    found.click();
  };
  page.addEventListener("keydown", (event) => {
    const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.isComposing;
    if (!isPlain || isTyping(event.target) || isOff() || page.querySelector("dialog[open]")) return;
    const meant = read(event.key);
    if (meant === null) return;
    event.preventDefault();
    act(meant);
  });
  button("close")?.addEventListener("click", () => dialog.close());
  button("off")?.addEventListener("click", () => {
    localStorage.setItem(OFF, "");
    dialog.close();
  });
  button("on")?.addEventListener("click", () => {
    localStorage.removeItem(OFF);
    dialog.close();
  });
  for (const way of page.querySelectorAll("[data-behaviour~=keys]")) {
    way.removeAttribute("hidden");
    way.addEventListener("click", open);
  }
}

if (typeof document !== "undefined") {
  const dialog = document.querySelector("#keys");
  if (dialog instanceof HTMLDialogElement) bind(document, dialog);
}
