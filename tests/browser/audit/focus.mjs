// Whether what has the focus is seen: Tab and Shift+Tab through the whole page, and at least half of what the window shows of
// each stop is free. WCAG asks for a corner of it; under a head that sticks, that corner is a margin below the words.

/** The faults of the page that is open. `most`: how many stops at most in each direction. */
export async function covered(page, most = 400) {
  const there = await through(page, 'Tab', most);
  const back = await through(page, 'Shift+Tab', most);
  return [...new Set([...there, ...back])];
}

async function through(page, key, most) {
  const faults = [];
  await page.evaluate(begin, key);
  for (let stop = 0; stop < most; stop += 1) {
    await page.keyboard.press(key);
    const seen = await page.evaluate(whatIsSeen);
    if (seen === 'end') break;
    if (seen) faults.push(`${key}: ${seen}`);
  }
  return faults;
}

/** In the page: the next Tab goes to the first stop, the next Shift+Tab to the last. */
function begin(key) {
  window.auditStops = new Set();
  document.activeElement?.blur();
  const end = document.createElement('span');
  end.tabIndex = -1;
  if (key === 'Tab') document.body.prepend(end);
  else document.body.append(end);
  end.focus();
  end.remove();
}

/** In the page: what is wrong with the stop; `end` after the last one. */
function whatIsSeen() {
  const focused = document.activeElement;
  if (!focused || focused === document.body || window.auditStops.has(focused)) return 'end';
  window.auditStops.add(focused);
  const target = focused.closest('label') ?? focused;
  const said = `${focused.localName} 「${(target.textContent.trim() || focused.name || '').slice(0, 30)}」`;
  const rects = [...target.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
  if (rects.length === 0) return `has the focus and no place: ${said}`;
  const points = rects.flatMap(pointsOf);
  const inside = points.filter(([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight);
  if (inside.length === 0) return `has the focus outside of the window: ${said}`;
  const free = inside.filter(([x, y]) => {
    const over = document.elementFromPoint(x, y);
    return over && (target.contains(over) || over.contains(target));
  });
  return 2 * free.length < inside.length ? `has the focus under something else: ${said}` : null;

  function pointsOf({ left, top, width, height }) {
    const parts = [0.05, 0.25, 0.5, 0.75, 0.95];
    return parts.flatMap((x) => parts.map((y) => [left + x * width, top + y * height]));
  }
}
