// 人事異動 in a real browser: what comes of it is read before it is planned, and it is undone; with the keyboard alone, with
// script and without. And 代決: an approver names somebody, who finds the room in the menu.

import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';

import { DESK, PHONE, launch } from './browser.mjs';
import { comeIn, day, demo } from './town.mjs';

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

/** Somebody at a desk. Whatever the policy blocks or a script throws is a fault. */
async function sit(login, settings) {
  const context = await browser.newContext({ viewport: DESK, locale: 'ja-JP', ...settings });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(error.message));
  page.on('console', (said) => {
    if (/Content Security Policy/.test(said.text())) page.faults.push(said.text());
  });
  await comeIn(page, town, login);
  return page;
}

async function rise(page) {
  assert.deepEqual(page.faults, []);
  await page.context().close();
}

/** Presses Tab until the focus is on something like that, which must be seen. */
async function tabTo(page, selector) {
  for (let n = 0; n < 100; n += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate((wanted) => {
      const { top, bottom } = document.activeElement.getBoundingClientRect();
      return { there: document.activeElement.matches(wanted), seen: bottom > 0 && top < innerHeight };
    }, selector);
    assert.ok(at.seen, 'what is focused is not seen');
    if (at.there) return;
  }
  assert.fail(`${selector} cannot be reached with Tab`);
}

/** Presses Enter on something like that, and waits for the next page. */
async function press(page, selector) {
  await tabTo(page, selector);
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
}

/** Types what is to be moved; the day is set as the picker of the browser does. */
async function type(page, from, to, on) {
  await tabTo(page, '#from');
  await page.keyboard.type(from);
  await tabTo(page, '#to');
  await page.keyboard.type(to);
  await page.locator('#on').fill(on);
}

for (const [name, script, from, to] of [
  ['with script', true, 'suzuki', '伊藤誠'],
  ['without script', false, 'takahashi', '渡辺 さくら'],
]) {
  it(`roles are looked at, planned to move and stay, from the keyboard, ${name}`, { timeout: 60_000 }, async () => {
    const page = await sit('sato', { javaScriptEnabled: script });
    await page.goto(`${town.url}/staff/administration?lang=ja`);
    await press(page, 'main a[href*="/staff/transfers"]');
    await press(page, 'main a.button');
    await type(page, from, from, day(30));
    await press(page, '#submit');
    assert.match(await page.title(), /^エラー/);
    assert.equal(await page.locator('#top:focus').count(), 1, 'the summary has the focus');
    await page.locator('#to').fill('');
    await page.locator('#top').getByRole('link').press('Enter');
    assert.ok(await page.locator('#to').evaluate((field) => field === document.activeElement), 'the fault leads to its field');
    await page.keyboard.type(to);
    await press(page, '#submit');
    const said = await page.locator('main').innerText();
    assert.match(said, /人事異動の確認[^]*まだ何も変わっていません[^]*役割がなくなり[^]*前日まで/);
    await page.goBack();
    assert.equal(await page.inputValue('#from'), from, 'what was typed is lost');
    await page.goForward();
    await press(page, '#submit');
    assert.match(await page.locator('.notice').innerText(), /人事異動を予定しました/);
    await press(page, 'form[action*="/undoing"] button');
    assert.match(await page.locator('.notice').innerText(), /取りやめました/);
    assert.equal(await page.locator('form[action*="/undoing"]').count(), 0);
    await rise(page);
  });
}

it('a deputy is named on a phone, finds the room, and it ends at once', { timeout: 60_000 }, async () => {
  const chief = await sit('ito', { viewport: PHONE, javaScriptEnabled: false });
  const deputy = await sit('watanabe', { viewport: PHONE });
  const rooms = () => deputy.locator('.menu').innerText();
  assert.doesNotMatch(await rooms(), /起案・決裁/);
  await chief.goto(`${town.url}/staff/deputies?lang=ja`);
  await press(chief, 'main a.button');
  await tabTo(chief, '#deputy');
  await chief.keyboard.type('watanabe');
  await chief.locator('#until').fill(day(2));
  await tabTo(chief, '#reason');
  await chief.keyboard.type('出張のため');
  await press(chief, '#submit');
  assert.match(await chief.locator('#list').innerText(), /代決中/);
  await deputy.reload();
  assert.match(await rooms(), /起案・決裁/);
  assert.match(await deputy.locator('main').innerText(), /伊藤 誠（ito）さんの代わりに決裁します/);
  await press(chief, 'form[action*="/ending"] button');
  assert.match(await chief.locator('#list').innerText(), /途中で終了/);
  await deputy.reload();
  assert.doesNotMatch(await rooms(), /起案・決裁/);
  await rise(chief);
  await rise(deputy);
});
