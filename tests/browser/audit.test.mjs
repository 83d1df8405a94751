// The audit in short: one of each kind of page, with what is quickly looked at. All of it is `make a11y`.

import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';

import { Findings } from './audit/findings.mjs';
import { glance } from './audit/glance.mjs';
import { browserOf } from './audit/hand.mjs';
import { SHORT, WALKS, only } from './audit/states.mjs';
import { goThrough } from './audit/walking.mjs';
import { launch } from './browser.mjs';
import { demo, takeKey } from './town.mjs';

let browser;
let town;
before(async () => {
  browser = await launch();
  town = await demo();
}, { timeout: 120_000 });
after(async () => {
  await browser?.close();
  await town?.stop();
});

/** What one walk finds. */
async function found(walk, lang) {
  const findings = new Findings();
  const context = await browser.newContext({ bypassCSP: true, locale: 'ja-JP', viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const prepare = ({ key }) => ({ key: key ? takeKey(town) : null });
  await goThrough(walk, browserOf(page), { base: town.url, lang, prepare }, (state) => glance(page, { state, lang, findings }));
  await context.close();
  return findings.lines();
}

for (const walk of only(WALKS, SHORT)) {
  // The reading of every word makes やさしい日本語 the hardest to lay out and to read out.
  for (const lang of ['ja-x-easy', 'en']) {
    it(`${walk.name}, ${lang}`, { timeout: 120_000 }, async () => {
      assert.deepEqual((await found(walk, lang)).filter((line) => line.startsWith('BROKEN')), []);
    });
  }
}
