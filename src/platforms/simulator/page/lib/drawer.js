import { byId } from './dom.js';

/**
 * A part of the page that is beside the chat where there is room, and slides over it where there is not. While
 * closed it cannot be reached by keyboard either.
 */
export class Drawer {
  #element;
  #narrow;
  /** @type {Element | null} */
  #opener = null;

  /**
   * @param {HTMLElement} element
   * @param {MediaQueryList} narrow matches while the element is a drawer
   */
  constructor(element, narrow) {
    this.#element = element;
    this.#narrow = narrow;
    narrow.addEventListener('change', () => this.close());
    document.addEventListener('keydown', (event) => {
      // A sheet over the drawer takes the key for itself.
      if (event.key === 'Escape' && !document.querySelector('dialog[open]')) this.close();
    });
    byId('scrim').addEventListener('click', () => this.close());
    this.#apply(false);
  }

  open() {
    if (!this.#narrow.matches) return;
    this.#opener = document.activeElement;
    this.#apply(true);
    const controls = [...this.#element.querySelectorAll('button, input, select, textarea')];
    const first = controls.find((control) => control instanceof HTMLElement && control.offsetParent !== null);
    if (first instanceof HTMLElement) first.focus();
  }

  close() {
    const wasOpen = this.#element.dataset.open === 'true';
    this.#apply(false);
    if (wasOpen && this.#opener instanceof HTMLElement) this.#opener.focus();
  }

  /** @param {boolean} open */
  #apply(open) {
    const isDrawer = this.#narrow.matches;
    this.#element.dataset.open = String(isDrawer && open);
    this.#element.inert = isDrawer && !open;
    for (const id of ['topbar', 'workspace']) byId(id).inert = isDrawer && open;
    byId('scrim').hidden = !(isDrawer && open);
  }
}
