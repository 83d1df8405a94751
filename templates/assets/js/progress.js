// Looks again, by itself, at how far a work is. Without script the page does so whole, every few seconds.

const EVERY = 1000;

/**
 * What a browser offers.
 * @typedef {object} World
 * @property {(address: string, options: RequestInit) => Promise<Response>} fetch
 * @property {(html: string) => Document} parse
 * @property {(time: number) => Promise<unknown>} rest
 * @property {() => Element | null} focused
 * @property {string} address
 */

/**
 * What the page says now: the part of it that goes on. Nothing where it cannot be had; the next look may do better.
 * @param {HTMLElement} part
 * @param {World} world
 */
async function look(part, { fetch, parse, address }) {
  try {
    const answer = await fetch(address, { headers: { accept: "text/html" }, cache: "no-store" });
    return answer.ok ? parse(await answer.text()).getElementById(part.id) : null;
  } catch {
    return null;
  }
}

/**
 * Puts what is new in the place of what was, and leaves the button alone that somebody may be about to press.
 * @param {HTMLElement} part
 * @param {HTMLElement} fresh
 */
function renew(part, fresh) {
  for (const name of ["[role=status]", ".progress"]) {
    const [old, next] = [part.querySelector(name), fresh.querySelector(name)];
    if (old && next && !old.isEqualNode(next)) old.replaceChildren(...next.childNodes);
    if (!old && next) part.querySelector("[role=status]")?.after(next);
  }
}

/**
 * Follows one work until it ends.
 * @param {HTMLElement} part
 * @param {World} world
 */
export async function follow(part, world) {
  for (;;) {
    await world.rest(EVERY);
    const fresh = await look(part, world);
    if (fresh?.matches("[data-behaviour~=progress]")) {
      renew(part, fresh);
    } else if (fresh) {
      const wasInside = part.contains(world.focused());
      part.replaceWith(fresh);
      if (wasInside) fresh.focus();
      return;
    }
  }
}

if (typeof document !== "undefined") {
  /** @type {World} */
  const world = {
    fetch: (address, options) => fetch(address, options),
    parse: (html) => new DOMParser().parseFromString(html, "text/html"),
    rest: (time) => new Promise((done) => setTimeout(done, time)),
    focused: () => document.activeElement,
    address: location.href,
  };
  /** @type {NodeListOf<HTMLElement>} */
  const parts = document.querySelectorAll("[data-behaviour~=progress]");
  for (const part of parts) follow(part, world);
}
