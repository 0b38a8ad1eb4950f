import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RowList } from '../../src/ui/row-list.js';

/** As much of the page as a list needs; counts what is written. */
class FakeElement {
  static writes = 0;
  className = '';
  /** @type {FakeElement[]} */
  children = [];
  /** @type {FakeElement|null} */
  parent = null;
  #text = '';
  ownerDocument = { createElement: () => new FakeElement() };

  get textContent() {
    return this.#text;
  }

  set textContent(text) {
    FakeElement.writes++;
    this.#text = text;
  }

  get firstElementChild() {
    return this.children[0] ?? null;
  }

  get nextElementSibling() {
    const siblings = this.parent?.children ?? [];
    return siblings[siblings.indexOf(this) + 1] ?? null;
  }

  /** @param {FakeElement} child */
  append(child) {
    this.insertBefore(child, null);
  }

  /** @param {FakeElement} child @param {FakeElement|null} before */
  insertBefore(child, before) {
    FakeElement.writes++;
    child.remove();
    child.parent = this;
    this.children.splice(before ? this.children.indexOf(before) : this.children.length, 0, child);
  }

  remove() {
    if (this.parent) this.parent.children.splice(this.parent.children.indexOf(this), 1);
    this.parent = null;
  }
}

function list() {
  const element = new FakeElement();
  const rows = new RowList(/** @type {any} */ (element));
  const shown = () => element.children.map(({ children }) => children.map(({ textContent }) => textContent).join('|'));
  return { element, rows, shown };
}

/** @param {string} key @param {string} [rate] */
const row = (key, rate = '1 kbit/s') => ({ key, name: `viewer ${key}`, rate, detail: 'stripe 0' });

test('shows rows in their order', () => {
  const { rows, shown } = list();
  rows.render([row('a'), row('b')]);
  assert.deepEqual(shown(), ['viewer a|1 kbit/s|stripe 0', 'viewer b|1 kbit/s|stripe 0']);
  rows.render([row('c'), row('b'), row('a')]);
  assert.deepEqual(
    shown().map((text) => text.slice(0, 8)),
    ['viewer c', 'viewer b', 'viewer a'],
  );
});

test('writes only what changed', () => {
  const { rows } = list();
  rows.render([row('a'), row('b')]);
  FakeElement.writes = 0;
  rows.render([row('a'), row('b')]);
  assert.equal(FakeElement.writes, 0);
  rows.render([row('a'), row('b', '2 kbit/s')]);
  assert.equal(FakeElement.writes, 1);
});

test('keeps the elements of rows that stay', () => {
  const { rows, element } = list();
  rows.render([row('a'), row('b'), row('c')]);
  const [, b] = element.children;
  rows.render([row('b')]);
  assert.deepEqual(element.children, [b]);
});

test('a key given twice is one row', () => {
  const { rows, shown } = list();
  rows.render([row('a'), row('a', '2 kbit/s')]);
  assert.deepEqual(shown(), ['viewer a|2 kbit/s|stripe 0']);
});
