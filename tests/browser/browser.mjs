// The browser: the system's Chromium, a phone and a desk, with and without script.

import { chromium } from 'playwright-core';

export const PHONE = { width: 360, height: 740 };
export const NARROW = { width: 320, height: 640 };
export const DESK = { width: 1280, height: 900 };

/** The languages the program ships. */
export const LANGUAGES = ['ja', 'ja-x-easy', 'en'];

const options = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync',
  ],
};

const PHONE_OPTIONS = {
  viewport: PHONE, hasTouch: true, isMobile: true, deviceScaleFactor: 2, javaScriptEnabled: false, locale: 'ja-JP',
};

export function launch() {
  return chromium.launch(options);
}

/** A phone with settings of its own in a folder. */
export function launchWith(folder) {
  return chromium.launchPersistentContext(folder, { ...options, ...PHONE_OPTIONS });
}

/** Taps what leads to another page, and waits for it. */
export async function go(page, selector) {
  await Promise.all([page.waitForEvent('load'), page.tap(selector)]);
}

/** A page of a phone that waits for nothing longer than ten seconds. */
export async function open(browser, more) {
  const context = await phone(browser, more);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  return { context, page };
}

/** A phone of 360×740 with touch; without script unless `more` says so. */
export function phone(browser, more = {}) {
  return browser.newContext({ ...PHONE_OPTIONS, ...more });
}
