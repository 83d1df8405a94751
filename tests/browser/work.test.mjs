// Long work in a real browser: asked for with the keyboard, looked at again by itself with script and without.

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

/** A page of a work as it is while that goes on, `done` of ten. */
function running(html, done) {
  const bar = `<p class="progress"><progress max="10" value="${done}"></progress>${done}/10</p>`;
  return html
    .replace('class="work" tabindex="-1"', 'class="work" tabindex="-1" data-behaviour="progress"')
    .replace(/(<div id="now".*?<\/p>)/s, `$1${bar}`)
    .replace('</head>', '<noscript><meta http-equiv="refresh" content="1"></noscript></head>');
}

for (const [name, script] of [['with script', true], ['without script', false]]) {
  it(`the log is followed and the page says when it is done, ${name}`, { timeout: 60_000 }, async () => {
    const context = await browser.newContext({ viewport: DESK, javaScriptEnabled: script, locale: 'ja-JP' });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const faults = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => /Content Security Policy/.test(message.text()) && faults.push(message.text()));
    await comeIn(page, town);
    await page.goto(`${town.url}/staff/record`);
    await page.getByRole('button', { name: '記録を初めから確かめる' }).press('Enter');
    await page.waitForURL(/\/staff\/work\//);
    await page.getByText('すべて書かれたままです').waitFor();
    // The same page as if it took longer: three looks, then the truth.
    const seen = [3, 6, 9];
    let loaded = 0;
    page.on('framenavigated', () => { loaded += 1; });
    await context.route(/\/staff\/work\//, async (route) => {
      const answer = await route.fetch();
      const done = seen.shift();
      const html = await answer.text();
      await route.fulfill({ response: answer, body: done ? running(html, done) : html });
    });
    await page.goto(page.url());
    await page.getByText('3/10').waitFor();
    await page.getByText('6/10').waitFor();
    await page.getByText('9/10').waitFor();
    await page.locator('#now:not(:has(progress))').waitFor();
    assert.match(await page.getByRole('status').innerText(), /すべて書かれたままです/);
    assert.equal(loaded === 1, script, `loaded ${loaded} times`);
    assert.deepEqual(faults, []);
    await context.close();
  });
}
