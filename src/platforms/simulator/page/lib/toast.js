import { ApiError } from './api.js';
import { byId, h, icon } from './dom.js';

const SHOWN_MS = { info: 4_000, good: 4_000, error: 15_000 };

/**
 * A short note at the edge of the screen, read aloud, gone by itself or by its button.
 * @param {'info' | 'good' | 'error'} tone
 * @param {string} title
 * @param {(Node | string)[]} [more]
 */
export function toast(tone, title, more = []) {
  const close = () => note.remove();
  const note = h(
    'div',
    { class: `toast toast-${tone}`, role: tone === 'error' ? 'alert' : 'status' },
    h('div', { class: 'toast-text' }, h('strong', {}, title), ...more),
    h(
      'button',
      { type: 'button', class: 'icon-button', 'aria-label': '关闭提示', on: { click: close } },
      icon('close'),
    ),
  );
  byId('toasts').append(note);
  setTimeout(close, SHOWN_MS[tone]);
}

/**
 * Shows what went wrong, in the server's own words where it gave some.
 * @param {unknown} error
 * @param {string} doing what the person tried: `发送消息`
 */
export function showError(error, doing) {
  if (!(error instanceof ApiError)) {
    toast('error', `${doing}没有成功`, [h('p', {}, String(error))]);
    return;
  }
  const more = [];
  if (error.detail) more.push(h('p', {}, error.detail));
  if (error.problems.length) {
    const lines = error.problems.map((p) => h('li', {}, p.path ? `${p.path}：${p.message}` : p.message));
    more.push(h('ul', {}, ...lines));
  }
  toast('error', `${doing}没有成功：${error.message}`, more);
}
