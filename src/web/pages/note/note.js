import { tellOnSubmit } from '../shared/tell.js';

const form = /** @type {HTMLFormElement} */ (document.getElementById('note-form'));
const text = /** @type {HTMLTextAreaElement} */ (document.getElementById('note-text'));

tellOnSubmit(form, {
  status: /** @type {HTMLElement} */ (document.getElementById('note-status')),
  answers: /** @type {HTMLElement} */ (document.getElementById('note-answers')),
  send: (id) =>
    fetch('/me/note', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ id, text: text.value }),
    }),
  onSent: () => {
    text.value = '';
  },
});
