// The whole way of a citizen and the public pages in Chromium 70, which old phones still have: all of it can be used at
// 360 px, and nothing scrolls sideways.

import { existsSync } from 'node:fs';
import { readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

import { narrowGaps } from './layout.mjs';
import { start } from './pipe.mjs';
import { goThrough } from './walking.mjs';
import { PHONE } from '../browser.mjs';
import { small } from '../look.mjs';

/** The program, unpacked once beside the package that holds it (`chrome-aws-lambda` 1.7). */
async function program() {
  const held = path.join(path.dirname(createRequire(import.meta.url).resolve('chrome-aws-lambda/package.json')), 'bin');
  const packed = (await readdir(held)).find((name) => /^chromium.*\.br$/.test(name));
  const unpacked = path.join(held, packed.replace(/\.br$/, ''));
  if (existsSync(unpacked)) return unpacked;
  await writeFile(`${unpacked}.part`, brotliDecompressSync(await readFile(path.join(held, packed))), { mode: 0o755 });
  await rename(`${unpacked}.part`, unpacked);
  return unpacked;
}

/** Goes through the walks in it; returns its version. */
export async function goThroughInOld(walks, ground, findings) {
  const browser = await start(await program());
  try {
    const version = await browser.version();
    for (const walk of walks) await oneWalk(browser, walk, ground, findings);
    return version;
  } finally {
    await browser.stop();
  }
}

async function oneWalk(browser, walk, ground, findings) {
  const page = await browser.open(PHONE);
  await goThrough(walk, page, ground, async (state) => {
    findings.looked('Chromium 70');
    const faults = [...await page.run(unusable), ...await page.run(small), ...await page.run(narrowGaps)];
    for (const what of faults) findings.add({ rule: 'Chromium 70', state: state.name, lang: ground.lang, where: '360', what });
  });
}

/** In the page, in the language of that time: what keeps it from being used. */
function unusable() {
  const root = document.documentElement;
  const faults = [];
  if (root.scrollWidth > root.clientWidth) faults.push(`scrolls sideways by ${root.scrollWidth - root.clientWidth} px`);
  if (!document.querySelector('h1')) faults.push('has no heading');
  if (getComputedStyle(document.querySelector('main')).maxWidth === 'none') faults.push('is not dressed');
  document.querySelectorAll('main a[href], main button, main label').forEach((target) => {
    const { left, right, width } = target.getBoundingClientRect();
    if (width > 0 && !target.closest('.scroll, .unseen') && (left < -1 || right > root.clientWidth + 1)) {
      faults.push(`stands outside of the window: ${target.textContent.trim().slice(0, 30)}`);
    }
  });
  return faults;
}
