// The module that asks before something typed is lost, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";

import { watch } from "../../templates/assets/js/unsaved.js";

/** Whether the page asks when it is left after these events of its form. */
function asks(...events) {
  const form = new EventTarget();
  const page = new EventTarget();
  watch(form, page);
  for (const name of events) form.dispatchEvent(new Event(name));
  const leaving = new Event("beforeunload", { cancelable: true });
  page.dispatchEvent(leaving);
  return leaving.defaultPrevented;
}

test("a form is left without a question unless something was typed", () => {
  assert.equal(asks(), false);
  assert.equal(asks("input"), true);
  assert.equal(asks("input", "submit"), false);
});
