// Every state of the pages of citizens and of the public, as walks: what leads from one to the next, and its name.
// A state without a name is only passed. `key`: the walk takes a key; `survey`: it asks a questionnaire of the tests.

/** The widths at which nothing may scroll sideways; plans are also shown on the wall of a meeting room. */
export const WIDTHS = [320, 360, 390, 768, 1024, 1280];
export const WALL = 1920;

export const PLANS = ['nayoro/plans/nyr', 'sunagawa/plans/sng', 'sunagawa/plans/sgs', 'biratori/plans/brt', 'suzaka/plans/szk'];

/** One of each kind: measured, by rule of thumb, without a target, a range, large numbers, spans, one point, only words, amended. */
const INDICATORS = [
  'sunagawa/plans/sng/indicators/sng-02', 'sunagawa/plans/sng/indicators/sng-03', 'sunagawa/plans/sng/indicators/sng-10',
  'sunagawa/plans/sng/indicators/sng-11', 'nayoro/plans/nyr/indicators/nyr-06', 'nayoro/plans/nyr/indicators/nyr-18',
  'nayoro/plans/nyr/indicators/nyr-21', 'biratori/plans/brt/indicators/brt-02', 'biratori/plans/brt/indicators/brt-14',
  'suzaka/plans/szk/indicators/szk-04', 'suzaka/plans/szk/indicators/szk-09', 'suzaka/plans/szk/indicators/szk-16',
  'sunagawa/plans/sgs/indicators/sgs-01', 'sunagawa/plans/sgs/indicators/sgs-07', 'sunagawa/plans/sgs/indicators/sgs-11',
  'sunagawa/plans/sgs/indicators/sgs-14',
];

const CROSSTABS = ['livable', 'info', 'kouhou', 'activity', 'sex', 'district'];

/** A state that is an address and nothing else. */
const at = (name, path, more = {}) => ({ name, alone: true, act: (hand) => hand.visit(path), ...more });
const press = (name, selector, more = {}) => ({ name, act: (hand) => hand.press(selector), ...more });
const act = (name, does, more = {}) => ({ name, act: does, ...more });

const NEXT = 'button[value=next]';
const SEND = 'button[value=send]';
const last = (path) => path.split('/').pop();
const next = (name, more) => press(name, NEXT, more);

/** What anybody can open. */
const open = {
  name: 'what is public',
  states: [
    at('towns', '/'),
    ...['sunagawa', 'nayoro', 'biratori', 'suzaka'].map((town) => at(`home of ${town}`, `/${town}`)),
    ...PLANS.map((plan) => at(`plan ${last(plan)}`, `/${plan}`, { wall: true })),
    at('plan sng, those without a value', '/sunagawa/plans/sng?state=no_value', { wall: true }),
    ...INDICATORS.map((path) => at(`indicator ${last(path)}`, `/${path}`)),
    at('results', '/sunagawa/surveys/shimin-2023/results'),
    ...CROSSTABS.map((code) => at(`results by group, ${code}`, `/sunagawa/surveys/shimin-2023/results/${code}`)),
    at('results to come', '/sunagawa/surveys/shimin-2025/results'),
    at('closed', '/sunagawa/surveys/shimin-2023'),
    at('start, no key', '/sunagawa/surveys/shimin-2025'),
    at('key', '/sunagawa/a'),
    act('key, wrong', async (hand) => {
      await hand.fill('#key', 'ABC');
      await hand.press('.button.go');
    }, { wrong: true }),
    act('key, unknown', async (hand) => {
      await hand.fill('#key', 'ABCD-EFGH-JKM');
      await hand.press('.button.go');
    }, { wrong: true }),
    at('not found', '/sunagawa/nothing/here'),
    at('not found, no town', '/nowhere/at/all'),
  ],
};

/** Marks as many options of a question as are named. */
const marked = (name, values) => async (hand) => {
  for (const value of values) await hand.mark(`input[name="${name}"][value="${value}"]`);
};

/** Does something wrong, and goes on: the page comes back. */
const wrong = (name, does) => act(name, async (hand) => {
  await does(hand);
  await hand.press(NEXT);
}, { wrong: true });

/** Undoes it, and goes on. */
const mended = (name, does) => act(name, async (hand) => {
  await does(hand);
  await hand.press(NEXT);
});

const survey = {
  name: 'a survey with a key',
  key: true,
  states: [
    act('start', (hand) => hand.visit(`/sunagawa/a/${hand.key}`)),
    press('section 1', 'form .button.go'),
    wrong('section 1, too many', marked('priorities', ['1', '2', '3', '4'])),
    wrong('section 1, one and none', async (hand) => {
      for (const value of ['2', '3', '4']) await hand.mark(`input[name=priorities][value="${value}"]`, false);
      await hand.mark('input[name=priorities][value="90"]');
    }),
    mended('section 2', (hand) => hand.mark('input[name=priorities][value="90"]', false)),
    act('section 3', async (hand) => {
      await hand.mark('input[name=info][value="2"]');
      await hand.mark('input[name=kouhou][value="1"]');
      await hand.press(NEXT);
    }),
    next('section 4, a grid'), next('section 5'), next('section 6, a ranking'),
    wrong('ranking, one place twice', async (hand) => {
      await hand.fill('[name="ways.1"]', '1');
      await hand.fill('[name="ways.2"]', '1');
    }),
    wrong('ranking, a gap', (hand) => hand.fill('[name="ways.1"]', '')),
    mended('section 7', async (hand) => {
      for (const place of ['1', '2', '3']) await hand.fill(`[name="ways.${place}"]`, '');
    }),
    wrong('section 7, not a number', (hand) => hand.fill('[name=visits]', 'たくさん')),
    mended('section 8', (hand) => hand.fill('[name=visits]', '12')),
    wrong('section 8, too long', (hand) => hand.fill('[name=good]', 'あ'.repeat(1001))),
    mended('check', (hand) => hand.fill('[name=good]', '公園がきれい')),
    press('receipt', SEND),
    act('key, used', (hand) => hand.visit(`/sunagawa/a/${hand.key}`)),
  ],
};

const nothing = {
  name: 'a survey, nothing answered',
  key: true,
  states: [
    act(null, (hand) => hand.visit(`/sunagawa/a/${hand.key}`)),
    press(null, 'form .button.go'),
    ...Array.from({ length: 8 }, () => next(null)),
    press('check, nothing answered', SEND, { wrong: true }),
  ],
};

const shown = {
  name: 'shown otherwise',
  key: true,
  states: [
    act('start, large letters', (hand) => hand.visit(`/sunagawa/a/${hand.key}?display=large`)),
    press('section 1, large letters', 'form .button.go'),
    act('start, no furigana', (hand) => hand.visit(`/sunagawa/a/${hand.key}?display=noruby`)),
  ],
};

const onePage = {
  name: 'a survey on one page',
  states: [
    at('one page', '/sunagawa/surveys/machi-no-koe'),
    press('one page, nothing answered', SEND, { wrong: true }),
    act('one page, receipt', async (hand) => {
      await hand.mark('input[name=livable][value="3"]');
      await hand.fill('[name=opinion]', '歩道の雪を早く。');
      await hand.press(SEND);
    }),
  ],
};

const everything = {
  name: 'every kind of question',
  survey: 'everything',
  states: [
    act('everything, start', (hand) => hand.visit(hand.path)),
    press('everything, first', 'form .button.go'),
    next('everything, required left out', { wrong: true }),
    act('tables', async (hand) => {
      await hand.mark('input[name=livable][value="1"]');
      await hand.press(NEXT);
    }),
    wrong('tables, all wrong', (hand) => hand.fillAll('?')),
    mended('fields', (hand) => hand.fillAll('')),
    wrong('fields, all wrong', (hand) => hand.fillAll('?')),
    wrong('consent left out, several places fit', async (hand) => {
      await hand.fillAll('');
      await hand.fill('[name=call_at]', '14:30');
      await marked('help', ['1', '2'])(hand);
      await hand.fill('#district', 'ひがし');
      await hand.mark('#commute-same');
    }),
    act('all places', (hand) => hand.unfold()),
    mended('a child', async (hand) => {
      await hand.mark('.card input[name=district][value="103"]');
      await hand.mark('input[name=consent]');
      await hand.fill('[name=children]', '1');
    }),
    act('the day of a child', async (hand) => {
      await hand.fill('[name=child_name_1]', 'はな');
      await hand.fill('[name=child_age_1]', '7');
      await hand.press(NEXT);
    }),
    next('a half'),
    next('everything, check'),
  ],
};

const lists = {
  name: 'many options',
  survey: 'long_lists',
  states: [
    act(null, (hand) => hand.visit(hand.path)),
    press('lists', 'form .button.go'),
    next('lists, left out', { wrong: true }),
  ],
};

/** All walks. Each begins with a browser that knows nothing. */
export const WALKS = [open, survey, nothing, shown, onePage, everything, lists];

/** The states of the short form: one of each kind of page. */
export const SHORT = [
  'home of sunagawa', 'plan sgs', 'indicator sng-02', 'indicator szk-04', 'results', 'results by group, info', 'key, wrong',
  'start', 'section 1, too many', 'section 4, a grid', 'ranking, one place twice', 'check', 'one page, nothing answered', 'not found',
];

/** The same walks with only these states looked at, and none that leads past the last of them. */
export function only(walks, names) {
  return walks.flatMap((walk) => {
    const needed = (i) => i + 1 < walk.states.length && !walk.states[i + 1].alone;
    const states = walk.states.filter(({ alone, name }, i) => !alone || names.includes(name) || needed(i))
      .map((state) => names.includes(state.name) ? state : { ...state, name: null });
    const end = states.findLastIndex((state) => state.name);
    return end < 0 ? [] : [{ ...walk, states: states.slice(0, end + 1) }];
  });
}
