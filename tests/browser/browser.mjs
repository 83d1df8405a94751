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

/** A phone of 360×740 with touch; without script unless `more` says so. */
export function phone(browser, more = {}) {
  return browser.newContext({ ...PHONE_OPTIONS, ...more });
}
