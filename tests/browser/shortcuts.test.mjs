// The modules of the pages of staff that can be asked without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";

import { kept } from "../../templates/assets/js/autosave.js";
import { shown } from "../../templates/assets/js/idle.js";
import { isList } from "../../templates/assets/js/lists.js";
import { reader } from "../../templates/assets/js/shortcuts.js";

test("keys lead to rooms, to the search field and to the list of keys", () => {
  let now = 0;
  const read = reader(() => now);
  assert.deepEqual(["x", "g", "s", "s", "/", "?", "g", "?"].map(read), [null, null, "room s", null, "search", "keys", null, "keys"]);
  read("g");
  now = 2_000;
  assert.equal(read("s"), null, "too late");
});

test("a warning comes two minutes before the end", () => {
  const minutes = (count) => count * 60_000;
  assert.deepEqual([0, 27.9, 28, 29.9, 30, 90].map((passed) => shown(minutes(passed), minutes(30))), ["nothing", "nothing", "soon", "soon", "over", "over"]);
});

test("a form is kept and not sent, and no file goes along", () => {
  const body = kept([["text", "道 & 橋"], ["_go", "send"], ["file", new Blob(["x"])]]);
  assert.equal(body.toString(), "text=%E9%81%93+%26+%E6%A9%8B&_go=keep");
});

test("what is no list is looked at by itself", () => {
  const at = (path, status = 200) => ({ status, responseURL: `http://town.example${path}` });
  assert.ok(isList(at("/staff/surveys?lang=ja&q=x"), "/staff/surveys?lang=ja&q=x"));
  assert.ok(!isList(at("/staff/sign-in?lang=ja"), "/staff/surveys?lang=ja"));
  assert.ok(!isList(at("/staff/surveys", 503), "/staff/surveys"));
});
