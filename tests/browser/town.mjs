// Starts the real program with a database of its own in a temporary folder, and stops it.

import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const program = process.env.KOCHO_PROGRAM ?? path.join(root, 'target/debug/kocho');

/** A port nobody listens at now. */
function freePort() {
  return new Promise((found, failed) => {
    const server = net.createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}

/** The demonstration town, loaded into an empty database and served. `words`: further words of the command line. */
export function demo(...words) {
  return demoWith(() => '', ...words);
}

/** The same with the settings that are made of its address. */
export async function demoWith(settings, ...words) {
  const folder = await mkdtemp(path.join(tmpdir(), 'kocho-'));
  const port = await freePort();
  await mkdir(path.join(folder, 'config'));
  await writeFile(path.join(folder, 'config/local.toml'), await settings(`http://127.0.0.1:${port}`));
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, LANG: 'C.UTF-8' };
  Object.assign(env, {
    KOCHO__VAR: path.join(folder, 'var'),
    KOCHO__WEB__PUBLIC: `127.0.0.1:${port}`,
    KOCHO__LIMITS__WRONG_KEYS_PER_MINUTE: '600',
  });
  const child = spawn(program, ['demo', ...words], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const town = { url: `http://127.0.0.1:${port}`, said: '', folder, run: (...act) => run(act, folder, env), async stop() {
    if (child.exitCode === null) {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  } };
  const hear = (text) => { town.said += text; };
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);
  try {
    await until(90, () => {
      if (child.exitCode !== null) throw new Error(`the program ended:\n${town.said}`);
      return fetch(`${town.url}/readyz`).then((answer) => answer.ok, () => false);
    });
  } catch (error) {
    await town.stop();
    throw new Error(`${error.message}\n${town.said}`);
  }
  return town;
}

/** Comes in as one of the made-up members of staff, by their login name. */
export async function comeIn(page, town, login = 'sato') {
  await page.goto(`${town.url}/staff/sign-in/sunagawa?lang=ja`);
  const form = page.locator('.cast form', { has: page.locator(`input[value=${login}]`) });
  await Promise.all([page.waitForURL(/\/staff\/today/), form.getByRole('button').click()]);
}

/** An act of the operator beside the running program: what it says. */
function run(words, cwd, env) {
  return promisify(execFile)(program, words, { cwd, env }).then(({ stdout }) => stdout);
}

/** A day from today in Japan: the town's days are not the machine's, and a survey whose day has come opens by itself. */
export function day(from) {
  const moment = new Date(Date.now() + from * 86_400_000);
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' }).format(moment);
}

/** A survey of 砂川市 that anybody may answer, of a questionnaire file (below tests/data); its address. */
export async function openSurvey(town, file, code) {
  const command = (...words) => town.run(...words, '--municipality', 'sunagawa');
  await command('import', 'questionnaire', path.resolve(root, 'tests/data', file));
  await command('survey', 'create', code, '--title', '見本の調査', '--questionnaire', code, '--fiscal-year', '2025', '--open');
  await command('survey', 'schedule', code, '--from', day(1), '--until', day(20));
  await command('survey', 'open', code);
  return `${town.url}/sunagawa/surveys/${code}`;
}

/** Waits until `holds` does, asking every 200 ms, at most `seconds`. */
export async function until(seconds, holds) {
  const end = Date.now() + 1000 * seconds;
  for (;;) {
    if (await holds()) return;
    if (Date.now() > end) throw new Error(`not within ${seconds} seconds: ${holds}`);
    await new Promise((rested) => setTimeout(rested, 200));
  }
}

/** Keys for visitors, as the program says them at its start; each is taken once. */
export function takeKey(town) {
  town.keys ??= [...town.said.matchAll(/\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}\b/g)].map(([key]) => key);
  const key = town.keys.shift();
  if (!key) throw new Error(`no keys left:\n${town.said}`);
  return key;
}
