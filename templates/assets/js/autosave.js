// Keeps what is typed into a form a moment after the last key: the form is sent to its own address as if its button
// 「一時保存」 was pressed, and the answer, one sentence, is said below it. Without script the button does the same.

/** Milliseconds after the last key. */
const PAUSE = 1500;

/**
 * What is sent: the fields, kept and not sent.
 * @param {Iterable<[string, FormDataEntryValue]>} fields
 */
export function kept(fields) {
  const body = new URLSearchParams();
  for (const [name, value] of fields) if (typeof value === "string") body.append(name, value);
  body.set("_go", "keep");
  return body;
}

/**
 * Watches one form.
 * @param {HTMLFormElement} form
 */
export function watch(form) {
  const status = form.querySelector(".kept");
  const seen = form.querySelector("[name=seen]");
  if (!(status instanceof HTMLElement) || !(seen instanceof HTMLInputElement)) return;
  let timer = 0;
  let isSending = false;
  let isStale = false;

  const wait = () => {
    clearTimeout(timer);
    timer = window.setTimeout(save, PAUSE);
  };
  const save = async () => {
    timer = 0;
    if (isStale) return;
    // One after the other: the next one needs the version of this one.
    if (isSending) return wait();
    isSending = true;
    try {
      const request = { method: "POST", headers: { accept: "application/json" }, keepalive: true };
      const answer = await fetch(form.action, { ...request, body: kept(new FormData(form)) });
      const { said, version } = await answer.json();
      status.textContent = said;
      isStale = answer.status === 409;
      if (version) seen.value = String(version);
    } catch {
      status.textContent = status.dataset.failed ?? "";
    }
    isSending = false;
  };
  const stop = () => {
    clearTimeout(timer);
    timer = 0;
  };
  form.addEventListener("input", wait);
  form.addEventListener("submit", stop);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden || timer === 0) return;
    stop();
    save();
  });
}

if (typeof document !== "undefined") {
  for (const form of document.querySelectorAll("form[data-behaviour~=autosave]")) {
    watch(/** @type {HTMLFormElement} */ (form));
  }
}
