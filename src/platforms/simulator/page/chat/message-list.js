/**
 * The scrolling part of a chat. Messages are kept by id: an edited one is redrawn where it stands.
 *
 * @import { Entry } from '../lib/store.js'
 * @import { OnAction } from './message.js'
 * @import { SimulatorMessage } from '../contract.ts'
 */
import { emptyState, h, icon } from '../lib/dom.js';
import { formatStamp } from '../lib/time.js';
import { renderMessage } from './message.js';

/** A pause this long gets a time line. */
const PAUSE_MS = 5 * 60_000;
/** Nearer to the end than this counts as reading the end. */
const NEAR_PX = 80;

export class MessageList {
  #list = h('ol', { class: 'messages' });
  #empty = emptyState('还没有消息', '在下面输入“帮助”，或者提交一条线索，卡片会出现在这里。');
  #more;
  #onAction;
  /** @type {Map<string, { element: HTMLElement, message: SimulatorMessage }>} */
  #shown = new Map();
  /** @type {HTMLTimeElement[]} */
  #times = [];
  #lastAt = 0;
  #atEnd = true;

  /** @param {OnAction} onAction */
  constructor(onAction) {
    this.#onAction = onAction;
    this.#more = h(
      'button',
      { type: 'button', class: 'new-messages', hidden: true, on: { click: () => this.scrollToEnd() } },
      '有新消息',
      icon('down'),
    );
    this.scroller = h(
      'div',
      { class: 'chat-scroll', role: 'log', tabindex: '0', 'aria-label': '聊天记录' },
      this.#empty,
      this.#list,
    );
    this.scroller.addEventListener('scroll', () => {
      this.#atEnd = this.#isNearEnd();
      if (this.#atEnd) this.#more.hidden = true;
    });
    // A window that changes its size (a keyboard opening, say) leaves the newest message in sight.
    new ResizeObserver(() => this.#atEnd && this.scrollToEnd()).observe(this.scroller);
    this.element = h('div', { class: 'chat-body' }, this.scroller, this.#more);
  }

  /** Starts over, for another person. */
  clear() {
    this.#list.replaceChildren();
    this.#shown.clear();
    this.#times = [];
    this.#lastAt = 0;
    this.#atEnd = true;
    this.#more.hidden = true;
  }

  /**
   * @param {Entry[]} entries the whole chat, oldest first
   * @param {Date} now for the time lines
   */
  show(entries, now) {
    const atStart = this.#shown.size === 0;
    const stick = atStart || this.#atEnd;
    const ownMessage = entries.at(-1)?.message.mine ?? false;
    let added = false;
    for (const entry of entries) {
      const known = this.#shown.get(entry.message.id);
      if (!known) {
        this.#append(entry, now, !atStart);
        added = true;
      } else if (known.message !== entry.message) this.#redraw(known.element, entry.message);
    }
    this.#empty.hidden = entries.length > 0;
    if (stick || (added && ownMessage)) this.scrollToEnd();
    else if (added) this.#more.hidden = false;
  }

  /** Another day: what was `14:03` is `昨天 14:03`. @param {Date} now */
  retime(now) {
    for (const time of this.#times) time.textContent = formatStamp(new Date(time.dateTime), now);
  }

  scrollToEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.#atEnd = true;
    this.#more.hidden = true;
  }

  /** @param {Entry} entry @param {Date} now @param {boolean} arrives */
  #append(entry, now, arrives) {
    const at = new Date(entry.firstAt);
    if (at.getTime() - this.#lastAt > PAUSE_MS) {
      const time = h('time', { datetime: entry.firstAt }, formatStamp(at, now));
      this.#times.push(time);
      this.#list.append(h('li', { class: 'time-line' }, time));
    }
    this.#lastAt = Math.max(this.#lastAt, at.getTime());
    const element = renderMessage(entry.message, this.#onAction);
    if (arrives) element.classList.add('arrives');
    this.#list.append(element);
    this.#shown.set(entry.message.id, { element, message: entry.message });
  }

  /** @param {HTMLElement} old @param {SimulatorMessage} message */
  #redraw(old, message) {
    const hadFocus = old.contains(document.activeElement);
    const element = renderMessage(message, this.#onAction);
    element.classList.add('edited');
    old.replaceWith(element);
    this.#shown.set(message.id, { element, message });
    if (!hadFocus) return;
    const next = element.querySelector('button:enabled, select:enabled, a') ?? element;
    if (next === element) element.tabIndex = -1;
    if (next instanceof HTMLElement) next.focus({ preventScroll: true });
  }

  #isNearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_PX;
  }
}
