// The frame of the pages of staff in a real browser: lists in their place, keys, what is kept, what is announced; and
// all of it without script.

import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';

import { DESK, PHONE, launch } from './browser.mjs';
import { comeIn, demo } from './town.mjs';

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

/** A page of staff. Whatever the policy blocks or a script throws is a fault. */
async function open(path, settings = {}) {
  const context = await browser.newContext({ viewport: DESK, locale: 'ja-JP', ...settings });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(error.message));
  page.on('console', (said) => {
    if (/Content Security Policy/.test(said.text())) page.faults.push(said.text());
  });
  await comeIn(page, town);
  await page.goto(`${town.url}${path}`);
  return page;
}

async function close(page) {
  assert.deepEqual(page.faults, []);
  await page.context().close();
}

it('a list is searched, ordered and paged in its place, and its address says so', { timeout: 60_000 }, async () => {
  const page = await open('/staff/parts?lang=ja');
  await page.evaluate(() => { window.isSame = true; });
  await page.fill('#q', '見本1');
  await page.waitForFunction(() => /^11件$/.test(document.querySelector('#list-said').textContent));
  assert.match(page.url(), /q=%E8%A6%8B%E6%9C%AC1/);
  assert.ok(await page.locator('#q').evaluate((field) => field === document.activeElement), 'the focus stays');
  await page.click('#page-after');
  await page.waitForURL(/page=2/);
  assert.equal(await page.locator('#list tbody tr').count(), 1);
  await page.click('#by-0');
  await page.waitForURL(/order=falling/);
  assert.equal(await page.locator('th[aria-sort=descending]').count(), 1);
  assert.ok(await page.evaluate(() => window.isSame), 'nothing was loaded anew');
  await page.reload();
  assert.equal(await page.inputValue('#q'), '見本1');
  assert.equal(await page.locator('th[aria-sort=descending]').count(), 1);
  await page.goBack();
  await page.waitForURL(/page=2/);
  await page.waitForFunction(() => document.querySelectorAll('#list tbody tr').length === 1);
  await close(page);
});

it('a list is searched and paged without script', { timeout: 60_000 }, async () => {
  const page = await open('/staff/parts?lang=en', { javaScriptEnabled: false, viewport: PHONE });
  await page.fill('#q', 'sample 1');
  await page.getByRole('button', { name: 'Search' }).click();
  assert.match(await page.locator('#list-said').innerText(), /14 found/);
  await page.locator('#page-after').click();
  assert.match(page.url(), /lang=en.*q=sample.*page=2/);
  await close(page);
});

it('keys lead to the rooms and can be switched off', { timeout: 60_000 }, async () => {
  const page = await open('/staff/surveys?lang=ja');
  await page.keyboard.press('/');
  assert.ok(await page.locator('#q').evaluate((field) => field === document.activeElement));
  await page.keyboard.type('g?');
  assert.equal(await page.inputValue('#q'), 'g?', 'what is typed is typed');
  await page.locator('#q').blur();
  await page.keyboard.press('?');
  assert.match(await page.getByRole('dialog').innerText(), /キー操作/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await page.waitForURL(/staff\/plans/);
  await page.getByRole('button', { name: 'キー操作' }).click();
  await page.getByRole('button', { name: 'キー操作を使わない' }).click();
  await page.keyboard.press('?');
  assert.equal(await page.locator('dialog[open]').count(), 0);
  await close(page);
});

it('what is typed is kept by itself, and another window is told', { timeout: 60_000 }, async () => {
  const page = await open('/staff/parts?lang=ja');
  const other = await page.context().newPage();
  await other.goto(page.url());
  await page.fill('#subject', '会議');
  await page.waitForFunction(() => /^保存しました/.test(document.querySelector('.kept').textContent));
  await page.reload();
  assert.equal(await page.inputValue('#subject'), '会議');
  await other.fill('#subject', '別の会議');
  await other.waitForFunction(() => /別の画面/.test(document.querySelector('.kept').textContent));
  await other.getByRole('button', { name: '一時保存する' }).click();
  assert.match(await other.locator('.changed').innerText(), /会議[^]*別の会議/);
  await other.getByRole('button', { name: '一時保存する' }).click();
  await page.reload();
  assert.equal(await page.inputValue('#subject'), '別の会議');
  await close(page);
});

it('the summary of a form takes the focus and leads to its fields', { timeout: 60_000 }, async () => {
  const page = await open('/staff/parts?lang=ja');
  await page.locator('form[action*="/form"] #submit').click();
  await page.waitForSelector('.summary');
  assert.ok(await page.locator('.summary').evaluate((summary) => summary === document.activeElement));
  await page.locator('.summary a[href="#size"]').press('Enter');
  assert.ok(await page.locator('#size').evaluate((field) => field === document.activeElement));
  await close(page);
});

it('a session that ends is announced before, and goes on from the keyboard', { timeout: 60_000 }, async () => {
  const page = await open('/staff/parts?lang=ja');
  await page.route('**/staff/session', (route) => route.fulfill({ json: {} }));
  const address = await page.locator('script[src*="idle.js"]').getAttribute('src');
  await page.evaluate(async (module) => {
    const dialog = document.createElement('dialog');
    for (const [name, act] of [['go-on', '続ける'], ['close', '閉じる']]) {
      const button = document.createElement('button');
      button.dataset.act = name;
      button.textContent = act;
      dialog.append(button);
    }
    document.body.append(dialog);
    const { watch } = await import(module);
    watch(dialog, 121, '/staff/session');
    localStorage.setItem('kocho-heard', String(Date.now() - 2_000));
    document.dispatchEvent(new Event('visibilitychange'));
  }, address);
  const goOn = page.getByRole('button', { name: '続ける' });
  assert.ok(await goOn.evaluate((button) => button === document.activeElement));
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => !document.querySelector('dialog[open]'));
  await close(page);
});

it('the first key leads past the rooms, and what is focused is marked', { timeout: 60_000 }, async () => {
  const page = await open('/staff/surveys?lang=ja', { javaScriptEnabled: false });
  await page.keyboard.press('Tab');
  assert.ok(await page.locator('.skip').isVisible());
  assert.equal(await page.locator(':focus').getAttribute('class'), 'skip');
  await page.keyboard.press('Enter');
  assert.match(page.url(), /#main$/);
  await page.keyboard.press('Tab');
  assert.equal(await page.locator(':focus').getAttribute('id'), 'q');
  assert.equal(await page.locator(':focus').evaluate((field) => getComputedStyle(field).outlineWidth), '4px');
  await close(page);
});

it('prints without what is for the screen', { timeout: 60_000 }, async () => {
  const page = await open('/staff/surveys?lang=ja');
  await page.emulateMedia({ media: 'print' });
  for (const gone of ['.menu', '.langs', '.search .field', '.help', '.who']) {
    assert.ok(!await page.locator(gone).first().isVisible(), gone);
  }
  assert.ok(await page.locator('.ledger').isVisible());
  await close(page);
});
