// A phone of 360×740, touch, without script: the demonstration's survey from the key to the receipt, in three
// languages, with every error once, back, another language, sent twice, without cookies; then the published value.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { LANGUAGES, PHONE, go, launch, launchWith, open } from './browser.mjs';
import { demo, takeKey, until } from './town.mjs';

const LIMIT = 14_000;

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

/** A phone whose settings refuse all cookies. */
async function refusing() {
  const folder = await mkdtemp(path.join(tmpdir(), 'kocho-phone-'));
  await mkdir(path.join(folder, 'Default'));
  const settings = { profile: { default_content_setting_values: { cookies: 2 } } };
  await writeFile(path.join(folder, 'Default', 'Preferences'), JSON.stringify(settings));
  const context = await launchWith(folder);
  context.once('close', () => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 }));
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  return { context, page };
}

/** Opens a key nobody has used and starts. */
async function begin(page, lang) {
  const key = takeKey(town);
  await page.goto(`${town.url}/sunagawa/a/${key}?lang=${lang}`);
  await go(page, 'form .button.go');
  return key;
}

const next = (page) => go(page, 'button[value=next]');
const section = (page) => Number(/sections\/(\d+)/.exec(page.url())?.[1] ?? 0);

/** Taps the card of an option as a finger does: anywhere on it. */
const choose = (page, name, value) => page.tap(`label:has(input[name="${name}"][value="${value}"])`);

/** Goes on until the page for checking, answering a little on the way. */
async function toCheck(page) {
  while (await page.locator('button[value=send]').count() === 0) {
    const here = await page.textContent('.progress');
    if (await page.locator('[name=info]').count() > 0) {
      await choose(page, 'info', '2');
      await choose(page, 'kouhou', '1');
    }
    if (await page.locator('[name="policies.6-1.satisfaction"]').count() > 0) {
      await choose(page, 'policies.6-1.satisfaction', '2');
    }
    await next(page);
    const there = page.locator('.progress');
    const stays = await there.count() > 0 && await there.textContent() === here;
    assert.ok(!stays, 'the page stays, so there was an error');
  }
}

async function send(page) {
  await go(page, 'button[value=send]');
  return (await page.textContent('.receipt')).trim();
}

for (const lang of LANGUAGES) {
  describe(`without script, ${lang}`, () => {
    it('goes from the key to the receipt, every page within one round trip', async () => {
      const { context, page } = await open(browser);
      const weights = [];
      const weigh = async () => {
        const [cookies, address] = [await context.cookies(), page.url()];
        const headers = { 'accept-encoding': 'gzip', cookie: cookies.map((c) => `${c.name}=${c.value}`).join('; ') };
        weights.push([address.replace(/\?.*/, '').replace(town.url, ''), await sentBytes(address, headers)]);
      };
      await page.goto(`${town.url}/sunagawa/a/${takeKey(town)}?lang=${lang}`);
      await weigh();
      await go(page, 'form .button.go');
      await weigh();
      while (!page.url().includes('/check')) {
        if (section(page) === 2) await choose(page, 'info', '2');
        await next(page);
        await weigh();
      }
      const receipt = await send(page);
      await weigh();
      for (const [address, bytes] of weights) assert.ok(bytes <= LIMIT, `${address}: ${bytes} bytes`);
      console.log(`bytes ${lang}: ${weights.map(([a, b]) => `${a.split('/').pop()} ${b}`).join(', ')}`);
      assert.match(receipt, /^[0-9A-Z]{4}(-[0-9A-Z]{1,4}){4}$/);
      await context.close();
    });

    it('shows the button of the first page without scrolling', async () => {
      const { context, page } = await open(browser);
      const key = takeKey(town);
      await page.goto(`${town.url}/sunagawa/a/${key}?lang=${lang}`);
      const box = await page.locator('form .button.go').boundingBox();
      assert.ok(box.y + box.height <= PHONE.height, `ends at ${box.y + box.height}`);
      await context.close();
    });
  });
}

/** The bytes of a body as they travel. */
async function sentBytes(address, headers) {
  return new Promise((done, failed) => {
    request(address, { headers }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part)).on('end', () => {
        const body = Buffer.concat(parts);
        try {
          assert.equal(answer.headers['content-encoding'], 'gzip');
          assert.match(gunzipSync(body).toString(), /<\/html>/);
          done(body.length);
        } catch (error) { failed(error); }
      });
    }).on('error', failed).end();
  });
}

describe('without script', () => {
  it('points out every error once, keeps what was typed and says so in the title', async () => {
    const { context, page } = await open(browser);
    await begin(page, 'ja');
    // Too many.
    for (const value of ['1', '2', '3', '4']) await choose(page, 'priorities', value);
    await next(page);
    await failed(page, 'priorities', '3つまで');
    assert.equal(await page.locator('input[name=priorities]:checked').count(), 4);
    // Something exclusive beside others.
    for (const value of ['2', '3', '4']) await choose(page, 'priorities', value);
    await choose(page, 'priorities', '90');
    await next(page);
    await failed(page, 'priorities', '特にない');
    await choose(page, 'priorities', '90');
    await next(page);
    await page.goto(page.url().replace(/sections\/\d+/, 'sections/7'));
    // Not a number, then one that nobody means.
    await page.fill('[name=visits]', 'たくさん');
    await next(page);
    await failed(page, 'visits', '数字');
    assert.equal(await page.inputValue('[name=visits]'), 'たくさん');
    await page.fill('[name=visits]', '９９９');
    await next(page);
    await failed(page, 'visits', '365');
    await page.fill('[name=visits]', '１２');
    await next(page);
    assert.equal(section(page), 8);
    // Too long.
    await page.fill('[name=good]', 'あ'.repeat(1001));
    await next(page);
    await failed(page, 'good', '1000');
    assert.equal((await page.inputValue('[name=good]')).length, 1001);
    await page.fill('[name=good]', '公園がきれい');
    await page.goto(page.url().replace(/sections\/\d+/, 'sections/6'));
    // The same rank twice, and a gap.
    await page.selectOption('[name="ways.1"]', '1');
    await page.selectOption('[name="ways.2"]', '1');
    await next(page);
    await failed(page, 'ways', '2回');
    await page.selectOption('[name="ways.1"]', '');
    await next(page);
    await failed(page, 'ways', '1番目');
    await context.close();
  });

  it('refuses a form without one answer and spends no key', async () => {
    const { context, page } = await open(browser);
    await begin(page, 'ja');
    while (!page.url().includes('/check')) await next(page);
    await go(page, 'button[value=send]');
    await failedTitle(page);
    assert.match(await page.textContent('.summary'), /回答が1つも入力されていません/);
    await context.close();
  });

  it('keeps the answers when going back and when the language is switched', async () => {
    const { context, page } = await open(browser);
    await begin(page, 'ja');
    await choose(page, 'livable', '2');
    await go(page, '.langs button[value="lang:en"]');
    assert.equal(await page.getAttribute('html', 'lang'), 'en');
    assert.ok(await page.isChecked('input[name=livable][value="2"]'));
    await next(page);
    await choose(page, 'info', '1');
    await go(page, '.langs button[value="lang:ja-x-easy"]');
    await go(page, 'button[value=back]');
    assert.ok(await page.isChecked('input[name=livable][value="2"]'));
    await next(page);
    assert.ok(await page.isChecked('input[name=info][value="1"]'));
    await page.goBack();
    await page.goForward();
    assert.ok(await page.isChecked('input[name=info][value="1"]'));
    await context.close();
  });

  it('asks only the questions that follow from the answers', async () => {
    const { context, page } = await open(browser);
    await begin(page, 'ja');
    await next(page);
    await choose(page, 'kouhou', '4');
    await next(page);
    assert.equal(await page.locator('[name=kouhou_why]').count() > 0, true);
    assert.equal(await page.locator('[name=kouhou_parts]').count(), 0);
    await context.close();
  });

  it('gives one receipt however often it is sent', async () => {
    const { context, page } = await open(browser);
    const key = await begin(page, 'ja');
    await choose(page, 'livable', '1');
    await toCheck(page);
    const again = await context.newPage();
    await again.goto(page.url());
    const receipt = await send(page);
    assert.equal(await send(again), receipt, 'the second tap');
    await page.reload();
    assert.equal((await page.textContent('.receipt')).trim(), receipt, 'reloaded');
    await page.goto(`${town.url}/sunagawa/a/${key}`);
    assert.match(await page.textContent('h1'), /すでに受け付けています/);
    await context.close();
  });

  it('takes a key as people type it, and says kindly when it is wrong', async () => {
    const { context, page } = await open(browser);
    const key = takeKey(town);
    await page.goto(`${town.url}/sunagawa/a?lang=ja`);
    await page.fill('#key', 'ABCD-EFGH-JKM');
    await go(page, '.button.go');
    await failedTitle(page);
    assert.equal(await page.inputValue('#key'), 'ABCD-EFGH-JKM');
    const sloppy = key.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'Ｌ');
    await page.fill('#key', sloppy);
    await go(page, '.button.go');
    assert.match(page.url(), /surveys\/shimin-2025/);
    await context.close();
  });

  it('works where cookies are refused', async () => {
    const { context, page } = await refusing();
    const key = takeKey(town);
    await page.goto(`${town.url}/sunagawa/a/${key}?lang=ja`);
    assert.match(await page.textContent('main .box'), /もう一度入力/);
    await go(page, 'main .box a');
    await page.fill('#key', key);
    await go(page, 'form .button.go');
    await go(page, 'form .button.go');
    await choose(page, 'livable', '2');
    await toCheck(page);
    await go(page, 'button[value="change:1"]');
    assert.ok(await page.isChecked('input[name=livable][value="2"]'));
    await toCheck(page);
    const receipt = await send(page);
    assert.deepEqual(await context.cookies(), []);
    assert.match(receipt, /^[0-9A-Z-]{21}$/);
    await context.close();
  });

  it('answers the open survey on one page', async () => {
    const { context, page } = await open(browser);
    await page.goto(`${town.url}/sunagawa/surveys/machi-no-koe?lang=ja`);
    await go(page, 'button[value=send]');
    await failedTitle(page);
    await choose(page, 'livable', '3');
    await page.fill('[name=opinion]', '歩道の雪を早く。');
    assert.match(await send(page), /^[0-9A-Z-]{21}$/);
    await context.close();
  });
});

async function failedTitle(page) {
  assert.match(await page.title(), /^エラー/);
  assert.equal(await page.locator('.summary').count(), 1);
}

/** The error is on top, linked, beside its field, and in the title. */
async function failed(page, name, words) {
  await failedTitle(page);
  assert.match(await page.textContent('.summary'), new RegExp(words));
  const target = await page.getAttribute('.summary a', 'href');
  assert.equal(await page.locator(target).count(), 1, `${target} is on the page`);
  assert.equal(await page.locator(`.wrong .message`).count() >= 1, true, `${name} has its message`);
}

describe('after closing', () => {
  it('shows the new value on the page of the indicator', async () => {
    const fast = await demo('--fast');
    try {
      const { context, page } = await open(browser);
      const address = `${fast.url}/sunagawa/plans/sng/indicators/sng-02?lang=ja`;
      await page.goto(address);
      assert.doesNotMatch(await page.textContent('main'), /令和7年度\s*確定|令和7年度.{0,20}公表/s);
      await page.goto(`${fast.url}/sunagawa/surveys/shimin-2025?lang=ja`);
      await until(120, async () => fast.said.includes('approved and published') && /sng-03/.test(fast.said));
      const [, value] = /demo: ([0-9.]+) ％ .*sng-02/.exec(fast.said);
      await page.goto(address);
      assert.ok((await page.textContent('.figure .value')).includes(value), `${value} is shown`);
      assert.match(await page.textContent('.figure'), /令和7年度/);
      await page.goto(`${fast.url}/sunagawa/surveys/shimin-2025?lang=ja`);
      assert.match(await page.textContent('h1'), /終了/);
      await context.close();
    } finally {
      await fast.stop();
    }
  }, { timeout: 180_000 });
});
