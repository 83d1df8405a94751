// A questionnaire is made in the browser: from last year's, with a question more, reviewed and frozen; with the keyboard
// only, without script; no state of its pages violates WCAG 2.2 A or AA, in light and dark, on a phone and on a desk.

import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';

import { DESK, NARROW, PHONE, launch } from './browser.mjs';
import { look } from './look.mjs';
import { comeIn, demo } from './town.mjs';

const LOOKS = [[NARROW, 'light'], [PHONE, 'dark'], [{ width: 900, height: 900 }, 'light'], [DESK, 'dark']];

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

async function open(more = {}) {
  const context = await browser.newContext({ viewport: DESK, locale: 'ja-JP', ...more });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await comeIn(page, town, 'suzuki');
  return page;
}

async function check(page, name) {
  for (const [viewport, colorScheme] of LOOKS) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await look(page, `${name}, ${viewport.width} px, ${colorScheme}`);
  }
  await page.setViewportSize(DESK);
}

async function go(page, act) {
  await Promise.all([page.waitForEvent('load'), act()]);
}

/** Presses what bears these words, with the keyboard. */
async function press(page, selector, words) {
  await go(page, () => page.locator(selector, { hasText: words }).first().press('Enter'));
}

/** Copies the first questionnaire there is; gives the address of the draft. */
async function copied(page) {
  await page.goto(`${town.url}/staff/questionnaires?lang=ja`);
  await press(page, 'main a', '調査票をつくる');
  await page.locator('input[name=version]').first().press('Space');
  await press(page, 'button', '写して始める');
  return page.url().split('?')[0];
}

const TYPED = '広報紙をどのくらい読んでいますか（1つだけ○）\n1. よく読んでいる\n2. 読んでいない';

/** Adds a question to the first section. */
async function add(page) {
  await press(page, '.outline .add', '設問を加える');
  await page.fill('#text', TYPED);
  await press(page, '#submit', '保存する');
}

it('a question comes in, is moved, taken back and done again with the keyboard', { timeout: 60_000 }, async () => {
  const page = await open();
  await copied(page);
  await add(page);
  assert.match(await page.locator('#editor').innerText(), /「1つだけ」とあるので/);
  const inside = page.frameLocator('#preview iframe');
  assert.match(await inside.locator('main').innerText(), /よく読んでいる/, 'the page as citizens see it');
  await press(page, '.moves button', '上へ');
  const here = () => page.locator('.outline [aria-current]').innerText();
  const moved = await here();
  await press(page, 'button', '元に戻す');
  assert.notEqual(await here(), moved);
  await press(page, 'button', 'やり直す');
  assert.equal(await here(), moved);
});

/** Puts a draft on trial, answers it by its link, and says what was noticed. */
async function tried(page, draft) {
  await page.goto(`${draft}/trial?lang=ja`);
  await check(page, 'no trial yet');
  await press(page, 'button', '試行を始める');
  await check(page, 'a trial');
  await page.goto(`${await page.locator('.trial a').innerText()}/notes?lang=ja`);
  await check(page, 'what was noticed');
  await press(page, 'button', '伝える');
  await check(page, 'nothing was noticed');
  await page.fill('#said', '選択肢が足りません。');
  await press(page, 'button', '伝える');
  await page.goto(`${draft}/trial?lang=ja`);
  await check(page, 'a trial with a note');
}

it('every state of the pages can be seen and heard', { timeout: 300_000 }, async () => {
  const page = await open({ bypassCSP: true });
  await page.goto(`${town.url}/staff/drafts/new?lang=ja`);
  await check(page, 'ways to begin');
  const draft = await copied(page);
  await check(page, 'the head');
  await add(page);
  await check(page, 'a question');
  await page.fill('#text', '');
  await go(page, () => page.press('#submit', 'Enter'));
  await check(page, 'what is wrong');
  for (const end of ['&pane=outline', '&pane=preview&state=wrong', '&section=s1']) {
    await page.goto(`${draft}?lang=ja${end}`);
    await check(page, end);
  }
  for (const end of ['/history', '/review', '/leftovers', '/languages', '/paths', '/comparison', '/files', '/sheet', '/bank']) {
    await page.goto(`${draft}${end}?lang=ja`);
    await check(page, end);
  }
});

it('a draft from a text is looked through and tried', { timeout: 180_000 }, async () => {
  const page = await open({ bypassCSP: true });
  await page.goto(`${town.url}/staff/drafts/new?lang=ja`);
  await page.fill('#text', TYPED);
  await press(page, 'form:has(#text) button', '読み取って始める');
  const draft = page.url().split('?')[0].replace('/source', '');
  await page.goto(`${draft}/source?lang=ja`);
  await check(page, 'the source');
  await tried(page, await copied(page));
});

/** Makes the question that is looked at one of another kind. */
async function become(page, kind) {
  await page.locator('.kinds summary').press('Enter');
  await go(page, () => page.locator(`.kinds button[value=${kind}]`).press('Enter'));
}

it('places, lots and pictures can be seen and heard', { timeout: 180_000 }, async () => {
  const page = await open({ bypassCSP: true });
  await copied(page);
  await add(page);
  await become(page, 'place');
  await check(page, 'places');
  await page.fill('#gazetteer', '空知太《そらちぶと》\n??\t##');
  await press(page, '#submit', '保存する');
  await check(page, 'a line that is no place');
  await become(page, 'drawn');
  await check(page, 'lots');
  await become(page, 'note');
  await check(page, 'a note');
  await page.setInputFiles('#picture', { name: 'map.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await press(page, 'button[value=keep]', '');
  await check(page, 'no picture');
});

it('words of a version that is asked are corrected', { timeout: 180_000 }, async () => {
  const page = await open({ bypassCSP: true });
  await page.goto(`${town.url}/staff/questionnaires?lang=ja`);
  await press(page, '.ways a', '文言の訂正');
  await check(page, 'what may be corrected');
  await press(page, 'button', '訂正を始める');
  await check(page, 'a correction');
  await go(page, () => page.locator('.outline [data-question]').first().press('Enter'));
  await check(page, 'a question of a correction');
});

it('a questionnaire is made and frozen without script', { timeout: 60_000 }, async () => {
  const page = await open({ javaScriptEnabled: false });
  await page.goto(`${town.url}/staff/drafts/new?lang=ja`);
  await page.fill('#title', '広報の調査');
  await press(page, 'button', /^始める$/);
  await page.fill('#purpose', '広報の改善に使います。');
  await press(page, '#submit', '保存する');
  await press(page, 'button', 'ページを加える');
  await add(page);
  await press(page, 'a', '版として確定');
  await press(page, 'button', '確定する');
  assert.match(await page.locator('main').innerText(), /版として確定しました/);
});
