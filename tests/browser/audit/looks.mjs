// All that is looked at on one state of a page, in the order in which one look does not spoil the next.

import { LEAST, faint } from './contrast.mjs';
import { byAce, byAxe, byValidator } from './engines.mjs';
import { met } from './errors.mjs';
import { covered } from './focus.mjs';
import { narrowGaps, reflow, spaced, twice } from './layout.mjs';
import { heard } from './names.mjs';
import { WALL, WIDTHS } from './states.mjs';
import { small } from '../look.mjs';

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 900 };
const LOW = { width: 1280, height: 500 };
const SIZES = [{ width: 320, height: 640 }, PHONE, { width: 1280, height: 720 }];

/** Looks at the state that is open with everything. */
export async function lookAtAll(page, { state, lang, html, findings }) {
  const told = findings.telling(state.name, lang);
  if (state.wrong) told('error links', await met(page, SIZES));
  told('html-validate', placed('', await byValidator(html)));
  await size(page, PHONE, 'light');
  told('axe', placed('360 light', await byAxe(page)));
  told('IBM', placed('360 light', await byAce(page)));
  await lookWith(page, told, PHONE, ['light', 'dark']);
  await size(page, DESK, 'dark');
  told('axe', placed('1280 dark', await byAxe(page)));
  await lookWith(page, told, DESK, ['dark', 'light']);
  await lookAtRoom(page, told, state);
  for (const view of [PHONE, LOW]) {
    await page.setViewportSize(view);
    told('focus covered', placed(`${view.width}×${view.height}`, await covered(page)));
  }
}

/** Names, targets and contrast in a window of this size. */
async function lookWith(page, told, view, schemes) {
  told('names read', placed(`${view.width}`, await heard(page)));
  told('targets', placed(`${view.width}`, await page.evaluate(small)));
  told('option gaps', placed(`${view.width}`, await page.evaluate(narrowGaps)));
  for (const scheme of schemes) {
    await size(page, view, scheme);
    const texts = await faint(page);
    told('contrast', placed(`${view.width} ${scheme}`, texts.filter(([ratio]) => ratio < LEAST).map(([, what]) => what)));
    const weak = texts.filter(([ratio]) => ratio >= LEAST).map(([, what]) => what);
    told('contrast under 7', placed(`${view.width} ${scheme}`, weak), { light: true });
  }
}

async function lookAtRoom(page, told, state) {
  told('reflow', await reflow(page, state.wall ? [...WIDTHS, WALL] : WIDTHS));
  told('reflow', await twice(page, [320, 360, 1280]));
  told('text spacing', await spaced(page, [320, 1280]));
}

const placed = (where, faults) => faults.map((what) => [where, what]);

async function size(page, viewport, colorScheme) {
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme });
}
