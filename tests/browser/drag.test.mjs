// Where something comes to stand that is drawn in the outline, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";

import { fits, sent } from "../../templates/assets/js/drag.js";

/** An entry, as far as it is looked at. */
const entry = (dataset) => /** @type {HTMLElement} */ (/** @type {unknown} */ ({ dataset }));

const page = entry({ section: "s1" });
const other = entry({ section: "s2" });
const question = entry({ question: "q1", into: "s1" });
const end = entry({ into: "s2" });

test("pages stand among pages, questions anywhere", () => {
  assert.equal(fits(page, other), true);
  assert.equal(fits(page, question), false);
  assert.equal(fits(page, page), false);
  assert.equal(fits(question, null), false);
  for (const to of [page, other, end]) assert.equal(fits(question, to), true);
});

test("what is sent says before what, or at the end of which page", () => {
  assert.deepEqual(sent(page, other), [["before", "s2"]]);
  assert.deepEqual(sent(end, question), [["into", "s1"], ["before", "q1"]]);
  assert.deepEqual(sent(question, other), [["into", "s2"], ["before", ""]]);
  assert.deepEqual(sent(question, end), [["into", "s2"], ["before", ""]]);
});
