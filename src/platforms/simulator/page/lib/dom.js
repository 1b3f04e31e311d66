/**
 * Builds elements. Text only ever becomes text: there is no way through here to parse a string as HTML, to set an
 * inline handler or style, or to link to anything but http(s).
 *
 * @typedef {Node | string | number | null | undefined | false} Child
 * @typedef {{ [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void }} Handlers
 * @typedef {{ class?: string, on?: Handlers, [attribute: string]: unknown }} Props
 */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Props} [props] attributes as in HTML; `true` sets an empty one, `false` and `undefined` none
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === 'on') listen(element, /** @type {Handlers} */ (value));
    else setAttribute(element, name, value);
  }
  element.append(...children.filter(isPresent).map(toNode));
  return element;
}

/** @param {Child} child @returns {child is Node | string | number} */
const isPresent = (child) => child !== null && child !== undefined && child !== false;

/** @param {Node | string | number} child */
const toNode = (child) => (child instanceof Node ? child : document.createTextNode(String(child)));

/** @param {HTMLElement} element @param {Handlers} handlers */
function listen(element, handlers) {
  for (const [type, handler] of Object.entries(handlers)) {
    element.addEventListener(type, /** @type {EventListener} */ (handler));
  }
}

/** @param {HTMLElement} element @param {string} name @param {unknown} value */
function setAttribute(element, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name === 'style' || name === 'srcdoc' || name.startsWith('on')) throw new Error(`refused: ${name}`);
  if (name === 'href' || name === 'src') {
    const url = safeUrl(String(value));
    if (url !== undefined) element.setAttribute(name, url);
    return;
  }
  element.setAttribute(name, value === true ? '' : String(value));
}

/**
 * The absolute address, or undefined when it is not plain http(s).
 * @param {string} url
 */
export function safeUrl(url) {
  try {
    const parsed = new URL(url, document.baseURI);
    return parsed.protocol === 'http:' || parsed.protocol === 'https:' ? parsed.href : undefined;
  } catch {
    return undefined;
  }
}

const SVG = 'http://www.w3.org/2000/svg';

/**
 * A picture from the sprite in index.html; decoration only, name the button beside it.
 * @param {string} name
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.append(use);
  return svg;
}

/**
 * The element with this id in index.html.
 * @param {string} id
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element;
}

/**
 * One sentence that says why a list is empty and what to do.
 * @param {string} title
 * @param {string} hint
 */
export function emptyState(title, hint) {
  return h('div', { class: 'empty' }, h('strong', {}, title), h('p', {}, hint));
}

/**
 * An id for one submission, so that the server can recognise a repeat. (`crypto.randomUUID` is missing on plain
 * http addresses other than localhost, where a phone opens the demo.)
 */
export function uniqueId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join(
    '',
  );
}
