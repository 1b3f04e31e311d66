/**
 * Mails that would have been sent.
 *
 * @import { Mail } from '../contract.ts'
 */
import { getMails } from '../lib/api.js';
import { emptyState, h } from '../lib/dom.js';
import { formatStamp } from '../lib/time.js';
import { showError } from '../lib/toast.js';
import { openSheet } from './sheet.js';

export class Mails {
  element = h('ul', { class: 'mail-list', 'aria-label': '邮件' });
  #now;

  /** @param {() => Date} now */
  constructor(now) {
    this.#now = now;
  }

  async refresh() {
    try {
      const mails = (await getMails()).toSorted((a, b) => b.at.localeCompare(a.at));
      const empty = emptyState('邮箱是空的', '把时间调到明早10点，激活日报会同时发到邮箱。');
      this.element.replaceChildren(
        ...(mails.length ? mails.map((mail) => h('li', {}, this.#row(mail))) : [h('li', {}, empty)]),
      );
    } catch (error) {
      showError(error, '读取邮件');
    }
  }

  /** @param {Mail} mail */
  #row(mail) {
    return h(
      'button',
      { type: 'button', class: 'mail-row', on: { click: () => openMail(mail, this.#now()) } },
      h('strong', { dir: 'auto' }, mail.subject),
      h('time', { datetime: mail.at }, formatStamp(new Date(mail.at), this.#now())),
      h('span', { dir: 'auto' }, `收件人 ${mail.to}`),
      h('span', { class: 'quiet', dir: 'auto' }, mail.text.slice(0, 80)),
    );
  }
}

/** @param {Mail} mail @param {Date} now */
function openMail(mail, now) {
  const meta = h(
    'p',
    { class: 'quiet', dir: 'auto' },
    `收件人 ${mail.to}，${formatStamp(new Date(mail.at), now)}`,
  );
  const text = h(
    'details',
    { open: !mail.html },
    h('summary', {}, '纯文本'),
    h('pre', { class: 'mail-text', dir: 'auto' }, mail.text),
  );
  openSheet(mail.subject, mail.html ? [meta, renderHtml(mail), text] : [meta, text]);
}

/**
 * The mail as a mail program shows it: in a frame that may run no script and load nothing. Its own style attributes
 * are applied from here, because the page's content policy (rightly) ignores inline styles.
 * @param {Mail} mail
 */
function renderHtml(mail) {
  const frame = h('iframe', { class: 'mail-frame', title: '邮件正文', sandbox: 'allow-same-origin' });
  frame.addEventListener('load', () => {
    const page = frame.contentDocument;
    if (!page) return;
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll('[style]'))) {
      element.style.cssText = element.getAttribute('style') ?? '';
    }
    frame.style.height = `${page.documentElement.scrollHeight + 4}px`;
  });
  frame.srcdoc = `<link rel="stylesheet" href="/simulator/page/styles/mail.css">${mail.html}`;
  return frame;
}
