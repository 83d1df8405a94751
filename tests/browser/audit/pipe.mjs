// A Chromium of 2018, led over the pipe it was started with: no library of today speaks with it.

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--hide-scrollbars',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--remote-debugging-pipe', '--lang=ja-JP',
];

const PATIENCE = 20_000;

/** Starts this program with a folder of its own. */
export async function start(program) {
  const folder = await mkdtemp(path.join(tmpdir(), 'kocho-old-'));
  const child = spawn(program, [...FLAGS, `--user-data-dir=${folder}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'], env: { ...process.env, HOME: folder },
  });
  return new Old(child, folder);
}

class Old {
  #last = 0;
  #waiting = new Map();
  #heard = '';
  #said = '';

  constructor(child, folder) {
    Object.assign(this, { child, folder });
    child.stderr.setEncoding('utf8').on('data', (text) => { this.#said += text; });
    child.stdio[4].setEncoding('utf8').on('data', (text) => this.#hear(text));
    child.once('exit', () => this.#gone());
    child.once('error', () => this.#gone());
  }

  /** Its name and version. */
  async version() {
    return (await this.send('Browser.getVersion')).product;
  }

  /** Opens a page that knows nothing of the others, of a phone's size. */
  async open({ width, height }) {
    const { browserContextId } = await this.send('Target.createBrowserContext');
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank', browserContextId, width, height });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId });
    const page = new OldPage(this, sessionId);
    await page.send('Page.enable');
    await page.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 2, mobile: true });
    return page;
  }

  send(method, params = {}, session = null) {
    this.#last += 1;
    const message = { id: this.#last, method, params };
    const answered = this.#answer(session ? `${session} ${message.id}` : `${message.id}`, method);
    const wrapped = { id: 0, method: 'Target.sendMessageToTarget', params: { sessionId: session, message: JSON.stringify(message) } };
    this.#write(session ? wrapped : message);
    return answered;
  }

  /** Waits for an event of a page. */
  event(session, method) {
    return this.#answer(`${session} ${method}`, method);
  }

  async stop() {
    const ended = new Promise((done) => { this.child.once('exit', done); });
    if (this.child.exitCode === null) {
      this.child.kill('SIGKILL');
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  }

  #write(message) {
    this.child.stdio[3].write(`${JSON.stringify(message)}\0`);
  }

  #answer(key, what) {
    return new Promise((done, failed) => {
      const timer = setTimeout(() => failed(new Error(`no answer to ${what}: ${this.#said.slice(-500)}`)), PATIENCE);
      this.#waiting.set(key, { done, failed, timer });
    });
  }

  #hear(text) {
    const messages = (this.#heard + text).split('\0');
    this.#heard = messages.pop();
    for (const message of messages) this.#take(JSON.parse(message), '');
  }

  #take({ id, method, params, result, error }, session) {
    if (method === 'Target.receivedMessageFromTarget') this.#take(JSON.parse(params.message), `${params.sessionId} `);
    else this.#settle(`${session}${id ?? method}`, result ?? params, error);
  }

  #settle(key, result, error) {
    const waiting = this.#waiting.get(key);
    if (!waiting) return;
    this.#waiting.delete(key);
    clearTimeout(waiting.timer);
    if (error) waiting.failed(new Error(error.message));
    else waiting.done(result);
  }

  #gone() {
    for (const { failed, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      failed(new Error(`the browser ended: ${this.#said.slice(-800)}`));
    }
    this.#waiting.clear();
  }
}

/** A page, as `Hand` wants a browser. */
class OldPage {
  constructor(browser, session) {
    Object.assign(this, { browser, session });
  }

  send(method, params) {
    return this.browser.send(method, params, this.session);
  }

  goto(address) {
    return this.leave(() => this.send('Page.navigate', { url: address }));
  }

  async leave(act) {
    const loaded = this.browser.event(this.session, 'Page.loadEventFired');
    await Promise.all([loaded, act()]);
  }

  async run(act, value = null) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', {
      expression: `(${act})(${JSON.stringify(value)})`, returnByValue: true, awaitPromise: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }
}
