/**
 * A list of rows in the page that keeps its elements: rows are told apart by key, and only what changed is written.
 */

/** @typedef {{key: string, name: string, rate: string, detail: string}} Row */
/** @typedef {{item: HTMLElement, name: HTMLElement, rate: HTMLElement, detail: HTMLElement}} RowElements */

export class RowList {
  #list;
  /** @type {Map<string, RowElements>} */
  #rows = new Map();

  /** @param {HTMLElement} list empty, a `ul` */
  constructor(list) {
    this.#list = list;
  }

  /** @param {Row[]} rows in the order to be shown; of two with the same key the later wins */
  render(rows) {
    const wanted = new Map(rows.map((row) => [row.key, row]));
    for (const [key, elements] of this.#rows) {
      if (wanted.has(key)) continue;
      elements.item.remove();
      this.#rows.delete(key);
    }
    let place = this.#list.firstElementChild;
    for (const row of wanted.values()) {
      const elements = this.#rows.get(row.key) ?? this.#add(row.key);
      if (elements.item !== place) this.#list.insertBefore(elements.item, place);
      else place = place.nextElementSibling;
      setText(elements.name, row.name);
      setText(elements.rate, row.rate);
      setText(elements.detail, row.detail);
    }
  }

  /** @param {string} key */
  #add(key) {
    const document = this.#list.ownerDocument;
    const item = document.createElement('li');
    const [name, rate, detail] = ['name', 'rate', 'detail'].map((className) => {
      const element = document.createElement('span');
      element.className = className;
      item.append(element);
      return element;
    });
    const elements = { item, name, rate, detail };
    this.#rows.set(key, elements);
    return elements;
  }
}

/**
 * Writes a text only when it is another one: readers of live regions would hear it again.
 *
 * @param {HTMLElement} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
