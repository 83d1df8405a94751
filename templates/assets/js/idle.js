// Warns two minutes before a session ends by itself, in a dialog that takes the focus and is announced; one button goes
// on. What any window of the browser asks of the server counts: they share the session.

/** Milliseconds before the end. */
const BEFORE = 120_000;

/** Where windows tell each other when the server last heard of one of them. */
const HEARD = "kocho-heard";

/**
 * What is to be shown `passed` milliseconds after the server last heard of anybody.
 * @param {number} passed
 * @param {number} idle milliseconds after which the session ends
 * @returns {"nothing" | "soon" | "over"}
 */
export function shown(passed, idle) {
  if (passed >= idle) return "over";
  return passed >= idle - BEFORE ? "soon" : "nothing";
}

/**
 * Watches a page whose session ends after so many seconds.
 * @param {HTMLDialogElement} dialog
 * @param {number} seconds
 * @param {string} session what is asked for to go on
 */
export function watch(dialog, seconds, session) {
  const heard = () => localStorage.setItem(HEARD, String(Date.now()));
  const goOn = dialog.querySelector("[data-act=go-on]");
  const close = dialog.querySelector("[data-act=close]");

  /** @param {string} when */
  const say = (when) => {
    for (const text of dialog.querySelectorAll("[data-when]")) {
      text.toggleAttribute("hidden", text.getAttribute("data-when") !== when);
    }
    goOn?.toggleAttribute("hidden", when === "over");
    close?.toggleAttribute("hidden", when === "soon");
  };
  let closed = false;
  const look = () => {
    const now = shown(Date.now() - Number(localStorage.getItem(HEARD)), seconds * 1000);
    if (now === "nothing") {
      closed = false;
      if (dialog.open) dialog.close();
      return;
    }
    say(now);
    if (!dialog.open && !closed) dialog.showModal();
  };
  goOn?.addEventListener("click", async () => {
    const answer = await fetch(session, { headers: { accept: "application/json" }, redirect: "error" }).catch(() => null);
    if (!answer?.ok) return say("failed");
    heard();
    look();
  });
  const leave = () => {
    closed = true;
    dialog.close();
  };
  close?.addEventListener("click", leave);
  dialog.addEventListener("cancel", () => {
    closed = true;
  });
  document.addEventListener("htmx:afterRequest", heard);
  heard();
  setInterval(look, 5_000);
  document.addEventListener("visibilitychange", look);
}

if (typeof document !== "undefined") {
  const dialog = document.querySelector("#idle");
  const { idleSeconds, session } = document.body.dataset;
  if (dialog instanceof HTMLDialogElement && idleSeconds && session) watch(dialog, Number(idleSeconds), session);
}
