// The engines others wrote: axe with its best practices, IBM's Equal Access, and html-validate for the HTML as it was sent.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import axe from 'axe-core';
import { HtmlValidate } from 'html-validate';

const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const ACE = await readFile(createRequire(import.meta.url).resolve('accessibility-checker-engine/ace.js'), 'utf8');

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:standard', 'html-validate:a11y'],
  elements: ['html5'],
  rules: {
    // What the standard allows and these would have otherwise.
    'no-implicit-button-type': 'off',
    'no-implicit-input-type': 'off',
    'valid-id': ['error', { relaxed: true }],
    'form-dup-name': 'off',
    'prefer-native-element': 'off',
    'unique-landmark': 'off',
    'long-title': 'off',
    'no-inline-style': 'off',
  },
});

/** What axe finds wrong; its best practices too. */
export async function byAxe(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate((tags) => window.axe.run(document, {
    runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'],
  }), AXE_TAGS);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id}: ${target.join(' ')} ${html.slice(0, 80)}`));
}

/** What IBM's engine is sure is wrong. */
export async function byAce(page) {
  await page.evaluate(ACE);
  return page.evaluate(async () => {
    const { results } = await new window.ace.Checker().check(document, ['WCAG_2_2', 'IBM_Accessibility']);
    return results.filter(({ value }) => value[0] === 'VIOLATION' && value[1] === 'FAIL')
      .map(({ ruleId, message, snippet }) => `${ruleId}: ${message} ${snippet.slice(0, 120)}`);
  });
}

/** What is no valid HTML in these bytes. */
export async function byValidator(html) {
  const { results } = await validator.validateString(html);
  const messages = results.flatMap((result) => result.messages);
  return messages.map(({ ruleId, message, selector }) => `${ruleId}: ${message} (${selector ?? 'document'})`);
}
