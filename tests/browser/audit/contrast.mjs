// The contrast of every text, also in drawings and before or after an element, with what is really painted behind it: the
// page is photographed without its texts.

/** The least that may be (WCAG AA, of large letters too), and what we promise for texts. */
export const LEAST = 4.5;
export const PROMISED = 7;

const INVISIBLE = `*, *::before, *::after { -webkit-text-fill-color: transparent !important; text-shadow: none !important;
  text-decoration-color: transparent !important; transition: none !important; }
  svg text, svg tspan { fill: transparent !important; }`;

/** A photograph higher than this is taken in parts. */
const PART = 4000;

/** `[contrast, what]` of the texts under `PROMISED`: each pair of colours once, with an example. */
export async function faint(page) {
  // The ring of a focus may lie over the line beside it.
  await page.evaluate(() => { document.activeElement?.blur(); });
  const texts = await page.evaluate(textsShown);
  const sheet = await page.addStyleTag({ content: INVISIBLE });
  const { width, height } = await page.evaluate(() => ({
    width: document.documentElement.clientWidth, height: document.documentElement.scrollHeight,
  }));
  const found = [];
  for (let top = 0; top < height; top += PART) {
    const clip = { x: 0, y: top, width, height: Math.min(PART, height - top) };
    const image = await page.screenshot({ clip, fullPage: true, scale: 'css', animations: 'disabled' });
    const inside = texts.filter(({ box }) => box.top >= top && box.top < top + clip.height);
    found.push(...await page.evaluate(compare, { image: image.toString('base64'), top, texts: inside, promised: PROMISED }));
  }
  await sheet.evaluate((element) => { element.remove(); });
  return [...new Map(found.map((fault) => [fault[1].replace(/ \(.*/, ''), fault])).values()];
}

/** In the page: every text with its colour and where it stands. */
function textsShown() {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (text.textContent.trim() === '' || text.parentElement.closest('.unseen, .skip, option, script, style')) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    add(text.parentElement, null, text.textContent, [...range.getClientRects()]);
  }
  for (const element of document.body.querySelectorAll('*')) {
    for (const pseudo of ['::before', '::after']) {
      const { content, display } = getComputedStyle(element, pseudo);
      if (/^"[^"]*[^" ]/.test(content) && display !== 'none') add(element, pseudo, content, [...element.getClientRects()].slice(0, 1));
    }
    const typed = element.matches('input[type=text], select, textarea') ? element.value : '';
    if (typed) add(element, null, typed, [element.getBoundingClientRect()]);
  }
  return found;

  function add(element, pseudo, words, rects) {
    const style = getComputedStyle(element, pseudo);
    if (style.visibility !== 'visible' || !element.checkVisibility()) return;
    const svg = element.closest('svg') !== null && element.localName !== 'svg';
    const colour = svg ? style.fill : style.color;
    const opacity = svg ? Number(style.fillOpacity) * faded(element) : faded(element);
    for (const { left, top, width, height } of rects) {
      if (width < 1 || height < 1 || left < 0) continue;
      const box = { left, top: top + window.scrollY, width, height };
      found.push({ colour, opacity, box, name: nameOf(element, pseudo), words: words.trim().slice(0, 16) });
    }
  }

  function faded(element) {
    let opacity = 1;
    for (let up = element; up; up = up.parentElement) opacity *= Number(getComputedStyle(up).opacity);
    return opacity;
  }

  function nameOf(element, pseudo) {
    const classes = [...element.classList].map((word) => `.${word}`).join('');
    const holder = classes ? '' : element.parentElement.closest('[class]')?.classList[0];
    return `${holder ? `.${holder} ` : ''}${element.localName}${classes}${pseudo ?? ''}`;
  }
}

/** In the page: each text's colour against the pixels it stands on. */
async function compare({ image, top, texts, promised }) {
  const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${image}`)).blob());
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true });
  canvas.drawImage(bitmap, 0, 0);
  const one = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  return texts.flatMap((text) => {
    const [least, ground] = worst(text);
    return least < promised - 0.005 ? [[least, `${text.colour} on ${ground}: ${least.toFixed(2)} (${text.name} 「${text.words}」)`]] : [];
  });

  /** The least contrast with a colour that fills at least a seventh of the place. */
  function worst({ colour, opacity, box }) {
    const letters = rgba(colour);
    const grounds = [...colours(box)];
    const all = grounds.reduce((sum, [, count]) => sum + count, 0);
    const wide = grounds.filter(([, count]) => count >= all / 7);
    const each = wide.map(([ground]) => {
      const behind = ground.split(',').map(Number);
      const seen = behind.map((part, i) => part + (letters[i] - part) * letters[3] * opacity);
      return [ratio(seen, behind), `rgb(${ground})`];
    });
    return each.sort((a, b) => a[0] - b[0])[0] ?? [21, ''];
  }

  function colours({ left, top: y, width, height }) {
    const counts = new Map();
    const x = Math.max(0, Math.round(left));
    const [w, h] = [Math.max(1, Math.min(Math.round(width), bitmap.width - x)), Math.max(1, Math.round(height))];
    const { data } = canvas.getImageData(x, Math.round(y - top), w, h);
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 3] === 0) continue;
      const key = `${data[i]},${data[i + 1]},${data[i + 2]}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return counts;
  }

  function rgba(colour) {
    one.clearRect(0, 0, 1, 1);
    one.fillStyle = colour;
    one.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = one.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  }

  function ratio(a, b) {
    const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  }

  function luminance(colour) {
    const [red, green, blue] = colour.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }
}
