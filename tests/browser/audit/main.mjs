// `make a11y`: every state of the pages of citizens and of the public, looked at with everything. One line for each finding,
// then the figures; ends with 1 when a rule is broken. ONLY="plan, results" looks at these alone; LANGS=ja in one language;
// PARTS="pages old speed" takes parts of it.

import { cpus, loadavg } from 'node:os';

import { LANGUAGES, PHONE, launch } from '../browser.mjs';
import { demo, openSurvey, takeKey } from '../town.mjs';
import { Findings } from './findings.mjs';
import { lookAtAll } from './looks.mjs';
import { goThroughInOld } from './old.mjs';
import { measure, over, tableOf } from './speed.mjs';
import { WALKS, only } from './states.mjs';
import { browserOf } from './hand.mjs';
import { goThrough, namesOf } from './walking.mjs';

/** What is asked for in the environment, or all of it. */
function chosen(name, between, all) {
  const words = (process.env[name] ?? '').split(between).map((word) => word.trim()).filter(Boolean);
  return words.length ? words : all;
}

const langs = chosen('LANGS', ' ', LANGUAGES);
const parts = chosen('PARTS', ' ', ['pages', 'old', 'speed']);
const wanted = chosen('ONLY', ',', []);
const walks = wanted.length ? only(WALKS, namesOf(WALKS).filter((name) => wanted.some((word) => name.includes(word)))) : WALKS;

const say = (line) => process.stdout.write(`${line}\n`);

/** What a walk needs: the address of the town, a language, a key or the survey it asks. */
function groundOf(town, lang) {
  return {
    base: town.url,
    lang,
    prepare: ({ key, survey }) => ({
      key: key ? takeKey(town) : null,
      path: survey ? `/sunagawa/surveys/${survey.replace('_', '-')}` : null,
    }),
  };
}

/** One walk in one language. A look that fails does not end it. */
async function lookOnWalk(browser, walk, ground, findings) {
  const { lang } = ground;
  const failed = (state) => ({ message }) => {
    findings.add({ rule: 'the walk', state, lang, what: `does not come to its end: ${message.slice(0, 300)}` });
  };
  const context = await browser.newContext({ bypassCSP: true, locale: 'ja-JP', viewport: PHONE });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  let sent;
  page.on('response', (response) => {
    if (!response.request().isNavigationRequest() || response.status() === 303) return;
    if (response.status() >= 500) failed(walk.name)({ message: `${response.status()} at ${response.url()}` });
    sent = response.text().catch(() => '');
  });
  const look = async (state) => lookAtAll(page, { state, lang, html: await sent, findings }).catch(failed(state.name));
  await goThrough(walk, browserOf(page), ground, look).catch(failed(walk.name));
  await context.close();
}

/** All walks in one language. */
async function lookInOne(browser, town, lang, findings) {
  for (const walk of walks) {
    await lookOnWalk(browser, walk, groundOf(town, lang), findings);
    process.stderr.write(`${lang}: ${walk.name}\n`);
  }
}

async function lookInOld(town, findings) {
  try {
    say(`walked in ${await goThroughInOld(walks, groundOf(town, 'ja'), findings)}`);
  } catch (error) {
    findings.add({ rule: 'Chromium 70', state: 'the walk', lang: 'ja', what: `does not come to its end: ${error.message.slice(0, 300)}` });
  }
}

/** Readings make the pages of やさしい日本語 the heaviest; English ones are like Japanese ones. */
async function weigh(browser, town, findings) {
  const rows = [];
  for (const lang of langs.filter((one) => one !== 'en' || langs.length === 1)) {
    await measure(browser, town, lang, takeKey(town)).then((measured) => rows.push(...measured), ({ message }) => {
      findings.add({ rule: 'budget', state: 'the measuring', lang, what: `does not come to its end: ${message.slice(0, 300)}` });
    });
  }
  for (const [name, lang, what] of over(rows)) findings.add({ rule: 'budget', state: name, lang, what });
  rows.forEach(() => findings.looked('budget'));
  return [...tableOf(rows), '', `measured while ${loadavg()[0].toFixed(1)} of ${cpus().length} processors were asked for`];
}

async function audit(browser, town) {
  const findings = new Findings();
  await openSurvey(town, 'questionnaires/everything.yaml', 'everything');
  await openSurvey(town, 'questionnaires/long_lists.yaml', 'long-lists');
  if (parts.includes('pages')) await Promise.all(langs.map((lang) => lookInOne(browser, town, lang, findings)));
  if (parts.includes('old')) await lookInOld(town, findings);
  const weights = parts.includes('speed') ? await weigh(browser, town, findings) : [];
  for (const line of [...findings.lines(), '', ...findings.table(), '', ...weights]) say(line);
  say(`\n${namesOf(walks).length} states in ${langs.length} languages: ${findings.broken.length} faults`);
  return findings.broken.length === 0;
}

const browser = await launch();
const town = await demo();
try {
  process.exitCode = await audit(browser, town) ? 0 : 1;
} finally {
  await browser.close();
  await town.stop();
}
