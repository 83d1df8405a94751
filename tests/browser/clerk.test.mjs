// The whole way of a clerk: last year's questionnaire copied, two questions with a condition added, written in three
// languages, a change that an indicator feels, the review, frozen. In under sixty acts; with the keyboard, and without
// script.

import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';

import { DESK, launch } from './browser.mjs';
import { comeIn, demo } from './town.mjs';

/** Most acts: pressing something, choosing something, writing into a field. */
const ACTS = 60;

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

/** Somebody at a page, whose acts are counted. */
class Clerk {
  acts = 0;

  constructor(page) {
    this.page = page;
  }

  static async at(more = {}) {
    const context = await browser.newContext({ viewport: DESK, locale: 'ja-JP', ...more });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    await comeIn(page, town, 'suzuki');
    return new Clerk(page);
  }

  /** Presses what bears these words, and waits for the page that comes. */
  async press(selector, words) {
    this.acts += 1;
    const found = this.page.locator(selector, words ? { hasText: words } : {}).first();
    await Promise.all([this.page.waitForEvent('load'), found.press('Enter')]);
  }

  async write(field, text) {
    this.acts += 1;
    await this.page.locator(field).fill(text);
  }

  /** Ticks or chooses with the space bar. */
  async tick(field) {
    this.acts += 1;
    await this.page.locator(field).first().press('Space');
  }

  async text(selector = 'main') {
    return this.page.locator(selector).innerText();
  }

  /** A question with its options, typed line by line into the section that is open. */
  async add(text) {
    await this.press('.outline .add', '設問を加える');
    await this.write('#text', text);
    await this.press('#submit');
  }
}

const READ = '広報紙をどのくらい読んでいますか（1つだけ○）\n1. 読んでいる\n2. 読んでいない';
const WHY = '読まない理由を、ご自由にお書きください。';

async function questionnaireIsMade(clerk) {
  const { page } = clerk;
  await page.goto(`${town.url}/staff/questionnaires?lang=ja`);
  await clerk.press('main a', '調査票をつくる');
  const shimin = page.locator('label', { hasText: '砂川市 市民アンケート' }).locator('input[name=version]').first();
  clerk.acts += 1;
  await shimin.press('Space');
  await clerk.press('button', '写して始める');
  await clerk.add(READ);
  assert.match(await clerk.text('#editor'), /「1つだけ」とあるので/);
  await clerk.add(WHY);
  clerk.acts += 1;
  await page.selectOption('#on', { index: await page.locator('#on option').count() - 1 });
  await clerk.press('button', 'どの答えかを選ぶ');
  await clerk.tick('input[name="code.2"]');
  await clerk.press('button', '選んだ人だけに聞く');
  assert.match(await clerk.text('#editor'), /「読んでいない」/);
  await clerk.press('.ways a', '言語を並べて書く');
  const empty = page.locator('.languages textarea');
  for (const field of await empty.all()) {
    if (await field.inputValue() === '' && await field.getAttribute('lang') !== 'ja') {
      clerk.acts += 1;
      await field.fill('written');
    }
  }
  await clerk.press('#submit');
  await clerk.press('main a', '下書きに戻る');
  await page.goto(`${page.url().split('?')[0]}?lang=ja&question=info`);
  clerk.acts += 1;
  await clerk.write('#text', '市が市民に対して行う情報提供は足りていると思いますか');
  await clerk.press('#submit');
  assert.match(await clerk.text('.series'), /情報提供は十分であると思う市民の割合/);
  await clerk.write('#reason', '言い方を改めただけで、聞いている内容は同じです。');
  await clerk.press('button', '同じ意味として');
  assert.match(await clerk.text('.series'), /比較を続けます/);
  await clerk.press('.bar a', '点検');
  assert.match(await clerk.text(), /直すところは見つかりませんでした/);
  await clerk.press('main a', '版として確定');
  await clerk.press('button', '確定する');
  assert.match(await clerk.text(), /版として確定しました/);
  assert.ok(clerk.acts < ACTS, `${clerk.acts} acts`);
}

it('a questionnaire is made with the keyboard', { timeout: 120_000 }, async () => {
  await questionnaireIsMade(await Clerk.at());
});

it('a questionnaire is made without script', { timeout: 120_000 }, async () => {
  await questionnaireIsMade(await Clerk.at({ javaScriptEnabled: false }));
});

it('two clerks on one draft choose between their words', { timeout: 120_000 }, async () => {
  const [one, other] = [await Clerk.at(), await Clerk.at()];
  await one.page.goto(`${town.url}/staff/drafts/new?lang=ja`);
  await one.write('#title', '二人の調査');
  await one.press('button', /^始める$/);
  const draft = one.page.url();
  await other.page.goto(draft);
  await one.write('#purpose', '一人目の目的です。');
  await one.press('#submit');
  await other.write('#purpose', '二人目の目的です。');
  await other.press('#submit');
  const both = await other.text();
  assert.match(both, /一人目の目的です。/);
  assert.match(both, /二人目の目的です。/);
  await other.press('main button');
  assert.equal(await other.page.locator('#purpose').inputValue(), '二人目の目的です。');
});
