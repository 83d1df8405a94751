// The looks that are cheap, for every run of the tests.

import { met } from './errors.mjs';
import { covered } from './focus.mjs';
import { reflow, spaced, twice } from './layout.mjs';
import { heard } from './names.mjs';
import { WALL, WIDTHS } from './states.mjs';

const PHONE = { width: 360, height: 740 };
const LOW = { width: 1280, height: 500 };

/** Looks at the state that is open. */
export async function glance(page, { state, lang, findings }) {
  const told = findings.telling(state.name, lang);
  if (state.wrong) told('error links', await met(page, [PHONE]));
  await page.setViewportSize(PHONE);
  told('names read', placed('360', await heard(page)));
  told('reflow', await reflow(page, state.wall ? [...WIDTHS, WALL] : [390, 768, 1024], { large: false }));
  told('reflow', await twice(page, [320]));
  told('text spacing', await spaced(page, [320]));
  await page.setViewportSize(LOW);
  told('focus covered', placed('1280×500', await covered(page)));
}

const placed = (where, faults) => faults.map((what) => [where, what]);
