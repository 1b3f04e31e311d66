/**
 * Tabs of index.html: `[role=tab]` buttons naming their panel by `aria-controls`. Arrow keys move, as the pattern asks.
 */
export class Tabs extends EventTarget {
  /** @type {HTMLElement[]} */
  #tabs;

  /** @param {HTMLElement} tablist */
  constructor(tablist) {
    super();
    this.#tabs = [...tablist.querySelectorAll('[role="tab"]')].filter((tab) => tab instanceof HTMLElement);
    for (const tab of this.#tabs) tab.addEventListener('click', () => this.#select(tab));
    tablist.addEventListener('keydown', (event) => this.#onKey(event));
  }

  /** Id of the shown panel. */
  get current() {
    return (
      this.#tabs.find((tab) => tab.getAttribute('aria-selected') === 'true')?.getAttribute('aria-controls') ??
      ''
    );
  }

  /** @param {string} panelId */
  show(panelId) {
    const tab = this.#tabs.find((candidate) => candidate.getAttribute('aria-controls') === panelId);
    if (tab) this.#select(tab);
  }

  /** @param {HTMLElement} selected */
  #select(selected) {
    for (const tab of this.#tabs) {
      const isSelected = tab === selected;
      tab.setAttribute('aria-selected', String(isSelected));
      tab.tabIndex = isSelected ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute('aria-controls') ?? '');
      if (panel) panel.hidden = !isSelected;
    }
    this.dispatchEvent(new Event('change'));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const at = this.#tabs.findIndex((tab) => tab.matches(':focus'));
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (at < 0 || step === undefined) return;
    const next = this.#tabs[(at + step + this.#tabs.length) % this.#tabs.length];
    if (!next) return;
    event.preventDefault();
    this.#select(next);
    next.focus();
  }
}
