import { h, icon } from '../lib/dom.js';

/**
 * A sheet over the page: keeps the focus inside, closes by its button, Escape or a click beside it.
 * @param {string} title
 * @param {Node[]} content
 */
export function openSheet(title, content) {
  const close = () => dialog.close();
  const dialog = h(
    'dialog',
    { class: 'sheet', 'aria-labelledby': 'sheet-title' },
    h(
      'div',
      { class: 'sheet-head' },
      h('h2', { id: 'sheet-title', dir: 'auto' }, title),
      h(
        'button',
        { type: 'button', class: 'icon-button', 'aria-label': '关闭', on: { click: close } },
        icon('close'),
      ),
    ),
    h('div', { class: 'sheet-body', tabindex: '0' }, ...content),
  );
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
