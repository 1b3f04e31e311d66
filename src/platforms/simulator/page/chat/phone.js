/**
 * One phone: the chat of one person with the bot.
 *
 * @import { Store } from '../lib/store.js'
 */
import { sendAction } from '../lib/api.js';
import { h, icon } from '../lib/dom.js';
import { labelOf, ROLE_LABELS } from '../lib/labels.js';
import { formatDay, formatTime } from '../lib/time.js';
import { showError, toast } from '../lib/toast.js';
import { avatar } from './avatar.js';
import { Composer } from './composer.js';
import { MessageList } from './message-list.js';

export class Phone {
  userId = '';
  #day = '';
  #store;
  #now;
  #list;
  #composer = new Composer();
  #time = h('span', { class: 'status-time' });
  #owner = h('div', { class: 'phone-owner' });

  /**
   * @param {Store} store
   * @param {() => Date} now simulated time
   * @param {string} label which phone this is: `左侧手机`
   */
  constructor(store, now, label) {
    this.#store = store;
    this.#now = now;
    this.#list = new MessageList((message, button, values) => this.#act(message.id, button.id, values));
    this.screen = h(
      'div',
      { class: 'phone-screen' },
      h(
        'div',
        { class: 'status-bar', 'aria-hidden': 'true' },
        this.#time,
        h('span', { class: 'status-icons' }, icon('signal'), icon('battery')),
      ),
      h(
        'div',
        { class: 'chat-title' },
        h('strong', {}, '跟进助手'),
        h('span', { class: 'bot-badge' }, '机器人'),
      ),
      this.#list.element,
      this.#composer.element,
      h('div', { class: 'drop-hint', 'aria-hidden': 'true' }, icon('clip'), '松开即发送文件'),
    );
    this.element = h(
      'section',
      { class: 'phone', 'aria-label': label },
      this.#owner,
      h('div', { class: 'phone-frame' }, this.screen),
    );
    this.#acceptDrops();
    store.onChat(({ userId }) => userId === this.userId && this.#refresh());
  }

  /** Is it on the screen? The second phone is not, where there is room for one only. */
  get isVisible() {
    return this.element.offsetParent !== null;
  }

  /** Hands the phone to this person. @param {string} userId */
  show(userId) {
    const user = this.#store.user(userId);
    if (!user || userId === this.userId) return;
    this.userId = userId;
    this.element.dataset.user = userId;
    const place = [labelOf(ROLE_LABELS, user.role), user.team, user.region].filter(Boolean).join('·');
    this.#owner.replaceChildren(
      avatar(user),
      h('div', {}, h('strong', { dir: 'auto' }, user.name), h('span', { dir: 'auto' }, place)),
    );
    this.#composer.setUser(userId);
    this.#list.clear();
    this.#refresh();
  }

  /** Called every second. */
  tick() {
    const now = this.#now();
    this.#time.textContent = formatTime(now);
    const day = formatDay(now);
    if (day !== this.#day) this.#list.retime(now);
    this.#day = day;
  }

  /** Counts what is on the screen as read. */
  markSeen() {
    if (this.userId && this.isVisible && !document.hidden) this.#store.markSeen(this.userId);
  }

  #refresh() {
    this.#list.show(this.#store.chat(this.userId), this.#now());
    this.markSeen();
  }

  /** @param {string} messageId @param {string} actionId @param {Record<string, string>} values */
  async #act(messageId, actionId, values) {
    try {
      await sendAction({ userId: this.userId, messageId, actionId, values });
    } catch (error) {
      showError(error, '这一步操作');
    }
  }

  #acceptDrops() {
    const { screen } = this;
    screen.addEventListener('dragover', (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      screen.classList.add('dropping');
    });
    screen.addEventListener('dragleave', (event) => {
      const into = event.relatedTarget;
      if (!(into instanceof Node && screen.contains(into))) screen.classList.remove('dropping');
    });
    screen.addEventListener('drop', (event) => {
      event.preventDefault();
      screen.classList.remove('dropping');
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length) void this.#composer.sendFiles(files);
      else toast('info', '这里只接收文件');
    });
  }
}
