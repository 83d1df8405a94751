// Looks at a page with everything that can be measured: axe, its width, the size of what is pressed.

import assert from 'node:assert/strict';
import axe from 'axe-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Looks at the page that is open with everything we can measure. */
export async function look(page, name) {
  await page.evaluate(axe.source);
  const found = await page.evaluate((tags) => window.axe.run(document, { runOnly: { type: 'tag', values: tags } }), TAGS);
  const faults = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.failureSummary}`).join(' | ')}`);
  assert.deepEqual(faults, [], `${name} (${page.url()})`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${name} scrolls sideways by ${wide} px`);
  assert.deepEqual(await page.evaluate(small), [], `${name}: targets under 44 px`);
}

/** What can be pressed and is smaller than 44×44 px; of a field inside a label the label counts. X03. */
export function small() {
  // The button that Enter presses is for nobody to touch or to hear.
  const targets = [...document.querySelectorAll('a[href], button:not([aria-hidden]), input:not([type=hidden]), select, textarea, summary')];
  const shown = targets.map((target) => target.closest('label') || target).filter((target) => target.getClientRects().length && !target.matches('.skip'));
  return [...new Set(shown)].flatMap((target) => {
    const { width, height } = target.getBoundingClientRect();
    return width < 43.9 || height < 43.9 ? [`${target.outerHTML.slice(0, 90)} ${width}×${height}`] : [];
  });
}
