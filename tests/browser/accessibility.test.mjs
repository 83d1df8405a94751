// With script, so that axe can run: no page of the walk violates WCAG 2.2 A or AA, in light and dark, at 320 px and on
// a desk; nothing scrolls sideways; every target can be hit; the keyboard is enough.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { DESK, LANGUAGES, NARROW, PHONE, launch } from './browser.mjs';
import { look } from './look.mjs';
import { comeIn, day, demo, openSurvey, takeKey } from './town.mjs';

/** The languages staff work in. */
const STAFF = ['ja', 'en'];

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

async function open(viewport, colorScheme) {
  const context = await browser.newContext({ viewport, colorScheme, bypassCSP: true, hasTouch: viewport !== DESK, locale: 'ja-JP' });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  return { context, page };
}

async function go(page, act) {
  await Promise.all([page.waitForEvent('load'), act()]);
}

async function walk(page, lang, check) {
  const visit = async (name, path) => {
    await page.goto(`${town.url}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
    await check(name);
  };
  await visit('towns', '/');
  await visit('home', '/sunagawa');
  await visit('plan', '/sunagawa/plans/sng');
  await visit('indicator', '/sunagawa/plans/sng/indicators/sng-02');
  await visit('key', '/sunagawa/a');
  await page.fill('#key', 'ABC');
  await go(page, () => page.click('.button.go'));
  await check('key, wrong');
  await visit('closed', '/sunagawa/surveys/shimin-2023');
  await visit('results', '/sunagawa/surveys/shimin-2023/results');
  await visit('results by group', '/sunagawa/surveys/shimin-2023/results/info');
  await visit('results that are not public yet', '/sunagawa/surveys/shimin-2025/results');
  await visit('no key', '/sunagawa/surveys/shimin-2025');
  await visit('one page', '/sunagawa/surveys/machi-no-koe');
  await go(page, () => page.click('button[value=send]'));
  await check('one page, nothing answered');
  await page.goto(`${town.url}/sunagawa/nothing/here?lang=${lang}`);
  await check('not found');
  const key = takeKey(town);
  await visit('start', `/sunagawa/a/${key}`);
  await go(page, () => page.click('form .button.go'));
  await page.check('input[name=livable][value="2"]', { force: true });
  await check('first section');
  for (const value of ['1', '2', '3', '4']) await page.check(`input[name=priorities][value="${value}"]`, { force: true });
  await go(page, () => page.click('button[value=next]'));
  await check('section with an error');
  assert.match(await page.title(), { ja: /^エラー/, 'ja-x-easy': /^まちがい/, en: /^Error/ }[lang]);
  await page.uncheck('input[name=priorities][value="4"]', { force: true });
  for (let n = 0; n < 12 && !page.url().includes('/check'); n += 1) {
    await go(page, () => page.click('button[value=next]'));
    await check(page.url().split('/').pop());
  }
  await go(page, () => page.click('button[value=send]'));
  await check('receipt');
  await visit('key used', `/sunagawa/a/${key}`);
  if (STAFF.includes(lang)) await walkDesk(page, visit, check);
}

/** The pages of staff; nothing is changed. */
async function walkDesk(page, visit, check) {
  await visit('sign-in', '/staff/sign-in/sunagawa');
  await page.fill('#login', 'nobody');
  await page.fill('#password', 'wrong');
  await go(page, () => page.click('#submit'));
  await check('sign-in, wrong');
  await visit('set-up', '/staff/set-up/sunagawa');
  await comeIn(page, town);
  for (const room of ['today', 'administration', 'account', 'account/password', 'account/second-factor', 'account/totp',
    'people', 'people/new', 'deputies', 'transfers', 'roles', 'divisions', 'divisions/new']) await visit(room, `/staff/${room}`);
  await go(page, () => page.click('#submit'));
  await check('a division without a name');
  await visit('people', '/staff/people');
  await go(page, () => page.locator('.ledger .name').first().click());
  await check('a person');
  await visit('a move of roles', '/staff/transfers/new');
  await go(page, () => page.click('#submit'));
  await check('a move of roles, nobody named');
  await visit('what a move of roles changes', `/staff/transfers/preview?from=suzuki&to=ito&on=${day(30)}`);
  await visit('surveys', '/staff/surveys');
  await visit('surveys over', '/staff/surveys?stage=over');
  await visit('surveys in preparation', '/staff/surveys?stage=preparing');
  await visit('record', '/staff/record');
  await visit('record searched', '/staff/record?noun=survey&person=nobody');
  await visit('record not understood', '/staff/record?from=someday&noun=robot');
  await visit('works', '/staff/work');
  await visit('motions', '/staff/motions');
  await visit('cancellation', '/staff/surveys/machi-no-koe/motions/cancellation');
  await go(page, () => page.click('#submit'));
  await check('a motion without a reason');
  await visit('values', '/staff/values');
  await visit('inquiries', '/staff/inquiries');
  await visit('closing', '/staff/surveys/machi-no-koe/closing');
  await visit('extension', '/staff/surveys/machi-no-koe/extension');
  await page.fill('#until', '2020-01-01');
  await go(page, () => page.click('#submit'));
  await check('extension, too early');
  await visit('settings', '/staff/settings');
  await go(page, () => page.click('#submit'));
  await check('settings, without a reason');
  await visit('voices', '/staff/voices');
  await go(page, () => page.locator('.ledger .name').first().click());
  await check('voices of a survey');
  await visit('versions side by side', '/staff/questionnaires/shimin/comparison');
  await visit('a sheet', '/staff/questionnaires/shimin/versions/1/sheet');
  for (const room of ['questionnaires', 'bank', 'scales', 'scales/new', 'plans', 'results', 'help', 'parts']) await visit(room, `/staff/${room}`);
  await page.click('form[action*="/form"] #submit');
  await page.waitForSelector('.summary');
  await check('every kind of field, all wrong');
  await visit('nothing found', '/staff/plans?q=zzz');
  await page.locator('.help summary').first().click();
  await page.getByRole('button', { name: /キー操作|Keys/ }).click();
  await check('help and keys, open');
}

for (const lang of LANGUAGES) {
  for (const [name, viewport, scheme] of [['phone, light', PHONE, 'light'], ['320 px, dark', NARROW, 'dark'], ['desk, light', DESK, 'light']]) {
    it(`has no fault: ${lang}, ${name}`, { timeout: 240_000 }, async () => {
      const { context, page } = await open(viewport, scheme);
      const faults = [];
      await walk(page, lang, async (place) => {
        try { await look(page, place); } catch (fault) { faults.push(fault.message); }
      });
      assert.deepEqual(faults, []);
      await context.close();
    });
  }
}

describe('many options', () => {
  let address;
  before(async () => { address = await openSurvey(town, 'questionnaires/long_lists.yaml', 'long-lists'); }, { timeout: 60_000 });

  for (const [name, viewport, scheme] of [['phone, light', PHONE, 'light'], ['320 px, dark', NARROW, 'dark'], ['desk, light', DESK, 'light']]) {
    it(`have no fault and are not long: ${name}`, { timeout: 60_000 }, async () => {
      const { context, page } = await open(viewport, scheme);
      await page.goto(`${address}?lang=ja`);
      await go(page, () => page.click('form .button.go'));
      await look(page, 'lists');
      const list = await page.locator('select[name=prefecture]').boundingBox();
      assert.ok(list.height >= 56 && list.height < 100, `the list is ${list.height} px high`);
      const columns = await page.locator('.columns').boundingBox();
      assert.ok(columns.height < (viewport === NARROW ? 1500 : 1000), `the columns are ${columns.height} px high`);
      await go(page, () => page.click('button[value=next]'));
      await look(page, 'a list left out');
      await page.selectOption('select[name=prefecture]', '47');
      await go(page, () => page.click('button[value=next]'));
      await look(page, 'what hangs on a list');
      await page.check('input[name=topics][value="20"]', { force: true });
      await go(page, () => page.click('button[value=next]'));
      await page.selectOption('select[name="pair.park.s"]', '15');
      await look(page, 'rows with lists');
      await go(page, () => page.click('button[value=next]'));
      await look(page, 'check');
      assert.match(await page.textContent('.answers'), /満足度[^]*15点/);
      await context.close();
    });
  }

  it('are chosen with the keyboard', async () => {
    const { context, page } = await open(DESK, 'light');
    await page.goto(`${address}?lang=en`);
    await go(page, () => page.click('form .button.go'));
    await tabTo(page, 'select[name=prefecture]');
    await page.keyboard.type('Prefecture 4');
    assert.equal(await page.inputValue('select[name=prefecture]'), '04', 'typing is searching');
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.inputValue('select[name=prefecture]'), '05');
    await context.close();
  });
});

describe('every kind of question', () => {
  let address;
  before(async () => { address = await openSurvey(town, 'questionnaires/everything.yaml', 'everything'); }, { timeout: 60_000 });

  /** Types the same into every field of the page and marks every box. */
  async function fill(page, text) {
    for (const field of await page.locator('main input[type=text]').all()) await field.fill(text);
    for (const box of await page.locator('main input[type=checkbox]').all()) await box.setChecked(text !== '', { force: true });
  }

  const looks = [['ja', PHONE, 'light'], ['ja-x-easy', NARROW, 'dark'], ['en', DESK, 'light']];
  for (const [lang, viewport, scheme] of looks) {
    it(`has no fault: ${lang}, ${viewport.width} px, ${scheme}`, { timeout: 90_000 }, async () => {
      const { context, page } = await open(viewport, scheme);
      await page.goto(`${address}?lang=${lang}`);
      await go(page, () => page.click('form .button.go'));
      await page.check('input[name=livable][value="1"]', { force: true });
      for (const section of ['tables', 'fields']) {
        await go(page, () => page.click('button[value=next]'));
        await look(page, section);
        await fill(page, '?');
        await go(page, () => page.click('button[value=next]'));
        assert.ok(await page.locator('.summary a').count() > 3, `${section}: nothing is wrong`);
        await look(page, `${section}, all wrong`);
        await fill(page, '');
      }
      await page.fill('[name=call_at]', '14:30');
      await page.check('input[name=help][value="1"]', { force: true });
      await page.check('input[name=help][value="2"]', { force: true });
      await page.fill('#district', 'ひがし');
      await page.check('#commute-same', { force: true });
      await go(page, () => page.click('button[value=next]'));
      await look(page, 'consent left out, several places fit');
      await page.evaluate(() => document.querySelectorAll('details').forEach((folded) => { folded.open = true; }));
      await look(page, 'all places');
      await page.check('.card input[name=district][value="103"]', { force: true });
      await page.check('input[name=consent]', { force: true });
      await page.fill('[name=children]', '1');
      await go(page, () => page.click('button[value=next]'));
      await look(page, 'a child');
      await page.fill('[name=child_name_1]', 'はな');
      await page.fill('[name=child_age_1]', '7');
      await go(page, () => page.click('button[value=next]'));
      assert.match(await page.textContent('h1'), /はな/);
      await look(page, 'its day');
      await page.check('input[name=day_at_1][value="3"]', { force: true });
      await go(page, () => page.click('button[value=next]'));
      await look(page, 'a half');
      await go(page, () => page.click('button[value=next]'));
      assert.match(page.url(), /check/);
      await look(page, 'check');
      await context.close();
    });
  }

  it('is answered with the keyboard', { timeout: 60_000 }, async () => {
    const { context, page } = await open(DESK, 'light');
    await page.goto(`${address}?lang=ja`);
    await go(page, () => page.click('form .button.go'));
    await tabTo(page, 'input[name=livable]');
    await page.keyboard.press('Space');
    await tabTo(page, 'button[value=next]');
    await go(page, () => page.keyboard.press('Enter'));
    await tabTo(page, '[name="visits.pool"]');
    await page.keyboard.type('3回');
    await tabTo(page, '[name="times.pool"][value="2"]');
    await page.keyboard.press('Space');
    await tabTo(page, 'button[value=next]');
    await go(page, () => page.keyboard.press('Enter'));
    await tabTo(page, '[name=help][value="2"]');
    await page.keyboard.press('Space');
    await tabTo(page, '[name=help][value="3"]');
    await page.keyboard.press('Space');
    await tabTo(page, '[name=postcode]');
    await page.keyboard.type('0730122');
    // Enter goes on in any field: the consent that is asked now comes with the page.
    await go(page, () => page.keyboard.press('Enter'));
    await tabTo(page, '[name=consent]');
    await page.keyboard.press('Space');
    // A place from the list, the row and then the place; the next one is the same.
    for (const folded of ['#district-box .finder > summary', '#district-box .finder details > summary']) {
      await tabTo(page, folded);
      await page.keyboard.press('Enter');
    }
    await tabTo(page, '.finder input[name=district]');
    await page.keyboard.press('ArrowDown');
    await tabTo(page, '#commute-same');
    await page.keyboard.press('Space');
    // One child: its name stands in what is asked next.
    await tabTo(page, '[name=children]');
    await page.keyboard.type('1');
    await go(page, () => page.keyboard.press('Enter'));
    await tabTo(page, '[name=child_name_1]');
    await page.keyboard.type('そら');
    await go(page, () => page.keyboard.press('Enter'));
    assert.match(await page.textContent('main'), /そらは、平日の昼間/);
    await tabTo(page, '[name=day_at_1]');
    await page.keyboard.press('Space');
    await go(page, () => page.keyboard.press('Enter'));
    await tabTo(page, '[name=easy], [name=hard]');
    await page.keyboard.press('Space');
    await go(page, () => page.keyboard.press('Enter'));
    assert.match(await page.textContent('main'), /お住まい[^]*北一丁目[^]*お勤め先[^]*北一丁目/);
    const answers = await page.textContent('main');
    for (const said of ['3回', '週末', '073-0122']) assert.match(answers, new RegExp(said));
    await context.close();
  });
});

describe('with the keyboard alone', () => {
  it('a survey is answered from the key to the receipt, and what is focused is seen', async () => {
    const { context, page } = await open(DESK, 'light');
    await page.goto(`${town.url}/sunagawa/a/${takeKey(town)}?lang=ja`);
    await tabTo(page, 'form .button.go');
    await go(page, () => page.keyboard.press('Enter'));
    await tabTo(page, 'input[name=livable]');
    await page.keyboard.press('Space');
    assert.ok(await page.isChecked('input[name=livable][value="1"]'));
    await page.keyboard.press('ArrowDown');
    assert.ok(await page.isChecked('input[name=livable][value="2"]'));
    for (let n = 0; n < 12 && !page.url().includes('/check'); n += 1) {
      await tabTo(page, 'button[value=next]');
      await go(page, () => page.keyboard.press('Enter'));
    }
    await tabTo(page, 'button[value=send]');
    await go(page, () => page.keyboard.press('Enter'));
    assert.match(await page.textContent('.receipt'), /[0-9A-Z]{4}-/);
    await context.close();
  });
});

/** Presses Tab until the focus is there; everything focused on the way must be visible and marked. */
async function tabTo(page, selector) {
  for (let n = 0; n < 200; n += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate((wanted) => {
      const focused = document.activeElement;
      const { top, bottom } = focused.getBoundingClientRect();
      const marked = getComputedStyle(focused).outlineStyle !== 'none'
        || getComputedStyle(focused.nextElementSibling ?? focused, '::before').borderTopWidth !== '0px';
      return { there: focused.matches(wanted), seen: bottom > 0 && top < innerHeight, marked, what: focused.outerHTML.slice(0, 80) };
    }, selector);
    assert.ok(at.seen && at.marked, `focused but not seen: ${at.what}`);
    if (at.there) return;
  }
  assert.fail(`${selector} cannot be reached with Tab`);
}
