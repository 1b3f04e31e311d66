/**
 * Two phones and who is on them. The address keeps it (`#wang-min,li-qiang`), so that a view can be reopened.
 *
 * @import { Store } from './lib/store.js'
 * @import { Phone } from './chat/phone.js'
 */
import { avatar } from './chat/avatar.js';
import { People, showUnread } from './chat/people.js';
import { byId, h, icon } from './lib/dom.js';
import { labelOf, ROLE_LABELS } from './lib/labels.js';

const PLACES = ['左', '右'];

export class Desk {
  #store;
  #phones;
  #people;
  #onPicked;
  #active = 0;

  /**
   * @param {Store} store
   * @param {Phone[]} phones the left one, the right one
   * @param {() => void} onPicked
   */
  constructor(store, phones, onPicked) {
    this.#store = store;
    this.#phones = phones;
    this.#onPicked = onPicked;
    this.#people = new People(
      store,
      (userId) => this.show(userId),
      (userId) => this.#placeOf(userId),
    );
    byId('people-body').append(this.#people.element);
    byId('phones').append(...phones.map((phone) => phone.element));
    phones.forEach((phone, i) => {
      for (const type of ['pointerdown', 'focusin']) {
        phone.element.addEventListener(type, () => this.#activate(i));
      }
    });
    for (const [i, button] of this.#switches().entries()) {
      button.addEventListener('click', () => this.#activate(i));
    }
    for (const type of ['users', 'chat', 'seen']) store.addEventListener(type, () => this.#updateOpener());
    // A phone that comes into view (a wider window, a tab looked at again) has its messages read.
    for (const [target, type] of /** @type {const} */ ([
      [window, 'resize'],
      [document, 'visibilitychange'],
    ])) {
      target.addEventListener(type, () => this.#onViewChange());
    }
    this.#activate(0);
  }

  /** Opens who the address names, else the rep whose chat has most in it, with the manager. */
  showFirst() {
    // Unlike decodeURIComponent, this takes whatever somebody typed into the address.
    const address = new URLSearchParams(`on=${location.hash.slice(1)}`).get('on') ?? '';
    const [left, right] = [...new Set(address.split(','))].filter((id) => this.#store.user(id));
    const { users } = this.#store;
    const said = (/** @type {{ id: string }} */ user) => this.#store.chat(user.id).length;
    const reps = users.filter((user) => user.role === 'rep').sort((a, b) => said(b) - said(a));
    const first = left ?? (reps[0] ?? users[0])?.id;
    if (first) this.#showPair(first, right);
  }

  /** A person on the left phone, whoever leads them on the right: a reminder to both is seen at once. @param {string} userId */
  showWithManager(userId) {
    this.#showPair(userId);
    this.#activate(0);
    this.#onPicked();
  }

  /** @param {string} left @param {string} [right] the manager when absent */
  #showPair(left, right) {
    const { users } = this.#store;
    const others = users.filter((user) => user.id !== left);
    const beside = right ?? this.#store.user(left)?.managerId ?? others[0]?.id;
    this.#phones[0]?.show(left);
    if (beside) this.#phones[1]?.show(beside);
    this.#changed();
  }

  /** Shows a person on the active phone, or activates the phone they are on already. @param {string} userId */
  show(userId) {
    const at = this.#phones.findIndex((phone) => phone.userId === userId);
    if (this.#phones[at]?.isVisible) this.#activate(at);
    else {
      const phone = this.#activePhone();
      // Out of sight on the other phone: the two change places.
      if (phone && at >= 0) this.#phones[at]?.show(phone.userId);
      phone?.show(userId);
    }
    this.#changed();
    this.#onPicked();
  }

  /** Called every second. */
  tick() {
    for (const phone of this.#phones) phone.tick();
  }

  #activePhone() {
    const active = this.#phones[this.#active];
    return active?.isVisible ? active : this.#phones[0];
  }

  /** @param {number} index */
  #activate(index) {
    this.#active = index;
    this.#phones.forEach((phone, i) => {
      phone.element.classList.toggle('active', i === index);
    });
    for (const [i, button] of this.#switches().entries()) {
      button.setAttribute('aria-pressed', String(i === index));
    }
  }

  #switches() {
    return [byId('pick-left'), byId('pick-right')];
  }

  /** @param {string} userId */
  #placeOf(userId) {
    const at = this.#phones.findIndex((phone) => phone.userId === userId && phone.isVisible);
    if (at < 0) return '';
    return this.#phones.every((phone) => phone.isVisible) ? (PLACES[at] ?? '') : '当前';
  }

  #onViewChange() {
    for (const phone of this.#phones) phone.markSeen();
    if (!this.#phones[this.#active]?.isVisible) this.#activate(0);
    this.#people.update();
  }

  #changed() {
    const ids = this.#phones.map((phone) => phone.userId);
    history.replaceState(null, '', `#${ids.map(encodeURIComponent).join(',')}`);
    this.#people.update();
    this.#updateOpener();
  }

  /** The button that stands for the list where there is no room for it. */
  #updateOpener() {
    const user = this.#store.user(this.#phones[0]?.userId ?? '');
    if (!user) return;
    const badge = h('span', { class: 'badge' });
    showUnread(badge, this.#people.unread);
    byId('open-people').replaceChildren(
      h('span', { class: 'visually-hidden' }, '切换人员，现在是'),
      avatar(user),
      h(
        'span',
        { class: 'opener-text' },
        h('strong', { dir: 'auto' }, user.name),
        h('span', {}, labelOf(ROLE_LABELS, user.role)),
      ),
      icon('down'),
      badge,
    );
  }
}
