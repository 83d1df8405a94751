// How a page is heard: the tree of names and roles a screen reader gets, and what is wrong with it.

/** What is pressed, typed into or looked at needs a name. */
const CONTROLS = new Set([
  'button', 'checkbox', 'combobox', 'image', 'img', 'link', 'listbox', 'radio', 'searchbox', 'slider', 'spinbutton', 'switch', 'textbox',
]);

/** What holds others together needs one too. */
const GROUPS = new Set(['figure', 'group', 'radiogroup', 'region', 'table']);

/** The faults of the page that is open. */
export async function heard(page) {
  const session = await page.context().newCDPSession(page);
  try {
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    return [...faultsOf(nodes, await page.evaluate(readings)), ...await page.evaluate(touching)];
  } finally {
    await session.detach();
  }
}

/** The faults of a tree of names; `kana`: what every reading on the page is written over, `[base, reading]`. */
export function faultsOf(nodes, kana) {
  const tree = new Tree(nodes);
  const faults = new Set();
  for (const node of tree.heard) {
    const found = [
      unnamed(node, tree), twiceRead(node, kana), twiceNested(node, tree), twiceDescribed(node), twiceHeaded(node, tree),
    ];
    found.filter(Boolean).forEach((fault) => faults.add(fault));
  }
  return [...faults];
}

class Tree {
  constructor(nodes) {
    this.byId = new Map(nodes.map((node) => [node.nodeId, node]));
    this.heard = nodes.filter((node) => !node.ignored);
    this.heads = new Map();
  }

  /** The names of a table's columns. */
  headsOf(table) {
    const heads = this.heads.get(table) ?? this.below(table).filter((node) => !node.ignored && role(node) === 'columnheader').map(name);
    this.heads.set(table, heads);
    return heads;
  }

  /** The nodes above, nearest first. */
  above(node) {
    const found = [];
    for (let up = this.byId.get(node.parentId); up; up = this.byId.get(up.parentId)) found.push(up);
    return found;
  }

  /** The nodes below, in their order. */
  below(node) {
    return (node.childIds ?? []).flatMap((id) => {
      const child = this.byId.get(id);
      return child ? [child, ...this.below(child)] : [];
    });
  }
}

const role = (node) => node.role?.value ?? '';
const plain = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
const name = (node) => plain(node.name?.value);
const short = (text) => text.length > 60 ? `${text.slice(0, 60)}…` : text;

/** What folds is named by what unfolds it. */
function unnamed(node, tree) {
  if (name(node) !== '') return null;
  const group = GROUPS.has(role(node)) && !tree.below(node).some((below) => role(below) === 'DisclosureTriangle');
  return CONTROLS.has(role(node)) || group ? `a ${role(node)} without a name` : null;
}

/**
 * 「問とい」, 「問（とい）」: the reading stands in the name behind what it is the reading of. An option of a list has no
 * other place for it.
 */
function twiceRead(node, kana) {
  if (['StaticText', 'InlineTextBox', 'RubyAnnotation', 'option'].includes(role(node))) return null;
  const said = name(node).replace(/[（）]/g, '');
  const pair = kana.find(([base, reading]) => said.includes(base + reading));
  return pair ? `read twice, ${pair.join(' ')}: ${role(node)} 「${short(name(node))}」` : null;
}

/** A group in a group of the same name. */
function twiceNested(node, tree) {
  if (!['group', 'radiogroup', 'region'].includes(role(node)) || name(node) === '') return null;
  const above = tree.above(node).find((up) => !up.ignored && ['group', 'radiogroup', 'region', 'form'].includes(role(up)));
  return above && name(above) === name(node) ? `a group in a group of the same name: 「${short(name(node))}」` : null;
}

/** What describes something says its name once more. */
function twiceDescribed(node) {
  const described = plain(node.description?.value);
  if (described === '' || !name(node).includes(described)) return null;
  return `named and described with the same words: ${role(node)} 「${short(described)}」`;
}

/** A cell that begins with the words of its column's head, which is heard anyway. */
function twiceHeaded(node, tree) {
  if (!['cell', 'gridcell'].includes(role(node))) return null;
  const table = tree.above(node).find((up) => role(up) === 'table');
  if (!table) return null;
  const first = tree.below(node).find((below) => role(below) === 'StaticText' && !below.ignored);
  const said = first ? name(first).replace(/[：:\s]+$/, '') : '';
  return said !== '' && tree.headsOf(table).includes(said) ? `the head of a column is heard again in its cells: 「${said}」` : null;
}

/** In the page: what readings are written over, and the readings; without those that may follow their word by nature (言い). */
export function readings() {
  const bare = document.body.cloneNode(true);
  for (const kana of bare.querySelectorAll('rt, rp')) kana.remove();
  const words = bare.textContent.replace(/\s+/g, '');
  return [...document.querySelectorAll('rt')].flatMap((rt) => {
    const [base, reading] = [baseOf(rt), rt.textContent.trim()];
    return base && reading && !words.includes(base + reading) ? [[base, reading]] : [];
  });

  function baseOf(rt) {
    const parts = [];
    for (let before = rt.previousSibling; before && before.nodeName !== 'RT'; before = before.previousSibling) {
      if (before.nodeName !== 'RP') parts.unshift(before.textContent);
    }
    return parts.join('').replace(/\s+/g, '');
  }
}

/** In the page: names whose parts the eye sees apart and the ear hears as one word (「問3市に」). */
export function touching() {
  const NAMED = 'legend, .legend, label, a, button, summary, h1, h2, h3, h4, th, dt, caption, figcaption, li';
  const faults = new Set();
  for (const element of document.querySelectorAll(NAMED)) {
    const texts = textsOf(element);
    texts.slice(1).forEach((text, i) => {
      if (apart(texts[i], text, element)) faults.add(`heard as one word: 「${tail(texts[i])}${text.textContent.trim().slice(0, 10)}」`);
    });
  }
  return [...faults];

  function textsOf(element) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) {
      const text = walker.currentNode;
      if (text.textContent !== '' && !text.parentElement.closest('rt, rp, svg, select, .unseen')) texts.push(text);
    }
    return texts;
  }

  /** Without a space between them, in one line, with a gap. */
  function apart(a, b, within) {
    if (/\s$/.test(a.textContent) || /^\s/.test(b.textContent) || inBlocks(a, b, within)) return false;
    const [last, first] = [ends(a).at(-1), ends(b)[0]];
    if (!last || !first) return false;
    return Math.abs(last.bottom - first.bottom) < 10 && first.left - last.right > 3;
  }

  /** A reading that is wider than its word keeps the words beside it away: then the reading counts. */
  function ends(text) {
    const ruby = text.parentElement.closest('ruby');
    if (ruby) return [...ruby.getClientRects()];
    const range = document.createRange();
    range.selectNodeContents(text);
    return [...range.getClientRects()];
  }

  /** A box between them is a space to a screen reader. */
  function inBlocks(a, b, within) {
    const above = (node) => {
      const found = [];
      for (let up = node.parentElement; up && up !== within; up = up.parentElement) found.push(up);
      return found;
    };
    const [overA, overB] = [above(a), above(b)];
    const between = [...overA.filter((up) => !overB.includes(up)), ...overB.filter((up) => !overA.includes(up))];
    return between.some((up) => !['inline', 'ruby', 'ruby-base', 'ruby-text'].includes(getComputedStyle(up).display));
  }

  function tail(text) {
    return text.textContent.trim().slice(-10);
  }
}
