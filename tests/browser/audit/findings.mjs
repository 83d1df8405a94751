// What was found: each fault once, with where it was met; told one a line; what is allowed is told apart, with its reason.

import { ALLOWED } from './allowed.mjs';

export class Findings {
  #faults = new Map();
  #looked = new Map();

  /** Something was looked at by this rule. */
  looked(rule) {
    this.#looked.set(rule, (this.#looked.get(rule) ?? 0) + 1);
  }

  /** A fault; `light`: it is told and breaks nothing. */
  add({ rule, state, lang, where = '', what, light = false }) {
    const allowed = ALLOWED.find((one) => one.rule === rule && one.state.test(state) && one.what.test(what));
    const key = JSON.stringify([rule, state, what.replace(/\d+ px/g, 'px')]);
    const fault = this.#faults.get(key) ?? { rule, state, what, light, allowed, langs: new Set(), places: new Set() };
    fault.langs.add(lang);
    if (where) fault.places.add(where);
    this.#faults.set(key, fault);
  }

  /** Writes down what a rule found in one state: `[where, what]` each. */
  telling(state, lang) {
    return (rule, faults, more = {}) => {
      this.looked(rule);
      for (const [where, what] of faults) this.add({ rule, state, lang, where, what, ...more });
    };
  }

  /** The faults that break a rule. */
  get broken() {
    return this.all.filter(({ light, allowed }) => !light && !allowed);
  }

  get all() {
    return [...this.#faults.values()];
  }

  /** One line for each fault, ordered by page. */
  lines() {
    return this.all.sort((a, b) => a.state.localeCompare(b.state) || a.rule.localeCompare(b.rule)).map((fault) => {
      const mark = fault.allowed ? 'allowed' : fault.light ? 'noted' : 'BROKEN';
      const places = fault.places.size ? ` [${[...fault.places].join(', ')}]` : '';
      const reason = fault.allowed ? ` — ${fault.allowed.reason}` : '';
      return `${mark} · ${fault.state} · ${fault.rule} · ${[...fault.langs].join(' ')}${places}: ${fault.what}${reason}`;
    });
  }

  /** The table of figures: what each rule looked at and what came of it. */
  table() {
    const rows = [...this.#looked].map(([rule, times]) => {
      const mine = this.all.filter((fault) => fault.rule === rule);
      const count = (holds) => mine.filter(holds).length;
      const broken = mine.filter(({ light, allowed }) => !light && !allowed);
      const states = new Set(broken.map(({ state }) => state)).size;
      return `| ${rule} | ${times} | ${broken.length} | ${states} | ${count(({ light }) => light)} | ${count(({ allowed }) => allowed)} |`;
    });
    return ['| check | looks | faults | states with faults | noted | allowed |', '|---|---:|---:|---:|---:|---:|', ...rows];
  }
}
