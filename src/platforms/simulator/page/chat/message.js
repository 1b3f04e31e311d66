/**
 * One message of a chat: bubble, file or card.
 *
 * @import { CardButton, SimulatorMessage } from '../contract.ts'
 * @typedef {(message: SimulatorMessage, button: CardButton, values: Record<string, string>) => Promise<void>} OnAction
 */
import { h, icon } from '../lib/dom.js';
import { renderCard } from './card.js';

/** Longer texts are folded: nobody scrolls past 5,000 characters to reach the next card. */
const FOLD_CHARS = 600;
const FOLD_LINES = 16;

/**
 * @param {SimulatorMessage} message
 * @param {OnAction} onAction
 */
export function renderMessage(message, onAction) {
  const content = message.card
    ? renderCard(message.card, (button, values) => onAction(message, button, values))
    : message.file
      ? renderFile(message.file, message.text)
      : renderText(message.text);
  return h(
    'li',
    {
      class: message.mine ? 'message mine' : 'message',
      'data-message': message.id,
      'data-kind': message.kind,
    },
    h('span', { class: 'visually-hidden' }, message.mine ? '我：' : '跟进助手：'),
    !message.mine && h('span', { class: 'bot-mark', 'aria-hidden': 'true' }, icon('bot')),
    h('div', { class: 'message-content' }, content),
  );
}

/** @param {string} text */
function renderText(text) {
  const body = h('p', { class: 'bubble-text', dir: 'auto' }, text);
  const bubble = h('div', { class: 'bubble' }, body);
  if (text.length <= FOLD_CHARS && text.split('\n').length <= FOLD_LINES) return bubble;
  body.classList.add('folded');
  const unfold = h('button', { type: 'button', class: 'link-button', 'aria-expanded': 'false' }, '展开全文');
  unfold.addEventListener('click', () => {
    const folded = body.classList.toggle('folded');
    unfold.textContent = folded ? '展开全文' : '收起';
    unfold.setAttribute('aria-expanded', String(!folded));
  });
  bubble.append(unfold);
  return bubble;
}

/** @param {{ name: string, url: string }} file @param {string} text */
function renderFile(file, text) {
  const extension = /\.([a-z0-9]{1,5})$/i.exec(file.name)?.[1]?.toUpperCase() ?? '文件';
  const link = h(
    'a',
    { class: 'file', href: file.url, download: file.name, 'aria-label': `下载 ${file.name}` },
    h('span', { class: 'file-type', 'aria-hidden': 'true' }, extension),
    h('span', { class: 'file-name', dir: 'auto' }, file.name),
    icon('download'),
  );
  const hasMore = text !== '' && text !== file.name;
  return h(
    'div',
    { class: 'bubble file-bubble' },
    link,
    hasMore && h('p', { class: 'bubble-text', dir: 'auto' }, text),
  );
}
