// `make pictures`: the two pictures of the README, from the demonstration as it is.

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { PHONE, launch } from './browser.mjs';
import { demo, takeKey, until } from './town.mjs';

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../config/pictures');
await mkdir(folder, { recursive: true });
const browser = await launch();
const town = await demo('--fast');
try {
  const phone = await browser.newPage({ viewport: PHONE, deviceScaleFactor: 1.5, javaScriptEnabled: false });
  await phone.goto(`${town.url}/sunagawa/a/${takeKey(town)}?lang=ja`);
  await Promise.all([phone.waitForEvent('load'), phone.click('form .button.go')]);
  await Promise.all([phone.waitForEvent('load'), phone.click('button[value=next]')]);
  await phone.click('label:has(input[name=info][value="2"])');
  await phone.mouse.move(0, 0);
  await phone.screenshot({ path: path.join(folder, 'citizen.png') });
  await until(120, () => /sng-03/.test(town.said));
  const desk = await browser.newPage({ viewport: { width: 820, height: 960 }, javaScriptEnabled: false });
  await desk.goto(`${town.url}/sunagawa/plans/sng/indicators/sng-02?lang=ja`);
  await desk.screenshot({ path: path.join(folder, 'indicator.png') });
} finally {
  await browser.close();
  await town.stop();
}
