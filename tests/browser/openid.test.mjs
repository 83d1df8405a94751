// Coming in with the account of the office: a real provider, a real browser, with script and without.

import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';

import { DESK, PHONE, launch } from './browser.mjs';
import { client, provider } from './provider.mjs';
import { comeIn, demoWith } from './town.mjs';

let browser;
let office;
let town;
before(async () => {
  browser = await launch();
  town = await demoWith(async (url) => {
    office = await provider(`${url}/staff/sign-in/sunagawa/provider/return`);
    return `[openid.sunagawa]
issuer = "${office.issuer}"
client_id = "${client.client_id}"
client_secret = "${client.client_secret}"
name = { ja = "職員アカウントでログイン", en = "Sign in with your staff account" }
scopes = "openid profile email"
prompt = "login"
login = "preferred_username"
groups = "groups"
roles = { "g-survey" = "designer" }
`;
  });
}, { timeout: 120_000 });
after(async () => {
  await browser?.close();
  await town?.stop();
  await office?.stop();
});

async function open(settings = {}) {
  const context = await browser.newContext({ viewport: DESK, locale: 'ja-JP', ...settings });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  return page;
}

/** Goes to the provider and says there who one is. */
async function goAs(page, login) {
  await page.goto(`${town.url}/staff/sign-in/sunagawa?lang=ja`);
  await page.getByRole('link', { name: '職員アカウントでログイン' }).press('Enter');
  await page.waitForURL(/\/interaction\//);
  await page.fill('[name=login]', login);
  await page.press('[name=login]', 'Enter');
  await page.waitForURL(/127\.0\.0\.1:\d+\/staff/);
}

for (const [how, settings] of [['', {}], [' without script, on a phone', { javaScriptEnabled: false, viewport: PHONE }]]) {
  it(`leads to the desk with the role of the group${how}`, { timeout: 60_000 }, async () => {
    const page = await open(settings);
    await goAs(page, 'kobayashi');
    assert.equal(await page.locator('h1').innerText(), '今日');
    await page.goto(`${town.url}/staff/account?lang=ja`);
    assert.match(await page.locator('main').innerText(), /小林 望[^]*調査担当/);
    await page.goto(`${town.url}/staff/administration?lang=ja`);
    assert.equal(await page.locator('a[href*="/staff/people"]').count(), 0, 'a group made an administrator');
    await page.context().close();
  });
}

it('says kindly who has no role here, and who turned back', { timeout: 60_000 }, async () => {
  const page = await open();
  await goAs(page, 'mori');
  assert.match(await page.locator('main').innerText(), /役割がまだ決まっていません/);
  await page.goto(`${town.url}/staff/today`);
  await page.waitForURL(/sign-in/);
  const other = await open();
  await other.goto(`${town.url}/staff/sign-in/sunagawa?lang=ja`);
  await other.getByRole('link', { name: '職員アカウントでログイン' }).click();
  await other.getByRole('button', { name: 'やめる' }).click();
  await other.waitForURL(/provider\/return/);
  assert.match(await other.locator('main').innerText(), /取りやめになりました/);
  await other.getByRole('link', { name: 'ログイン名の入力に戻る' }).press('Enter');
  await other.waitForSelector('#login');
  await page.context().close();
  await other.context().close();
});

it('an approver binds the account while signed in, and comes in with it from then on', { timeout: 60_000 }, async () => {
  const stranger = await open();
  await goAs(stranger, 'sato');
  assert.match(await stranger.locator('main').innerText(), /まだあなたと結び付いていません/);
  const page = await open();
  await comeIn(page, town, 'sato');
  await page.goto(`${town.url}/staff/account?lang=ja`);
  await page.getByRole('link', { name: '庁内のアカウントと結び付ける' }).press('Enter');
  await page.waitForURL(/\/interaction\//);
  await page.fill('[name=login]', 'sato');
  await page.press('[name=login]', 'Enter');
  await page.waitForURL(/staff\/account/);
  const later = await open();
  await goAs(later, 'sato');
  assert.equal(await later.locator('h1').innerText(), '今日');
  for (const used of [stranger, page, later]) await used.context().close();
});
