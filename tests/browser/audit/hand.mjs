// What a person does on a page, said so simply that a browser of 2018 can be led by it as well as one of today.

/** Acts through three things any browser can do: show an address, run a function in the page, wait for the next page. */
export class Hand {
  /** `browser`: `goto(address)`, `run(function, argument)` and `leave(act)`, which acts and waits for the page that follows. */
  constructor(browser, { base, lang, key, path }) {
    Object.assign(this, { browser, base, lang, key, path });
  }

  /** Opens a path of the town in the language of this walk. */
  visit(path) {
    const [place, hash] = path.split('#');
    const address = `${this.base}${place}${place.includes('?') ? '&' : '?'}lang=${this.lang}`;
    return this.browser.goto(hash ? `${address}#${hash}` : address);
  }

  /** Types into a field. */
  fill(selector, text) {
    return this.#at(selector, (field, value) => { field.value = value; }, text);
  }

  /** Types the same into every line of the page, and marks every box or none. */
  fillAll(text) {
    return this.browser.run((value) => {
      for (const field of document.querySelectorAll('main input[type=text]')) field.value = value;
      for (const box of document.querySelectorAll('main input[type=checkbox]')) box.checked = value !== '';
    }, text);
  }

  /** Marks an option, or takes the mark away. */
  mark(selector, on = true) {
    return this.#at(selector, (box, checked) => { box.checked = checked; }, on);
  }

  /** Unfolds all that can be unfolded. */
  unfold() {
    return this.browser.run(() => {
      for (const folded of document.querySelectorAll('details')) folded.open = true;
    });
  }

  /** Presses what leads to another page, and waits for it. */
  press(selector) {
    return this.browser.leave(() => this.#at(selector, (target) => { target.click(); }));
  }

  async #at(selector, act, value = null) {
    const found = await this.browser.run(`(({ selector, value }) => {
      const element = document.querySelector(selector);
      if (element) (${act})(element, value);
      return Boolean(element);
    })`, { selector, value });
    if (!found) throw new Error(`${selector} is not on the page`);
  }
}

/** A page of Playwright as such a browser. */
export function browserOf(page) {
  return {
    goto: (address) => page.goto(address),
    run: (act, value) => page.evaluate(`(${act})(${JSON.stringify(value ?? null)})`),
    async leave(act) {
      await Promise.all([page.waitForEvent('framenavigated'), act()]);
      await page.waitForLoadState('load');
    },
  };
}
