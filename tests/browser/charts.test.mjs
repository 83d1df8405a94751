// The charts of every indicator of the four plans in a real browser: no text leaves its drawing, none covers another;
// where there is no chart, a sentence says why.

import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';

import { DESK, LANGUAGES, launch } from './browser.mjs';
import { demo } from './town.mjs';

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

/** The addresses that a page leads to and that look like `pattern`, without their language. */
async function links(page, path, pattern) {
  await page.goto(`${town.url}${path}`);
  const all = await page.evaluate(() => [...document.querySelectorAll('main a[href]')].map((link) => new URL(link.href).pathname));
  return [...new Set(all.filter((href) => pattern.test(href)))];
}

async function indicators(page) {
  const all = [];
  for (const home of await links(page, '/', /^\/[a-z]+$/)) {
    for (const plan of await links(page, home, /\/plans\/[^/]+$/)) {
      all.push(...await links(page, plan, /\/indicators\/[^/.]+$/));
    }
  }
  return all;
}

/** What is wrong with the texts of the chart on a page, in a font; none where there is no chart. */
function measured(font) {
  const svg = document.querySelector('figure.chart svg');
  if (!svg) return null;
  if (font) svg.setAttribute('font-family', font);
  const { x, y, width, height } = svg.viewBox.baseVal;
  const boxes = [...svg.querySelectorAll('text')].map((text) => ({ text: text.textContent, box: text.getBBox() }));
  const faults = boxes.flatMap(({ text, box }) => {
    const leaves = box.x < x || box.y < y || box.x + box.width > x + width || box.y + box.height > y + height;
    return leaves ? [`${text} leaves the drawing`] : [];
  });
  boxes.forEach(({ text, box }, at) => {
    const covered = boxes.slice(0, at).filter(({ box: other }) => box.x < other.x + other.width
      && other.x < box.x + box.width && box.y < other.y + other.height && other.y < box.y + box.height);
    faults.push(...covered.map((other) => `${text} covers ${other.text}`));
  });
  return { faults, texts: boxes.length, wide: svg.getBoundingClientRect().width };
}

it('no text of a chart is cut or covered', { timeout: 240_000 }, async () => {
  const context = await browser.newContext({ viewport: DESK, locale: 'ja-JP', javaScriptEnabled: true });
  const page = await context.newPage();
  const pages = await indicators(page);
  assert.ok(pages.length > 80, `only ${pages.length} indicators were found`);
  const faults = [];
  let charts = 0;
  for (const path of pages) {
    for (const language of LANGUAGES) {
      await page.goto(`${town.url}${path}?lang=${language}`);
      for (const font of [null, 'Noto Sans CJK JP', 'DejaVu Sans']) {
        const found = await page.evaluate(measured, font);
        if (!found) continue;
        charts += 1;
        assert.ok(found.texts > 5 && found.wide <= 400, `${path}: ${found.texts} texts, ${found.wide} px`);
        faults.push(...found.faults.map((fault) => `${path} (${language}, ${font}): ${fault}`));
      }
    }
  }
  assert.deepEqual(faults, []);
  assert.ok(charts > 300, `only ${charts} charts were measured`);
  await context.close();
});

it('a page has a chart or says why it has none, and its table either way', { timeout: 120_000 }, async () => {
  const context = await browser.newContext({ viewport: DESK, locale: 'ja-JP' });
  const page = await context.newPage();
  for (const path of await indicators(page)) {
    await page.goto(`${town.url}${path}?lang=ja`);
    const said = await page.locator('main').innerText();
    const charts = await page.locator('figure.chart').count();
    const sets = !/設定し(ない|ません)/.test(said);
    const without = /グラフはありません|グラフに入れていません/.test(said);
    if (sets) assert.ok(charts === 1 || without, `${path} has no chart and does not say why`);
    if (charts) {
      assert.ok(await page.locator('tbody th[scope=row]').count() > 1, `${path} has no table`);
      assert.equal(await page.locator('figure.chart svg[aria-hidden=true]').count(), 1);
      const legend = await page.locator('figure.chart figcaption p').nth(1).innerText();
      const drawn = { '●': 'c-dot', '○': 'c-ring', '◇': 'c-diamond', '縦の点線': 'c-mile', '破線': 'c-dash', '‖': 'c-break', '縦長の四角': 'c-band' };
      for (const [mark, dress] of Object.entries(drawn)) {
        const there = await page.locator(`figure.chart .${dress}`).count() > 0;
        assert.equal(legend.includes(mark), there, `${path}: ${mark} in ${legend}`);
      }
    }
  }
  await context.close();
});
