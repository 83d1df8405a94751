// Goes through walks and looks at every state that has a name.

import { Hand } from './hand.mjs';

/** One walk with one browser. `look(state)` is called at each state with a name. */
export async function goThrough(walk, browser, ground, look) {
  const hand = new Hand(browser, { ...ground, ...ground.prepare(walk) });
  for (const state of walk.states) {
    const asked = await state.act(hand);
    if (state.name) await look(state, asked);
  }
}

/** The names of all states of these walks. */
export function namesOf(walks) {
  return walks.flatMap(({ states }) => states).flatMap(({ name }) => name ?? []);
}
