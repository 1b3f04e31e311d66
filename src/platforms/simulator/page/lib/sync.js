/**
 * Keeps the store equal to the server: each hint of the live stream fetches that person's news; while the stream is
 * down, everybody is asked every two seconds.
 *
 * @import { LiveHint } from '../contract.ts'
 * @import { Store } from './store.js'
 * @typedef {'live' | 'polling' | 'offline'} Connection
 */
import { getMessages } from './api.js';

const POLL_MS = 2_000;
/** A stream the server closed for good is tried again after this. */
const REOPEN_MS = 5_000;
const PAGE = 200;
/** A poll reaches this many messages back, so that edits of recent cards are seen too. */
const REACH_BACK = 20;

export class Sync extends EventTarget {
  /** @type {Connection} */
  connection = 'polling';
  #store;
  /** Person → what to ask for once the request under way is done. @type {Map<string, string | undefined>} */
  #waiting = new Map();
  /** @type {Set<string>} */
  #running = new Set();
  #timer = 0;

  /** @param {Store} store */
  constructor(store) {
    super();
    this.#store = store;
  }

  /** Every chat as it is now; settles in any case, with what could be had. */
  async load() {
    const loads = this.#store.users.map((user) => this.#fetch(user.id, undefined));
    await Promise.allSettled(loads);
  }

  /** Follows the stream. */
  start() {
    const stream = new EventSource('/simulator/events');
    stream.addEventListener('open', () => {
      clearInterval(this.#timer);
      this.#timer = 0;
      this.#setConnection('live');
      this.#refreshAll();
    });
    stream.addEventListener('message', (event) => {
      /** @type {LiveHint} */
      const hint = JSON.parse(event.data);
      this.refresh(hint.userId, hint.messageId);
      this.dispatchEvent(new Event('hint'));
    });
    stream.addEventListener('error', () => {
      if (this.connection === 'live') this.#setConnection('polling');
      // Closed for good (the server answered with an error): the browser will not try again by itself.
      const closed = stream.readyState === EventSource.CLOSED;
      if (!this.#timer) this.#timer = setInterval(() => this.#refreshAll(), POLL_MS);
      if (closed) setTimeout(() => this.start(), REOPEN_MS);
    });
  }

  /**
   * Fetches a person's news. Calls during a running fetch are folded into one that follows it.
   * @param {string} userId
   * @param {string} [messageId] the message that is new or was edited
   */
  refresh(userId, messageId) {
    if (this.#running.has(userId)) {
      this.#waiting.set(userId, this.#earlier(userId, messageId));
      return;
    }
    this.#running.add(userId);
    this.#fetch(userId, this.#startFor(userId, messageId))
      .then(
        () => this.connection === 'offline' && this.#setConnection('polling'),
        () => this.#setConnection('offline'),
      )
      .finally(() => {
        this.#running.delete(userId);
        if (!this.#waiting.has(userId)) return;
        const next = this.#waiting.get(userId);
        this.#waiting.delete(userId);
        this.refresh(userId, next);
      });
  }

  #refreshAll() {
    for (const user of this.#store.users) this.refresh(user.id);
  }

  /** @param {string} userId @param {string | undefined} after */
  async #fetch(userId, after) {
    for (let from = after; ; ) {
      const messages = await getMessages(userId, { after: from, limit: PAGE });
      const added = this.#store.merge(userId, messages);
      if (messages.length < PAGE || added === 0) return;
      from = messages.at(-1)?.id;
    }
  }

  /**
   * Where to start reading: before the edited message when it is known already, else a little before the end.
   * @param {string} userId
   * @param {string | undefined} messageId
   */
  #startFor(userId, messageId) {
    const ids = this.#store.chat(userId).map((entry) => entry.message.id);
    const edited = messageId === undefined ? -1 : ids.indexOf(messageId);
    const from = Math.max(0, ids.length - REACH_BACK);
    return ids[(edited >= 0 ? Math.min(edited, from) : from) - 1];
  }

  /** The one of two hints that reaches further back. @param {string} userId @param {string | undefined} hint */
  #earlier(userId, hint) {
    const other = this.#waiting.get(userId);
    if (hint === undefined || other === undefined) return hint ?? other;
    const ids = this.#store.chat(userId).map((entry) => entry.message.id);
    const place = (/** @type {string} */ id) => (ids.includes(id) ? ids.indexOf(id) : ids.length);
    return place(hint) < place(other) ? hint : other;
  }

  /** @param {Connection} connection */
  #setConnection(connection) {
    if (this.connection === connection) return;
    this.connection = connection;
    this.dispatchEvent(new Event('connection'));
  }
}
