/**
 * What the page knows: the people, and each one's chat. A chat keeps its order when a card in it is edited.
 *
 * @import { SimulatorMessage, SimulatorUser } from '../contract.ts'
 * @typedef {{ message: SimulatorMessage, firstAt: string }} Entry
 * @typedef {{ userId: string, added: SimulatorMessage[], changed: SimulatorMessage[] }} ChatChange
 */
const SEEN_KEY = 'genjin.seen';

export class Store extends EventTarget {
  /** @type {SimulatorUser[]} */
  users = [];
  /** @type {Map<string, Map<string, Entry>>} */
  #chats = new Map();
  /** Person → id of the newest message they looked at. @type {Map<string, string>} */
  #seen = readSeen();

  /** @param {SimulatorUser[]} users */
  setUsers(users) {
    this.users = users;
    this.dispatchEvent(new Event('users'));
  }

  /** @param {string} id */
  user(id) {
    return this.users.find((user) => user.id === id);
  }

  /** A person's chat, oldest first. @param {string} userId @returns {Entry[]} */
  chat(userId) {
    return [...(this.#chats.get(userId)?.values() ?? [])];
  }

  /** Have this person's messages been asked for yet? @param {string} userId */
  isLoaded(userId) {
    return this.#chats.has(userId);
  }

  /** @param {string} userId @param {string} messageId */
  has(userId, messageId) {
    return this.#chats.get(userId)?.has(messageId) ?? false;
  }

  /**
   * Takes in what the server returned: known ids are replaced where they stand, new ones are appended.
   * @param {string} userId
   * @param {SimulatorMessage[]} messages
   * @returns {number} how many were new
   */
  merge(userId, messages) {
    const first = !this.#chats.has(userId);
    const chat = this.#chats.get(userId) ?? new Map();
    this.#chats.set(userId, chat);
    const added = [];
    const changed = [];
    for (const message of messages) {
      const known = chat.get(message.id);
      if (!known) added.push(message);
      else if (JSON.stringify(known.message) !== JSON.stringify(message)) changed.push(message);
      else continue;
      chat.set(message.id, { message, firstAt: known?.firstAt ?? message.at });
    }
    if (first || added.length || changed.length) {
      this.dispatchEvent(new CustomEvent('chat', { detail: { userId, added, changed } }));
    }
    return added.length;
  }

  /** Messages from the bot that nobody looked at yet. @param {string} userId */
  unread(userId) {
    const seen = this.#seen.get(userId);
    let count = 0;
    for (const { message } of this.chat(userId).reverse()) {
      if (message.id === seen) break;
      if (!message.mine) count += 1;
    }
    return count;
  }

  /** @param {string} userId */
  markSeen(userId) {
    const last = this.chat(userId).at(-1)?.message.id;
    if (last === undefined || this.#seen.get(userId) === last) return;
    this.#seen.set(userId, last);
    writeSeen(this.#seen);
    this.dispatchEvent(new Event('seen'));
  }

  /** @param {(change: ChatChange) => void} listener */
  onChat(listener) {
    this.addEventListener('chat', (event) => listener(/** @type {CustomEvent<ChatChange>} */ (event).detail));
  }
}

/** Private windows may refuse storage: then everything counts as unread again after a reload. */
function readSeen() {
  try {
    const stored = JSON.parse(localStorage.getItem(SEEN_KEY) ?? '[]');
    return new Map(/** @type {[string, string][]} */ (Array.isArray(stored) ? stored : []));
  } catch {
    return new Map();
  }
}

/** @param {Map<string, string>} seen */
function writeSeen(seen) {
  try {
    localStorage.setItem(SEEN_KEY, JSON.stringify([...seen]));
  } catch {
    // See readSeen.
  }
}
