/**
 * The list of people to be: who they are, their last message, what they have not read.
 *
 * @import { SimulatorUser } from '../contract.ts'
 * @import { Store } from '../lib/store.js'
 */
import { emptyState, h } from '../lib/dom.js';
import { labelOf, ROLE_LABELS } from '../lib/labels.js';
import { avatar } from './avatar.js';

const NO_TEAM = '公司';

export class People {
  element = h('div', { class: 'people-list' });
  #store;
  #pick;
  #placeOf;
  /** @type {Map<string, { row: HTMLButtonElement, preview: HTMLElement, badge: HTMLElement, place: HTMLElement }>} */
  #rows = new Map();

  /**
   * @param {Store} store
   * @param {(userId: string) => void} pick
   * @param {(userId: string) => string} placeOf on which phone somebody is: `左`, `右` or nothing
   */
  constructor(store, pick, placeOf) {
    this.#store = store;
    this.#pick = pick;
    this.#placeOf = placeOf;
    store.addEventListener('users', () => this.#build());
    store.addEventListener('seen', () => this.update());
    store.onChat(() => this.update());
  }

  /** Everybody's unread messages together. */
  get unread() {
    return this.#store.users.reduce((sum, user) => sum + this.#store.unread(user.id), 0);
  }

  /** Brings previews, badges and places up to date. */
  update() {
    for (const [userId, parts] of this.#rows) {
      const place = this.#placeOf(userId);
      const last = this.#store.chat(userId).at(-1)?.message;
      parts.preview.textContent = last
        ? firstLine(last.card?.title ?? last.file?.name ?? last.text)
        : '还没有消息';
      showUnread(parts.badge, this.#store.unread(userId));
      parts.place.hidden = place === '';
      parts.place.textContent = place;
      parts.row.setAttribute('aria-current', String(place !== ''));
    }
  }

  #build() {
    this.#rows.clear();
    const groups = groupByTeam(this.#store.users).map(([team, users]) =>
      h(
        'section',
        {},
        h('h3', { dir: 'auto' }, team),
        h('ul', {}, ...users.map((user) => h('li', {}, this.#row(user)))),
      ),
    );
    const empty = emptyState('还没有人员', '在演示数据里加入团队后，这里会列出每个人。');
    this.element.replaceChildren(...(groups.length ? groups : [empty]));
    this.update();
  }

  /** @param {SimulatorUser} user */
  #row(user) {
    const preview = h('span', { class: 'person-preview', dir: 'auto' });
    const badge = h('span', { class: 'badge', hidden: true });
    const place = h('span', { class: 'person-place', hidden: true });
    const row = h(
      'button',
      { type: 'button', class: 'person', 'data-user': user.id, on: { click: () => this.#pick(user.id) } },
      avatar(user),
      h(
        'span',
        { class: 'person-text' },
        h(
          'span',
          { class: 'person-name' },
          h('strong', { dir: 'auto' }, user.name),
          h('span', { class: 'person-role' }, labelOf(ROLE_LABELS, user.role)),
          place,
        ),
        preview,
      ),
      badge,
    );
    this.#rows.set(user.id, { row, preview, badge, place });
    return row;
  }
}

/**
 * By team, its lead on top; whoever belongs to none comes last.
 * @param {SimulatorUser[]} users
 */
function groupByTeam(users) {
  /** @type {Map<string, SimulatorUser[]>} */
  const byTeam = new Map();
  // Leads before reps: the sort keeps the order of equals.
  for (const user of users.toSorted((a, b) => Number(a.role === 'rep') - Number(b.role === 'rep'))) {
    const team = user.team ?? NO_TEAM;
    byTeam.set(team, [...(byTeam.get(team) ?? []), user]);
  }
  return [...byTeam].toSorted(([a], [b]) => Number(a === NO_TEAM) - Number(b === NO_TEAM));
}

/** @param {string} text */
const firstLine = (text) => text.trim().split('\n', 1)[0]?.slice(0, 60) ?? '';

/** @param {HTMLElement} badge @param {number} count none hides it */
export function showUnread(badge, count) {
  badge.hidden = count === 0;
  badge.replaceChildren(
    count > 99 ? '99+' : String(count),
    h('span', { class: 'visually-hidden' }, ' 条未读'),
  );
}
