// Whether a page finds room: nothing scrolls sideways, nothing is cut off, at any width, with letters twice as large,
// and with the spacing of WCAG 1.4.12.

/** What WCAG 1.4.12 says a reader may set. */
const SPACING = `* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
  p { margin-bottom: 2em !important; }`;

const TWICE = 'html { font-size: 200% !important; }';

/** Faults of the page at these widths, plain and with large letters: `[where, what]`. */
export async function reflow(page, widths, { large = true } = {}) {
  const faults = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    faults.push(...await found(page, `${width}`));
    if (large) faults.push(...await dressed(page, `${width} large`, () => page.evaluate(toggleLarge), () => page.evaluate(toggleLarge)));
  }
  return faults;
}

/** Faults with a root font of 200 %. */
export async function twice(page, widths) {
  return styled(page, widths, '200 %', TWICE);
}

/** Faults with the reader's own spacing. */
export async function spaced(page, widths) {
  return styled(page, widths, 'spaced', SPACING);
}

async function styled(page, widths, name, css) {
  const faults = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    let sheet;
    faults.push(...await dressed(page, `${width} ${name}`, async () => { sheet = await page.addStyleTag({ content: css }); },
      () => sheet.evaluate((element) => { element.remove(); })));
  }
  return faults;
}

async function dressed(page, where, on, off) {
  await on();
  const faults = await found(page, where);
  await off();
  return faults;
}

async function found(page, where) {
  return (await page.evaluate(roomless)).map((what) => [where, what]);
}

function toggleLarge() {
  document.documentElement.classList.toggle('large');
}

/** In the page: what has no room. */
function roomless() {
  const root = document.documentElement;
  const name = (element) => {
    const classes = [...element.classList].map((word) => `.${word}`).join('');
    return `${element.localName}${element.id ? `#${element.id}` : ''}${classes} 「${element.textContent.trim().replace(/\s+/g, ' ').slice(0, 24)}」`;
  };
  const scrolls = (element) => element.closest('.scroll, .unseen, .skip, svg') !== null
    || element.getBoundingClientRect().right <= 0;
  const shown = [...document.body.querySelectorAll('*')].filter((element) => element.checkVisibility());
  const faults = [];
  const wide = root.scrollWidth - root.clientWidth;
  if (wide > 0) {
    const widest = shown.filter((element) => !scrolls(element))
      .reverse().sort((a, b) => b.getBoundingClientRect().right - a.getBoundingClientRect().right)[0];
    faults.push(`the page scrolls sideways by ${wide} px (${name(widest)})`);
  }
  for (const element of shown) {
    const { overflowX, overflowY, display } = getComputedStyle(element);
    if (display.startsWith('inline') || scrolls(element) || element.matches('input, select, textarea, progress')) continue;
    const [over, down] = [element.scrollWidth - element.clientWidth, element.scrollHeight - element.clientHeight];
    if (over > 1 && ['hidden', 'clip'].includes(overflowX)) faults.push(`cut off at the side: ${name(element)}`);
    if (down > 1 && ['hidden', 'clip'].includes(overflowY)) faults.push(`cut off below: ${name(element)}`);
    if (over > 1 && overflowX === 'visible' && element.clientWidth > 0 && spills(element)) {
      faults.push(`runs over its box by ${over} px: ${name(element)}`);
    }
  }
  for (const text of document.querySelectorAll('svg text')) {
    const drawing = text.ownerSVGElement;
    // Where a drawing lets its letters out, the window is what cuts them.
    const around = getComputedStyle(drawing).overflowX === 'visible' ? document.documentElement : drawing;
    const [inner, outer] = [text.getBoundingClientRect(), around.getBoundingClientRect()];
    const out = Math.max(outer.left - inner.left, inner.right - outer.right, outer.top - inner.top, inner.bottom - outer.bottom);
    if (inner.width > 0 && out > 1) faults.push(`cut off by the drawing: 「${text.textContent}」 by ${Math.round(out)} px`);
  }
  return faults;

  /** Of its own text something stands outside of the box. */
  function spills(element) {
    const { right } = element.getBoundingClientRect();
    const range = document.createRange();
    return [...element.childNodes].some((node) => {
      if (node.nodeType !== Node.TEXT_NODE || node.textContent.trim() === '') return false;
      range.selectNodeContents(node);
      return range.getBoundingClientRect().right > right + 1;
    });
  }
}

/** In the page: options of one question whose frames are nearer than 8 px. */
export function narrowGaps() {
  const faults = new Set();
  for (const group of document.querySelectorAll('fieldset, .row, .question')) {
    const frames = [...group.querySelectorAll('label')].filter((label) => label.querySelector('input') && label.getClientRects().length
      && (!label.checkVisibility || label.checkVisibility()));
    const rects = frames.map((frame) => frame.getBoundingClientRect());
    rects.forEach((a, i) => rects.slice(i + 1).forEach((b) => {
      const across = Math.max(b.left - a.right, a.left - b.right);
      const down = Math.max(b.top - a.bottom, a.top - b.bottom);
      const gap = Math.max(across, down);
      if (gap < 7.9) faults.add(`${frames[i].textContent.trim()}: ${gap.toFixed(1)} px to the next option`);
    }));
  }
  return [...faults];
}
