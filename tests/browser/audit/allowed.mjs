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
  ...['option gaps', 'Chromium 70'].map((rule) => ({
    rule,
    state: /^all places$/,
    what: /^[^ ]+( [^ ]+)?: 0\.0 px to the next option$/,
    reason: 'the rows of a long list that unfolds touch, as in any list of a phone; each is 44 px high',
  })),
];
