// What a page weighs and when its largest part is painted: a phone of the middle class (processor four times slower), on
// Lighthouse's slow 4G, with nothing kept from before.

import { PHONE } from '../browser.mjs';
import { PLANS } from './states.mjs';

/** What we promise. `paint` is of a page at its address; a letter's code is taken out of the address by a redirect first. */
export const BUDGET = { bytes: 14_000, paint: 1000, paintAfterRedirect: 1600, shift: 0, worstShift: 0.1 };

/** 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back, as Lighthouse has its browser throttled for it. */
const SLOW_4G = {
  offline: false, latency: 150 * 3.75, downloadThroughput: (1.6 * 1024 * 1024 * 0.9) / 8, uploadThroughput: (750 * 1024 * 0.9) / 8,
};

const TIMES = 5;

/** The kinds of pages; those of a draft are opened with it, and speak its language. `answers`: the bytes of them count. */
export const KINDS = [
  { name: 'start, by the code of a letter', path: (key) => `/sunagawa/a/${key}`, answers: true, redirected: true },
  { name: 'start', path: () => '/sunagawa/surveys/shimin-2025', draft: true, answers: true },
  { name: 'section', path: () => '/sunagawa/surveys/shimin-2025/sections/1', draft: true, answers: true },
  { name: 'section, a grid', path: () => '/sunagawa/surveys/shimin-2025/sections/4', draft: true, answers: true },
  { name: 'check', path: () => '/sunagawa/surveys/shimin-2025/check', draft: true, answers: true },
  { name: 'key', path: () => '/sunagawa/a', answers: true },
  { name: 'one page', path: () => '/sunagawa/surveys/machi-no-koe', answers: true },
  { name: 'town', path: () => '/sunagawa' },
  ...PLANS.map((plan) => ({ name: `plan ${plan.split('/').pop()}`, path: () => `/${plan}` })),
  { name: 'indicator', path: () => '/sunagawa/plans/sng/indicators/sng-02' },
  { name: 'indicator, long', path: () => '/suzaka/plans/szk/indicators/szk-04' },
  { name: 'results', path: () => '/sunagawa/surveys/shimin-2023/results' },
  { name: 'results by group', path: () => '/sunagawa/surveys/shimin-2023/results/info' },
];

/** The figures of every kind in this language: `{ name, lang, bytes, requests, paints, paint, shift }`. */
export async function measure(browser, town, lang, key) {
  const draft = await begun(browser, town, lang, key);
  const rows = [];
  for (const kind of KINDS) {
    const address = `${town.url}${kind.path(key)}${kind.draft ? '' : `?lang=${lang}`}`;
    const loads = [];
    for (let n = 0; n < TIMES; n += 1) loads.push(await load(browser, address, kind.draft ? draft : undefined));
    rows.push({ ...kind, lang, ...summed(loads) });
  }
  return rows;
}

function summed(loads) {
  const sorted = (part) => loads.map((one) => one[part]).sort((a, b) => a - b);
  const middle = (part) => sorted(part)[(TIMES - 1) / 2];
  const most = (part) => sorted(part).at(-1);
  return {
    bytes: most('bytes'), requests: most('requests'),
    paint: Math.round(middle('paint')), worst: Math.round(most('paint')),
    shift: middle('shift'), worstShift: most('shift'),
  };
}

/** The cookies of somebody who has begun to answer. */
async function begun(browser, town, lang, key) {
  const context = await browser.newContext({ viewport: PHONE });
  const page = await context.newPage();
  await page.goto(`${town.url}/sunagawa/a/${key}?lang=${lang}`);
  await Promise.all([page.waitForEvent('load'), page.click('form .button.go')]);
  const cookies = await context.storageState();
  await context.close();
  return cookies;
}

async function load(browser, address, storageState) {
  const context = await browser.newContext({ viewport: PHONE, isMobile: true, hasTouch: true, deviceScaleFactor: 2, storageState });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const sent = { bytes: 0, requests: 0 };
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    sent.bytes += encodedDataLength;
    sent.requests += 1;
  });
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', SLOW_4G);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.addInitScript(observe);
  await page.goto(address, { timeout: 90_000 });
  await page.waitForTimeout(500);
  const painted = await page.evaluate(() => window.auditPainted);
  await context.close();
  return { ...sent, ...painted };
}

/** In the page: notes when the largest part was painted, and how far anything moved. */
function observe() {
  window.auditPainted = { paint: 0, shift: 0 };
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) window.auditPainted.paint = startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) window.auditPainted.shift += value;
  }).observe({ type: 'layout-shift', buffered: true });
}

const said = (shift) => (shift === 0 ? '0' : shift.toFixed(4));
const within = (redirected) => (redirected ? BUDGET.paintAfterRedirect : BUDGET.paint);

/** What exceeds the budget: `[page, what]`. */
export function over(rows) {
  return rows.flatMap(({ name, lang, bytes, paint, shift, worstShift, answers, redirected }) => [
    answers && bytes > BUDGET.bytes ? [name, lang, `${bytes} bytes, more than ${BUDGET.bytes}`] : null,
    paint >= within(redirected) ? [name, lang, `its largest part is painted after ${paint} ms, not within ${within(redirected)} ms`] : null,
    shift > BUDGET.shift || worstShift > BUDGET.worstShift ? [name, lang, `its parts move by ${said(shift)}, ${said(worstShift)}`] : null,
  ]).filter(Boolean);
}

/** The figures as a table for `benches/README.md`. */
export function tableOf(rows) {
  return [
    '| page | language | bytes | requests | LCP, middle of five | worst | CLS, middle | worst |',
    '|---|---|---:|---:|---:|---:|---:|---:|',
    ...rows.map(({ name, lang, bytes, requests, paint, worst, shift, worstShift }) =>
      `| ${name} | ${lang} | ${bytes} | ${requests} | ${paint} ms | ${worst} ms | ${said(shift)} | ${said(worstShift)} |`),
  ];
}
