// Coming in, in a real browser: from the printed link to a working administrator, who makes one person of each role; with
// codes of a program and of paper; and leaving the place to another person.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, it } from 'node:test';

import { DESK, PHONE, launch } from './browser.mjs';
import { comeIn, demo } from './town.mjs';

const PASSWORD = '雨上がりの空知川を歩く';
const ROLES = ['designer', 'data_entry', 'editor', 'approver', 'viewer'];

let browser;
let town;
let link;
before(async () => {
  browser = await launch();
  town = await demo();
  const said = await town.run('municipality', 'create', 'akabira', '--name', '赤平市', '--division', '企画課', '--telephone', '0125-00-0001');
  [link] = said.match(/http\S+set-up\S+/);
}, { timeout: 120_000 });
after(async () => {
  await browser?.close();
  await town?.stop();
});

async function open(settings = {}) {
  const context = await browser.newContext({ viewport: DESK, locale: 'ja-JP', ...settings });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  return page;
}

/** Types into fields and sends their form with the keyboard. */
async function send(page, fields) {
  for (const [name, text] of Object.entries(fields)) await page.fill(`#${name}`, text);
  await Promise.all([page.waitForEvent('load'), page.press(`#${Object.keys(fields).pop()}`, 'Enter')]);
}

/** What a program shows now that was told these letters (RFC 6238). */
function codeOf(letters, ahead = 0) {
  const bits = [...letters.replaceAll(' ', '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const hash = createHmac('sha1', key).update(step).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function signIn(page, login) {
  await page.goto(`${town.url}/staff/sign-in/akabira?lang=ja`);
  await send(page, { login, password: PASSWORD });
}

it('the first administrator comes in by the link, and makes one person of each role', { timeout: 120_000 }, async () => {
  const page = await open({ javaScriptEnabled: false });
  await page.goto(link);
  assert.doesNotMatch(page.url(), /set-up\/akabira\/./, 'the code stands in the address');
  await send(page, { password: PASSWORD, again: PASSWORD });
  assert.match(await page.locator('main').innerText(), /二つめの確認が必要です/);
  await page.getByRole('link', { name: '認証アプリを設定する' }).click();
  const letters = await page.locator('code').innerText();
  assert.ok(await page.locator('svg.qr').isVisible());
  await send(page, { code: codeOf(letters) });
  assert.match(await page.locator('.notice').innerText(), /確認方法を設定しました/);
  await page.goto(`${town.url}/staff?lang=ja`);
  assert.match(await page.locator('.first-hour').innerText(), /一緒に働く職員を加える/);
  const slips = {};
  for (const role of ROLES) {
    await page.goto(`${town.url}/staff/people/new?lang=ja`);
    await page.fill('#name', `${role}さん`);
    await page.check(`#${role}`);
    await send(page, { login: role });
    await page.getByRole('button', { name: '設定コードを印刷する' }).click();
    slips[role] = await page.locator('.code-list code').first().innerText();
  }
  for (const role of ROLES) {
    const other = await open({ viewport: PHONE, javaScriptEnabled: false });
    await other.goto(`${town.url}/staff/set-up/akabira?lang=ja`);
    await send(other, { code: slips[role].toLowerCase().replaceAll('-', ' ') });
    await send(other, { password: PASSWORD, again: PASSWORD });
    const said = await other.locator('h1').innerText();
    assert.equal(said, role === 'approver' ? '二つめの確認方法' : '今日', role);
    await other.context().close();
  }
  await page.context().close();
  // In again, with a code of the program; of the one that was used no second time.
  const later = await open();
  await signIn(later, 'admin');
  await send(later, { code: codeOf(letters, 1) });
  assert.equal(await later.locator('h1').innerText(), '今日');
  await later.context().close();
});

it('a code of the printed list lets in once', { timeout: 60_000 }, async () => {
  const page = await open();
  await signIn(page, 'approver');
  await page.getByRole('button', { name: '新しい一覧を作る' }).press('Enter');
  await page.waitForSelector('.code-list');
  const code = await page.locator('.code-list code').nth(4).innerText();
  for (const said of ['今日', '確認コードの入力']) {
    const other = await open();
    await signIn(other, 'approver');
    await send(other, { code });
    assert.equal(await other.locator('h1').innerText(), said);
    await other.context().close();
  }
  await page.context().close();
});

it('one press leaves the place to another person, and nothing stays', { timeout: 60_000 }, async () => {
  const page = await open();
  await comeIn(page, town, 'suzuki');
  await page.goto(`${town.url}/staff/account?lang=ja`);
  assert.match(await page.locator('main').innerText(), /鈴木 一郎/);
  await page.getByRole('button', { name: 'ほかの人に交代' }).press('Enter');
  await page.waitForSelector('#login');
  assert.equal(await page.inputValue('#login'), '');
  await page.goBack();
  await page.waitForLoadState();
  assert.doesNotMatch(await page.locator('main').innerText(), /suzuki/, 'the former person is shown');
  await page.goto(`${town.url}/staff/account`);
  await page.waitForURL(/sign-in/);
  await page.context().close();
});

it('the made-up people of the demonstration each find their own', { timeout: 60_000 }, async () => {
  for (const [login, rooms] of [['sato', 9], ['takahashi', 3], ['tanaka', 6]]) {
    const page = await open();
    await comeIn(page, town, login);
    assert.equal(await page.locator('.menu a[data-key]').count() - 1, rooms, login);
    await page.context().close();
  }
});
