/**
 * Where a person types: text box, suggested commands, paperclip. Enter sends, Shift+Enter breaks the line; Enter
 * that only ends a Chinese input method's word does neither.
 */
import { sendFile, sendText } from '../lib/api.js';
import { h, icon } from '../lib/dom.js';
import { showError } from '../lib/toast.js';

/** Suggested commands. `send` goes out at once, the others are put into the box to be changed. */
const SUGGESTIONS = [
  { label: '今日待触达', text: '今日待触达', send: true },
  { label: '帮助', text: '帮助', send: true },
  { label: '新线索…', text: '新线索 市一医院 王主任 13812345678 想看超声', send: false },
  { label: '记跟进…', text: '王主任 已报价50万 嫌贵 下周二下午3点回访', send: false },
];
const MAX_CHARS = 5_000;

export class Composer {
  #userId = '';
  #busy = false;
  #status = h('p', { class: 'composer-status', role: 'status' });
  #box = h('textarea', {
    rows: '1',
    maxlength: String(MAX_CHARS),
    enterkeyhint: 'send',
    placeholder: '输入消息',
    'aria-label': '输入消息',
  });
  #send = h('button', { type: 'submit', class: 'send-button', 'aria-label': '发送' }, icon('send'));
  #picker = h('input', {
    type: 'file',
    multiple: true,
    class: 'visually-hidden',
    tabindex: '-1',
    'aria-label': '选择文件',
  });

  constructor() {
    const clip = h(
      'button',
      {
        type: 'button',
        class: 'icon-button',
        'aria-label': '发送文件',
        on: { click: () => this.#picker.click() },
      },
      icon('clip'),
    );
    const chips = SUGGESTIONS.map((suggestion) => this.#chip(suggestion));
    this.element = h(
      'form',
      { class: 'composer', on: { submit: (event) => this.#submit(event) } },
      h('div', { class: 'suggestions', role: 'group', 'aria-label': '常用指令' }, ...chips),
      h('div', { class: 'composer-row' }, clip, this.#box, this.#send, this.#picker),
      this.#status,
    );
    this.#box.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.element.requestSubmit();
    });
    this.#box.addEventListener('input', () => this.#update());
    this.#picker.addEventListener('change', () => {
      void this.sendFiles([...(this.#picker.files ?? [])]);
      this.#picker.value = '';
    });
    this.#update();
  }

  /** @param {string} userId */
  setUser(userId) {
    if (this.#userId === userId) return;
    this.#userId = userId;
    this.#box.value = '';
    this.#update();
  }

  /** One after the other, in the order chosen. @param {File[]} files */
  async sendFiles(files) {
    const userId = this.#userId;
    for (const file of files) {
      await this.#whileBusy(`正在发送 ${file.name}…`, `发送“${file.name}”`, () => sendFile(userId, file));
    }
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    event.preventDefault();
    const text = this.#box.value.trim();
    if (text === '' || this.#busy) return;
    void this.#say(text, true);
  }

  /** @param {string} text @param {boolean} fromBox */
  async #say(text, fromBox) {
    const userId = this.#userId;
    const sent = await this.#whileBusy('', '发送消息', () => sendText(userId, text));
    if (sent && fromBox && this.#userId === userId) this.#box.value = '';
    this.#update();
  }

  /** @param {{ label: string, text: string, send: boolean }} suggestion */
  #chip({ label, text, send }) {
    const click = () => {
      if (this.#busy) return;
      if (send) {
        void this.#say(text, false);
        return;
      }
      this.#box.value = text;
      this.#update();
      this.#box.focus();
      this.#box.select();
    };
    return h('button', { type: 'button', class: 'chip', on: { click } }, label);
  }

  /**
   * @param {string} status shown meanwhile
   * @param {string} doing named when it fails
   * @param {() => Promise<unknown>} work
   */
  async #whileBusy(status, doing, work) {
    this.#busy = true;
    this.#status.textContent = status;
    this.#update();
    try {
      await work();
      return true;
    } catch (error) {
      showError(error, doing);
      return false;
    } finally {
      this.#busy = false;
      this.#status.textContent = '';
      this.#update();
    }
  }

  /** Nothing to send, nothing to press. */
  #update() {
    this.#send.disabled = this.#busy || this.#box.value.trim() === '';
  }
}
