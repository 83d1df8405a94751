// The controls of the audit: a page on which everything is wrong, and each look must notice its own.

import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';

import { faint } from './audit/contrast.mjs';
import { met } from './audit/errors.mjs';
import { covered } from './audit/focus.mjs';
import { narrowGaps, reflow, spaced, twice } from './audit/layout.mjs';
import { heard } from './audit/names.mjs';
import { NARROW, launch } from './browser.mjs';

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

/** A page of this body, without anything a browser would add. */
async function showing(body, style = '') {
  const page = await browser.newPage({ viewport: NARROW });
  await page.setContent(`<!DOCTYPE html><html lang="ja"><title>t</title><style>body { margin: 0 } ${style}</style><main>${body}</main>`);
  return page;
}

const notices = (faults, pattern) => assert.ok(faults.flat().some((fault) => pattern.test(fault)), `${pattern}: ${JSON.stringify(faults)}`);

it('hears names that are missing, doubled or run together', async () => {
  const page = await showing(`
    <button></button>
    <div role="group" aria-labelledby="q"><p id="q"><ruby>問<rt>とい</rt></ruby></p></div>
    <fieldset><legend>図書館</legend><fieldset><legend>図書館</legend></fieldset></fieldset>
    <h2><span style="margin-right:8px">問3</span>市に</h2>
    <svg role="img" aria-labelledby="a b"><title id="a">表</title><desc id="b">多い</desc></svg>
    <table aria-label="表"><tr><th scope="col">状態</th></tr><tr><td class="d">良い</td></tr></table>`,
  '.d::before { content: "状態： " }');
  const faults = await heard(page);
  for (const fault of [/a button without a name/, /read twice, 問 とい: group/, /group of the same name: 「図書館」/,
    /one word: 「問3市に」/, /same words: image/, /heard again in its cells: 「状態」/]) notices(faults, fault);
});

it('hears nothing wrong where nothing is', async () => {
  const page = await showing(`
    <fieldset><legend>問3 <ruby>市<rt>し</rt></ruby>に</legend><label><input type="radio" name="a"> はい</label></fieldset>
    <details><summary>くわしく</summary>文</details>`);
  assert.deepEqual(await heard(page), []);
});

it('sees what has no room', async () => {
  const page = await showing(`
    <p style="white-space:nowrap; width:15em">とても長い文がここにあるので窓に入りません。とても長い文です。</p>
    <p style="overflow:hidden; height:1.3em; line-height:1.3">一行<br>二行</p>
    <p style="overflow:hidden; white-space:nowrap; width:7rem; font-size:16px">七つの字です。</p>
    <svg width="100" height="20"><text x="80" y="15">切れる数</text></svg>`);
  const faults = await reflow(page, [320], { large: false });
  for (const fault of [/scrolls sideways/, /runs over its box/, /cut off below/, /cut off by the drawing/]) notices(faults, fault);
  assert.ok(!JSON.stringify(faults).includes('at the side'), 'nothing is cut off at the side yet');
  notices(await spaced(page, [320]), /cut off at the side/);
});

it('sees what has no room only when letters are twice as large', async () => {
  const page = await showing('<p style="white-space:nowrap; font-size:1rem">十二の字がここにあります</p>');
  assert.deepEqual(await reflow(page, [320], { large: false }), []);
  notices(await twice(page, [320]), /scrolls sideways/);
});

it('sees options that are too near each other', async () => {
  const page = await showing(`<fieldset><label><input type="radio"> a</label><br><label><input type="radio"> b</label></fieldset>`,
    'label { display: inline-block; height: 44px }');
  notices(await page.evaluate(narrowGaps), /to the next option/);
});

it('sees a focus that lies under something', async () => {
  const page = await showing('<a href="#a">hidden</a><div style="position:fixed; inset:0 0 auto; height:60px; background:#fff">over</div>');
  notices(await covered(page), /under something else: a 「hidden」/);
});

it('sees errors that are not met', async () => {
  const page = await showing(`<div class="summary"><a href="#f">e</a></div>
    <div class="question"><p class="legend">question</p><p class="message">message</p><p style="height:900px"></p><input id="f"></div>
    <p style="height:2000px"></p>`);
  const faults = await met(page, [NARROW]);
  for (const fault of [/does not have the focus/, /question is not in the window/, /message is not/]) notices(faults, fault);
});

it('sees nothing wrong where errors are met', async () => {
  const page = await showing(`<div class="summary" id="s" tabindex="-1"><a href="#f">e</a></div>
    <div class="question"><p class="legend">question</p><p class="message">message</p><input id="f"></div>`);
  await page.focus('#s');
  assert.deepEqual(await met(page, [NARROW]), []);
});

it('sees faint texts, also in drawings and before an element', async () => {
  const page = await showing(`<p style="color:#888">grey</p><p class="b">x</p>
    <svg width="100" height="40"><rect width="100" height="40" fill="#06c"/><text x="9" y="30" fill="#08e">blue</text></svg>`,
  '.b::before { content: "before"; color: #999 }');
  const faults = (await faint(page)).filter(([ratio]) => ratio < 4.5);
  for (const fault of [/「grey」/, /::before/, /rgb\(0,102,204\).*「blue」/]) notices(faults, fault);
  assert.equal(faults.length, 3);
});
