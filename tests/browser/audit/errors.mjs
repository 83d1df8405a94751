// Whether errors are met: the summary has the focus when the page comes, and each of its links puts question, message and
// field in the window together.

/** The links that stay on the page; others lead to one where something was left out. */
const HERE = '.summary a[href^="#"]';

/** The faults of a page that came back with errors, at these sizes. */
export async function met(page, sizes) {
  const faults = [];
  // A browser goes to the fragment of an address when the page has been laid out.
  const focused = await page.waitForFunction(() => document.activeElement.closest('.summary'), null, { timeout: 500 })
    .then(() => true, () => false);
  if (!focused) faults.push(['', 'the summary of errors does not have the focus']);
  for (const size of sizes) {
    await page.setViewportSize(size);
    faults.push(...await followed(page, `${size.width}×${size.height}`));
  }
  return faults;
}

async function followed(page, where) {
  const faults = [];
  if (await page.locator('.summary a').count() === 0) faults.push([where, 'no summary with links']);
  const count = await page.locator(HERE).count();
  for (let link = 0; link < count; link += 1) {
    await page.evaluate(follow, link);
    await page.evaluate(() => new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(drawn)); }));
    faults.push(...(await page.evaluate(whatIsMet, link)).map((what) => [where, what]));
  }
  return faults;
}

function follow(index) {
  window.scrollTo(0, 0);
  const link = document.querySelectorAll('.summary a[href^="#"]')[index];
  link.focus();
  link.click();
}

/** In the page: what of question, message and field is not in the window, and whether the focus went there. */
function whatIsMet(index) {
  const link = document.querySelectorAll('.summary a[href^="#"]')[index];
  const href = link.getAttribute('href');
  const target = document.getElementById(decodeURIComponent(href.slice(1)));
  const said = `${href} (${link.textContent.trim().replace(/\s+/g, ' ').slice(0, 40)})`;
  if (!target) return [`leads nowhere: ${said}`];
  const outer = target.closest('.row, .otherline, .question') ?? target;
  const field = target.matches('input, select, textarea, button') ? target : target.querySelector('input, select, textarea') ?? target;
  const question = outer.querySelector('legend, .legend, label');
  const message = outer.querySelector('.message');
  const faults = [];
  if (!whole(question)) faults.push(`the question is not in the window: ${said}`);
  if (message && !whole(message)) faults.push(`the message is not in the window: ${said}`);
  if (!whole(field.closest('label') ?? field)) faults.push(`the field is not in the window: ${said}`);
  if (document.activeElement !== target && !target.contains(document.activeElement)) faults.push(`the focus does not follow: ${said}`);
  return faults;

  function whole(element) {
    if (!element) return true;
    const { top, bottom } = element.getBoundingClientRect();
    return top > -1 && Math.min(bottom, top + innerHeight / 2) < innerHeight + 1;
  }
}
