// The desk in a real browser: with the keyboard alone, without script, and what script adds.

import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';

import { DESK, launch } from './browser.mjs';
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

/** The form that extends a survey, opened by somebody at a desk. */
async function extension(settings) {
  const context = await browser.newContext({ viewport: DESK, locale: 'ja-JP', ...settings });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await comeIn(page, town);
  await page.goto(`${town.url}/staff/surveys/machi-no-koe/extension`);
  return page;
}

/** A day so many days from today, as a date field wants it. */
function day(ahead) {
  return new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
}

for (const [name, script, ahead] of [['with script', true, 200], ['without script', false, 300]]) {
  it(`a deadline is extended from the keyboard, ${name}`, { timeout: 60_000 }, async () => {
    const page = await extension({ javaScriptEnabled: script });
    await page.fill('#until', '2020-01-01');
    await page.press('#until', 'Enter');
    await page.locator('#top:focus').getByRole('link').press('Enter');
    assert.match(page.url(), /#until$/);
    await page.fill('#until', day(ahead));
    await page.press('#until', 'Enter');
    await page.waitForURL(/done=extended#machi-no-koe$/);
    assert.match(await page.locator('.notice').innerText(), /締切を延ばしました/);
    await page.context().close();
  });
}

it('a survey is closed and opened again', { timeout: 60_000 }, async () => {
  const page = await extension({ javaScriptEnabled: false });
  await page.goto(`${town.url}/staff/surveys`);
  await page.locator('#machi-no-koe').getByRole('link', { name: '締め切る' }).click();
  await page.getByRole('button', { name: '今すぐ締め切る' }).click();
  assert.match(await page.locator('#machi-no-koe').innerText(), /入力中/);
  await page.locator('#machi-no-koe').getByRole('link', { name: '締切を延ばす' }).click();
  await page.fill('#until', day(400));
  await page.press('#until', 'Enter');
  await page.waitForURL(/done=extended/);
  assert.match(await page.locator('#machi-no-koe').innerText(), /回答受付中/);
  await page.context().close();
});

it('nothing typed is left without a question', { timeout: 60_000 }, async () => {
  const page = await extension({});
  await page.click('#until');
  await page.keyboard.press('ArrowUp');
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  assert.equal(dialog.type(), 'beforeunload');
  await dialog.accept();
});
