// The pages of staff that stand only where something was done: no page violates WCAG 2.2 A or AA, in light and dark, at
// 320 px and on a desk. What one person moves a second one decides; an office is opened and sets a town up.

import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';

import { DESK, NARROW, launch } from './browser.mjs';
import { look } from './look.mjs';
import { comeIn, demo } from './town.mjs';

const PASSWORD = '雨上がりの空知川を歩く';
const LOOKS = [[NARROW, 'light'], [DESK, 'dark']];

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

async function open() {
  const context = await browser.newContext({ viewport: DESK, bypassCSP: true, locale: 'ja-JP' });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  return page;
}

/** Looks at the page as it stands, on a phone and on a desk, in light and dark. */
async function check(page, name) {
  for (const [viewport, colorScheme] of LOOKS) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await look(page, `${name}, ${viewport.width} px, ${colorScheme}`);
  }
}

async function go(page, act) {
  await Promise.all([page.waitForEvent('load'), act()]);
}

it('what one person moves a second one decides', { timeout: 90_000 }, async () => {
  const designer = await open();
  await comeIn(designer, town, 'suzuki');
  await designer.goto(`${town.url}/staff/surveys/machi-no-koe/motions/cancellation?lang=ja`);
  await designer.fill('#reason', '台風のため');
  await go(designer, () => designer.press('#submit', 'Enter'));
  await check(designer, 'a motion of one’s own');
  const address = designer.url();
  await designer.goto(`${town.url}/staff/motions?lang=ja`);
  await check(designer, 'motions');
  const approver = await open();
  await comeIn(approver, town, 'ito');
  assert.match(await approver.locator('main').innerText(), /あなたの決裁を待っている起案 1件/);
  await check(approver, 'what waits');
  await approver.goto(address.replace(/done=\w+/, ''));
  await check(approver, 'a motion that waits');
  await go(approver, () => approver.getByRole('button', { name: '差し戻す' }).press('Enter'));
  await check(approver, 'a motion that was refused');
  await approver.goto(`${town.url}/staff/deputies/new?lang=ja`);
  await go(approver, () => approver.press('#submit', 'Enter'));
  await check(approver, 'a deputy, nothing typed');
  const owner = await open();
  await comeIn(owner, town, 'tanaka');
  await check(owner, 'the day of a division');
  await owner.goto(`${town.url}/staff/values?lang=ja`);
  await check(owner, 'values of a division');
  for (const page of [designer, approver, owner]) await page.context().close();
});

it('an office is opened, and sets a town up', { timeout: 90_000 }, async () => {
  const said = await town.run('staff', 'invite', 'keeper', '--name', '運営 太郎', '--office');
  const [link] = said.match(/http\S+set-up\S+/);
  const page = await open();
  await page.goto(link);
  await check(page, 'a password is chosen');
  await page.fill('#password', PASSWORD);
  await page.fill('#again', PASSWORD);
  await go(page, () => page.press('#again', 'Enter'));
  await check(page, 'a second factor is asked for');
  await go(page, () => page.getByRole('button', { name: '新しい一覧を作る' }).press('Enter'));
  await check(page, 'the printed list');
  for (const room of ['municipalities', 'municipalities/new', 'people', 'people/new', 'health', 'record', 'administration']) {
    await page.goto(`${town.url}/staff/${room}?lang=ja`);
    await check(page, room);
  }
  await page.goto(`${town.url}/staff/municipalities/new?lang=ja`);
  await go(page, () => page.press('#submit', 'Enter'));
  await check(page, 'a town, nothing typed');
  await page.goto(`${town.url}/staff/municipalities/sunagawa/suspension?lang=ja`);
  await check(page, 'a suspension');
  await page.goto(`${town.url}/staff/nothing?lang=ja`);
  assert.equal(await page.getByRole('link', { name: '今日へ' }).getAttribute('href'), '/staff?lang=ja');
  await check(page, 'nothing here');
  await page.context().close();
});
