// What the audit finds and we leave, each with its reason. Nothing else is passed over.

/** `rule` and patterns of state and words; the reason is told beside the finding. */
export const ALLOWED = [
  {
    rule: 'IBM',
    state: /./,
    what: /^aria_content_in_landmark: .*<a [^>]*class="skip"/,
    reason: 'the link past the head stands before everything, also before the landmarks; axe knows such links',
  },
  {
    rule: 'IBM',
    state: /./,
    what: /^aria_content_in_landmark: .*<button [^>]*aria-hidden="true"/,
    reason: 'the button that Enter presses must be the first of its form; nobody hears or sees it',
  },
  {
    rule: 'IBM',
    state: /./,
    what: /^element_tabbable_role_valid: .*<div [^>]*class="scroll"/,
    reason: 'what scrolls sideways must be scrolled from the keyboard (axe: scrollable-region-focusable), and a named group says what it is',
  },
  {
    rule: 'IBM',
    state: /a grid/,
    what: /^fieldset_label_valid: .*<fieldset class="axis">/,
    reason: 'each stands in the group of its row, which is heard before it; the name of the row in both would be heard twice',
  },
  ...['option gaps', 'Chromium 70'].map((rule) => ({
    rule,
    state: /^all places$/,
    what: /^[^ ]+( [^ ]+)?: 0\.0 px to the next option$/,
    reason: 'the rows of a long list that unfolds touch, as in any list of a phone; each is 44 px high',
  })),
];
