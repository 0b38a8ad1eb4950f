/** A message breaks the protocol. `reason` is one of docs/protocol.md §8. */
export class ProtocolError extends Error {
  /**
   * @param {string} reason
   * @param {string} message
   */
  constructor(reason, message) {
    super(message);
    this.reason = reason;
  }
}

const MAX_UNSIGNED_32 = 0xffff_ffff;
const MAX_STRIPES = 8;
const MAX_NAME_CHARS = 255;
const VIEWER_ID = /^[0-9a-f]{32}$/;

/** A JSON object whose fields are checked as they are read: each reader answers a good value or throws. */
export class Fields {
  #object;

  /** @param {unknown} value */
  constructor(value) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new ProtocolError('malformed', 'not a JSON object');
    }
    this.#object = /** @type {Record<string, unknown>} */ (value);
  }

  /**
   * Reads one whole message.
   *
   * @param {string} text
   * @param {number} maxChars
   */
  static parse(text, maxChars) {
    if (text.length > maxChars) {
      throw new ProtocolError('too-large', `a message of ${text.length} characters`);
    }
    return new Fields(parseStrictly(text));
  }

  /** @param {string} name */
  has(name) {
    return this.#object[name] !== undefined && this.#object[name] !== null;
  }

  /** @param {string} name */
  fields(name) {
    return new Fields(this.#object[name]);
  }

  /**
   * @param {string} name
   * @param {number} min
   * @param {number} max
   */
  integer(name, min, max) {
    return checkInteger(this.#object[name], min, max, name);
  }

  /** @param {string} name */
  unsigned32(name) {
    return this.integer(name, 0, MAX_UNSIGNED_32);
  }

  /** @param {string} name */
  stripe(name) {
    return this.integer(name, 0, MAX_STRIPES - 1);
  }

  /** k, or 0 where it is not known. @param {string} name */
  stripeCount(name) {
    return this.integer(name, 0, MAX_STRIPES);
  }

  /**
   * @param {string} name
   * @param {number} [maxChars]
   */
  text(name, maxChars = MAX_NAME_CHARS) {
    const value = this.#object[name];
    if (typeof value !== 'string' || value.length > maxChars) {
      throw new ProtocolError('malformed', `${name} is no text of at most ${maxChars} characters`);
    }
    return value;
  }

  /** @param {string} name */
  viewer(name) {
    return checkViewer(this.#object[name], name);
  }

  /**
   * @param {string} name
   * @param {number} max
   */
  viewers(name, max) {
    return this.list(name, max, (item) => checkViewer(item, name));
  }

  /**
   * @template {string} T
   * @param {string} name
   * @param {readonly T[]} words
   * @returns {T}
   */
  word(name, words) {
    const word = words.find((candidate) => candidate === this.#object[name]);
    if (word === undefined) {
      throw new ProtocolError('malformed', `${name} is none of ${words.join(', ')}`);
    }
    return word;
  }

  /**
   * @template T
   * @param {string} name
   * @param {number} max
   * @param {(item: unknown) => T} read
   * @returns {T[]}
   */
  list(name, max, read) {
    const value = this.#object[name];
    if (!Array.isArray(value) || value.length > max) {
      throw new ProtocolError('malformed', `${name} is no list of at most ${max}`);
    }
    return value.map(read);
  }

  /** @param {string} name */
  stripes(name) {
    return this.list(name, MAX_STRIPES, (item) => checkInteger(item, 0, MAX_STRIPES - 1, name));
  }

  /**
   * @param {string} name
   * @param {number} max
   */
  sequences(name, max) {
    const sequences = this.list(name, max, (item) => checkInteger(item, 0, MAX_UNSIGNED_32, name));
    if (sequences.length === 0) {
      throw new ProtocolError('malformed', `${name} is empty`);
    }
    return sequences;
  }
}

/**
 * @param {unknown} value
 * @param {number} min
 * @param {number} max
 * @param {string} name
 */
function checkInteger(value, min, max, name) {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
    throw new ProtocolError('malformed', `${name} is no integer in ${min} … ${max}`);
  }
  return value;
}

/**
 * @param {unknown} value
 * @param {string} name
 */
function checkViewer(value, name) {
  if (typeof value !== 'string' || !VIEWER_ID.test(value)) {
    throw new ProtocolError('malformed', `${name} is no viewer id`);
  }
  return value;
}

/** @param {string} text */
function parseStrictly(text) {
  let value;
  try {
    value = /** @type {unknown} */ (JSON.parse(text));
  } catch {
    throw new ProtocolError('malformed', 'not JSON');
  }
  refuseDuplicateKeys(text);
  return value;
}

/** JSON.parse lets the last of two equal keys win; elsewhere the first might. @param {string} text valid JSON */
function refuseDuplicateKeys(text) {
  /** @type {Set<string>[]} */
  const open = [];
  for (const [token, key] of text.matchAll(/("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === '{') {
      open.push(new Set());
    } else if (token === '}') {
      open.pop();
    } else if (key !== undefined) {
      const name = /** @type {string} */ (JSON.parse(key));
      if (open.at(-1)?.has(name)) {
        throw new ProtocolError('malformed', `key ${name} comes twice`);
      }
      open.at(-1)?.add(name);
    }
  }
}
