import { tellOnSubmit } from '../shared/tell.js';

const form = /** @type {HTMLFormElement} */ (document.getElementById('upload-form'));
const input = /** @type {HTMLInputElement} */ (document.getElementById('upload-file'));
const name = /** @type {HTMLElement} */ (document.getElementById('upload-name'));
const NOTHING_CHOSEN = name.textContent;

input.addEventListener('change', showName);

tellOnSubmit(form, {
  status: /** @type {HTMLElement} */ (document.getElementById('upload-status')),
  answers: /** @type {HTMLElement} */ (document.getElementById('upload-answers')),
  send: (id) => {
    const body = new FormData();
    body.append('id', id);
    body.append('file', input.files?.[0] ?? new Blob());
    return fetch('/me/upload', { method: 'POST', body });
  },
  onSent: () => {
    form.reset();
    showName();
  },
});

function showName() {
  name.textContent = input.files?.[0]?.name ?? NOTHING_CHOSEN;
}
