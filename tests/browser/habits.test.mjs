// What people do out of habit: press Enter, go back, hand the device on; a form that shows only what applies.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { go, launch, open } from './browser.mjs';
import { demo, openSurvey, takeKey } from './town.mjs';

const data = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../data/faults');

let browser;
let town;
before(async () => {
  browser = await launch();
  town = await demo();
  await cars();
}, { timeout: 120_000 });
after(async () => {
  await browser?.close();
  await town?.stop();
});

/** An open survey on one page whose second question is for those who chose 「ある」 in the first. */
async function cars() {
  const questions = await readFile(path.join(data, 'two_languages_condition.yaml'), 'utf8');
  const file = path.join(town.folder, 'cars.yaml');
  await writeFile(file, `layout: one_page\n${questions}`);
  await openSurvey(town, file, 'langcond');
}

/** Presses Enter in one field of each name that stands on the page; each time the form goes on in its language. */
async function enterEverywhere(page) {
  const address = page.url();
  const language = await page.textContent('.langs b');
  const fields = '#answers input:not([type=hidden]), #key';
  const shown = (all) => all.filter((field) => field.offsetParent !== null).map((field) => field.name);
  const names = new Set(await page.$$eval(fields, shown));
  for (const name of names) {
    await page.goto(address);
    const pressed = page.locator(`[name="${name}"]`).first().press('Enter');
    await Promise.all([page.waitForEvent('load'), pressed]).catch((error) => {
      throw new Error(`Enter in ${name} of ${address}: ${error.message}`);
    });
    assert.equal(await page.textContent('.langs b'), language, `Enter in ${name} of ${address}`);
  }
  await page.goto(address);
  return names.size;
}

describe('Enter', () => {
  it('goes on, in every field of every page', async () => {
    const { context, page } = await open(browser);
    await page.goto(`${town.url}/sunagawa/a/${takeKey(town)}?lang=ja`);
    await go(page, 'form .button.go');
    let fields = 0;
    while (!page.url().includes('/check')) {
      fields += await enterEverywhere(page);
      await go(page, '#answers button[value=next]');
    }
    assert.ok(fields > 20, `${fields} fields`);
    for (const one of ['surveys/langcond', 'surveys/machi-no-koe', 'a']) {
      await page.goto(`${town.url}/sunagawa/${one}?lang=en`);
      await enterEverywhere(page);
    }
    await context.close();
  });
});

describe('back', () => {
  it('shows nothing of what was sent', async () => {
    const { context, page } = await open(browser);
    await page.goto(`${town.url}/sunagawa/surveys/machi-no-koe?lang=ja`);
    await page.tap('label:has(input[name=livable][value="3"])');
    await page.fill('[name=opinion]', 'ひみつの意見');
    await go(page, '#answers button[value=send]');
    await page.waitForSelector('.receipt');
    await page.goBack();
    assert.doesNotMatch(await page.content(), /ひみつの意見/);
    assert.equal(await page.locator('input:checked').count(), 0);
    assert.match(await page.textContent('h1'), /受け付けました/);
    await go(page, 'main .button');
    assert.equal(await page.inputValue('[name=opinion]'), '');
    await context.close();
  });

  it('shows nothing of what was sent with a key', async () => {
    const { context, page } = await open(browser);
    await page.goto(`${town.url}/sunagawa/a/${takeKey(town)}?lang=ja`);
    await go(page, 'form .button.go');
    await page.tap('label:has(input[name=livable][value="2"])');
    while (!page.url().includes('/check')) await go(page, '#answers button[value=next]');
    await go(page, 'button[value=send]');
    await page.waitForSelector('.receipt');
    for (let pages = 0; pages < 4; pages += 1) {
      await page.goBack();
      assert.equal(await page.locator('input:checked, dl.checks').count(), 0, page.url());
    }
    await context.close();
  });
});

describe('a form on one page', () => {
  it('hides what does not apply, and says what does not count', async () => {
    const { context, page } = await open(browser);
    await page.goto(`${town.url}/sunagawa/surveys/langcond?lang=ja`);
    assert.equal(await page.isVisible('[name=q2]'), false);
    await page.tap('label:has(input[name=q1][value="1"])');
    assert.equal(await page.isVisible('[name=q2]'), true);
    await page.fill('[name=q2]', '軽トラック');
    await page.tap('label:has(input[name=q1][value="2"])');
    assert.equal(await page.isVisible('[name=q2]'), false);
    await go(page, 'button[value=send]');
    assert.match(await page.textContent('#uncounted'), /車種/);
    await go(page, 'button[value=send]');
    await page.waitForSelector('.receipt');
    await context.close();
  });
});

describe('two letters in one browser', () => {
  it('are kept apart, and the page says so', async () => {
    const { context, page } = await open(browser);
    await page.goto(`${town.url}/sunagawa/a/${takeKey(town)}?lang=ja`);
    await go(page, 'form .button.go');
    const second = await context.newPage();
    await second.goto(`${town.url}/sunagawa/a/${takeKey(town)}?lang=ja`);
    await go(second, 'form .button.go');
    // Whoever has answered nothing yet is in nobody's way.
    await second.tap('label:has(input[name=livable][value="1"])');
    await go(second, '#answers button[value=next]');
    await page.tap('label:has(input[name=livable][value="2"])');
    await go(page, '#answers button[value=next]');
    assert.match(await page.textContent('h1'), /別の方の回答も開いています/);
    await go(page, 'form .button.go');
    await page.goto(page.url().replace(/sections\/\d+/, 'sections/1'));
    assert.ok(await page.isChecked('input[name=livable][value="2"]'));
    await context.close();
  });
});
